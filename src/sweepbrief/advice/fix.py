"""Fix: stop varying what has no effect, and settle a category whose best level is clear."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.advice.advice import Advice
from sweepbrief.advice.contrast import Contrast, contrast
from sweepbrief.diagnosis import LevelMeans, Shape, Stretch
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds
    from sweepbrief.diagnosis import Finding
    from sweepbrief.sweep import Parameter

COMMON = 0.05
"""A value that fewer runs share is not called common; the middle of what was tried stands in for it."""
MOST_INERT = 2
"""Parameters without effect that are named for fixing: those that cost time, then the first in the design's order."""


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise one value for what is clearly best with it, and for what has no effect."""
    inert = [(parameter, finding) for parameter, finding in grounds.findings("irrelevant") if grounds.idle(parameter.name)]
    inert.sort(key=lambda one: not _saves(grounds, one[0]))
    return (*_clear(grounds), *(_idle(grounds, parameter, finding) for parameter, finding in inert[:MOST_INERT]))


def _saves(grounds: Grounds, parameter: Parameter) -> bool:
    """Tell whether a value of the parameter costs less time than others and nothing of the metric."""
    cost = grounds.cost(parameter.name)
    return cost is not None and cost.free


def _clear(grounds: Grounds) -> list[Advice]:
    found = []
    for parameter, finding in grounds.findings("categorical_effect", "agreement"):
        evidence = finding.evidence
        levels = isinstance(evidence, LevelMeans) or parameter.kind == "bool"
        if grounds.turns(parameter.name) or not levels or not isinstance(evidence, (LevelMeans, Shape)):
            continue
        best = contrast(grounds, parameter, evidence)
        if best is not None and best.ahead:
            found.append(_settled(grounds, parameter, finding.cause, best))
    return found


def _settled(grounds: Grounds, parameter: Parameter, cause: str, best: Contrast) -> Advice:
    facts = {"inert": False, "why": "best", "mean": best.mean, "most": None, "weak": grounds.weak}
    return Advice("fix", parameter.name, best.others, best.level, cause, best.gain, facts)


def _idle(grounds: Grounds, parameter: Parameter, finding: Finding) -> Advice:
    """Fix at the cheapest value; where none is cheaper, at the commonest; where hardly any repeats, at the middle one tried."""
    values = [value for value in grounds.measurements.design.values[parameter.name].tolist() if value == value]  # noqa: PLR0124 - NaN
    values = _safe(grounds, parameter.name, values)
    cost = grounds.cost(parameter.name)
    if cost is not None and cost.free:
        values, why = _within(values, cost.cheap), "cheap"
    else:
        why = "common"
    counts = Counter(values)
    most = max(counts.values())
    common = most >= COMMON * len(values)
    if common or not parameter.numeric:
        after = min((value for value, count in counts.items() if count == most), key=str)
    else:
        after = float(np.sort(np.array(values))[len(values) // 2])
    facts = {"inert": True, "why": why if common or why == "cheap" else "middle", "mean": None}
    facts |= {"most": finding.facts["most"], "weak": grounds.weak}
    return Advice("fix", parameter.name, None, after, "irrelevant", Estimate(None, why_not="unknown"), facts)


def _safe(grounds: Grounds, parameter: str, values: list[object]) -> list[object]:
    """Keep the values of the region where the fewest runs were lost, where that depends on the parameter."""
    for failure in grounds.diagnosis.failures:
        if failure.parameter == parameter and failure.kind != "pruned":
            safest = failure.parts[0]
            values = _within(values, Stretch(safest.span, safest.level, safest.runs)) or values
    return values


def _within(values: list[object], part: Stretch) -> list[object]:
    """Keep the values that lie in a stretch."""
    if part.span is None:
        return [value for value in values if value == part.level]
    low, high = part.span
    return [value for value in values if isinstance(value, (int, float)) and low <= value <= high]
