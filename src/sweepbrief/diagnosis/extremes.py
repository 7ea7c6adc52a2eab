"""Extremes: a handful of runs whose metric stands apart from all the others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.robust import robust_z
from sweepbrief.diagnosis.scales import BULK_Z, FAR_Z, LEVEL_RUNS, OUTLYING_GAP, OUTLYING_SHARE, OUTLYING_Z, TORN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis

PURE = 0.8
FEWEST = 12


def handful(runs: int) -> int:
    """Give how many of some runs are a handful: a share of them, rounded up."""
    return math.ceil(OUTLYING_SHARE * runs)


def standing_apart(values: NDArray[np.float64], spared: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Find values far from the bulk and separated from it by a gap.

    Parameters
    ----------
    values : float64 array, shape (n,)
        Metric or residuals, finite.
    spared : bool array, shape (n,), or None
        Runs that are far off for a known reason: a set made up mostly of these does not count, unless torn off from the rest.

    Returns
    -------
    bool array, shape (n,)
        None where the tail is heavy (no gap), or where more than a handful is far away.
    """
    none = np.zeros(len(values), dtype=np.bool_)
    most = handful(len(values))
    if len(values) < FEWEST:
        return none
    far = np.abs(robust_z(values))
    order = np.argsort(far, kind="stable")
    ordered = far[order]
    inner, outer = ordered[-most - 1 : -1], ordered[-most:]
    apart = (outer > OUTLYING_Z) & (inner < BULK_Z) & (outer - inner > np.maximum(OUTLYING_GAP, 0.3 * inner))
    torn = (outer > FAR_Z) & (outer > TORN * inner)
    apart |= torn
    for place in np.flatnonzero(apart):
        chosen = order[len(values) - most + place :]
        if spared is None or torn[place] or spared[chosen].sum() <= len(chosen) / 2:
            none[chosen] = True
            break
    return none


def explained(extreme: NDArray[np.bool_], axes: Sequence[Axis]) -> bool:
    """Tell whether the extreme runs are simply one level of one parameter.

    Parameters
    ----------
    extreme : bool array, shape (n,)
        The extreme runs.
    axes : sequence of Axis
        One row a run.

    Returns
    -------
    bool
        True where a level holds nearly all of them and nearly nothing else, so that it is an effect.
    """
    count = int(extreme.sum())
    if count < LEVEL_RUNS + 1:
        return False
    return any(_level(extreme, axis, count) for axis in axes)


def _level(extreme: NDArray[np.bool_], axis: Axis, count: int) -> bool:
    if axis.ordered and axis.size > FEWEST:
        return False
    hits = np.bincount(axis.index[axis.active], weights=extreme[axis.active], minlength=axis.size)
    return bool(((hits >= PURE * axis.counts) & (hits >= PURE * count)).any())
