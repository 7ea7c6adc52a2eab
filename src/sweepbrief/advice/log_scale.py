"""Log scale: search by factors where the metric follows the order of magnitude and nothing else is to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Advice
from sweepbrief.advice.region import searched
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds

LEAST_RATIO = 10.0
"""Below a decade a log scale changes little."""


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise a log scale for every positive parameter that was searched linearly and acts by factors."""
    found = []
    for parameter, finding in grounds.findings("monotone_nonlinear"):
        if grounds.by_factors(parameter) or not parameter.numeric or finding.facts["shape"] != "log":
            continue
        low, high = searched(parameter, grounds.values(parameter.name))
        if low > 0 and high / low >= LEAST_RATIO:
            gain = Estimate(None, why_not="unknown")
            ends = (low, high)
            found.append(Advice("log_scale", parameter.name, ends, ends, finding.cause, gain, {"weak": grounds.weak}))
    return tuple(found)
