"""Shared credit: two parameters moved so closely together that importance is split between them or cannot be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis.causes.agreement import shape_picture
from sweepbrief.diagnosis.causes.categorical_effect import level_picture
from sweepbrief.diagnosis.causes.confounded import stratified, within
from sweepbrief.diagnosis.confidence import belief, bounded, chance_above
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import SHARED

if TYPE_CHECKING:
    from sweepbrief.diagnosis.company import Company
    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.evidence import LevelMeans, Shape

CAUSE = "shared_credit"
FACTS = ("r", "other", "r_between", "separable", "r_within", "strata", "kept", "sampler")


def companions(context: Context, parameter: str) -> list[Company]:
    """Give those with whom a parameter shares credit."""
    number = context.number(parameter)
    return [one for one in context.company if one.number == number and one.role in {"both", "inseparable"}]


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it with |r| of 0.75 or more where both act, or where exchanging the two costs the model almost nothing."""
    found = companions(context, parameter)
    if not found:
        return None
    number = context.number(parameter)
    near = context.together
    closeness = {one.other: float(near.rank[number, one.other] + near.linear[number, one.other]) / 2 for one in found}
    first = max(found, key=lambda one: closeness[one.other])
    error = (1 - closeness[first.other] ** 2) / max(context.design.n, 4) ** 0.5
    r = float(near.signed[number, first.other]) or closeness[first.other]
    own = context.r(parameter)
    r_within, strata, kept = within(context, first, own)
    return Finding(
        CAUSE,
        parameter,
        bounded(belief(first.log_p) * chance_above(closeness[first.other], error, SHARED)),
        partners=tuple(context.name(one.other) for one in found),
        facts={
            "r": own,
            "other": context.name(first.other),
            "r_between": r,
            "separable": first.role == "both",
            "r_within": r_within,
            "strata": strata,
            "kept": kept,
            "sampler": context.sampler,
        },
        claims=(Claim(f"{CAUSE}-{parameter}", "dependence", closeness[first.other], SHARED, None),),
        evidence=stratified(context, first.number, first.other) or _picture(context, parameter),
    )


def _picture(context: Context, parameter: str) -> Shape | LevelMeans:
    axis = context.joint.bench.axes[context.number(parameter)]
    return shape_picture(context, parameter) if axis.ordered else level_picture(context, parameter)
