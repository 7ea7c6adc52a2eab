"""Guard: keep the next runs out of the region where runs were lost, or mend what loses them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Advice
from sweepbrief.advice.region import searched
from sweepbrief.diagnosis import wilson
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds
    from sweepbrief.diagnosis import Failure
    from sweepbrief.sweep import Parameter

DANGEROUS = 0.2
"""A region is guarded where at least this part of its runs was lost."""
SURE = 0.05
"""And where the chance that it is so by luck, corrected for all parameters and cuts, is below this."""
MOST = 2
"""Regions that are named: the surest."""


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise it where runs failed, crashed, were killed or diverged clearly more often than elsewhere."""
    known = {parameter.name: parameter for parameter in grounds.parameters}
    found: dict[str, Advice] = {}
    for failure in sorted(grounds.diagnosis.failures, key=lambda one: one.p_value):
        if failure.kind != "pruned" and failure.parameter in known and failure.parameter not in found and _clear(failure):
            found[failure.parameter] = _advice(grounds, known[failure.parameter], failure)
    return tuple(found.values())[:MOST]


def _elsewhere(failure: Failure) -> tuple[int, int]:
    rest = failure.parts[:-1]
    return sum(part.lost for part in rest), sum(part.runs for part in rest)


def _clear(failure: Failure) -> bool:
    rest, share = wilson(*_elsewhere(failure)), failure.worst.share
    apart = share.low is not None and rest.high is not None and share.low > rest.high
    return apart and (share.value or 0.0) >= DANGEROUS and failure.p_value < SURE


def _advice(grounds: Grounds, parameter: Parameter, failure: Failure) -> Advice:
    worst, (lost, runs) = failure.worst, _elsewhere(failure)
    facts = {
        "kind": failure.kind,
        "span": worst.span,
        "level": worst.level,
        "lost": worst.lost,
        "runs": worst.runs,
        "low": worst.share.low,
        "high": worst.share.high,
        "other_lost": lost,
        "other_runs": runs,
    }
    before = searched(parameter, grounds.values(parameter.name)) if parameter.numeric else None
    gain = Estimate(None, why_not="unknown")
    return Advice("guard", parameter.name, before, _left(grounds, parameter, failure), "failures", gain, facts)


def _left(grounds: Grounds, parameter: Parameter, failure: Failure) -> tuple[object, ...] | None:
    """Give what is left without the dangerous part; None where the best results lie in it, so that it must be mended."""
    effect, worst = grounds.diagnosis.effects.get(parameter.name), failure.worst
    best = effect.best if effect is not None and effect.acts else None
    if worst.span is not None:
        low, high = searched(parameter, grounds.values(parameter.name))
        rest = failure.parts[0].span
        if rest is None or (best is not None and best.span is not None and best.span[1] >= worst.span[0]
                            and best.span[0] <= worst.span[1]):  # fmt: skip
            return None
        return (low, rest[1]) if rest[1] < worst.span[0] else (rest[0], high)
    if best is not None and best.level == worst.level:
        return None
    return tuple(part.level for part in failure.parts if part is not worst) or None
