"""Mean absolute SHAP value: how far a parameter moves the forest's prediction of a run, on average."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.resampling import bootstrap
from sweepbrief.measures.score import Estimate, Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.basis import Basis

MEASURE = "shap"


def score(basis: Basis) -> Scores:
    """Average the absolute SHAP values of the explained runs, in the metric's unit.

    Columns of one parameter are summed before the absolute value is taken. The interval resamples settings, the forest given.
    """
    names = [one.name for one in basis.design.parameters]
    if basis.explanation is None:
        return Scores(MEASURE, {name: Estimate(None, why_not=basis.shap_error or basis.why_not) for name in names})
    size = np.zeros((basis.design.n, 2, len(names)))
    size[basis.explanation.rows, 0] = 1.0
    size[basis.explanation.rows, 1] = np.abs(basis.explanation.phi)
    found = bootstrap(size, _mean, basis.resamples)
    unit, ends = abs(basis.design.target_step), np.stack([found.value, found.low, found.high], axis=1).tolist()
    return Scores(MEASURE, {name: _estimate(*(unit * end for end in three)) for name, three in zip(names, ends, strict=True)})


def _mean(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean from the sums of 1 and of sizes."""
    count, total = np.moveaxis(sums, -2, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(count > 0, total / count, np.nan)


def _estimate(value: float, low: float, high: float) -> Estimate:
    """Say what there is; a parameter that no tree uses scores exactly zero."""
    if not np.isnan(low):
        return Estimate(value, max(low, 0.0), high)
    if value == 0.0:
        return Estimate(0.0, 0.0, 0.0)
    return Estimate(value, why_not="degenerate")
