"""The values of one column, brought to one type: numbers, truth values, times or levels of a category."""

from __future__ import annotations

import json
import math
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from sweepbrief.sweep import Kind

_ABSENT: Final = frozenset({"", "nan", "na", "n/a", "null", "<na>", "#n/a", "-nan", "nat"})
_UNSET: Final = frozenset({"none"})
_TRUTH: Final = {"true": True, "false": False}
_WHOLE_LIMIT: Final = 2.0**53
_EXAMPLES: Final = 3
_LARGEST: Final = sys.float_info.max
_WRITTEN: Final = frozenset({int, float, type(None)})


@dataclass(frozen=True, slots=True)
class Values:
    """One column with one type.

    Attributes
    ----------
    kind : {"float", "int", "categorical", "bool"}
        As in ``Parameter``.
    data : pandas.Series
        float64 for numbers (NaN: missing; infinities kept), else object with None for missing: bool for ``bool``, str for
        ``categorical`` (mappings and lists as JSON).
    unset : bool
        Whether the source writes "None" among numbers: "not set" is then a value, and stands as NaN in ``data``.
    mixed : tuple of str
        Examples of words among numbers, where the column holds both.
    """

    kind: Kind
    data: pd.Series
    unset: bool = False
    mixed: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers."""
        return self.kind in {"float", "int"}

    @property
    def empty(self) -> bool:
        """Whether no run has a value."""
        return bool(self.data.isna().all())


def as_numbers(cells: pd.Series) -> pd.Series:
    """Read cells as numbers (float64): NaN for what is none, infinity for whole numbers that are too large for a float."""
    try:
        return pd.to_numeric(cells, errors="coerce").astype("float64")
    except OverflowError:
        return pd.to_numeric(cells.map(_within), errors="coerce").astype("float64")


def _within(cell: object) -> object:
    large = isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) > _LARGEST
    return cell if not large else np.inf if cell > 0 else -np.inf  # type: ignore[operator] # an int, as just seen


def _plain(value: object) -> object:
    """Give a cell as None, bool, float, int or str; what is met most often comes first."""
    if isinstance(value, str):
        text = value.strip()
        return None if text.lower() in _ABSENT else text
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, (float, Decimal)):
        return None if math.isnan(value) else float(value)
    if value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.ndarray):
        value = value.tolist()
    elif isinstance(value, np.generic):
        return _plain(value.item())
    return as_text(value) if isinstance(value, (Mapping, list, tuple, set, frozenset)) else str(value)


def as_text(value: object) -> str:
    """Write a list or mapping as one line of JSON."""
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    try:
        return json.dumps(value, ensure_ascii=False, default=str, sort_keys=isinstance(value, Mapping))
    except (TypeError, ValueError, RecursionError):
        return str(value)


def _whole(numbers: pd.Series, *, written: bool) -> bool:
    """Tell whether all numbers are whole; ``written``: they were written without a fraction."""
    finite = numbers[np.isfinite(numbers)]
    return written and len(finite) > 0 and bool(((finite % 1 == 0) & (finite.abs() < _WHOLE_LIMIT)).all())


def _settle_numeric(column: pd.Series) -> Values:
    numbers = column.astype("float64")
    written = pd.api.types.is_integer_dtype(column.dtype) or bool(numbers.isna().any())
    return Values("int" if _whole(numbers, written=written) else "float", numbers)


def _settle_truth(cells: pd.Series) -> Values:
    truth = cells.map(lambda cell: _TRUTH.get(cell.lower(), None) if isinstance(cell, str) else cell)
    return Values("bool", _objects(truth))


def _objects(cells: pd.Series) -> pd.Series:
    """Give cells as objects with None for missing."""
    values = np.empty(len(cells), dtype=object)
    for number, cell in enumerate(cells):
        missing = cell is None or (isinstance(cell, float) and math.isnan(cell))
        values[number] = None if missing else cell
    return pd.Series(values, index=cells.index, name=cells.name, dtype=object)


def _cells(column: pd.Series) -> pd.Series:
    """Give cells in plain types; left to itself, pandas makes fractions of whole numbers where a cell is missing."""
    values = np.empty(len(column), dtype=object)
    values[:] = [_plain(cell) for cell in column.astype(object)]
    return pd.Series(values, index=column.index, name=column.name, dtype=object)


def _is_truth(cell: object) -> bool:
    return isinstance(cell, bool) or (isinstance(cell, str) and cell.lower() in _TRUTH)


def _settle_written(column: pd.Series) -> Values | None:
    """Bring cells to numbers that are all written as such, or not at all; None where others are among them."""
    cells = column.to_numpy()
    if not set(map(type, cells)) <= _WRITTEN:
        return None
    try:
        numbers = pd.Series(cells.astype("float64"), index=column.index, name=column.name)
    except OverflowError:
        return None
    if numbers.isna().all():
        return None
    whole = _whole(numbers, written=True) and all(type(cell) is not float for cell in cells[numbers.notna().to_numpy()])
    return Values("int" if whole else "float", numbers)


def _settle_objects(cells: pd.Series) -> Values:
    present = cells[cells.notna()]
    distinct = list(dict.fromkeys(present))
    if distinct and all(_is_truth(cell) for cell in distinct):
        return _settle_truth(cells)
    words = [cell for cell in distinct if isinstance(cell, str)]
    unset = [word for word in words if word.lower() in _UNSET]
    if not any(isinstance(cell, bool) for cell in distinct):
        numbers = as_numbers(cells)
        strange = present[numbers[present.index].isna().to_numpy() & ~present.isin(unset).to_numpy()]
        if strange.empty and numbers.notna().any():
            written = all(not isinstance(c, float) and not set(str(c).lower()) & set(".e") for c in distinct if c not in unset)
            return Values("int" if _whole(numbers, written=written) else "float", numbers, unset=bool(unset))
        mixed = tuple(dict.fromkeys(str(cell) for cell in strange))[:_EXAMPLES] if numbers.notna().any() else ()
    else:
        mixed = tuple(str(cell) for cell in distinct)[:_EXAMPLES]
    return Values("categorical", _objects(cells.map(lambda cell: None if cell is None else str(cell))), mixed=mixed)


def settle(column: pd.Series) -> Values:
    """Bring a column to one type.

    Parameters
    ----------
    column : pandas.Series
        Raw cells: numbers, text as read from a file, or objects; the index must be unique.

    Returns
    -------
    Values
        Text that reads as numbers becomes numbers, "true" and "false" become truth values, all else levels of a category.
        A pandas category keeps its levels as they are.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        cells = _objects(column.astype(object).map(_plain))
        return Values("categorical", _objects(cells.map(lambda cell: None if cell is None else str(cell))))
    if pd.api.types.is_bool_dtype(column.dtype):
        return Values("bool", _objects(column.astype(object).map(_plain)))
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_complex_dtype(column.dtype):
        return _settle_numeric(column)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return Values("categorical", _objects(column.astype(str).where(column.notna(), None)))
    if pd.api.types.is_timedelta64_dtype(column.dtype):
        return Values("float", column.dt.total_seconds().astype("float64"))
    return (_settle_written(column) if column.dtype == object else None) or _settle_objects(_cells(column))


def as_moments(data: pd.Series) -> pd.Series | None:
    """Read a column as moments in time or numbers that grow with it (float64, seconds for dates); None where it is neither."""
    if data.dtype == np.float64:
        return data
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pandas warns where a format is not evident: the check below decides
            moments = pd.to_datetime(data, errors="coerce", utc=True, format="mixed")
            seconds = (moments - pd.Timestamp(0, tz="UTC")).dt.total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    if moments.notna().sum() < data.notna().sum() or moments.isna().all():
        return None
    return seconds.astype("float64")


def as_seconds(data: pd.Series) -> pd.Series | None:
    """Read a column as durations in seconds (numbers, or text such as ``0 days 00:01:30``); None where it is none."""
    if data.dtype == np.float64:
        return data.where(data >= 0)
    try:
        spans = pd.to_timedelta(data, errors="coerce")
    except (ValueError, TypeError, OverflowError):
        return None
    if spans.notna().sum() < data.notna().sum() or spans.isna().all():
        return None
    return spans.dt.total_seconds().astype("float64")
