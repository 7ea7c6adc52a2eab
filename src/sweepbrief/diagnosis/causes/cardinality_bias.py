"""Cardinality bias: no effect, but the forest rewards a parameter for its many values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis.causes import irrelevant
from sweepbrief.diagnosis.confidence import bounded
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.information import detectable_share
from sweepbrief.diagnosis.scales import CARDINALITY, DETECTABLE_MOST, FAVOURED

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context

CAUSE = "cardinality_bias"
FACTS = ("importance", "permutation", "permutation_low", "permutation_high", "distinct", "fair_share")


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it where a parameter without effect has many values and more than its fair share of impurity importance.

    Not where a few runs stand apart: a forest rewards whatever sets those runs off, so its importance is their work. Nor where
    only a large effect would have been found: what the forest saw may be one.
    """
    axis, fair = context.axis(parameter), 1.0 / max(len(context.axes), 1)
    importance = context.measurements.score("importance", parameter).value
    if importance is None or axis.size < CARDINALITY or importance < FAVOURED * fair or bool(context.extreme.any()):
        return None
    plain, share = irrelevant.detect(context, parameter), detectable_share(context.joint, context.measurements.surrogate.oob_r2)
    if plain is None or share > DETECTABLE_MOST:
        return None
    favour, shuffled = importance / fair, context.measurements.score("permutation", parameter)
    return Finding(
        CAUSE,
        parameter,
        bounded(plain.confidence * min(0.95, 0.6 + (favour - FAVOURED))),
        facts={
            "importance": importance,
            "permutation": shuffled.value,
            "permutation_low": shuffled.low,
            "permutation_high": shuffled.high,
            "distinct": axis.size,
            "fair_share": fair,
        },
        claims=(Claim(f"{CAUSE}-{parameter}", "fair_share", favour, FAVOURED, None),),
        evidence=plain.evidence,
    )
