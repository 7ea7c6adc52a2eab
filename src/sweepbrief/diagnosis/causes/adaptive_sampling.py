"""Adaptive sampling: the sampler narrowed the parameter, so its association is range-restricted and ordered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis.causes.agreement import shape_picture
from sweepbrief.diagnosis.confidence import belief, bounded, chance_above
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import DRIFT_P, NARROWED, NARROWING

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context

CAUSE = "adaptive_sampling"
FACTS = ("r", "early_spread", "late_spread", "dense_low", "dense_high")


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it for a parameter that acts and was narrowed by a sampler that is no grid and no random search."""
    drift = context.drifts.get(parameter)
    if drift is None or context.sampler != "adaptive" or not context.effect(parameter).acts:
        return None
    if drift.late > min(NARROWED, drift.early) or (drift.late > NARROWING * drift.early and drift.p_value >= DRIFT_P):
        return None
    error = 0.5 * drift.late / max(context.design.n / 2, 2) ** 0.5
    return Finding(
        CAUSE,
        parameter,
        bounded(chance_above(-drift.late, error, -NARROWED - 0.02) * belief(context.effect(parameter).log_p)),
        facts={
            "r": context.r(parameter),
            "early_spread": drift.early,
            "late_spread": drift.late,
            "dense_low": drift.dense_low,
            "dense_high": drift.dense_high,
        },
        claims=(
            Claim(f"{CAUSE}-{parameter}", "late_spread", drift.late, NARROWED, None),
            Claim(f"{CAUSE}-{parameter}-2", "spread_shift", drift.p_value, DRIFT_P, drift.p_value),
        ),
        evidence=shape_picture(context, parameter),
    )
