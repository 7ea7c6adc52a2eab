"""Scales place values, ticks name them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweepbrief.figures.scale import fit_scale
from sweepbrief.figures.ticks import ticks, write

NUMBERS = st.floats(-1e200, 1e200, allow_nan=False)


@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_a_scale_holds_all_its_values_in_order(values: list[float]) -> None:
    """Every value gets a place between the ends, and larger ones never a smaller place."""
    places = fit_scale(values, 10.0, 300.0)(np.sort(values))
    assert places.min() >= 10.0 - 1e-6
    assert places.max() <= 300.0 + 1e-6
    assert (np.diff(places) >= -1e-6).all()


@given(st.lists(st.floats(0, 1e200), min_size=1, max_size=30))
def test_zeros_stand_before_a_log_scale(values: list[float]) -> None:
    """On a log scale zeros share one place, before every positive value."""
    scale = fit_scale(values, 0.0, 200.0, log=True)
    data = np.array(values)
    if scale.log and (data == 0).any():
        assert scale(data[data == 0]).max() < scale(data[data > 0]).min()


def test_negative_values_forbid_a_log_scale() -> None:
    """A log scale asked for negative values is linear instead."""
    assert not fit_scale([-1.0, 1.0], 0.0, 1.0, log=True).log


@given(st.lists(NUMBERS, min_size=1, max_size=30), st.booleans())
def test_ticks_stand_where_their_numbers_are(values: list[float], log: bool) -> None:  # noqa: FBT001 - hypothesis passes it
    """The number written at a tick, put on the scale, is at the tick."""
    scale = fit_scale(values, 0.0, 250.0, log=log)
    for tick in ticks(scale):
        number = float(tick.text.replace("\N{MINUS SIGN}", "-"))
        assert float(scale(number)) == pytest.approx(tick.at, abs=1.0)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1e-5, "1e-5"),
        (0.001, "1e-3"),
        (0.05, "0.05"),
        (0.1, "0.1"),
        (64, "64"),
        (1024, "1024"),
        (3e7, "3e7"),
        (0, "0"),
        (-2.5, "\N{MINUS SIGN}2.5"),
    ],
)
def test_settings_are_written_as_people_write_them(value: float, said: str) -> None:
    """Plain where short, as a power where zeros would have to be counted, with a true minus."""
    assert write(value) == said


def test_the_decimal_mark_is_the_readers() -> None:
    """Every number takes the decimal mark of the reader's language."""
    assert write(0.25, ",") == "0,25"
    assert {tick.text for tick in ticks(fit_scale([0, 1], 0, 200), decimal=",")} >= {"0,2", "0,4"}


def test_few_values_are_ticks_themselves() -> None:
    """Where only a few sizes were tried, the axis names these."""
    sizes = [16.0, 32.0, 64.0, 128.0]
    scale = fit_scale(sizes, 0.0, 300.0, log=True)
    assert [tick.text for tick in ticks(scale, values=sizes)] == ["16", "32", "64", "128"]


def test_decades_are_written_as_powers() -> None:
    """A learning rate's axis reads 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1."""
    scale = fit_scale([1e-5, 1.0], 0.0, 300.0, log=True)
    assert [tick.text for tick in ticks(scale)] == ["1e-5", "1e-4", "1e-3", "1e-2", "0.1", "1"]
