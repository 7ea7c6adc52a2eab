"""Eta squared: how much of the metric's variation the levels of a category carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.resampling import FEWEST
from sweepbrief.measures.score import Estimate, Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.basis import Basis

MEASURE = "eta_squared"

_TAIL = 0.025
_TINY = 1e-12


def score(basis: Basis) -> Scores:
    """Give the share of variance between levels, corrected for the levels' number (epsilon squared; Kelley 1935).

    The correction makes pure noise score zero on average; negative values are shown as zero. The interval inverts the
    noncentral F distribution (Steiger 2004, doi:10.1037/1082-989X.9.2.164). Replicates that resemble each other count for less
    than their number (Kish's design effect). Computed on the robust target, where diverged runs are drawn in. A missing
    setting is a level.
    """
    design = basis.design
    found = {}
    for one in design.parameters:
        if one.numeric:
            found[one.name] = Estimate(None, why_not="numeric")
            continue
        members = design.x[:, design.members(one.name)]
        codes = members[:, 0] if members.shape[1] == 1 else members.argmax(axis=1)
        found[one.name] = eta_squared(codes.astype(np.int64), design.y, design.groups)
    return Scores(MEASURE, found)


def eta_squared(codes: NDArray[np.int64], y: NDArray[np.float64], groups: NDArray[np.int64]) -> Estimate:
    """Give epsilon squared of ``y`` between the levels ``codes``, with its interval; ``groups`` are the settings."""
    levels, codes = np.unique(codes, return_inverse=True)
    between, within = len(levels) - 1, len(y) - len(levels)
    total = float(np.square(y - y.mean()).sum())
    if total <= 0.0 or not between:
        return Estimate(None, why_not="constant")
    if within < 1:
        return Estimate(None, why_not="too_few_runs")
    error = y - (np.bincount(codes, y) / np.bincount(codes))[codes]
    share = 1.0 - float(np.square(error).sum()) / total
    value = max(0.0, 1.0 - (1.0 - share) * (len(y) - 1) / within)
    if int(groups.max()) + 1 < FEWEST:
        return Estimate(value, why_not="too_few_runs")
    if share >= 1.0 - _TINY:
        return Estimate(value, why_not="degenerate")
    spare = max(effective_runs(error, groups) - len(levels), 1.0)
    f = share / between / ((1.0 - share) / spare)
    count = between + spare + 1.0
    low, high = _noncentral(f, between, spare, 1.0 - _TAIL), _noncentral(max(f, 1.0), between, spare, _TAIL)
    return Estimate(value, min(value, low / (low + count)), max(value, high / (high + count)))


def effective_runs(error: NDArray[np.float64], groups: NDArray[np.int64]) -> float:
    """Give how many independent runs the runs are worth: n / (1 + (m - 1) icc), m runs a setting, icc their likeness."""
    count = np.bincount(groups)
    n, settings = len(groups), len(count)
    if settings in {1, n}:
        return float(n)
    means = np.bincount(groups, error) / count
    within = float(np.square(error - means[groups]).sum()) / (n - settings)
    among = float((count * np.square(means)).sum()) / (settings - 1)
    size = (n - float(np.square(count).sum()) / n) / (settings - 1)
    alike = max(0.0, (among - within) / (among + (size - 1.0) * within)) if among > 0.0 else 0.0
    return n / (1.0 + (n / settings - 1.0) * alike)


def _noncentral(f: float, between: int, within: float, tail: float) -> float:
    """Find by bisection the noncentrality under which F falls below ``f`` with probability ``tail``."""
    from scipy.special import fdtr, ncfdtr  # noqa: PLC0415 - keeps `import sweepbrief` light

    if fdtr(between, within, f) <= tail:
        return 0.0
    low, high = 0.0, 1.0
    while ncfdtr(between, within, high, f) > tail:
        low, high = high, 2.0 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if ncfdtr(between, within, middle, f) > tail else (low, middle)
    return (low + high) / 2
