"""Levels of a category against each other: which is ahead, which behind, and what choosing is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis import LevelMeans
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.advice.grounds import Grounds
    from sweepbrief.diagnosis import Shape
    from sweepbrief.sweep import Parameter

    Means = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contrast:
    """The levels of a category by their fitted means.

    Attributes
    ----------
    level, last : object
        The best and the worst level.
    others : tuple of object
        All levels but the best, best first.
    mean, last_mean, rest : float
        Fitted metric with the best level, with the worst, and with all but the worst (as often as they were tried).
    ahead : bool
        Whether the best level's 95 % interval lies clear of every other's.
    behind : bool
        Whether the worst level's does.
    gain, spared : Estimate
        What keeping only the best level, and what dropping the worst, adds to the average; positive is better.
    """

    level: object
    last: object
    others: tuple[object, ...]
    mean: float
    last_mean: float
    rest: float
    ahead: bool
    behind: bool
    gain: Estimate
    spared: Estimate


def contrast(grounds: Grounds, parameter: Parameter, evidence: LevelMeans | Shape) -> Contrast | None:
    """Compare the levels of a category or switch; None where fewer than two were tried.

    Parameters
    ----------
    grounds : Grounds
        What is known.
    parameter : Parameter
        A category or a boolean.
    evidence : LevelMeans or Shape
        Its adjusted means.

    Returns
    -------
    Contrast or None
    """
    levels, mean, low, high = _oriented(grounds.sign, evidence)
    if len(levels) < 2:  # noqa: PLR2004 - one level has nothing to be compared with
        return None
    column = grounds.measurements.design.values[parameter.name].tolist()
    runs = np.array([max(1, sum(value == level for value in column)) for level in levels], dtype=np.float64)
    average, rest = float(np.average(mean, weights=runs)), float(np.average(mean[:-1], weights=runs[:-1]))
    half = (high - low) / 2
    pooled = float(np.sqrt(np.average(half**2, weights=runs) / len(levels)))
    return Contrast(
        level=levels[0],
        last=levels[-1],
        others=levels[1:],
        mean=grounds.sign * float(mean[0]),
        last_mean=grounds.sign * float(mean[-1]),
        rest=grounds.sign * rest,
        ahead=bool(low[0] > high[1:].max()),
        behind=bool(high[-1] < low[:-1].min()),
        gain=_around(float(mean[0]) - average, float(np.hypot(half[0], pooled))),
        spared=_around(rest - average, float(runs[-1] / runs.sum()) * float(np.hypot(half[-1], pooled))),
    )


def _oriented(sign: float, evidence: LevelMeans | Shape) -> tuple[tuple[object, ...], Means, Means, Means]:
    """Give levels, means and interval ends, best first, more is better."""
    fitted = evidence if isinstance(evidence, LevelMeans) else evidence.curve
    levels = evidence.levels if isinstance(evidence, LevelMeans) else (False, True)
    ends = np.sort(np.stack([sign * fitted.low, sign * fitted.high]), axis=0)
    order = np.argsort(-sign * fitted.mean, kind="stable")
    return tuple(levels[place] for place in order), sign * fitted.mean[order], ends[0][order], ends[1][order]


def _around(value: float, half: float) -> Estimate:
    return Estimate(value, value - half, value + half)
