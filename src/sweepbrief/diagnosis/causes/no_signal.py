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
    CELLS_SHARE,
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

    Why = Literal["noise", "power", "few", "hint", "unseen", "company", "repeated", "constant", "wide", "cells"]

CAUSE = "no_signal"
FACTS = (
    "r",
    "r2",
    "r2_low",
    "r2_high",
    "runs",
    "runs_needed",
    "why",
    "known",
    "company",
    "p_value",
    "most",
    "largest",
    "share",
)


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
    helped = why in {"noise", "power", "hint", "unseen", "repeated", "wide"}
    return Finding(
        CAUSE,
        parameter,
        bounded(confidence),
        partners=_joined(context, parameter) if why == "cells" else (),
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
            "most": irrelevant.bound(context, parameter),
            "largest": _exceeded(context, parameter),
            "share": None if context.cells is None else context.cells.share,
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
    return _of_the_parameter(context, parameter)


def _of_the_parameter(context: Context, parameter: str) -> Why:
    """Say what stands against a verdict on one parameter in a sweep that would have shown an effect."""
    if _joined(context, parameter):
        return "cells"
    if irrelevant.hinted(context, parameter, irrelevant.ceiling(context, context.number(parameter))):
        return "hint"
    if irrelevant.contradicted(context, parameter):
        return "unseen"
    if _bounded(context, parameter):
        return "wide"
    return "company" if _company(context, parameter) is not None else "power"


def _joined(context: Context, parameter: str) -> tuple[str, ...]:
    """Give the parameters together with which one tells the metric by combination; none where it does not."""
    found = () if context.cells is None else context.cells.parameters
    return tuple(name for name in found if name != parameter) if parameter in found else ()


def _exceeded(context: Context, parameter: str) -> float | None:
    """Give the largest effect that is told, where this parameter's may be larger."""
    largest = irrelevant.largest(context)
    return largest if 0 < largest < (irrelevant.bound(context, parameter) or 0.0) else None


def _bounded(context: Context, parameter: str) -> bool:
    """Tell whether nothing but the width of its interval keeps a parameter from being called irrelevant."""
    known = irrelevant.bound(context, parameter) is not None
    return known and irrelevant.ceiling(context, context.number(parameter)) <= CEILING and irrelevant.wide(context, parameter)


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
    if why == "cells" and context.cells is not None:
        return Claim(f"{CAUSE}-{parameter}", "cells_share", context.cells.share, CELLS_SHARE, None)
    if why == "wide":
        most, largest = irrelevant.bound(context, parameter), irrelevant.limit(context)
        return Claim(f"{CAUSE}-{parameter}", "effect_bound", most or 0.0, largest, None)
    return _tested(context, parameter, why)


def _tested(context: Context, parameter: str, why: Why) -> Claim:
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
    if why != "company" and (why != "power" or share > DETECTABLE_MOST):
        return Claim(name, "detectable_share", share, DETECTABLE_MOST, None)
    return Claim(name, "ceiling", float(np.clip(irrelevant.ceiling(context, effect.number), 0.0, 1.0)), CEILING, None)
