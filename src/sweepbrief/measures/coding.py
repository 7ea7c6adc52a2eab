"""Codes for settings: dense ranks for numbers, level numbers for categories, both independent of unit and storage order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.sweep import Parameter


@dataclass(frozen=True, slots=True)
class Coding:
    """One parameter's settings as numbers.

    Attributes
    ----------
    codes : float64 array, shape (n,)
        Dense ranks 0, 1, ... of a numeric parameter (NaN: missing), level numbers of another.
    levels : tuple of object
        The levels in the order of their numbers, None for a missing setting; empty for a numeric parameter.
    """

    codes: NDArray[np.float64]
    levels: tuple[object, ...] = ()

    def signature(self, rank: NDArray[np.int64]) -> bytes:
        """Give the parameter's fingerprint: its codes in the order of the outcome, whatever the order of the rows."""
        codes = np.where(np.isnan(self.codes), -1.0, self.codes)
        if int(rank.max(initial=-1)) + 1 == len(rank):
            ordered = np.empty_like(codes)
            ordered[rank] = codes
            return ordered.tobytes()
        level = codes.astype(np.int64) + 1
        width = int(level.max(initial=0)) + 1
        return (np.sort(rank * width + level) % width - 1).astype(np.float64).tobytes()


def dense_rank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank the distinct values 0, 1, ... from small to large; NaN stays NaN."""
    ranks = np.full(values.shape, np.nan)
    known = ~np.isnan(values)
    ranks[known] = np.unique(values[known], return_inverse=True)[1]
    return ranks


def code(parameter: Parameter, settings: pd.Series, rank: NDArray[np.int64]) -> Coding:
    """Code one parameter's settings; ``rank`` is the dense rank of the oriented outcome, which orders the levels."""
    if parameter.numeric:
        return Coding(dense_rank(settings.to_numpy(np.float64, na_value=np.nan)))
    return _code_levels(tidied(settings), rank)


def tidied(settings: pd.Series) -> list[object]:
    """Give a category's levels, one a run; text is what it is."""
    return [value if type(value) is str else tidy(value) for value in settings.to_numpy(dtype=object)]


def tidy(value: object) -> object:
    """Give a category's level, with None for every spelling of "missing" and plain Python values for NumPy's."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if value is None or value is pd.NA or value is pd.NaT or value != value else value  # noqa: PLR0124 - only NaN differs from itself


def _key(value: object) -> object:
    """Keep apart what Python calls equal (True and 1) and make every value hashable."""
    if type(value) is str:
        return (False, value)
    try:
        hash(value)
    except TypeError:
        return ("text", repr(value))
    return (isinstance(value, bool), value)


def _code_levels(values: list[object], rank: NDArray[np.int64]) -> Coding:
    """Sort and number the levels: False before True, otherwise by the outcomes they lead to, equal ones by their spelling."""
    keys = [_key(value) for value in values]
    level_of = dict(zip(keys, values, strict=True))
    number = {key: place for place, key in enumerate(level_of)}
    loose = np.array([number[key] for key in keys], dtype=np.int64)

    def order(key: object) -> tuple[bool, bool, object, str]:
        level = level_of[key]
        found = np.sort(rank[loose == number[key]])
        return (
            level is None,
            level is True,
            () if isinstance(level, bool) else (float(found.mean()), found.tobytes()),
            repr(level),
        )

    ordered = sorted(level_of, key=order)
    place = np.empty(len(ordered), dtype=np.float64)
    place[[number[key] for key in ordered]] = np.arange(len(ordered))
    return Coding(place[loose], tuple(level_of[key] for key in ordered))
