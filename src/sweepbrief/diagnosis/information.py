"""Information: how much of the metric the parameters carry, and how many runs it takes to see an effect."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import fdtri, ndtri

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.scales import (
    ALPHA,
    DETECTABLE_SHARE,
    MODEL_LEAST,
    MOST_RUNS,
    RANKED,
    REPEATS,
    SHAPES,
    SMALLEST_SHARE,
    STRONG_BOUNDARY,
)
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.finding import Signal
    from sweepbrief.diagnosis.joint import JointModel
    from sweepbrief.measures import Design

POWER = 1.2816
"""Normal quantile of nine times in ten."""


def repeatable(design: Design, kept: NDArray[np.bool_]) -> Estimate:
    """Give the part of the variation that comes back when settings are repeated: the intraclass correlation.

    Replicates tell how much the settings carry together without any model of what each does.

    Parameters
    ----------
    design : Design
        Runs in groups of the same settings.
    kept : bool array, shape (n,)
        Runs that do not stand apart.

    Returns
    -------
    Estimate
        With the lower end of its one-sided 99 % interval; no value without different results of the same settings.

    References
    ----------
    Searle, Casella & McCulloch, Variance Components (1992), section 3.6.
    """
    pairs = np.unique(np.column_stack([design.groups[kept].astype(np.float64), design.y[kept]]), axis=0)
    count = np.unique(pairs[:, 0], return_counts=True)[1]
    groups, runs = len(count), len(pairs)
    if groups < MODEL_LEAST or runs - groups < REPEATS:
        return Estimate(None, why_not="no_replicates")
    starts = np.cumsum([0, *count[:-1]])
    means = np.add.reduceat(pairs[:, 1], starts) / count
    within = float(np.sum((pairs[:, 1] - np.repeat(means, count)) ** 2)) / (runs - groups)
    between = float(np.sum(count * (means - pairs[:, 1].mean()) ** 2)) / (groups - 1)
    size = (runs - float(np.sum(count**2)) / runs) / (groups - 1)
    ratios = [between / max(within, TINY) / float(fdtri(groups - 1, runs - groups, at)) for at in (0.5, 1.0 - ALPHA)]
    value, low = ((ratio - 1.0) / (ratio - 1.0 + size) for ratio in ratios)
    return Estimate(value, low, 1.0)


def signal_of(joint: JointModel, forest: Estimate, repeats: Estimate, carried: Estimate) -> Signal:
    """Say how much of the variation the parameters carry.

    Parameters
    ----------
    joint : JointModel
        Its R2 on observations left out counts where it holds any term: a term stands at a familywise level, so that the
        forest's doubt, which may be that of few runs and many parameters, does not overrule it.
    forest : Estimate
        Out-of-bag R2: a forest that predicts without any term of the joint model has seen something.
    repeats : Estimate
        The part of the variation that comes back when settings are repeated.
    carried : Estimate
        The part that all parameters carry together, whichever of them it is.

    Returns
    -------
    {"strong", "weak", "none"}
    """
    seen = [one.value or 0.0 for one in (repeats, carried) if (one.low or 0.0) > 0]
    if joint.fit.terms:
        seen += [joint.foreseen, forest.value or 0.0, carried.value or 0.0]
    elif (forest.low or 0.0) > 0 and joint.observations.n > 1:
        seen += [forest.value or 0.0]
    if not seen:
        return "none"
    return "strong" if max(seen) >= STRONG_BOUNDARY else "weak"


def ranked(forest: Estimate) -> bool:
    """Say whether a forest's order of the parameters can be relied on.

    Parameters
    ----------
    forest : Estimate
        Out-of-bag R2.

    Returns
    -------
    bool
        True where it predicts more of the variation than it leaves open, and its interval lies above 0.
    """
    return forest.value is not None and forest.value >= RANKED and (forest.low or 0.0) > 0


def few_settings(design: Design) -> int | None:
    """Give how many different settings were run, where runs mostly repeat them.

    Parameters
    ----------
    design : Design
        Runs in groups of the same settings.

    Returns
    -------
    int or None
        None where more than half of the runs have settings of their own: then it is runs that count.
    """
    settings = int(design.groups.max()) + 1 if design.n else 0
    return settings if 2 * settings <= design.n else None


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
