"""Shape: how much of a main curve a line and a monotone curve explain, with the chances of each reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.scales import LINE_BOUNDARY, MONOTONE_ENOUGH, MONOTONE_LITTLE, SWING
from sweepbrief.diagnosis.selection import weigh_forms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.form import Form
    from sweepbrief.diagnosis.regression import Span

DRAWS = 48
BINS = 64
CURVE = 302
LIKELY = 0.02


@dataclass(frozen=True, slots=True)
class MainShape:
    """The shape of a main curve.

    Attributes
    ----------
    line_share, monotone_share : float
        Part of the curve's variance over the observations that the best raw line, and the best monotone curve, explain.
    straight, monotone, bent : float
        Chances that the curve is straight, nonlinear in one direction, or up and down; they sum to 1.
    """

    line_share: float
    monotone_share: float
    straight: float
    monotone: float
    bent: float


ONLY_LINE = MainShape(1.0, 1.0, 1.0, 0.0, 0.0)


def isotonic(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the best monotone fit, in whichever direction fits better (pool adjacent violators)."""
    from scipy.optimize import isotonic_regression  # noqa: PLC0415 - slow to import

    fits = [isotonic_regression(values, weights=weights, increasing=way).x for way in (True, False)]
    errors = [float(weights @ (values - found) ** 2) for found in fits]
    return np.asarray(fits[int(errors[1] < errors[0])], dtype=np.float64)


def binned(axis: Axis) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Gather distinct values into bins of about equal weight: bin of each value, and weight of each bin."""
    counts = axis.counts
    bins = np.minimum((axis.ranks * BINS).astype(np.int64), BINS - 1) if axis.size > BINS else np.arange(axis.size)
    where = np.asarray(np.unique(bins, return_inverse=True)[1], dtype=np.int64)
    return where, np.asarray(np.bincount(where, weights=counts), dtype=np.float64)


def shares(axis: Axis, curve: NDArray[np.float64]) -> tuple[float, float]:
    """Give the line share and the monotone share of a curve on the axis's distinct values."""
    line, monotone, _ = readings(axis, curve[:, None])
    return float(line[0]), float(monotone[0])


def readings(axis: Axis, curves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give line share, monotone share and swing of many curves, shape (distinct values, many), at once: shape (3, many).

    The swing is the largest move of a curve against its main direction as a part of the largest one along it.
    """
    counts = axis.counts / axis.counts.sum()
    centred = curves - counts @ curves
    total = counts @ centred**2
    numbers = axis.scaled - counts @ axis.scaled
    bins, weights = binned(axis)
    starts = np.searchsorted(bins, np.arange(len(weights)))
    means = np.add.reduceat(axis.counts[:, None] * centred, starts, axis=0) / weights[:, None]
    spread = weights @ (means - np.average(means, axis=0, weights=weights)) ** 2
    bent = np.flatnonzero((np.diff(means, axis=0) > 0).any(axis=0) & (np.diff(means, axis=0) < 0).any(axis=0))
    lost = np.zeros(means.shape[1])
    lost[bent] = [float(weights @ (one - isotonic(one, weights)) ** 2) for one in means[:, bent].T]
    up = (means - np.minimum.accumulate(means)).max(axis=0)
    down = (np.maximum.accumulate(means) - means).max(axis=0)
    found = np.ones((3, curves.shape[1]))
    with np.errstate(invalid="ignore", divide="ignore"):
        line = np.minimum(((counts * numbers) @ centred) ** 2 / (counts @ numbers**2) / total, 1.0)
        monotone = np.maximum(np.where(spread > 0, 1.0 - lost / spread, 1.0), line)
        found[:2] = np.where(total > 0, [line, monotone], 1.0)
        found[2] = np.where(np.maximum(up, down) > 0, np.minimum(up, down) / np.maximum(up, down), 0.0)
    return found


def shape_of(bench: Bench, span: Span, number: int, sigma2: float, seed: int) -> MainShape:
    """Average the shape of a main curve over its likely forms and the uncertainty of each.

    Parameters
    ----------
    bench : Bench
        With the axes.
    span : Span
        All other terms.
    number : int
        The axis.
    sigma2 : float
        Noise variance.
    seed : int
        Of the draws.

    Returns
    -------
    MainShape
    """
    axis, scored = bench.axes[number], weigh_forms(bench, span, number)
    if axis.size <= 2 or not scored:  # noqa: PLR2004 - two values make a line
        return ONLY_LINE
    generator = np.random.default_rng([seed, CURVE])
    normal = generator.standard_normal((DRAWS, 12))
    best = min(bic for bic, _ in scored)
    weights = np.array([np.exp(-(bic - best) / 2) for bic, _ in scored])
    weights /= weights.sum()
    total = np.zeros(5)
    for weight, (_, form) in zip(weights, scored, strict=True):
        if weight > LIKELY:
            total += weight * _reading(axis, _draws(bench, span, form, sigma2, normal))
    total /= weights[weights > LIKELY].sum()
    return MainShape(*(float(value) for value in total))


def _draws(bench: Bench, span: Span, form: Form, sigma2: float, normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draw curves on the distinct values from the posterior, pulled towards zero as the F statistic says."""
    columns = span.without(bench.weigh(form.columns))
    gram = columns.T @ columns
    inverse = np.linalg.pinv(gram, rcond=1e-9, hermitian=True)
    beta = inverse @ (columns.T @ span.left)
    statistic = float(beta @ gram @ beta) / max(form.size * sigma2, 1e-300)
    kept = max(0.0, 1.0 - 1.0 / statistic) if statistic > 0 else 0.0
    values, vectors = np.linalg.eigh(inverse)
    half = vectors * np.sqrt(np.maximum(values, 0.0) * sigma2 * kept)
    drawn = kept * beta[:, None] + half @ normal[:, : form.size].T
    return np.asarray(form.support @ drawn, dtype=np.float64)


def _reading(axis: Axis, curves: NDArray[np.float64]) -> NDArray[np.float64]:
    line, one_way, swings = readings(axis, curves)
    straight = line > LINE_BOUNDARY
    monotone = ~straight & (one_way > np.where(swings >= SWING, MONOTONE_ENOUGH, MONOTONE_LITTLE))
    bent = ~straight & ~monotone
    return np.array([np.median(line), np.median(one_way), straight.mean(), monotone.mean(), bent.mean()])
