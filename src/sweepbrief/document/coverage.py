"""How well the runs cover the ranges that were searched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sweepbrief.sweep import Parameter, Sweep


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the runs lie in one parameter's range.

    Attributes
    ----------
    parameter : str
        Which.
    distinct : int
        Different values tried.
    counts : tuple of int
        Runs in the low, middle and high third of the range (on its scale), or runs of each level, most frequent first.
    gap : tuple of two float or None
        The widest untried stretch of a numeric range; None for a category.
    gap_share : float
        How much of the range (on its scale) that stretch is, 0..1.
    """

    parameter: str
    distinct: int
    counts: tuple[int, ...]
    gap: tuple[float, float] | None
    gap_share: float


def cover(sweep: Sweep, parameter: Parameter) -> Coverage:
    """Count where a parameter's values lie, over every run found."""
    values = sweep.settings[parameter.name].dropna()
    if not parameter.numeric or parameter.low is None or parameter.high is None or values.empty:
        found = values.astype(str).value_counts(sort=True)
        return Coverage(parameter.name, int(values.nunique()), tuple(int(count) for count in found), None, 0.0)
    logarithmic = parameter.scale == "log" and parameter.low > 0
    ends = [math.log(parameter.low), math.log(parameter.high)] if logarithmic else [parameter.low, parameter.high]
    span = (ends[1] - ends[0]) or 1.0
    tried = sorted(
        {
            min(max((math.log(value) if logarithmic else value) - ends[0], 0.0) / span, 1.0)
            for value in values
            if value > 0 or not logarithmic
        }
    )
    places = [
        min(int(3 * ((math.log(value) if logarithmic else value) - ends[0]) / span), 2)
        for value in values
        if value > 0 or not logarithmic
    ]
    stops = [0.0, *tried, 1.0]
    share, start = max((after - before, before) for before, after in pairwise(stops))
    back = [ends[0] + span * place for place in (start, start + share)]
    low, high = (math.exp(place) if logarithmic else place for place in back)
    return Coverage(parameter.name, int(values.nunique()), tuple(places.count(third) for third in range(3)), (low, high), share)
