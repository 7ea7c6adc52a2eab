"""Narrow: search only where the metric is best, where that lies inside the range or is a plateau that reaches an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Advice
from sweepbrief.advice.region import holds, region, searched
from sweepbrief.advice.widen import beyond
from sweepbrief.diagnosis import Shape

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds
    from sweepbrief.advice.region import Region

CAUSES = ("non_monotone", "monotone_nonlinear", "agreement")
MOST_WIDTH = 0.8
"""A region that covers more of the range than this is no narrower search."""


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise a narrower range for every parameter whose best region is smaller than the range and better than its average."""
    found = []
    for parameter, finding in grounds.findings(*CAUSES):
        if not parameter.numeric or not isinstance(finding.evidence, Shape):
            continue
        best = region(grounds, parameter, finding.evidence)
        if not _worth_it(best) or not holds(grounds, parameter, best) or beyond(grounds, parameter, best) is not None:
            continue
        found.append(
            Advice(
                "narrow",
                parameter.name,
                searched(parameter, grounds.values(parameter.name)),
                (best.low, best.high),
                finding.cause,
                best.gain,
                {
                    "mean": best.mean,
                    "log": grounds.by_factors(parameter) or finding.facts.get("shape") == "log",
                    "weak": grounds.weak,
                },
            )
        )
    return tuple(found)


def _worth_it(best: Region) -> bool:
    return best.low < best.high and best.width <= MOST_WIDTH and best.gain.low is not None and best.gain.low > 0
