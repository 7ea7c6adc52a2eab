"""Pearson's r: how closely the metric follows a straight line in the parameter's own unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.correlation import correlate, settings_as_numbers
from sweepbrief.measures.score import Estimate, Scores

if TYPE_CHECKING:
    from sweepbrief.measures.basis import Basis

MEASURE = "pearson"


def score(basis: Basis) -> Scores:
    """Correlate the raw metric with the raw settings; the sign is the metric's own, whatever its direction.

    A boolean is coded 0 and 1. A category has no r: its codes are arbitrary.
    """
    design = basis.design
    columns = {one.name: settings_as_numbers(design, one.name) for one in design.parameters}
    numbers = {name: column for name, column in columns.items() if column is not None}
    x = np.column_stack(list(numbers.values())) if numbers else np.empty((design.n, 0))
    found = correlate(x, np.broadcast_to(design.metric[:, None], x.shape), basis.resamples)
    of_numbers = dict(zip(numbers, found, strict=True))
    return Scores(MEASURE, {name: of_numbers.get(name, Estimate(None, why_not="category")) for name in columns})
