"""No signal: noise or too few runs, so that nothing can be told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from sweepbrief.diagnosis.causes import irrelevant
from sweepbrief.diagnosis.confidence import bounded
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.information import detectable_share, few_settings, runs_for
from sweepbrief.diagnosis.scales import (
    CEILING,
    CHILD_RUNS,
    COUPLED,
    DETECTABLE_MOST,
    DOUBTFUL,
    SILENT_MOST,
    SILENT_RUNS,
    SUSPECT,
)

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context

    Why = Literal["noise", "power", "few", "hint", "unseen", "company", "repeated", "constant"]

CAUSE = "no_signal"
FACTS = ("r", "r2", "r2_low", "r2_high", "runs", "runs_needed", "why", "known", "company", "p_value")


def detect(context: Context, parameter: str) -> Finding | None:
    """Say that it cannot be told, where no effect was found and one worth knowing could have been missed."""
    if context.effect(parameter).acts or irrelevant.detect(context, parameter) is not None:
        return None
    return admit(context, parameter, _sure(context))


def _sure(context: Context) -> float:
    """Give the chance that silence is right.

    It is no better than even where the sweep carries something, or has few runs for each parameter: effects hide each other.
    """
    if context.signal != "none":
        return DOUBTFUL
    few, enough = SILENT_RUNS
    runs = context.joint.observations.n / context.joint.bench.count
    return DOUBTFUL + (SILENT_MOST - DOUBTFUL) * min(max((runs - few) / (enough - few), 0.0), 1.0)


def admit(context: Context, parameter: str, confidence: float) -> Finding:
    """Say that it cannot be told, and why."""
    r2, why = context.measurements.surrogate.oob_r2, _why(context, parameter)
    helped = why in {"noise", "power", "hint", "unseen", "repeated"}
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
            "runs_needed": (context.runs_needed or runs_for(context.joint, r2)) if helped else None,
            "why": why,
            "known": few_settings(context.design) if why == "repeated" else int(context.axis(parameter).active.sum()),
            "company": _company(context, parameter),
            "p_value": math.exp(min(context.effect(parameter).log_p, 0.0)),
        },
        claims=(_claim(context, parameter, why),),
    )


def _why(context: Context, parameter: str) -> Why:
    """Say what stands against a verdict: the whole sweep, power, too few runs that have it, a hint, the forest, or company."""
    whole = _of_the_sweep(context)
    if whole is not None:
        return whole
    effect, share = context.effect(parameter), detectable_share(context.joint, context.measurements.surrogate.oob_r2)
    if share > DETECTABLE_MOST:
        return "power"
    if not context.joint.bench.coarse[effect.number].forms:
        return "few"
    if irrelevant.hinted(context, parameter, irrelevant.ceiling(context, effect.number)):
        return "hint"
    if irrelevant.contradicted(context, parameter):
        return "unseen"
    return "company" if _company(context, parameter) is not None else "power"


def _of_the_sweep(context: Context) -> Why | None:
    """Say what stands against any verdict: a metric that never moved, a few settings repeated, noise, or nothing (None)."""
    if not context.design.varies:
        return "constant"
    if context.signal == "none":
        return "noise" if few_settings(context.design) is None else "repeated"
    return None


def _company(context: Context, parameter: str) -> str | None:
    """Name the parameter that acts with which this one moved most, None where it moved with none."""
    number, near = context.number(parameter), context.together.rank
    acting = [effect.number for effect in context.joint.effects.values() if effect.acts and effect.number != number]
    first = max(acting, key=lambda other: (float(near[number, other]), -other), default=None)
    return None if first is None or near[number, first] < COUPLED else context.name(first)


def _claim(context: Context, parameter: str, why: Why) -> Claim:
    """Give the test that a verdict failed."""
    name, effect, r2 = f"{CAUSE}-{parameter}", context.effect(parameter), context.measurements.surrogate.oob_r2
    if why == "noise" and r2.low is not None:
        return Claim(name, "forest_low", r2.low, 0.0, None)
    if why == "few":
        return Claim(name, "known_runs", float(context.axis(parameter).active.sum()), float(CHILD_RUNS), None)
    if why == "hint":
        p = math.exp(min(effect.log_p, 0.0))
        return Claim(name, "joint_f", p, math.exp(SUSPECT), p)
    if why == "unseen":
        return Claim(name, "permutation_low", context.measurements.score("permutation", parameter).low or 0.0, 0.0, None)
    share = detectable_share(context.joint, r2)
    if why == "company" or (why == "power" and share <= DETECTABLE_MOST):
        most = irrelevant.ceiling(context, effect.number)
        return Claim(name, "ceiling", float(np.clip(most, 0.0, 1.0)), CEILING, None)
    return Claim(name, "detectable_share", share, DETECTABLE_MOST, None)
