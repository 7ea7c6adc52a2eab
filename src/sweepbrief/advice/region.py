"""The region of a parameter that cannot be told from its best: where the advised range has to reach."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis import Lines
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.advice.grounds import Grounds
    from sweepbrief.diagnosis import Shape
    from sweepbrief.sweep import Parameter

REACH = 0.03
"""A curve is only as fine as the runs it went through: each end reaches on over this part of the runs. Without it a cliff or
a hole beside the optimum costs the 95 in 100 sweeps in which the optimum must stay inside."""
EDGE = 0.05
"""A region ends at the edge of the range where less than this part of the range lies beyond it."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where a parameter is best, and what that is worth.

    Attributes
    ----------
    low, high : float
        Its ends, in the parameter's unit.
    mean : float
        Fitted metric in it, averaged over the runs' values there.
    gain : Estimate
        Fitted metric in it minus the average over all runs, oriented so that positive is better, with its 95 % interval.
    width : float
        Part of the searched range that it covers before its ends reach on, on the parameter's scale, 0..1.
    at_low, at_high : bool
        Whether it ends at the edge of the searched range.
    """

    low: float
    high: float
    mean: float
    gain: Estimate
    width: float
    at_low: bool
    at_high: bool


def region(grounds: Grounds, parameter: Parameter, shape: Shape) -> Region:
    """Find the values whose fitted metric, within its band, reaches the best.

    A value belongs to the region where the better end of its 95 % band reaches the worse end of the band at the best value; the
    region is the interval around them and around the stretch that the finding names: the true optimum lies in it at least
    as often as the bands hold.

    Parameters
    ----------
    grounds : Grounds
        What is known.
    parameter : Parameter
        A numeric one.
    shape : Shape
        Its fitted curve.

    Returns
    -------
    Region
        Never empty.
    """
    curve, sign = shape.curve, grounds.sign
    mean = sign * curve.mean
    better, worse = np.maximum(sign * curve.low, sign * curve.high), np.minimum(sign * curve.low, sign * curve.high)
    inside = curve.x[better >= worse.max()]
    named = shape.best or (inside[0], inside[-1])
    values = grounds.values(parameter.name)
    core = float(min(inside[0], named[0])), float(max(inside[-1], named[1]))
    low, high = _reaching(*core, values)
    there = values[(values >= low) & (values <= high)]
    fitted, at_runs = (float(np.interp(part, curve.x, mean).mean()) for part in (there, values))
    half = float(np.interp(there, curve.x, (better - worse) / 2).mean())
    gain = fitted - at_runs
    ends = np.array([*searched(parameter, values), *core])
    ends = np.log(ends) if grounds.by_factors(parameter) else ends
    span = max(float(ends[1] - ends[0]), np.finfo(float).tiny)
    return Region(
        low=low,
        high=high,
        mean=sign * fitted,
        gain=Estimate(gain, gain - half, gain + half),
        width=float(ends[3] - ends[2]) / span,
        at_low=bool(ends[2] - ends[0] <= EDGE * span),
        at_high=bool(ends[1] - ends[3] <= EDGE * span),
    )


def _reaching(low: float, high: float, values: NDArray[np.float64]) -> tuple[float, float]:
    """Move both ends outward over a few runs."""
    ordered, more = np.sort(values), math.ceil(REACH * len(values))
    first, last = int(np.searchsorted(ordered, low, "left")), int(np.searchsorted(ordered, high, "right"))
    return (
        min(low, float(ordered[max(first - more, 0)])),
        max(high, float(ordered[min(last - 1 + more, len(ordered) - 1)])),
    )


def holds(grounds: Grounds, parameter: Parameter, best: Region) -> bool:
    """Tell whether a region is better than the average for every band of every partner, so that no partner turns it round.

    Parameters
    ----------
    grounds : Grounds
        What is known.
    parameter : Parameter
        A numeric one.
    best : Region
        Its best region over all runs.

    Returns
    -------
    bool
    """
    for finding in grounds.joint(parameter.name):
        for curve in finding.evidence.curves if isinstance(finding.evidence, Lines) else ():
            inside = (curve.x >= best.low) & (curve.x <= best.high)
            if not inside.any() or grounds.sign * float(curve.mean[inside].mean() - curve.mean.mean()) <= 0:
                return False
    return True


def searched(parameter: Parameter, values: NDArray[np.float64]) -> tuple[float, float]:
    """Give the range that was searched: as the source states it, else as the runs show it."""
    low = float(values.min()) if parameter.low is None else parameter.low
    high = float(values.max()) if parameter.high is None else parameter.high
    return low, high
