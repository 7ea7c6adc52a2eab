"""Monotone but nonlinear: one direction only, on a curve that a straight line misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.causes.agreement import leans_straight, shape_picture
from sweepbrief.diagnosis.confidence import belief, bounded, chance_above
from sweepbrief.diagnosis.curves import main_fit, range_ends
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import LINE_BOUNDARY, MAIN_LEAST, MONOTONE_BOUNDARY
from sweepbrief.diagnosis.telling_scales import FEW_AT_EDGE, MOST_OF_WAY
from sweepbrief.diagnosis.turning import turning_of

if TYPE_CHECKING:
    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.context import Context

CAUSE = "monotone_nonlinear"
FACTS = (
    "r",
    "rho",
    "rises",
    "shape",
    "bend",
    "low_value",
    "high_value",
    "change",
    "edge_runs",
    "line_share",
    "monotone_share",
)


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it where the main curve is more likely monotone and bent than straight or turning."""
    effect, axis = context.effect(parameter), context.joint.bench.axes[context.number(parameter)]
    shape = effect.shape
    if not effect.acts or not axis.ordered or context.joint.fit.main(effect.number) is None:
        return None
    if shape.monotone < shape.straight or shape.monotone <= shape.bent or effect.joint_share > 1 - MAIN_LEAST:
        return None
    if leans_straight(context, parameter):
        return None
    main = chance_above(1 - MAIN_LEAST, effect.joint_error, effect.joint_share)
    return Finding(
        CAUSE,
        parameter,
        bounded(belief(effect.log_p) * shape.monotone * main),
        facts=_facts(context, parameter),
        claims=(
            Claim(f"{CAUSE}-{parameter}", "line_share", shape.line_share, LINE_BOUNDARY, None),
            Claim(f"{CAUSE}-{parameter}-2", "monotone_share", shape.monotone_share, MONOTONE_BOUNDARY, None),
        ),
        evidence=shape_picture(context, parameter),
    )


def _facts(context: Context, parameter: str) -> dict[str, object]:
    effect = context.effect(parameter)
    axis = context.joint.bench.axes[effect.number]
    fitted = main_fit(context, effect.number)[0]
    turning, bend = turning_of(axis, fitted)
    curve, (low, high) = context.metric(fitted), range_ends(axis)
    if abs(curve[high] - curve[low]) < MOST_OF_WAY * float(np.ptp(curve)):
        low, high = 0, axis.size - 1
    change = float(curve[high] - curve[low])
    return {
        "r": context.r(parameter),
        "rho": context.measurements.score("spearman", parameter).value,
        "rises": change > 0,
        "shape": turning,
        "bend": bend,
        "low_value": axis.labels[low],
        "high_value": axis.labels[high],
        "change": abs(change),
        "edge_runs": _at_edge(axis, bend),
        "line_share": effect.shape.line_share,
        "monotone_share": effect.shape.monotone_share,
    }


def _at_edge(axis: Axis, bend: float | None) -> int | None:
    """Count the runs on the side of a bend that has fewer, where these are a few; None where both sides have enough."""
    if bend is None:
        return None
    below, above = (int(axis.counts[side].sum()) for side in (axis.numbers <= bend, axis.numbers > bend))
    return min(below, above) if min(below, above) < FEW_AT_EDGE else None
