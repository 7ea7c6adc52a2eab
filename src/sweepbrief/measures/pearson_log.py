"""Pearson's r on the log scale: how closely the metric follows the parameter's order of magnitude."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.correlation import correlate, settings_as_numbers
from sweepbrief.measures.score import Estimate, Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.basis import Basis
    from sweepbrief.sweep import Parameter

MEASURE = "pearson_log"

_DECADE = 10.0


def score(basis: Basis) -> Scores:
    """Correlate the raw metric with the logarithm of positive settings that span a decade or more."""
    design = basis.design
    columns = {one.name: settings_as_numbers(design, one.name) for one in design.parameters}
    reasons = {one.name: _why_not(one, columns[one.name]) for one in design.parameters}
    logs = [np.log10(column) for name, column in columns.items() if column is not None and not reasons[name]]
    x = np.column_stack(logs) if logs else np.empty((design.n, 0))
    found = iter(correlate(x, np.broadcast_to(design.metric[:, None], x.shape), basis.resamples))
    return Scores(MEASURE, {name: Estimate(None, why_not=word) if word else next(found) for name, word in reasons.items()})


def _why_not(parameter: Parameter, column: NDArray[np.float64] | None) -> str:
    """Say why a logarithm means nothing here, if so."""
    if column is None or not parameter.numeric:
        return "category"
    known = column[~np.isnan(column)]
    if not len(known):
        return "too_few_runs"
    if known.min() <= 0.0:
        return "not_positive"
    return "" if known.max() >= _DECADE * known.min() * (1 - 1e-9) else "narrow"
