"""The noise floor: how much the metric varies when nothing is changed, and how many decimals that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.score import Estimate

if TYPE_CHECKING:
    from sweepbrief.measures.design import Design

_MOST_DIGITS = 10
ROUNDING = 1e-12
"""Standard deviation, in units of the largest metric, below which repeats differ by rounding alone."""


def noise(design: Design) -> Estimate:
    """Give the metric's standard deviation among runs with identical settings, pooled, with its chi-squared interval.

    Returns
    -------
    Estimate
        In the metric's unit, in the middle of the runs where the metric is judged by its logarithm; without value
        (``no_replicates``) where no settings repeat.
    """
    count = np.bincount(design.groups)
    spare = design.n - len(count)
    if spare < 1:
        return Estimate(None, why_not="no_replicates")
    from scipy.special import chdtri  # noqa: PLC0415 - keeps `import sweepbrief` light

    size = float(np.median(np.abs(design.metric)) if design.scale == "log" else np.abs(design.metric).max()) or 1.0
    metric = design.level
    means = np.bincount(design.groups, metric) / count
    squares = float(np.square(metric - means[design.groups]).sum())
    low, high = (size * float(np.sqrt(squares / chdtri(spare, tail))) for tail in (0.025, 0.975))
    if squares <= spare * ROUNDING**2:
        return Estimate(0.0, 0.0, 0.0)
    return Estimate(size * float(np.sqrt(squares / spare)), low, high)


def metric_digits(design: Design, floor: Estimate) -> int:
    """Give the decimals worth printing: those that stand for two digits of the noise, and none that the runs do not have.

    Where no settings repeat, a tenth of the metric's spread stands in for the noise.
    """
    step = floor.value or abs(design.step) / 10.0
    worth = int(np.clip(1 - np.floor(np.log10(step)), 0, _MOST_DIGITS)) if step > 0.0 else _MOST_DIGITS
    for digits in range(worth):
        if np.allclose(np.round(design.metric, digits), design.metric, rtol=1e-12, atol=10.0 ** (-digits - 6)):
            return digits
    return worth
