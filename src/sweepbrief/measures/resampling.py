"""Bootstrap intervals: what a statistic would have been, had the sweep drawn other settings.

Settings are resampled, not runs: replicates of one setting come and go together. Every statistic here is a function of sums
over runs, so a resample is one row of counts and all resamples of all parameters are one matrix product. The interval is the
bias-corrected and accelerated one (BCa; Efron 1987, doi:10.1080/01621459.1987.10478410). With more than 4,000 settings the
statistics are normal to within the width of a line, and the jackknife's standard error gives the same interval for less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design

FEWEST = 8
"""Settings below which no interval is given."""

_PURPOSE = 101
_DRAWS = 1000
_MANY = 4000
_UNDEFINED = 0.05
_TINY = 1e-12
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Resamples:
    """Resamples shared by all measures.

    Attributes
    ----------
    groups : int64 array, shape (n,)
        The setting of each run.
    counts : float64 array, shape (resamples, number of settings), or None
        How often each setting was drawn; None where the jackknife takes over.
    """

    groups: NDArray[np.int64]
    counts: NDArray[np.float64] | None

    @property
    def settings(self) -> int:
        """Number of distinct settings."""
        return int(self.groups.max()) + 1

    def collect(self, parts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum an array over the runs of each setting: shape (n, ...) to (number of settings, ...)."""
        if self.settings == len(self.groups):
            return parts if bool((self.groups[1:] > self.groups[:-1]).all()) else parts[np.argsort(self.groups)]
        order = np.argsort(self.groups, kind="stable")
        starts = np.searchsorted(self.groups[order], np.arange(self.settings))
        total: NDArray[np.float64] = np.add.reduceat(parts[order], starts, axis=0)
        return total


@dataclass(frozen=True, slots=True)
class Intervals:
    """A statistic of every parameter with its 95 % interval; NaN where undefined.

    Attributes
    ----------
    value, low, high : float64 array, shape (p,)
        ``low`` and ``high`` are NaN where the bootstrap says nothing: too often undefined, or always the same.
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def draw(design: Design, seed: int) -> Resamples:
    """Draw the resamples that every measure shares."""
    settings = int(design.drawn.max()) + 1
    if not FEWEST <= settings <= _MANY:
        return Resamples(design.drawn, None)
    chosen = np.random.default_rng([seed, _PURPOSE]).integers(settings, size=(_DRAWS, settings))
    places = chosen + settings * np.arange(_DRAWS)[:, None]
    counts = np.bincount(places.ravel(), minlength=_DRAWS * settings).reshape(_DRAWS, settings)
    return Resamples(design.drawn, counts.astype(np.float64))


def bootstrap(
    parts: NDArray[np.float64],
    statistic: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    resamples: Resamples,
) -> Intervals:
    """Give a statistic with its interval.

    Parameters
    ----------
    parts : float64 array, shape (n, s, p)
        What each run adds to the s sums behind the statistic of each of p parameters.
    statistic : callable
        Maps sums, shape (..., s, p), to values, shape (..., p); NaN where undefined.
    resamples : Resamples
        Shared draws.

    Returns
    -------
    Intervals
        Without ends where there are fewer than `FEWEST` settings.
    """
    parts = resamples.collect(parts)
    total = parts.sum(axis=0)
    value = statistic(total)
    if len(parts) < FEWEST:
        return Intervals(value, np.full_like(value, np.nan), np.full_like(value, np.nan))
    without = statistic(total - parts)
    if resamples.counts is None:
        return _jackknife(value, without)
    drawn = resamples.counts @ parts.reshape(len(parts), -1)
    return _bca(value, statistic(drawn.reshape(-1, *parts.shape[1:])), without)


def _jackknife(value: NDArray[np.float64], without: NDArray[np.float64]) -> Intervals:
    """Give the normal interval with the jackknife's standard error (Efron and Stein 1981)."""
    count = len(without)
    error = np.sqrt((count - 1) * np.square(without - without.mean(axis=0)).mean(axis=0))
    error = np.where(error > _TINY, error, np.nan)
    return Intervals(value, value - _Z * error, value + _Z * error)


def _bca(value: NDArray[np.float64], drawn: NDArray[np.float64], without: NDArray[np.float64]) -> Intervals:
    """Give the BCa interval of each parameter from its resampled and leave-one-out values."""
    low, high = np.full_like(value, np.nan), np.full_like(value, np.nan)
    for place in range(len(value)):
        found = drawn[np.isfinite(drawn[:, place]), place]
        rest = without[np.isfinite(without[:, place]), place]
        if not np.isfinite(value[place]) or len(found) < (1 - _UNDEFINED) * len(drawn) or np.ptp(found) <= _TINY:
            continue
        low[place], high[place] = np.quantile(found, _levels(float(value[place]), found, rest))
    return Intervals(value, low, high)


def _levels(value: float, found: NDArray[np.float64], rest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the two quantile levels, corrected for bias and skewness."""
    from scipy.special import ndtr, ndtri  # noqa: PLC0415 - keeps `import sweepbrief` light

    below = float((found < value - _TINY).mean() + (found <= value + _TINY).mean()) / 2
    bias = ndtri(np.clip(below, 1 / len(found), 1 - 1 / len(found)))
    away = rest.mean() - rest
    scale = np.square(away).sum() ** 1.5
    skew = np.power(away, 3).sum() / (6 * scale) if scale > 0 else 0.0
    shifted = bias + np.array([-_Z, _Z])
    levels: NDArray[np.float64] = ndtr(bias + shifted / np.maximum(1 - skew * shifted, _TINY))
    return levels
