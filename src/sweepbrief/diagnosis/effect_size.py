"""Effect sizes: how far each parameter moves the metric, in the metric's own unit, the others averaged as tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.contrast import Stretch, contrast, stretches
from sweepbrief.diagnosis.curves import inside, level_of, picture
from sweepbrief.diagnosis.evidence import Curve, LevelMeans
from sweepbrief.diagnosis.fit import fit
from sweepbrief.diagnosis.scales import MODEL_LEAST, TWINS
from sweepbrief.diagnosis.telling_scales import BAND, SPARSE, WINDOW
from sweepbrief.diagnosis.term import Term
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.fit import Fit

    Array = NDArray[np.float64]

MOST_SEARCHED = 4
"""Degrees of freedom of the curve of a parameter that the joint model does without."""


@dataclass(frozen=True, slots=True)
class EffectSize:
    """How far one parameter moves the metric.

    Attributes
    ----------
    size : Estimate
        Fitted metric in the best stretch against the worst, never negative, in the metric's unit; the 95 % interval holds for
        whichever two stretches differ most. It reaches down to none where the joint model holds no effect.
    best, worst : Stretch or None
        The two, means in the metric's unit; None where there is no size.
    curve : Curve or LevelMeans or None
        The fitted metric along the parameter with its pointwise 95 % band.
    sparse : tuple of bool
        For each point of a curve, whether hardly any run lies near: there it is extrapolated.
    coupled : tuple of str
        Parameters that moved with it: combinations apart from theirs were hardly tried.
    acts : bool
        Whether the joint model holds an effect of it.
    """

    size: Estimate
    best: Stretch | None = None
    worst: Stretch | None = None
    curve: Curve | LevelMeans | None = None
    sparse: tuple[bool, ...] = ()
    coupled: tuple[str, ...] = ()
    acts: bool = False


def effect_sizes(context: Context) -> Mapping[str, EffectSize]:
    """Give every parameter's effect size, among the runs that have the parameter.

    Parameters
    ----------
    context : Context
        With the joint model.

    Returns
    -------
    mapping of str to EffectSize
        In the design's order; without a size where there are too few runs or fewer than two values to compare.
    """
    return {axis.name: _effect(context, number, axis) for number, axis in enumerate(context.joint.bench.axes)}


def with_curve(context: Context, number: int) -> Fit | None:
    """Give the joint model, with a curve of the parameter added where it does without; None where none can be fitted."""
    joint = context.joint
    if joint.fit.main(number) is not None:
        return joint.fit
    forms = [form for form in joint.bench.coarse[number].forms if form.name in {"curve", "levels", "line"}]
    forms = [form for form in forms if form.size <= MOST_SEARCHED or form.name == "levels"]
    if not forms:
        return None
    return fit(joint.bench, joint.target, [*joint.fit.terms, Term((number,), (max(forms, key=lambda form: form.size),))])


def _effect(context: Context, number: int, axis: Axis) -> EffectSize:
    if context.joint.observations.n < MODEL_LEAST:
        return EffectSize(Estimate(None, why_not="too_few_runs"))
    found, parts = with_curve(context, number), stretches(axis)
    place = found.main(number) if found is not None else None
    if found is None or place is None or len(parts) < 2:  # noqa: PLR2004 - a difference needs two
        return EffectSize(Estimate(None, why_not="too_few_runs"))
    support, piece = found.terms[place].parts[0].support, found.slices[place]
    rows = np.array([weights for _, weights in parts]) @ support
    apart = contrast(rows, found.beta[piece], found.covariance[piece, piece], context.seed)
    level = level_of(context, number, found)
    means = inside(context, rows @ found.beta[piece] + level)
    middle = float(means[apart.best] + means[apart.worst]) / 2
    best, worst = (
        replace(parts[end][0], mean=float(context.metric(means[end]))) for end in (apart.best, apart.worst)
    )  # fmt: skip
    mean, error = found.along({place: support}, axis.size)
    curve = _curve(context, axis, inside(context, mean + level), error)
    value, low, high = (_in_unit(context, middle, size) for size in (apart.value, apart.low, apart.high))
    acts = context.effect(axis.name).acts
    return EffectSize(
        Estimate(value, low if acts else 0.0, high),
        best,
        worst,
        curve,
        sparse=_sparse(context, axis, curve),
        coupled=_coupled(context, number),
        acts=acts,
    )


def _in_unit(context: Context, middle: float, size: float) -> float:
    """Give a difference around a level of the target in the metric's unit."""
    ends = context.metric(np.array([middle - size / 2, middle + size / 2]))
    return float(abs(ends[1] - ends[0]))


def _curve(context: Context, axis: Axis, mean: Array, error: Array) -> Curve | LevelMeans:
    if axis.ordered and not axis.boolean:
        return picture(context, axis, (mean, error))
    order = np.argsort(-mean, kind="stable")
    ends = np.sort(np.stack([context.metric(mean - BAND * error), context.metric(mean + BAND * error)]), axis=0)
    return LevelMeans(tuple(axis.labels[level] for level in order), context.metric(mean)[order], ends[0][order], ends[1][order])


def _sparse(context: Context, axis: Axis, curve: Curve | LevelMeans) -> tuple[bool, ...]:
    """Mark the points of a curve near which hardly any run lies, on the scale that was searched."""
    if not isinstance(curve, Curve):
        return ()
    parameter = next(one for one in context.design.parameters if one.name == axis.name)
    log = parameter.scale == "log" and bool(axis.numbers[0] > 0)
    at, values = (np.log(part) if log else part for part in (curve.x, axis.numbers))
    reach = WINDOW * float(values[-1] - values[0])
    near = [int(axis.counts[np.abs(values - place) <= reach].sum()) for place in at]
    return tuple(count < SPARSE for count in near)


def _coupled(context: Context, number: int) -> tuple[str, ...]:
    near = np.abs(context.together.rank[number])
    return tuple(context.name(other) for other in range(len(context.axes)) if other != number and near[other] >= TWINS)
