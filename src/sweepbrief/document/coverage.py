"""How well the runs cover the ranges that were searched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

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
    numbers = values.to_numpy(dtype=np.float64)
    ends = np.array([parameter.low, parameter.high], dtype=np.float64)
    logarithmic = parameter.scale == "log" and parameter.low > 0
    if logarithmic:
        numbers, ends = np.log(numbers[numbers > 0]), np.log(ends)
    span = float(ends[1] - ends[0]) or 1.0
    places = (numbers - ends[0]) / span
    stops = np.concatenate([[0.0], np.unique(np.clip(places, 0.0, 1.0)), [1.0]])
    gaps = np.diff(stops)
    share = float(gaps.max())
    start = float(stops[:-1][gaps == share].max())
    low, high = (float(ends[0] + span * place) for place in (start, start + share))
    gap = (math.exp(low), math.exp(high)) if logarithmic else (low, high)
    thirds = np.minimum((3 * places).astype(np.int64), 2)
    counts = tuple(int((thirds == third).sum()) for third in range(3))
    return Coverage(parameter.name, int(values.nunique()), counts, gap, share)
