"""Separate: vary independently what moved together, so that credit can be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Advice
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise it once for every pair whose credit the data cannot divide."""
    found: dict[frozenset[str], Advice] = {}
    for parameter, finding in grounds.findings("shared_credit"):
        other = str(finding.facts["other"])
        pair = frozenset({parameter.name, other})
        if not finding.facts["separable"] and pair not in found:
            gain = Estimate(None, why_not="unknown")
            found[pair] = Advice("separate", parameter.name, None, None, finding.cause, gain, {"other": other})
    return tuple(found.values())
