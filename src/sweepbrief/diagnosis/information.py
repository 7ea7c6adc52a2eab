"""Information: how much of the metric the parameters carry, and how many runs it takes to see an effect."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scipy.special import ndtri

from sweepbrief.diagnosis.scales import (
    ALPHA,
    DETECTABLE_SHARE,
    MOST_RUNS,
    SHAPES,
    SMALLEST_SHARE,
    STRONG_BOUNDARY,
)

if TYPE_CHECKING:
    from sweepbrief.diagnosis.finding import Signal
    from sweepbrief.diagnosis.joint import JointModel
    from sweepbrief.measures import Estimate

POWER = 1.2816
"""Normal quantile of nine times in ten."""


def signal_of(joint: JointModel, forest: Estimate) -> Signal:
    """Say how much of the variation the parameters carry.

    Parameters
    ----------
    joint : JointModel
        Its R2 on observations left out counts where it holds any term: a term stands at a familywise level, so that the
        forest's doubt, which may be that of few runs and many parameters, does not overrule it.
    forest : Estimate
        Out-of-bag R2: a forest that predicts without any term of the joint model has seen something.

    Returns
    -------
    {"strong", "weak", "none"}
    """
    if not joint.fit.terms:
        return "weak" if (forest.low or 0.0) > 0 and (forest.value or 0.0) > 0 and joint.observations.n > 1 else "none"
    return "strong" if max(joint.foreseen, forest.value or 0.0) >= STRONG_BOUNDARY else "weak"


def carried_share(joint: JointModel, forest: Estimate) -> float:
    """Give the part of the variation that is explained for sure, of observations left out."""
    return max(joint.foreseen, forest.low or 0.0)


def power_needed(parameters: int) -> float:
    """Give the lambda of a straight effect that the joint model finds nine times in ten among so many parameters."""
    return float((-ndtri(ALPHA / (2 * SHAPES * max(parameters, 1))) + POWER) ** 2)


def detectable_share(joint: JointModel, forest: Estimate) -> float:
    """Give the smallest share of the metric's variation that an effect would have been noticed with, at most 1."""
    noise = 1.0 - carried_share(joint, forest)
    return min(1.0, power_needed(joint.bench.count) * noise / max(joint.observations.n, 1))


def runs_for(joint: JointModel, forest: Estimate) -> int:
    """Give how many runs would show an effect that carries a tenth of the variation, or less where that many were made."""
    runs = max(joint.observations.n, 1)
    share = min(DETECTABLE_SHARE, 0.5 * detectable_share(joint, forest))
    needed = power_needed(joint.bench.count) * (1 - share) / max(share, SMALLEST_SHARE)
    digits = 10 ** max(0, math.floor(math.log10(max(needed, 1.0))) - 1)
    return min(MOST_RUNS, max(int(math.ceil(needed / digits) * digits), 2 * runs))
