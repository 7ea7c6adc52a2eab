"""Drop a level: stop trying the one choice that is clearly behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Advice
from sweepbrief.advice.contrast import contrast
from sweepbrief.diagnosis import LevelMeans

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds

LEAST_LEVELS = 3
"""Of two levels the better one is fixed instead."""


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise to drop the worst level of every category where it alone is clearly behind and no level is clearly ahead."""
    found = []
    for parameter, finding in grounds.findings("categorical_effect"):
        if grounds.turns(parameter.name) or not isinstance(finding.evidence, LevelMeans):
            continue
        levels = contrast(grounds, parameter, finding.evidence)
        if levels is None or len(finding.evidence.levels) < LEAST_LEVELS or levels.ahead or not levels.behind:
            continue
        kept = (levels.level, *levels.others[:-1])
        facts = {"mean": levels.last_mean, "rest": levels.rest, "weak": grounds.weak}
        found.append(Advice("drop_level", parameter.name, levels.last, kept, finding.cause, levels.spared, facts))
    return tuple(found)
