"""Contrasts: the stretches of a parameter compared with each other, with intervals that hold for all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.scales import LEVEL_RUNS, SATURATED
from sweepbrief.diagnosis.telling_scales import STRETCHES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis

    Array = NDArray[np.float64]

DRAWS = 2000
SURE = 0.95
CONTRAST = 305


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a parameter's values: an interval with equally many runs as the others, a value, or a level.

    Attributes
    ----------
    span : tuple of two float or None
        Smallest and largest value; None for a level.
    level : object
        The level; None where ``span`` is given (or where "not set" is the level).
    runs : int
        How many observations lie in it.
    mean : float
        Fitted mean there, others averaged as tried, in the unit of what was fitted.
    """

    span: tuple[float, float] | None
    level: object
    runs: int
    mean: float = float("nan")


@dataclass(frozen=True, slots=True)
class Contrast:
    """The best and the worst of some stretches.

    Attributes
    ----------
    best, worst : int
        Their places.
    value, low, high : float
        How much higher the best is: shrunk as its F statistic says, with a 95 % interval for the largest difference between
        any two (Tukey's method, by simulation, so that picking the two extremes is paid for).
    """

    best: int
    worst: int
    value: float
    low: float
    high: float


def stretches(axis: Axis) -> list[tuple[Stretch, Array]]:
    """Divide a parameter's values into what is compared.

    Parameters
    ----------
    axis : Axis
        With at least one value.

    Returns
    -------
    list of (Stretch, float64 array)
        Each with the weights of the axis's distinct values in it, which sum to 1. Values and levels with fewer than three runs
        are left out.
    """
    places = np.arange(axis.size)
    if axis.ordered and axis.size > SATURATED:
        parts = np.minimum((axis.ranks * STRETCHES).astype(np.int64), STRETCHES - 1)
        masks = [parts == part for part in np.unique(parts)]
    else:
        masks = [places == place for place in places]
    numeric = axis.ordered and not axis.boolean
    return [_stretch(axis, mask, numeric=numeric) for mask in masks if axis.counts[mask].sum() >= LEVEL_RUNS]


def _stretch(axis: Axis, mask: NDArray[np.bool_], *, numeric: bool) -> tuple[Stretch, Array]:
    inside, runs = axis.numbers[mask], int(axis.counts[mask].sum())
    weights = mask * axis.counts / runs
    if numeric:
        return Stretch((float(inside[0]), float(inside[-1])), None, runs), weights
    return Stretch(None, axis.labels[int(np.flatnonzero(mask)[0])], runs), weights


def weights_of(axis: Axis, stretch: Stretch) -> Array | None:
    """Give the weights of an axis's distinct values in a stretch found on another set of runs; None where none lies in it."""
    if stretch.span is None:
        inside = np.array([label == stretch.level for label in axis.labels])
    else:
        inside = (axis.numbers >= stretch.span[0]) & (axis.numbers <= stretch.span[1])
    counts = inside * axis.counts
    return counts / counts.sum() if counts.sum() else None


def contrast(rows: Array, beta: Array, covariance: Array, seed: int) -> Contrast:
    """Compare stretches by their fitted means.

    Parameters
    ----------
    rows : float64 array, shape (r, d)
        The averaged functions in each stretch; at least two.
    beta, covariance : float64 array, shapes (d,) and (d, d)
        Their coefficients.
    seed : int
        Of the simulated contrasts.

    Returns
    -------
    Contrast

    References
    ----------
    Hothorn, Bretz & Westfall, Simultaneous inference in general parametric models, Biometrical Journal 50 (2008).
    """
    means, spread = rows @ beta, rows @ covariance @ rows.T
    best, worst = int(means.argmax()), int(means.argmin())
    gaps = means[:, None] - means[None, :]
    errors = np.sqrt(np.maximum(np.diag(spread)[:, None] + np.diag(spread)[None, :] - 2 * spread, 0.0))
    half = critical(spread, errors, seed) * errors
    value = kept(beta, covariance) * float(gaps[best, worst])
    low, high = max(float((gaps - half).max()), 0.0), float((gaps + half).max())
    return Contrast(best, worst, min(max(value, low), high), low, high)


def critical(spread: Array, errors: Array, seed: int) -> float:
    """Give the 95 % quantile of the largest of all standardised differences between two of some correlated means."""
    values, vectors = np.linalg.eigh(spread)
    normal = np.random.default_rng([seed, CONTRAST]).standard_normal((DRAWS, len(values)))
    drawn = normal @ (vectors * np.sqrt(np.maximum(values, 0.0))).T
    usable = errors > 1e-9 * max(float(errors.max()), 1e-300)
    largest = np.zeros(DRAWS)
    for one in range(len(values)):
        for other in np.flatnonzero(usable[one, :one]):
            np.maximum(largest, np.abs(drawn[:, one] - drawn[:, other]) / errors[one, other], out=largest)
    return float(np.quantile(largest, SURE))


def kept(beta: Array, covariance: Array) -> float:
    """Give the part of an effect that is kept when noise is taken off: one less one over its F statistic."""
    statistic = float(beta @ np.linalg.pinv(covariance, rcond=1e-9, hermitian=True) @ beta) / max(len(beta), 1)
    return max(0.0, 1.0 - 1.0 / statistic) if statistic > 0 else 0.0
