"""Categorical effect: levels shift the metric, and a correlation with their codes means nothing.

A switch has two levels in order, and its correlation is a contrast of their means, so that as a rule it agrees with the effect.
Where it does not, or where a large joint part leaves no line to claim, the means of both levels still say what the switch does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.causes import agreement
from sweepbrief.diagnosis.confidence import belief, bounded, chance_above
from sweepbrief.diagnosis.curves import main_fit
from sweepbrief.diagnosis.evidence import LevelMeans
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import ALPHA, MAIN_LEAST, MANY_LEVELS, SINGLE
from sweepbrief.diagnosis.telling_scales import BAND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.context import Context

CAUSE = "categorical_effect"
FACTS = ("eta_squared", "best_level", "best_mean", "worst_level", "worst_mean", "levels", "single")


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it for a category that acts, mainly by itself, and for a switch whose correlation does not tell its effect."""
    effect, axis = context.effect(parameter), context.joint.bench.axes[context.number(parameter)]
    told = axis.ordered and not (axis.boolean and agreement.detect(context, parameter) is None)
    if not effect.acts or told or context.joint.fit.main(effect.number) is None:
        return None
    if effect.joint_share > 1 - MAIN_LEAST:
        return None
    mean = main_fit(context, effect.number)[0]
    order = np.argsort(-mean, kind="stable")
    main = chance_above(1 - MAIN_LEAST, effect.joint_error, effect.joint_share)
    eta = context.measurements.score("eta_squared", parameter).value
    best, worst = int(order[0]), int(order[-1])
    return Finding(
        CAUSE,
        parameter,
        bounded(belief(effect.log_p) * main),
        facts={
            "eta_squared": eta,
            "best_level": axis.labels[best],
            "best_mean": float(context.metric(mean[best])),
            "worst_level": axis.labels[worst],
            "worst_mean": float(context.metric(mean[worst])),
            "levels": axis.size,
            "single": "switch" if axis.boolean and axis.ordered else _single(mean[order]),
        },
        claims=(Claim(f"{CAUSE}-{parameter}", "joint_f", float(np.exp(effect.log_p)), ALPHA, float(np.exp(effect.log_p))),),
        evidence=level_picture(context, parameter),
    )


def _single(ordered: NDArray[np.float64]) -> str:
    """Say whether the best or the worst level stands alone: its distance to the next is most of the whole range."""
    whole = float(ordered[0] - ordered[-1])
    if len(ordered) < MANY_LEVELS or whole <= 0:
        return ""
    if ordered[-2] - ordered[-1] >= SINGLE * whole:
        return "worst"
    return "best" if ordered[0] - ordered[1] >= SINGLE * whole else ""


def level_picture(context: Context, parameter: str) -> LevelMeans:
    """Give the adjusted means of the levels, best first, ready to draw."""
    number = context.number(parameter)
    axis, (mean, error) = context.joint.bench.axes[number], main_fit(context, number)
    order = np.argsort(-mean, kind="stable")
    ends = np.sort(np.stack([context.metric(mean - BAND * error), context.metric(mean + BAND * error)]), axis=0)
    return LevelMeans(tuple(axis.labels[level] for level in order), context.metric(mean)[order], ends[0][order], ends[1][order])
