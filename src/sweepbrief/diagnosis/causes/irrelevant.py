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
    DETECTABLE_MOST,
    LEAST_SHARE,
    LOG_ALPHA,
    LOG_DOUBTED,
    QUIET,
    SUSPECT,
)

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context

CAUSE = "irrelevant"
PLAIN = frozenset({"line", "levels"})
FACTS = ("r", "importance", "null_importance", "detectable", "eta_squared")


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it for a parameter without a term, where the sweep would have shown an effect worth knowing."""
    effect, share = context.effect(parameter), detectable_share(context.joint, context.measurements.surrogate.oob_r2)
    if effect.acts or context.signal == "none" or share > DETECTABLE_MOST:
        return None
    if not context.joint.bench.coarse[effect.number].forms or (effect.log_p < SUSPECT and share > LEAST_SHARE):
        return None
    most = ceiling(context, effect.number)
    if most > CEILING or contradicted(context, parameter):
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
            "detectable": _detectable(context) if axis.ordered else None,
            "eta_squared": None if axis.ordered else context.measurements.score("eta_squared", parameter).value,
        },
        claims=(Claim(f"{CAUSE}-{parameter}", "joint_f", p, ALPHA, p),),
        evidence=shape_picture(context, parameter) if axis.ordered and axis.size > 1 else level_picture(context, parameter),
    )


def contradicted(context: Context, parameter: str) -> bool:
    """Tell whether what is seen without the joint model speaks against no effect at all.

    The forest sees effects of any shape, joint ones too: unseen runs that are predicted worse without the parameter, together
    with an association beyond chance, or worse by more than the largest effect that is called none, leave it open; unless it
    moved together with a parameter that acts, whose work both may be, or a handful of extreme runs decides both.
    """
    loss, number, bench = context.measurements.score("permutation", parameter), context.number(parameter), context.joint.bench
    near = context.together.log_p[number] < LOG_ALPHA
    if not (loss.low or 0.0) > 0 or bool(context.extreme.any()):
        return False
    if any(moved and context.effect(context.name(other)).acts for other, moved in enumerate(near)):
        return False
    span, shelf = bench.span([], context.joint.target), bench.coarse[number]
    known = zip(shelf.explained(span), shelf.forms, strict=True)
    tails = [span.tail(*found, bench.floor) for found, form in known if form.name in PLAIN]
    return (loss.value or 0.0) > CEILING or min(tails, default=0.0) < LOG_DOUBTED


def ceiling(context: Context, number: int) -> float:
    """Give the largest share of the metric's variation that a parameter's effect may have, the others held fixed.

    Where a parameter moved together with others that act, the runs say little of its own effect, and the share is large.
    """
    joint, bench = context.joint, context.joint.bench
    span = bench.span(list(joint.fit.terms), joint.target)
    shares = []
    for form in bench.coarse[number].forms:
        if form.name not in PLAIN:
            continue
        columns = bench.weigh(form.columns)
        explained, rank = span.explained(columns)
        whole, own = float(np.sum(columns**2)), float(np.sum(span.without(columns) ** 2))
        if rank == 0 or own <= 0:
            return 1.0
        strength = math.sqrt(max(explained / max(joint.fit.sigma2, TINY) - rank + 1, 0.0)) + CEILING_Z
        share = strength**2 * joint.fit.sigma2 * whole / own / max(joint.observations.n, 1)
        shares.append(share / max(joint.variance, TINY))
    return min(1.0, max(shares, default=1.0))


def _detectable(context: Context) -> float:
    """Give the smallest change over the inner 80 % of a range that would have been found nine times in ten."""
    joint = context.joint
    variance = power_needed(joint.bench.count) * joint.fit.sigma2 / max(joint.observations.n, 1)
    return float(BULK_RANGE * math.sqrt(variance) * abs(context.design.step))
