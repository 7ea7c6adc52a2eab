"""Permutation importance: how much worse unseen runs are predicted once a parameter's settings are shuffled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.resampling import bootstrap
from sweepbrief.measures.score import Estimate, Scores
from sweepbrief.measures.tree_predictions import changes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.basis import Basis
    from sweepbrief.measures.design import Design
    from sweepbrief.measures.forest import Forest

MEASURE = "permutation"

_PURPOSE = 103
_SHUFFLES = 2
MOST_PERMUTED = 2000
"""Runs that the errors are measured on at most."""


def score(basis: Basis) -> Scores:
    """Give by how much out-of-bag R2 falls when one parameter is shuffled (Breiman 2001); noise scores about zero.

    All columns of a parameter are shuffled together, and every tree predicts only settings it has not seen, so that neither
    encoding nor replicates matter. The interval resamples settings, the forest and two shuffles given. Beyond 2,000
    runs a seeded choice of 2,000 is predicted.
    """
    design, forest, names = basis.design, basis.forest, [one.name for one in basis.design.parameters]
    if forest is None:
        return Scores(MEASURE, {name: Estimate(None, why_not=basis.why_not) for name in names})
    rng = np.random.default_rng([basis.seed, _PURPOSE])
    rows = np.sort(rng.permutation(design.n)[:MOST_PERMUTED])
    donors = np.stack([rng.permutation(rows) for _ in range(_SHUFFLES)])
    loss = np.zeros((design.n, len(names)))
    loss[rows] = _losses(forest, design, rows, donors)
    seen = np.zeros(design.n)
    seen[rows] = ~np.isnan(forest.prediction[rows])
    y = np.where(seen > 0, design.target, 0.0)
    spread = np.broadcast_to(np.stack([seen, y, y * y], axis=1)[:, :, None], (design.n, 3, len(names)))
    found = bootstrap(np.concatenate([spread, loss[:, None, :]], axis=1), _fall, basis.resamples)
    values = zip(names, found.value, found.low, found.high, strict=True)
    return Scores(MEASURE, {name: _estimate(float(value), float(low), float(high)) for name, value, low, high in values})


def _losses(forest: Forest, design: Design, rows: NDArray[np.int64], donors: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give by how much each run's squared error grows when its settings of a parameter come from donors, shape (rows, p)."""
    outside = forest.outside[:, rows]
    change = changes(forest.nodes, design.x[rows], outside, np.searchsorted(rows, donors), design.players)
    votes = outside.sum(axis=0)
    before = forest.prediction[rows]
    after = before + change / np.maximum(votes, 1)
    grown = (np.square(design.target[rows] - after) - np.square(design.target[rows] - before)).mean(axis=1)
    return np.where(votes > 0, grown, 0.0).T


def _fall(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fall of R2 from the sums of 1, y, yy and growth of squared error."""
    count, y, yy, grown = np.moveaxis(sums, -2, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = yy - y * y / count
        return np.where(spread > 1e-12 * count, grown / spread, np.nan)


def _estimate(value: float, low: float, high: float) -> Estimate:
    """Say what there is; a parameter that no tree uses scores exactly zero."""
    if np.isnan(value):
        return Estimate(None, why_not="constant")
    if np.isnan(low):
        return Estimate(value, 0.0, 0.0) if value == 0.0 else Estimate(value, why_not="degenerate")
    return Estimate(value, low, high)
