"""Parameters that are set exactly for some values of another: their condition, read off the runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sweepbrief.sweep import Condition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_MOST_LEVELS: Final = 12
_RUNS_A_LEVEL: Final = 3


def _candidates(settings: pd.DataFrame) -> dict[str, tuple[NDArray[np.int64], NDArray[np.object_]]]:
    """Give the parameters with few enough values to switch others on, as level numbers (-1: not set) and levels."""
    found = {}
    for name in settings.columns:
        codes, levels = pd.factorize(settings[name])
        if 1 < len(levels) <= min(_MOST_LEVELS, len(settings) / _RUNS_A_LEVEL):
            found[str(name)] = (codes.astype(np.int64), np.asarray(levels, dtype=object))
    return found


def _active_levels(set_: NDArray[np.bool_], codes: NDArray[np.int64], levels: NDArray[np.object_]) -> list[object] | None:
    """Give the levels for which the child is set; None unless the levels tell exactly when it is."""
    if (codes[set_] < 0).any():
        return None
    known = codes >= 0
    total = np.bincount(codes[known], minlength=len(levels))
    active = np.bincount(codes[set_], minlength=len(levels))
    if not np.isin(active[(active > 0)], total).all() or ((active > 0) & (active < total)).any() or (active > 0).all():
        return None
    return [_plain(level) for level in levels[active > 0]]


def _plain(level: object) -> object:
    """Give a level as Python writes it, whole numbers without a fraction."""
    value = level.item() if isinstance(level, np.generic) else level
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _sorted(values: list[object]) -> tuple[object, ...]:
    return tuple(sorted(values, key=lambda v: (0, float(v), "") if isinstance(v, (int, float)) else (1, 0.0, str(v))))


def find_conditions(settings: pd.DataFrame, children: Sequence[str]) -> dict[str, Condition]:
    """Find the parameters that switch others on.

    Parameters
    ----------
    settings : pandas.DataFrame
        The runs that were set up completely.
    children : sequence of str
        Parameters that are not set in some runs.

    Returns
    -------
    dict of str to Condition
        For each child that is set exactly for some values of another parameter, that condition; of several such parents the one
        with the fewest values, and of equals the first in the table.
    """
    candidates = _candidates(settings)
    conditions = {}
    for child in children:
        set_ = settings[child].notna().to_numpy()
        if set_.all() or not set_.any():
            continue
        best: tuple[int, Condition] | None = None
        for parent, (codes, levels) in candidates.items():
            active = _active_levels(set_, codes, levels) if parent != child else None
            if active is not None and (best is None or len(levels) < best[0]):
                best = (len(levels), Condition(parent, _sorted(active)))
        if best:
            conditions[child] = best[1]
    return conditions
