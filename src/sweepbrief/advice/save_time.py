"""Save time: keep runs short where longer ones bring nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Advice
from sweepbrief.advice.region import searched
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds
    from sweepbrief.diagnosis import Cost
    from sweepbrief.sweep import Parameter


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise the cheap part of every parameter whose dear part takes clearly longer and is surely no better."""
    known = {parameter.name: parameter for parameter in grounds.parameters}
    free = [cost for cost in grounds.diagnosis.costs if cost.free and cost.parameter in known]
    return tuple(_advice(grounds, known[cost.parameter], cost) for cost in free if grounds.diagnosis.signal != "none")


def _advice(grounds: Grounds, parameter: Parameter, cost: Cost) -> Advice:
    bought = cost.bought
    facts = {
        "cheap": cost.cheap.span or (cost.cheap.level,),
        "dear": cost.dear.span or (cost.dear.level,),
        "seconds": cost.cheap.mean,
        "dear_seconds": cost.dear.mean,
        "ratio": cost.ratio.value,
        "ratio_low": cost.ratio.low,
        "ratio_high": cost.ratio.high,
        "bought": bought.value,
        "bought_low": bought.low,
        "bought_high": bought.high,
        "wasted": cost.wasted,
    }
    before = searched(parameter, grounds.values(parameter.name)) if parameter.numeric else None
    after = _half(grounds, parameter, cost) if parameter.numeric else (cost.cheap.level,)
    return Advice("save_time", parameter.name, before, after, "cost", Estimate(None, why_not="unknown"), facts)


def _half(grounds: Grounds, parameter: Parameter, cost: Cost) -> tuple[float, float] | None:
    """Give the range without its dear end."""
    low, high = searched(parameter, grounds.values(parameter.name))
    if cost.cheap.span is None or cost.dear.span is None:
        return None
    tried = grounds.values(parameter.name)
    if cost.dear.span[0] > cost.cheap.span[1]:
        return low, float(tried[tried < cost.dear.span[0]].max())
    return float(tried[tried > cost.dear.span[1]].min()), high
