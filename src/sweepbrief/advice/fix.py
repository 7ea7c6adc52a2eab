"""Fix: stop varying what has no effect, and settle a category whose best level is clear."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.advice.advice import Advice
from sweepbrief.advice.contrast import Contrast, contrast
from sweepbrief.diagnosis import LevelMeans, Shape
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds
    from sweepbrief.sweep import Parameter

COMMON = 0.05
"""A value that fewer runs share is not called common; the middle of what was tried stands in for it."""
MOST_INERT = 2
"""Parameters without effect that are named for fixing: the first in the design's order."""


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise one value for what is clearly best with it, and for what has no effect."""
    inert = [_idle(grounds, parameter) for parameter, _ in grounds.findings("irrelevant") if grounds.idle(parameter.name)]
    return (*_clear(grounds), *inert[:MOST_INERT])


def _clear(grounds: Grounds) -> list[Advice]:
    found = []
    for parameter, finding in grounds.findings("categorical_effect", "agreement"):
        evidence = finding.evidence
        levels = isinstance(evidence, LevelMeans) or parameter.kind == "bool"
        if grounds.turns(parameter.name) or not levels or not isinstance(evidence, (LevelMeans, Shape)):
            continue
        best = contrast(grounds, parameter, evidence)
        if best is not None and best.ahead:
            found.append(_settled(parameter, finding.cause, best))
    return found


def _settled(parameter: Parameter, cause: str, best: Contrast) -> Advice:
    facts = {"inert": False, "common": False, "mean": best.mean}
    return Advice("fix", parameter.name, best.others, best.level, cause, best.gain, facts)


def _idle(grounds: Grounds, parameter: Parameter) -> Advice:
    """Fix at the commonest value; where hardly any repeats, at the middle one of those tried."""
    values = [value for value in grounds.measurements.design.values[parameter.name].tolist() if value == value]  # noqa: PLR0124 - NaN
    ranked = sorted(Counter(values).items(), key=lambda found: (-found[1], str(found[0])))
    common = ranked[0][1] >= COMMON * len(values)
    after = ranked[0][0] if common or not parameter.numeric else float(np.sort(np.array(values))[len(values) // 2])
    facts = {"inert": True, "common": common, "mean": None}
    return Advice("fix", parameter.name, None, after, "irrelevant", Estimate(None, why_not="unknown"), facts)
