"""Levels of a category: which there are, and which run has which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def is_missing(value: object) -> bool:
    """Say whether a setting is not there: None or NaN."""
    return value is None or (isinstance(value, float) and bool(np.isnan(value)))


def has_level(values: Sequence[object], level: object) -> NDArray[np.bool_]:
    """Find the runs of a level; a missing value is a level of its own.

    Parameters
    ----------
    values : sequence of object, length n
        The setting of each run.
    level : object
        The level.

    Returns
    -------
    bool array, shape (n,)
        True where a run has it.
    """
    if is_missing(level):
        return np.array([is_missing(value) for value in values], dtype=bool)
    return np.array([not is_missing(value) and bool(value == level) for value in values], dtype=bool)


def found_levels(values: Sequence[object]) -> list[object]:
    """Give the levels that occur, the most frequent first, of equals by their text; missing ones are passed over.

    Parameters
    ----------
    values : sequence of object
        The setting of each run.

    Returns
    -------
    list of object
        Each once.
    """
    counts: dict[object, int] = {}
    for value in values:
        if not is_missing(value):
            counts[value] = counts.get(value, 0) + 1
    return sorted(counts, key=lambda level: (-counts[level], str(level)))
