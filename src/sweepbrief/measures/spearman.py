"""Spearman's rho: how consistently the metric rises or falls with the parameter, by whatever curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.correlation import correlate, settings_as_numbers
from sweepbrief.measures.score import Estimate, Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.basis import Basis

MEASURE = "spearman"


def score(basis: Basis) -> Scores:
    """Correlate the ranks of the metric with the ranks of the settings, among the runs where both are known.

    Ties share their mean rank. Ranks are those of the whole sweep; resamples draw pairs of ranks.
    """
    design = basis.design
    columns = {one.name: settings_as_numbers(design, one.name) for one in design.parameters}
    numbers = {name: column for name, column in columns.items() if column is not None}
    x = np.column_stack([mean_rank(column) for column in numbers.values()]) if numbers else np.empty((design.n, 0))
    rise = design.y if design.step > 0 else -design.y
    y = [mean_rank(np.where(np.isnan(column), np.nan, rise)) for column in numbers.values()]
    found = correlate(x, np.column_stack(y) if y else x, basis.resamples)
    of_numbers = dict(zip(numbers, found, strict=True))
    return Scores(MEASURE, {name: of_numbers.get(name, Estimate(None, why_not="category")) for name in columns})


def mean_rank(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank from small to large, equal values sharing their mean rank; NaN stays NaN."""
    ranks = np.full(values.shape, np.nan)
    known = ~np.isnan(values)
    _, inverse, count = np.unique(values[known], return_inverse=True, return_counts=True)
    ranks[known] = (np.cumsum(count) - (count - 1) / 2)[inverse]
    return ranks
