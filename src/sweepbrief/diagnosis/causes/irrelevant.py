"""Irrelevant: no effect, in a sweep that would have shown one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sweepbrief.diagnosis.causes.agreement import shape_picture
from sweepbrief.diagnosis.causes.categorical_effect import level_picture
from sweepbrief.diagnosis.confidence import bounded
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.information import detectable_share, power_needed
from sweepbrief.diagnosis.scales import ALPHA, ASSOCIATED, BULK_RANGE, DETECTABLE_MOST, LEAST_SHARE, QUIET, SHAPES, SUSPECT

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context

CAUSE = "irrelevant"
FACTS = ("r", "importance", "null_importance", "detectable")


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it for a parameter without a term, where the sweep would have shown an effect worth knowing."""
    effect, share = context.effect(parameter), detectable_share(context.joint, context.measurements.surrogate.oob_r2)
    if effect.acts or context.signal == "none" or share > DETECTABLE_MOST:
        return None
    if not context.joint.bench.coarse[effect.number].forms or (effect.log_p < SUSPECT and share > LEAST_SHARE):
        return None
    if associated(context, effect.number) or contradicted(context, parameter):
        return None
    axis = context.joint.bench.axes[effect.number]
    quiet = min(1.0, 0.5 + max(0.5 * (effect.log_p - math.log(ALPHA)) / (QUIET - math.log(ALPHA)), 0.0))
    seen = 1.0 - 0.5 * share
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
        },
        claims=(Claim(f"{CAUSE}-{parameter}", "joint_f", p, ALPHA, p),),
        evidence=shape_picture(context, parameter) if axis.ordered and axis.size > 1 else level_picture(context, parameter),
    )


def associated(context: Context, number: int) -> bool:
    """Tell whether a parameter goes along with the metric by itself, beyond chance."""
    bench = context.joint.bench
    span = bench.span([], context.joint.target)
    tails = [span.tail(*explained, bench.floor) for explained in bench.coarse[number].explained(span)]
    return min(tails, default=0.0) + math.log(SHAPES) < math.log(ASSOCIATED)


def contradicted(context: Context, parameter: str) -> bool:
    """Tell whether forest and ranks both see what the joint model refused: what two measures show is not called nothing.

    The forest predicts unseen runs worse without the parameter (permutation importance), and Spearman's rho is not zero, each
    with its 95 % interval on one side of it.
    """
    permutation, rho = (context.measurements.score(measure, parameter) for measure in ("permutation", "spearman"))
    if permutation.low is None or rho.low is None or rho.high is None:
        return False
    return permutation.low > 0 and rho.low * rho.high > 0


def _detectable(context: Context) -> float:
    """Give the smallest change over the inner 80 % of a range that would have been found nine times in ten."""
    joint = context.joint
    variance = power_needed(joint.bench.count) * joint.fit.sigma2 / max(joint.observations.n, 1)
    return float(BULK_RANGE * math.sqrt(variance) * abs(context.design.unit))
