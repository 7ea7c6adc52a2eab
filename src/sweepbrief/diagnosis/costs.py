"""Costs: which settings make runs take longer, and what the metric gets for it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.bench import bench_of
from sweepbrief.diagnosis.contrast import contrast, stretches, weights_of
from sweepbrief.diagnosis.effect_size import with_curve
from sweepbrief.diagnosis.fit import fit
from sweepbrief.diagnosis.observations import Observations
from sweepbrief.diagnosis.scales import MODEL_LEAST, MODEL_ROWS
from sweepbrief.diagnosis.selection import grow_mains, prune
from sweepbrief.diagnosis.telling_scales import BAND, NOTHING_BOUGHT, SLOWER
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.contrast import Stretch
    from sweepbrief.diagnosis.fit import Fit

    Array = NDArray[np.float64]

SAMPLE = 307
LONGEST = 50.0
"""Log ratio of run times that is told at most."""


@dataclass(frozen=True, slots=True)
class Cost:
    """A parameter that moves run time.

    Attributes
    ----------
    parameter : str
        Which.
    cheap, dear : Stretch
        Where runs are quickest and slowest; means are geometric means of the seconds, others averaged.
    ratio : Estimate
        How many times as long the dear ones take, at least 1.
    bought : Estimate
        What the metric gains from cheap to dear, positive is better, in its unit.
    free : bool
        Whether so little is bought, and surely not more, that the time is wasted.
    wasted : float
        Part of all time that runs in the dear part took beyond the typical cheap run, 0..1.
    """

    parameter: str
    cheap: Stretch
    dear: Stretch
    ratio: Estimate
    bought: Estimate
    free: bool
    wasted: float


def costs(context: Context) -> tuple[Cost, ...]:
    """Find the parameters that move run time, each with the others held fixed.

    Parameters
    ----------
    context : Context
        With the joint model of the metric; run times are looked at on the logarithm, as they multiply.

    Returns
    -------
    tuple of Cost
        The largest ratio first; empty where the source records no times, or hardly any.
    """
    seconds = _seconds(context)
    rows = np.flatnonzero(np.isfinite(seconds) & (seconds > 0))
    if len(rows) < MODEL_LEAST or np.ptp(seconds[rows]) <= 0:
        return ()
    if len(rows) > MODEL_ROWS:
        rows = np.sort(np.random.default_rng([context.seed, SAMPLE]).choice(rows, MODEL_ROWS, replace=False))
    logs = np.log(seconds[rows])
    centre, unit = float(logs.mean()), float(logs.std())
    y = (logs - centre) / unit
    bench = bench_of(Observations(tuple(axis.take(rows) for axis in context.axes), y, np.ones(len(y))))
    timed = _Timed(bench, fit(bench, y, prune(bench, y, grow_mains(bench, y, []))), centre, unit, seconds)
    told = [_cost(context, timed, number) for number in range(len(bench.axes))]
    return tuple(sorted((one for one in told if one is not None), key=lambda one: -(one.ratio.value or 0.0)))


def _seconds(context: Context) -> Array:
    if context.sweep.seconds is None:
        return np.full(context.design.n, np.nan)
    return np.asarray(context.sweep.seconds.loc[list(context.design.runs)].to_numpy(dtype=np.float64))


@dataclass(frozen=True, slots=True)
class _Timed:
    """A model of run times: the logarithm of the seconds is ``centre + unit * y``."""

    bench: Bench
    fit: Fit
    centre: float
    unit: float
    seconds: Array


def _cost(context: Context, timed: _Timed, number: int) -> Cost | None:
    found, axis = timed.fit, timed.bench.axes[number]
    place, parts = found.main(number), stretches(axis)
    if place is None or len(parts) < 2:  # noqa: PLR2004 - a difference needs two
        return None
    rows, piece = np.array([weights for _, weights in parts]) @ found.terms[place].parts[0].support, found.slices[place]
    apart = contrast(rows, found.beta[piece], found.covariance[piece, piece], context.seed)
    times, low, high = (math.exp(min(timed.unit * size, LONGEST)) for size in (apart.value, apart.low, apart.high))
    if times < SLOWER or low <= 1:
        return None
    means = np.exp(timed.centre + timed.unit * (rows @ found.beta[piece] + found.level))
    dear, cheap = (replace(parts[end][0], mean=float(means[end])) for end in (apart.best, apart.worst))
    bought = _bought(context, number, cheap, dear)
    little = NOTHING_BOUGHT * _unit(context)
    free = bought.high is not None and bought.high <= little and not context.joint.fit.pairs(number)
    return Cost(
        axis.name, cheap, dear, Estimate(times, low, high), bought, free, _wasted(context, number, (cheap, dear), timed.seconds)
    )


def _unit(context: Context) -> float:
    """Give what one unit of the target is in the metric's own."""
    return abs(float(np.diff(context.metric(np.array([0.0, 1.0])))[0]))


def _bought(context: Context, number: int, cheap: Stretch, dear: Stretch) -> Estimate:
    found, axis = with_curve(context, number), context.joint.bench.axes[number]
    place = found.main(number) if found is not None else None
    ends = [weights_of(axis, stretch) for stretch in (dear, cheap)]
    if found is None or place is None or ends[0] is None or ends[1] is None:
        return Estimate(None, why_not="too_few_runs")
    row, piece = (ends[0] - ends[1]) @ found.terms[place].parts[0].support, found.slices[place]
    gain = float(row @ found.beta[piece])
    half = BAND * math.sqrt(max(float(row @ found.covariance[piece, piece] @ row), 0.0))
    value, low, high = (_unit(context) * size for size in (gain, gain - half, gain + half))
    return Estimate(value, low, high)


def _wasted(context: Context, number: int, ends: tuple[Stretch, Stretch], seconds: Array) -> float:
    axis = context.axes[number]
    weights = [weights_of(axis, stretch) for stretch in ends]
    known = np.isfinite(seconds) & (seconds > 0)
    inside = [known & (axis.spread(weight) > 0) if weight is not None else known & False for weight in weights]
    if not all(part.any() for part in inside):
        return 0.0
    typical = float(np.median(seconds[inside[0]]))
    return float(np.maximum(seconds[inside[1]] - typical, 0.0).sum() / seconds[known].sum())
