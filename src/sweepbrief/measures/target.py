"""The target: the primary metric turned so that higher is better, on a robust scale that no handful of runs can stretch.

A metric that is spread over orders of magnitude is taken by its logarithm (see `sweepbrief.measures.metric_scale`). It is
centred on its median and divided by a robust spread. Runs further than `LIMIT` spreads from the median are drawn in to that
distance (winsorised; Tukey 1962), so that one diverged run with a loss of 1e30 counts as "very bad" and no forest is spent on
explaining it. Values are then rounded to multiples of 2**-20 spreads: far below any effect, but enough for sums to be exact and
for the rounding errors of another unit to vanish.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.metric_scale import normal_scores, on_ranks, scale_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.metric_scale import MetricScale

LIMIT = 10.0
"""Distance from the median, in spreads, beyond which a run is drawn in."""

_GRID = 2.0**20
_SAME = 1e-12
_TAIL = 20.0
_COLLAPSE = 1000.0


@dataclass(frozen=True, slots=True)
class Target:
    """The oriented, standardised metric.

    Attributes
    ----------
    y : float64 array, shape (n,)
        Higher is better; median 0, robust spread 1, within +-`LIMIT`.
    unit, centre : float
        Metric (on the log scale: the logarithm of its size) = centre + unit * y for every run that was not drawn in; ``unit``
        is negative where that falls as the metric gets better.
    scale : {"raw", "log", "rank"}
        What everything is judged on; ``rank``: the forest on ``scores``, since few runs hold most of the variance of ``y``.
    scores : float64 array, shape (n,), or None
        Normal scores of ``y``; None but on the scale ``rank``.
    """

    y: NDArray[np.float64]
    unit: float
    centre: float
    scale: MetricScale = "raw"
    scores: NDArray[np.float64] | None = None


def standardise(metric: NDArray[np.float64], sign: float) -> Target:
    """Orient and standardise the metric of the runs that count.

    Parameters
    ----------
    metric : float64 array, shape (n,)
        Finite values in the metric's own unit.
    sign : float
        1.0 where higher is better, -1.0 where lower is.

    Returns
    -------
    Target
        With ``y`` zero throughout where the metric does not vary (to 12 digits).
    """
    scale = scale_of(metric)
    if scale == "log":
        metric, sign = np.log(np.abs(metric)), sign * float(np.sign(metric[0]))
    size = float(np.abs(metric).max()) or 1.0
    oriented = sign * metric / size
    centre = float(np.median(oriented))
    if np.ptp(oriented) <= _SAME:
        return Target(np.zeros(len(metric)), sign * size, sign * size * centre)
    spread = robust_spread(oriented)
    with np.errstate(over="ignore"):
        y = np.clip((oriented - centre) / spread, -LIMIT, LIMIT)
    y = on_grid(y)
    scores = on_grid(normal_scores(y)) if scale == "raw" and on_ranks(y) else None
    return Target(y, sign * size * spread, sign * size * centre, scale if scores is None else "rank", scores)


def on_grid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to multiples of 2**-20."""
    return np.asarray(np.round(values * _GRID) / _GRID + 0.0, dtype=np.float64)


def robust_spread(oriented: NDArray[np.float64]) -> float:
    """Give the spread of the bulk, comparable to a standard deviation.

    Three estimates agree for a bell curve: from the 5 to the 95 % quantile, from the middle half, and from the median to
    the best tenth. The widest is taken, as it sees the whole sweep; but where it is more than 20 times the others, tails
    made it, and the others count. Where the worse half in turn is a thousand times wider than the better one, runs
    diverged in numbers, and the better half counts.

    Parameters
    ----------
    oriented : float64 array, shape (n,)
        Higher is better; not all equal.

    Returns
    -------
    float
        Positive.
    """
    q05, q25, q50, q75, q90, q95 = np.quantile(oriented, [0.05, 0.25, 0.5, 0.75, 0.9, 0.95])
    whole, middle, better = (q95 - q05) / 3.2897, (q75 - q25) / 1.349, (q90 - q50) / 1.2816
    bulk = max(middle, better)
    if better > 0.0 and middle > _COLLAPSE * better:
        bulk = better
    if bulk > 0.0 and whole > _TAIL * bulk:
        return float(bulk)
    return float(whole) if whole > 0.0 else float(np.std(oriented))
