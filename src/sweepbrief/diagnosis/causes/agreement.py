"""Agreement: the effect is close to a straight line, so both measures see the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis.causes import outliers
from sweepbrief.diagnosis.company import association
from sweepbrief.diagnosis.confidence import belief, bounded, chance_above
from sweepbrief.diagnosis.curves import best_stretch, main_fit, picture, range_ends, straight_line
from sweepbrief.diagnosis.evidence import Shape
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import JOINT_DOMINANT, LINE_BOUNDARY, UNDISTORTED
from sweepbrief.diagnosis.shape import shares
from sweepbrief.diagnosis.telling_scales import DECADE, MOST_OF_CHANGE

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context

CAUSE = "agreement"
FACTS = ("r", "r_low", "r_high", "rises", "low_value", "high_value", "change", "line_share", "even", "most_above")


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim agreement where the main curve is straight, hardly joint with others, and r is not the work of a few runs."""
    effect, axis = context.effect(parameter), context.joint.bench.axes[context.number(parameter)]
    shape = effect.shape
    if not effect.acts or not axis.ordered or context.joint.fit.main(effect.number) is None:
        return None
    likely = shape.straight > max(shape.monotone, shape.bent) or leans_straight(context, parameter)
    if not likely or effect.joint_share >= JOINT_DOMINANT:
        return None
    if outliers.moved(context, parameter) or any(
        one.role == "masked" for one in context.company if one.number == effect.number
    ):
        return None
    if distorted(context, effect.number):
        return None
    facts, joint = _facts(context, parameter), chance_above(JOINT_DOMINANT, effect.joint_error, effect.joint_share)
    if contrary(facts["r"], rises=bool(facts["rises"])):
        return None
    return Finding(
        CAUSE,
        parameter,
        bounded(belief(effect.log_p) * shape.straight * joint),
        facts=facts,
        claims=(Claim(f"{CAUSE}-{parameter}", "line_share", shape.line_share, LINE_BOUNDARY, None),),
        evidence=shape_picture(context, parameter),
    )


def distorted(context: Context, number: int) -> bool:
    """Tell whether r is not the own effect's because credit is shared: half of it or less, or twice or more."""
    shared = any(one.number == number and one.role == "both" for one in context.company)
    return shared and not UNDISTORTED <= association(context.joint, number) <= 1 / UNDISTORTED


def contrary(r: object, *, rises: bool) -> bool:
    """Tell whether the correlation points the other way than the effect: then the two measures do not agree."""
    return isinstance(r, float) and (r > 0) != rises and r != 0


def _facts(context: Context, parameter: str) -> dict[str, object]:
    effect = context.effect(parameter)
    axis, r = context.joint.bench.axes[effect.number], context.measurements.score("pearson", parameter)
    curve = context.metric(main_fit(context, effect.number)[0])
    low, high = range_ends(axis)
    change = float(curve[high] - curve[low])
    return {
        "r": r.value,
        "r_low": r.low,
        "r_high": r.high,
        "rises": change > 0,
        "low_value": axis.labels[low],
        "high_value": axis.labels[high],
        "change": abs(change),
        "line_share": _drawn_line_share(context, parameter) if leans_straight(context, parameter) else effect.shape.line_share,
        "even": effect.shape.straight > 1.0 - effect.shape.straight,
        "most_above": _most_above(context, parameter, float(axis.numbers[low]), float(axis.numbers[high])),
    }


def _most_above(context: Context, parameter: str, low: float, high: float) -> float | None:
    """Give the value above which most of a straight line's change lies, where a search on a log scale tried a decade below it.

    There the line is flat over all but its last stretch, which "evenly" would hide.
    """
    scale = next(one.scale for one in context.design.parameters if one.name == parameter)
    value = high - MOST_OF_CHANGE * (high - low)
    return value if scale == "log" and 0 < DECADE * low <= value else None


def leans_straight(context: Context, parameter: str) -> bool:
    """Say whether a weak sweep's chosen curve is a line: a bend that the chosen model lacks is not claimed on a weak signal."""
    shape = context.effect(parameter).shape
    chosen = _drawn_line_share(context, parameter) > LINE_BOUNDARY
    return context.signal == "weak" and chosen and shape.bent < max(shape.straight, shape.monotone)


def _drawn_line_share(context: Context, parameter: str) -> float:
    """Give the part of the drawn curve that a straight line explains."""
    number = context.number(parameter)
    return shares(context.joint.bench.axes[number], main_fit(context, number)[0])[0]


def shape_picture(context: Context, parameter: str) -> Shape:
    """Give the runs' fitted shape, the line behind r, and the best region, ready to draw."""
    number = context.number(parameter)
    axis, fitted = context.joint.bench.axes[number], main_fit(context, number)
    curve, stretch = picture(context, axis, fitted), best_stretch(*fitted)
    best = (float(axis.numbers[stretch[0]]), float(axis.numbers[stretch[1]]))
    return Shape(curve, straight_line(context, context.axis(parameter), curve.x), best)
