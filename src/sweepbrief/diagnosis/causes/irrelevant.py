"""Irrelevant: no effect, in a sweep that would have shown one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.causes.agreement import shape_picture
from sweepbrief.diagnosis.causes.categorical_effect import level_picture
from sweepbrief.diagnosis.confidence import bounded
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.information import detectable_share, power_needed
from sweepbrief.diagnosis.scales import (
    ALPHA,
    BULK_RANGE,
    CEILING,
    CEILING_Z,
    COUPLED_LOG_P,
    DETECTABLE_MOST,
    LOG_ALPHA,
    LOG_DOUBTED,
    PLAIN,
    QUIET,
    SLIGHT,
    SMALLEST_SHARE,
    SUSPECT,
    TWINS,
)
from sweepbrief.diagnosis.term import Term

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context

CAUSE = "irrelevant"
FACTS = ("r", "importance", "null_importance", "detectable", "eta_squared")


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it for a parameter without a term, where the sweep would have shown an effect worth knowing."""
    effect, share = context.effect(parameter), detectable_share(context.joint, context.measurements.surrogate.oob_r2)
    if effect.acts or context.signal == "none":
        return None
    told = bool(context.joint.bench.coarse[effect.number].forms)
    most = ceiling(context, effect.number, curved=share > DETECTABLE_MOST) if told else 1.0
    if most > CEILING or hinted(context, parameter, most) or contradicted(context, parameter):
        return None
    axis = context.joint.bench.axes[effect.number]
    quiet = min(1.0, 0.5 + max(0.5 * (effect.log_p - math.log(ALPHA)) / (QUIET - math.log(ALPHA)), 0.0))
    seen = 1.0 - max(0.5 * share, most)
    p = math.exp(min(effect.log_p, 0.0))
    return Finding(
        CAUSE,
        parameter,
        bounded(quiet * seen),
        facts={
            "r": context.r(parameter),
            "importance": context.measurements.score("importance", parameter).value,
            "null_importance": context.measurements.null_importance.high,
            "detectable": _detectable(context, parameter) if axis.ordered else None,
            "eta_squared": None if axis.ordered else context.measurements.score("eta_squared", parameter).value,
        },
        claims=(Claim(f"{CAUSE}-{parameter}", "joint_f", p, ALPHA, p),),
        evidence=shape_picture(context, parameter) if axis.ordered and axis.size > 1 else level_picture(context, parameter),
    )


def hinted(context: Context, parameter: str, most: float) -> bool:
    """Tell whether a form was refused so narrowly that "no effect" would be rash.

    Where the upper end of what it can explain is trifling, the test of equivalence is passed for that effect too, and the
    narrow refusal is one of the few that chance brings among many parameters and shapes.
    """
    return context.effect(parameter).log_p < SUSPECT and most > SLIGHT


def contradicted(context: Context, parameter: str) -> bool:
    """Tell whether what is seen without the joint model speaks against no effect at all.

    The forest sees effects of any shape, joint ones too. Unseen runs that are predicted worse without the parameter by more
    than a trifle, together with an association beyond chance, leave it open; so do runs that are predicted worse by more than
    the largest effect that is called none. Not so where it moved together with a parameter that acts, whose work both may be,
    or where a handful of extreme runs decides both, or where the joint model leaves less unexplained, of runs it was not fitted
    to, than the largest effect that is called none.
    """
    loss, number, bench = context.measurements.score("permutation", parameter), context.number(parameter), context.joint.bench
    near = context.together.log_p[number] < LOG_ALPHA
    if not (loss.low or 0.0) > SMALLEST_SHARE or bool(context.extreme.any()) or 1.0 - context.joint.foreseen <= CEILING:
        return False
    if any(moved and context.effect(context.name(other)).acts for other, moved in enumerate(near)):
        return False
    span, shelf = bench.span([], context.joint.target), bench.coarse[number]
    known = zip(shelf.explained(span), shelf.forms, strict=True)
    tails = [span.tail(*found, bench.floor) for found, form in known if form.name in PLAIN]
    return (loss.value or 0.0) > CEILING or min(tails, default=0.0) < LOG_DOUBTED


def ceiling(context: Context, number: int, *, curved: bool = False) -> float:
    """Give the largest share of the metric's variation that a parameter's effect may have, the others held fixed.

    Where a parameter moved together with others that act, the runs say little of its own effect, and the share is large. So
    it is with a twin that seems not to act: two that hide each other are both silent. The effect is a straight one, as the
    search for all shapes found none; of any curve where that search would have missed a large one (``curved``).
    """
    joint, bench = context.joint, context.joint.bench
    twins = _twins(context, number)
    span = bench.span([*joint.fit.terms, *twins], joint.target) if twins else joint.span
    shares = []
    plain = [form for form in bench.coarse[number].forms if form.name in PLAIN]
    for form in (*plain, *(bench.flexible[number].forms if curved else ())):
        columns = bench.weigh(form.columns)
        explained, rank = span.explained(columns)
        whole, own = float(np.sum(columns**2)), float(np.sum(span.without(columns) ** 2))
        if rank == 0 or own <= 0:
            return 1.0
        strength = math.sqrt(max(explained / max(joint.fit.sigma2, TINY) - rank + 1, 0.0)) + CEILING_Z
        share = strength**2 * joint.fit.sigma2 * whole / own / max(joint.observations.n, 1)
        shares.append(share / max(joint.variance, TINY))
    return min(1.0, max(shares, default=1.0))


def _twins(context: Context, number: int) -> list[Term]:
    """Give the plain effects of silent parameters that moved closely together with one."""
    near, bench = context.together, context.joint.bench
    silent = [effect.number for effect in context.joint.effects.values() if not effect.acts and effect.number != number]
    close = [k for k in silent if near.rank[number, k] > TWINS and near.log_p[number, k] < COUPLED_LOG_P]
    return [Term((k,), (form,)) for k in close for form in bench.coarse[k].forms if form.name in PLAIN]


def _detectable(context: Context, parameter: str) -> float:
    """Give the smallest change over the inner 80 % of a range that would have been found nine times in ten.

    Where a curve of any shape may change by more, within the interval of its effect size, that tells what would have shown.
    """
    joint = context.joint
    variance = power_needed(joint.bench.count) * joint.fit.sigma2 / max(joint.observations.n, 1)
    least = float(BULK_RANGE * math.sqrt(variance) * abs(context.design.step))
    return max(least, context.sizes[parameter].size.high or 0.0) if parameter in context.sizes else least
