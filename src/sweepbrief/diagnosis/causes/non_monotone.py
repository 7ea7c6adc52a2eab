"""Non-monotone: up and down, so that a straight line sees little of a real effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis.causes.agreement import shape_picture
from sweepbrief.diagnosis.confidence import belief, bounded, chance_above
from sweepbrief.diagnosis.curves import best_stretch, main_fit
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import MAIN_LEAST, MONOTONE_BOUNDARY

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context

CAUSE = "non_monotone"
FACTS = (
    "r",
    "best_low",
    "best_high",
    "best_mean",
    "optimum_low",
    "optimum_high",
    "low_value",
    "low_mean",
    "high_value",
    "high_mean",
    "peak",
    "worst_value",
    "worst_mean",
    "line_share",
    "curve_share",
)


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it where the main curve more likely turns than not."""
    effect, axis = context.effect(parameter), context.joint.bench.axes[context.number(parameter)]
    shape = effect.shape
    if not effect.acts or not axis.ordered or context.joint.fit.main(effect.number) is None:
        return None
    if shape.bent < max(shape.straight, shape.monotone) or effect.joint_share > 1 - MAIN_LEAST:
        return None
    main = chance_above(1 - MAIN_LEAST, effect.joint_error, effect.joint_share)
    return Finding(
        CAUSE,
        parameter,
        bounded(belief(effect.log_p) * shape.bent * main),
        facts=_facts(context, parameter),
        claims=(Claim(f"{CAUSE}-{parameter}", "monotone_share", shape.monotone_share, MONOTONE_BOUNDARY, None),),
        evidence=shape_picture(context, parameter),
    )


def _facts(context: Context, parameter: str) -> dict[str, object]:
    effect = context.effect(parameter)
    axis = context.joint.bench.axes[effect.number]
    mean, error = main_fit(context, effect.number)
    curve, (low, high) = context.metric(mean), best_stretch(mean, error)
    total = effect.main_variance / max(context.joint.variance, 1e-300)
    return {
        "r": context.r(parameter),
        "best_low": axis.labels[low],
        "best_high": axis.labels[high],
        "best_mean": float(curve[low : high + 1].mean()),
        "optimum_low": axis.labels[max(low - 1, 0)],
        "optimum_high": axis.labels[min(high + 1, axis.size - 1)],
        "low_value": axis.labels[0],
        "low_mean": float(curve[0]),
        "high_value": axis.labels[-1],
        "high_mean": float(curve[-1]),
        "peak": _peak(low, high, axis.size),
        "worst_value": axis.labels[int(mean.argmin())],
        "worst_mean": float(curve[int(mean.argmin())]),
        "line_share": effect.shape.line_share,
        "curve_share": float(min(total, 1.0)),
    }


def _peak(low: int, high: int, size: int) -> str:
    """Say whether the best region lies inside or touches an end."""
    return "ends" if low == 0 or high == size - 1 else "inside"
