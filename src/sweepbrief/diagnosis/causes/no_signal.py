"""No signal: noise or too few runs, so that nothing can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis.causes import irrelevant
from sweepbrief.diagnosis.confidence import bounded
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.information import detectable_share, runs_for
from sweepbrief.diagnosis.scales import DETECTABLE_MOST

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context

CAUSE = "no_signal"
FACTS = ("r", "r2", "r2_low", "r2_high", "runs", "runs_needed")


def detect(context: Context, parameter: str) -> Finding | None:
    """Say that it cannot be told, where no effect was found and one worth knowing could have been missed."""
    if context.effect(parameter).acts or irrelevant.detect(context, parameter) is not None:
        return None
    return admit(context, parameter, 0.95 if context.signal == "none" else 0.6)


def admit(context: Context, parameter: str, confidence: float) -> Finding:
    """Say that it cannot be told."""
    r2 = context.measurements.surrogate.oob_r2
    share = detectable_share(context.joint, r2)
    return Finding(
        CAUSE,
        parameter,
        bounded(confidence),
        facts={
            "r": context.r(parameter),
            "r2": r2.value,
            "r2_low": r2.low,
            "r2_high": r2.high,
            "runs": context.design.n,
            "runs_needed": context.runs_needed or runs_for(context.joint, r2),
        },
        claims=(Claim(f"{CAUSE}-{parameter}", "detectable_share", share, DETECTABLE_MOST, None),),
    )
