"""How the outcomes of a sweep lie: its leading values, its middle, and the value that a good run reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.score import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEADING = 50
"""Best values that are kept: another sweep's best is counted against these."""
GOOD = 0.9
"""A good run is at least as good as this part of the runs."""
FEWEST = 8
"""Runs below which a quantile has no interval."""
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Outcomes of the runs that count, in the metric's unit.

    Attributes
    ----------
    leading : tuple of float
        The best values, the best first; at most `LEADING`.
    median : Estimate
        The middle run.
    good : Estimate
        What the best tenth of the runs reach.
    noise : Estimate
        Standard deviation between runs of equal settings, among the settings that are better than the middle one: near the
        best, noise is often less than elsewhere. Without value where none of these repeat.
    """

    leading: tuple[float, ...]
    median: Estimate
    good: Estimate
    noise: Estimate


def outcomes(metric: NDArray[np.float64], groups: NDArray[np.int64], *, higher: bool) -> Outcomes:
    """Sum up the outcomes of a sweep.

    Parameters
    ----------
    metric : float64 array, shape (n,)
        Of the runs that count; finite.
    groups : int64 array, shape (n,)
        Runs with identical settings share a number.
    higher : bool
        Whether higher is better.

    Returns
    -------
    Outcomes
        Quantiles with the 95 % intervals of order statistics, which hold for any distribution (Conover, Practical
        Nonparametric Statistics, 1999, section 3.2).
    """
    worst_first = np.sort(metric) if higher else np.sort(metric)[::-1]
    leading = tuple(float(value) for value in worst_first[::-1][:LEADING])
    return Outcomes(leading, _quantile(worst_first, 0.5), _quantile(worst_first, GOOD), _noise(metric, groups, higher=higher))


def _noise(metric: NDArray[np.float64], groups: NDArray[np.int64], *, higher: bool) -> Estimate:
    """Pool the variance within the better settings that repeat; its chi-squared interval."""
    size = float(np.abs(metric).max()) or 1.0
    metric, count = metric / size, np.bincount(groups)
    means = np.bincount(groups, metric) / np.maximum(count, 1)
    good = (1 if higher else -1) * (means - np.median(means)) >= 0
    rows = (good & (count > 1))[groups]
    spare = int(count[good & (count > 1)].sum() - (good & (count > 1)).sum())
    if spare < 1:
        return Estimate(None, why_not="no_replicates")
    from scipy.special import chdtri  # noqa: PLC0415 - keeps `import sweepbrief` light

    squares = float(np.square(metric[rows] - means[groups[rows]]).sum())
    low, high = (size * float(np.sqrt(squares / chdtri(spare, tail))) for tail in (0.025, 0.975))
    return Estimate(size * float(np.sqrt(squares / spare)), low, high)


def _quantile(ordered: NDArray[np.float64], part: float) -> Estimate:
    """Give a quantile of ordered values with the interval of its order statistics."""
    count = len(ordered)
    value = float(np.interp(part * (count - 1), np.arange(count), ordered))
    if count < FEWEST:
        return Estimate(value, why_not="too_few_runs")
    spread = _Z * np.sqrt(count * part * (1 - part))
    places = np.clip([np.floor(count * part - spread), np.ceil(count * part + spread)], 0, count - 1).astype(int)
    low, high = sorted(float(ordered[place]) for place in places)
    return Estimate(value, low, high)
