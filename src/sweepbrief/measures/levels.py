"""Level means: how the metric came out with each level of a category."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.score import Estimate, Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design

_FEWEST = 2
_TAIL = 0.975


def level_means(design: Design) -> Mapping[str, tuple[Level, ...]]:
    """Give the levels of every category and boolean, those with most runs first, then by name.

    Means are in the metric's unit; their 95 % intervals are Student's t over settings (replicates of one setting count as one).
    """
    return {one.name: _levels(list(design.values[one.name]), design) for one in design.parameters if not one.numeric}


def _levels(values: list[object], design: Design) -> tuple[Level, ...]:
    """Give one parameter's levels."""
    rows_of: dict[str, list[int]] = {}
    for row, value in enumerate(values):
        rows_of.setdefault(f"{type(value).__name__} {value!r}", []).append(row)
    found = [Level(values[rows[0]], len(rows), mean_of(design, np.array(rows))) for rows in rows_of.values()]
    return tuple(sorted(found, key=lambda level: (-level.runs, str(level.value))))


def mean_of(design: Design, rows: NDArray[np.int64]) -> Estimate:
    """Give the mean metric of some runs, with its t interval over settings."""
    metric, groups = design.metric[rows], design.groups[rows]
    size = float(np.abs(metric).max()) or 1.0
    metric = metric / size
    mean = float(metric.mean())
    _, inverse = np.unique(groups, return_inverse=True)
    away = np.bincount(inverse, metric - mean)
    settings = len(away)
    if settings < _FEWEST:
        return Estimate(size * mean, why_not="too_few_runs")
    from scipy.special import stdtrit  # noqa: PLC0415 - keeps `import sweepbrief` light

    error = np.sqrt(settings / (settings - 1) * np.square(away).sum()) / len(rows)
    reach = float(stdtrit(settings - 1, _TAIL) * error)
    return Estimate(size * mean, size * (mean - reach), size * (mean + reach))
