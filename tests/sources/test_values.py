"""The cells of a column are brought to one type without losing what they say."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sweepbrief.sources.values import as_moments, as_numbers, as_seconds, settle


def objects(*cells: object) -> pd.Series:
    return pd.Series(list(cells), dtype=object)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (objects(1, 2, 3), "int"),
        (objects("1", "2"), "int"),
        (objects("1.5", "2"), "float"),
        (objects("1e-3", "1e-2"), "float"),
        (objects(Decimal("0.5"), 1), "float"),
        (objects("True", "false"), "bool"),
        (objects(*[True, None]), "bool"),
        (objects("adam", "sgd"), "categorical"),
        (objects([64, 64], [32]), "categorical"),
        (objects(0, 1, 1), "int"),
        (pd.Series([True, False]), "bool"),
        (pd.Series(["1", "2"], dtype="category"), "categorical"),
        (pd.Series([1, None], dtype="Int64"), "int"),
        (pd.Series([0.5, 1.5]), "float"),
    ],
)
def test_kinds_follow_the_values(cells: pd.Series, kind: str) -> None:
    """Text that reads as numbers or truth values becomes them; codes stay numbers; declared categories stay categories."""
    assert settle(cells).kind == kind


def test_missing_stays_missing() -> None:
    """None, NaN, NA and empty text are missing in every kind."""
    assert settle(objects("a", "", None, float("nan"), "NaN", pd.NA)).data.isna().sum() == 5
    assert settle(objects("1", "", None, "n/a")).data.isna().sum() == 3


def test_none_among_numbers_is_a_value_of_its_own() -> None:
    """``None`` written among numbers is "not set", which the source said; among words it is a level."""
    depths = settle(objects("3", "None", "5"))
    assert depths.numeric
    assert depths.unset
    assert settle(objects("sqrt", "None", "log2")).data.tolist() == ["sqrt", "None", "log2"]


def test_words_among_numbers_make_a_category_with_examples() -> None:
    """A column of numbers and words is a category, and the words are shown."""
    values = settle(objects("0.1", "auto", "0.2"))
    assert values.kind == "categorical"
    assert values.mixed == ("auto",)


def test_infinities_are_numbers() -> None:
    """Infinity in any spelling stays infinite."""
    assert settle(objects("inf", "-Infinity", "1")).data.tolist() == [math.inf, -math.inf, 1.0]


def test_dates_and_durations_become_seconds() -> None:
    """Dates in one column grow with time; durations in text are seconds."""
    moments = as_moments(objects("2024-01-01T00:00:10Z", "2024-01-01T00:00:00Z"))
    assert moments is not None
    assert moments.iloc[0] - moments.iloc[1] == 10
    spans = as_seconds(objects("0 days 00:01:30", "00:00:30"))
    assert spans is not None
    assert spans.tolist() == [90, 30]
    assert as_moments(objects("adam", "sgd")) is None


@given(st.lists(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)), min_size=1, max_size=20))
@settings(max_examples=150, deadline=None)
def test_any_cells_settle(cells: list[object]) -> None:
    """Whatever stands in a column, it settles to one kind: as many cells, numbers in float64, the rest in objects."""
    values = settle(pd.Series(cells, dtype=object))
    assert len(values.data) == len(cells)
    assert values.data.dtype == (np.float64 if values.numeric else object)


def test_whole_numbers_stay_whole_where_some_are_missing() -> None:
    """Whole numbers that only some runs set are of kind int, written as numbers or as text."""
    for cells in ([31, None, 12], ["31", None, "12"]):
        values = settle(pd.Series(cells, dtype=object))
        assert (values.kind, values.data.tolist()[::2]) == ("int", [31.0, 12.0])
    assert settle(pd.Series([31.0, None, 12], dtype=object)).kind == "float"


def test_whole_numbers_that_no_float_holds_are_infinite() -> None:
    """JSON may hold numbers of four hundred digits: they count as infinite, like those written with an exponent."""
    cells = pd.Series([1, 10**400, -(10**400), "x", True], dtype=object)
    assert as_numbers(cells).tolist()[:3] == [1.0, np.inf, -np.inf]
    assert settle(pd.Series([1, 10**400, 2], dtype=object)).data.tolist() == [1.0, np.inf, 2.0]
