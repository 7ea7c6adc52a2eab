"""Curves: the fitted metric along a parameter, with its band, in the metric's own unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.evidence import Curve
from sweepbrief.diagnosis.telling_scales import BAND, BEST_DROP, ENDS, POINTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.fit import Fit


def main_fit(context: Context, number: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give a parameter's main curve at its distinct values, in units of the target with its mean, and the standard error."""
    fit, axis = context.joint.fit, context.joint.bench.axes[number]
    place = fit.main(number)
    rows = {} if place is None else {place: fit.terms[place].parts[0].support}
    mean, error = fit.along(rows, axis.size)
    of_level = np.sqrt(fit.sigma2 / max(float(np.sum(context.joint.observations.root**2)), 1.0))
    return inside(context, mean + level_of(context, number, fit)), np.hypot(error, of_level)


def level_of(context: Context, number: int, fit: Fit) -> float:
    """Give the level around which a parameter's curve runs: the fitted mean of the runs that have the parameter.

    A parameter that is blank in most runs moves the metric of the others alone, whose mean may be far from that of all.
    """
    axis, place = context.joint.bench.axes[number], fit.main(number)
    if axis.active.all() or not axis.active.any():
        return fit.level
    others = fit.values([other for other in range(len(fit.terms)) if other != place])
    weights = context.joint.observations.root**2 * axis.active
    return fit.level + float(weights @ others) / float(weights.sum())


def inside(context: Context, mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keep fitted values within what was observed: a model says nothing about metrics that no run had."""
    target = context.joint.observations.y
    return np.clip(mean, float(target.min()), float(target.max())) if len(target) else mean


def band_fit(
    context: Context, number: int, partner: int, weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the fitted target along a parameter, at its distinct values, for the runs of a band of the partner.

    Parameters
    ----------
    context : Context
        With the joint model.
    number, partner : int
        Axes.
    weights : float64 array, shape (partner's distinct values,)
        How the band weighs the partner's values; sums to 1.

    Returns
    -------
    mean, error : float64 array, shape (distinct values,)
    """
    fit, axis = context.joint.fit, context.joint.bench.axes[number]
    rows = {}
    for place, term in enumerate(fit.terms):
        if term.members == (number,):
            rows[place] = term.parts[0].support
        elif term.members == (partner,):
            rows[place] = np.repeat((weights @ term.parts[0].support)[None, :], axis.size, axis=0)
        elif term.pair and set(term.members) == {number, partner}:
            own, other = term.parts if term.members[0] == number else term.parts[::-1]
            averaged = weights @ other.support
            both = [own.support[:, :, None] * averaged, averaged[None, :, None] * own.support[:, None, :]]
            rows[place] = both[0 if term.members[0] == number else 1].reshape(axis.size, -1)
    mean, error = fit.along(rows, axis.size)
    return inside(context, mean + fit.level), error


def picture(
    context: Context, axis: Axis, fitted: tuple[NDArray[np.float64], NDArray[np.float64]], label: str = "",
    span: tuple[float, float] | None = None,
) -> Curve:  # fmt: skip
    """Turn a fitted curve into evidence, thinned to a bounded number of points."""
    mean, error = fitted
    kept = np.unique(np.linspace(0, axis.size - 1, min(axis.size, POINTS)).round().astype(np.int64))
    low, high = inside(context, mean - BAND * error), inside(context, mean + BAND * error)
    ends = np.sort(np.stack([context.metric(low), context.metric(high)]), axis=0)
    return Curve(axis.numbers[kept], context.metric(mean)[kept], ends[0][kept], ends[1][kept], label, span)


def range_ends(axis: Axis) -> tuple[int, int]:
    """Give the positions of the values between which changes are told: the outer deciles, or the two levels."""
    ranks = np.cumsum(axis.counts) / max(int(axis.counts.sum()), 1)
    low, high = (int(np.searchsorted(ranks, end - 1e-9)) for end in ENDS)
    high = min(high, axis.size - 1)
    return (low, high) if low < high else (0, axis.size - 1)


def best_stretch(mean: NDArray[np.float64], error: NDArray[np.float64]) -> tuple[int, int]:
    """Give the positions between which the curve is close to its best: one stretch around the maximum."""
    top = int(mean.argmax())
    near = mean >= mean[top] - max(BEST_DROP * float(np.ptp(mean)), 0.5 * float(error[top]))
    before, after = np.flatnonzero(~near[:top]), np.flatnonzero(~near[top + 1 :])
    return int(before[-1]) + 1 if before.size else 0, top + int(after[0]) if after.size else len(mean) - 1


def straight_line(context: Context, axis: Axis, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the line behind r, through all runs that have the parameter, in the metric's unit."""
    x = axis.observed()
    return line_through(x[axis.active], context.design.metric[axis.active], at)


def line_through(x: NDArray[np.float64], y: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the least-squares line through some points."""
    size, wide = (max(float(np.abs(values).max(initial=0.0)), TINY) for values in (y, x))
    x, at, scaled = x / wide, at / wide, y / size
    centred = x - x.mean()
    spread = float(centred @ centred)
    slope = float(centred @ scaled) / spread if spread > 0 else 0.0
    return np.asarray((scaled.mean() + slope * (at - x.mean())) * size, dtype=np.float64)
