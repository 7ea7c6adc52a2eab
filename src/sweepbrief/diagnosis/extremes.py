"""Extremes: a handful of runs whose metric stands apart from all the others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.robust import robust_z
from sweepbrief.diagnosis.scales import (
    BULK_Z,
    END_P,
    FAR_Z,
    LEANING,
    LEVEL_RUNS,
    OUTLYING_GAP,
    OUTLYING_SHARE,
    OUTLYING_Z,
    TORN,
)
from sweepbrief.measures import mean_rank

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


def explained(extreme: NDArray[np.bool_], axes: Sequence[Axis], level: NDArray[np.float64]) -> bool:
    """Tell whether the extreme runs are simply one level of one parameter, or the end of its trend.

    Parameters
    ----------
    extreme : bool array, shape (n,)
        The extreme runs.
    axes : sequence of Axis
        One row a run.
    level : float64 array, shape (n,)
        The metric.

    Returns
    -------
    bool
        True where a level, or one end of a range that the other runs lean towards, holds nearly all of them and nearly nothing
        else, so that it is an effect.
    """
    count = int(extreme.sum())
    if count > LEVEL_RUNS and any(_level(extreme, axis, count) for axis in axes):
        return True
    return count > 1 and any(_end(extreme, axis, level, 2 * len(axes)) for axis in axes)


def _level(extreme: NDArray[np.bool_], axis: Axis, count: int) -> bool:
    if axis.ordered and axis.size > FEWEST:
        return False
    hits = np.bincount(axis.index[axis.active], weights=extreme[axis.active], minlength=axis.size)
    return bool(((hits >= PURE * axis.counts) & (hits >= PURE * count)).any())


def _end(extreme: NDArray[np.bool_], axis: Axis, level: NDArray[np.float64], asked: int) -> bool:
    """Tell whether the extreme runs are an end of a range by more than chance, and go on where the others were heading.

    That so many runs drawn at random all lie among the outermost has an exact probability, corrected for all ends that were
    looked at. Without a trend towards them it could still be leverage: accidents that happen to lie far out.
    """
    if not axis.ordered or axis.boolean or not axis.active[extreme].all():
        return False
    rest, count = axis.active & ~extreme, int(extreme.sum())
    away = level[extreme] - np.median(level[rest]) if rest.any() else np.zeros(count)
    for inward in (1, -1):
        place = inward * axis.index
        outer = int((axis.active & (place <= place[extreme].max())).sum())
        chance = asked * math.comb(outer, count) / math.comb(int(axis.active.sum()), count)
        if count < PURE * outer or chance > END_P or not (np.all(away > 0) or np.all(away < 0)):
            continue
        near = rest & (place <= np.median(place[rest]))
        if _leans(place[near], level[near]) * float(np.sign(away[0])) > LEANING:
            return True
    return False


def _leans(place: NDArray[np.int64], level: NDArray[np.float64]) -> float:
    """Give how surely the metric rises towards low places: minus Spearman's rho in its standard errors."""
    x, y = (ranks - ranks.mean() for ranks in (mean_rank(place.astype(np.float64)), mean_rank(level)))
    scale = math.sqrt(float(x @ x) * float(y @ y))
    return -float(x @ y) / scale * math.sqrt(len(x) - 1) if scale > 0 else 0.0
