"""How well the runs cover the ranges that were searched, and what moves run time but not the metric."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from sweepbrief.sweep import Parameter, Sweep

FEWEST_TIMED = 12
"""Timed runs that a third needs."""
SLOWER = 1.25
"""A third of the runs must take this many times as long as the opposite third to be worth a sentence."""
SURE = 3.3
"""Standard errors between the run times of the two thirds (rank-sum test; two-sided p of 0.001, so that a dozen
parameters together stay near 0.01)."""


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


@dataclass(frozen=True, slots=True)
class Saving:
    """A parameter that moves run time.

    Attributes
    ----------
    parameter : str
        Which.
    cheap, dear : tuple of two float
        The third of its values where runs are quick, and the opposite third.
    cheap_seconds, dear_seconds : float
        Median seconds of the runs there.
    """

    parameter: str
    cheap: tuple[float, float]
    dear: tuple[float, float]
    cheap_seconds: float
    dear_seconds: float


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


def free_savings(sweep: Sweep, idle: list[str]) -> tuple[Saving, ...]:
    """Find parameters that move run time although they do not move the metric.

    Parameters
    ----------
    sweep : Sweep
        With ``seconds``.
    idle : list of str
        Numeric parameters without effect on the metric.

    Returns
    -------
    tuple of Saving
        The largest ratio of medians first.
    """
    if sweep.seconds is None or not sweep.seconds[sweep.used].notna().any():
        return ()
    found = [_saving(sweep.seconds[sweep.used], sweep.settings.loc[sweep.used, name], name) for name in idle]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.cheap_seconds / one.dear_seconds))


def _saving(seconds: pd.Series[float], values: pd.Series[float], name: str) -> Saving | None:
    low, high = (float(end) for end in values.quantile([1 / 3, 2 / 3]))
    ends = [(float(values.min()), low), (high, float(values.max()))]
    timed = [seconds[values.between(*end)].dropna() for end in ends]
    if min(len(one) for one in timed) < FEWEST_TIMED:
        return None
    medians = [float(one.median()) for one in timed]
    if not all(math.isfinite(one) and one > 0 for one in medians) or low >= high:
        return None
    cheap, dear = (0, 1) if medians[0] <= medians[1] else (1, 0)
    if medians[dear] < SLOWER * medians[cheap] or _apart(seconds, timed[cheap], timed[dear]) < SURE:
        return None
    return Saving(name, ends[cheap], ends[dear], medians[cheap], medians[dear])


def _apart(seconds: pd.Series[float], first: pd.Series[float], second: pd.Series[float]) -> float:
    """Give the rank-sum statistic of Wilcoxon (1945) in standard errors: ranks, because run times have long tails."""
    n, m = len(first), len(second)
    ranks = seconds.loc[[*first.index, *second.index]].rank()
    error = math.sqrt(n * m / (n + m) * float(ranks.var())) if n + m > 1 else 0.0
    return abs(float(ranks.iloc[:n].mean()) - float(ranks.iloc[n:].mean())) * n * m / (n + m) / error if error > 0 else 0.0
