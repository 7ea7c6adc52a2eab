"""Widen: look beyond the edge of a range where the best runs sit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Advice
from sweepbrief.advice.region import EDGE, holds, region, searched
from sweepbrief.diagnosis import Shape

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds
    from sweepbrief.advice.region import Region
    from sweepbrief.sweep import Parameter

CAUSES = ("non_monotone", "monotone_nonlinear", "agreement")
PLATEAU = 0.25
"""A best region at an edge that covers more of the range than this is a plateau: nothing suggests that more lies beyond."""
DECADE = 10.0


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise a wider range for every parameter that was still improving at an edge."""
    found = []
    for parameter, finding in grounds.findings(*CAUSES):
        if not parameter.numeric or not isinstance(finding.evidence, Shape):
            continue
        best = region(grounds, parameter, finding.evidence)
        after = beyond(grounds, parameter, best)
        if after is None or not holds(grounds, parameter, best) or best.gain.low is None or best.gain.low <= 0:
            continue
        before = searched(parameter, grounds.values(parameter.name))
        side = "low" if best.at_low else "high"
        if dangerous(grounds, parameter.name, side):
            continue
        facts = {"side": side, "mean": best.mean, "log": grounds.by_factors(parameter), "weak": grounds.weak}
        found.append(Advice("widen", parameter.name, before, after, finding.cause, best.gain, facts))
    return tuple(found)


def beyond(grounds: Grounds, parameter: Parameter, best: Region) -> tuple[float, float] | None:
    """Extend the range on the side where the metric was still improving.

    Parameters
    ----------
    grounds : Grounds
        What is known.
    parameter : Parameter
        A numeric one.
    best : Region
        Where it is best.

    Returns
    -------
    tuple of two float, or None
        A decade more on a log scale, else half the range's width; None where the best region is inside or a plateau, or where a
        natural bound (zero; one for a fraction) leaves no room.
    """
    low, high = searched(parameter, grounds.values(parameter.name))
    if best.at_low == best.at_high or best.width > PLATEAU:
        return None
    if grounds.by_factors(parameter):
        return _whole(parameter, (low / DECADE, high) if best.at_low else (low, high * DECADE), (low, high))
    half = (high - low) / 2
    if best.at_high:
        fraction = parameter.kind == "float" and low >= 0 and high <= 1
        return _whole(parameter, (low, (1 + high) / 2 if fraction else high + half), (low, high))
    start = low - half
    if low >= 0:
        start = low / 2 if low > EDGE * (high - low) else low
    return _whole(parameter, (start, high), (low, high))


def dangerous(grounds: Grounds, parameter: str, side: str) -> bool:
    """Tell whether runs were lost at that end of the range more often than elsewhere: beyond it even more would be."""
    for failure in grounds.diagnosis.failures:
        spans = [part.span for part in failure.parts if part.span is not None]
        if failure.parameter == parameter and failure.kind != "pruned" and len(spans) > 1:
            return (failure.worst.span == max(spans)) == (side == "high")
    return False


def _whole(parameter: Parameter, ends: tuple[float, float], before: tuple[float, float]) -> tuple[float, float] | None:
    if parameter.kind == "int":
        least = 1.0 if before[0] >= 1 else ends[0]
        ends = max(least, float(round(ends[0]))), float(round(ends[1]))
    return None if ends == before else ends
