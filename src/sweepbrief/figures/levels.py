"""Levels of a category: which there are, and which run has which."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def is_missing(value: object) -> bool:
    """Say whether a setting is not there: None or NaN."""
    return value is None or (isinstance(value, float) and bool(np.isnan(value)))


def coded(values: Sequence[object]) -> tuple[list[object], NDArray[np.int64]]:
    """Give each level that occurs a number.

    Parameters
    ----------
    values : sequence of object, length n
        The setting of each run, hashable.

    Returns
    -------
    levels : list of object
        Each once, the most frequent first, of equals by their text.
    codes : int64 array, shape (n,)
        For each run the place of its level in ``levels``; -1 where it has none.
    """
    counts = Counter(value for value in values if not is_missing(value))
    levels = sorted(counts, key=lambda level: (-counts[level], str(level)))
    return levels, codes_of(values, levels)


def codes_of(values: Sequence[object], levels: Sequence[object]) -> NDArray[np.int64]:
    """Give for each run the place of its level among given ones; a missing one may be among them.

    Parameters
    ----------
    values : sequence of object, length n
        The setting of each run, hashable.
    levels : sequence of object
        Each once.

    Returns
    -------
    int64 array, shape (n,)
        -1 where the level is not among them.
    """
    places = {_key(level): place for place, level in enumerate(levels)}
    return np.fromiter((places.get(_key(value), -1) for value in values), dtype=np.int64, count=len(values))


def _key(value: object) -> object:
    return None if is_missing(value) else value
