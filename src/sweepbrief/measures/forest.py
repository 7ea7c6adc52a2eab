"""The random forest that stands in for the sweep: grown once, scored on runs that its trees have not seen.

Each tree is grown on a bootstrap draw of settings (Breiman 2001, doi:10.1023/A:1010933404324), so that replicates of one
setting are in the bag together or out of it together: ``RandomForestRegressor`` draws single runs, and a run would be predicted
by trees that saw its twin. The trees themselves are scikit-learn's in the forest that is reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.growth import grower
from sweepbrief.measures.library_growth import MOST_CELLS, LibraryGrower
from sweepbrief.measures.resampling import FEWEST, bootstrap
from sweepbrief.measures.score import Estimate
from sweepbrief.measures.tree_predictions import summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design
    from sweepbrief.measures.resampling import Resamples
    from sweepbrief.measures.tree_nodes import Nodes

TREES = 100
"""Trees of the forest."""

_PURPOSE = 102
_LARGEST_BAG = 20_000
_SMALLEST_BAG = 5000
_BAG_CELLS = 400_000
_OUTSIDE = float(np.exp(-1.0))
_LEAVES = ((500, 1), (1000, 2), (3000, 3), (20_000, 5))
_RUNS_A_LEAF = 4000


@dataclass(frozen=True, slots=True)
class Forest:
    """A fitted forest and what it says of the runs it has not seen.

    Attributes
    ----------
    nodes : Nodes
        Of its trees, grown on ``Design.x`` and ``Design.target``.
    outside : bool array, shape (trees, n)
        True where a run was out of the tree's bag. Where bags hold a small part of the runs, a draw of those outside, so that
        each run is predicted by about as many trees as in a small sweep.
    prediction : float64 array, shape (n,)
        Mean out-of-bag prediction, in units of ``Design.target``; NaN where a run was in every bag.
    r2 : Estimate
        Out-of-bag R2; its interval resamples settings, the forest given. A run is predicted by the third of the trees that
        have not seen it, so that the value errs on the low side.
    """

    nodes: Nodes
    outside: NDArray[np.bool_]
    prediction: NDArray[np.float64]
    r2: Estimate

    def predict(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the mean prediction of all trees for rows of settings as in ``Design.x``, shape (rows,)."""
        return summed(self.nodes, x, np.ones((self.nodes.trees, len(x)), dtype=bool)) / self.nodes.trees

    @property
    def base(self) -> float:
        """What the trees predict on average without knowing any setting."""
        return float(self.nodes.value[self.nodes.roots].mean())


def leaf_size(settings: int) -> int:
    """Give the fewest runs a leaf may hold: one in small sweeps, more where single runs no longer teach anything."""
    return next((leaf for below, leaf in _LEAVES if settings < below), max(5, settings // _RUNS_A_LEAF))


def bag_size(columns: int) -> int:
    """Give the most settings that a bag may hold: 20,000, fewer where there are many columns, so that the cost is bounded."""
    return int(np.clip(_BAG_CELLS // max(columns, 1), _SMALLEST_BAG, _LARGEST_BAG))


def bags(groups: NDArray[np.int64], trees: int, rng: np.random.Generator, largest: int = _LARGEST_BAG) -> NDArray[np.int32]:
    """Draw how often each setting goes into each tree's bag, shape (trees, number of settings)."""
    settings = int(groups.max()) + 1
    chosen = rng.integers(settings, size=(trees, min(settings, largest)))
    return np.stack([np.bincount(one, minlength=settings).astype(np.int32) for one in chosen])


def fit(design: Design, resamples: Resamples, *, seed: int, jobs: int = 1, reported: bool = False) -> Forest:
    """Grow the forest and score it out of bag.

    Parameters
    ----------
    design : Design
        With at least `FEWEST` settings, one column and a metric that varies.
    resamples : Resamples
        For the interval of R2.
    seed : int
        Of bags and trees.
    jobs : int, default 1
        Threads; the result does not depend on it.
    reported : bool, default False
        Whether its numbers are reported: scikit-learn then grows the trees, where there are not too many values for that.

    Returns
    -------
    Forest
        Every split sees all columns; bags hold at most `bag_size` settings.
    """
    rng = np.random.default_rng([seed, _PURPOSE])
    bag = bag_size(len(design.columns))
    drawn = bags(design.drawn, TREES, rng, bag)[:, design.drawn]
    leaf, known = leaf_size(resamples.settings), reported and design.x.size <= MOST_CELLS
    table = LibraryGrower(design.x.astype(np.float32), leaf, jobs) if known else grower(design.x, leaf, jobs)
    nodes = table.grow(design.target, drawn, rng)
    outside = drawn == 0
    if resamples.settings > bag:
        outside &= rng.random(outside.shape, dtype=np.float32) < _OUTSIDE * outside.size / outside.sum()
    prediction = out_of_bag(nodes, design.x, outside)
    return Forest(nodes, outside, prediction, r2_score(design, prediction, resamples))


def out_of_bag(nodes: Nodes, x: NDArray[np.float64], outside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Predict each run by the trees that have not seen it, shape (n,)."""
    total, votes = summed(nodes, x, outside), outside.sum(axis=0)
    return np.where(votes > 0, total / np.maximum(votes, 1), np.nan)


def r2_score(design: Design, prediction: NDArray[np.float64], resamples: Resamples) -> Estimate:
    """Give R2 of a prediction, with its interval over settings."""
    known = ~np.isnan(prediction)
    y = np.where(known, design.target, 0.0)
    wrong = np.where(known, np.square(design.target - prediction), 0.0)
    found = bootstrap(np.stack([known.astype(np.float64), y, y * y, wrong], axis=1)[:, :, None], _r2, resamples)
    value, low, high = float(found.value[0]), float(found.low[0]), float(found.high[0])
    if np.isnan(value):
        return Estimate(None, why_not="constant")
    if np.isnan(low):
        return Estimate(value, why_not="too_few_runs" if resamples.settings < FEWEST else "degenerate")
    return Estimate(value, low, min(high, 1.0))


def _r2(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """R2 from the sums of 1, y, yy and squared errors."""
    count, y, yy, wrong = np.moveaxis(sums, -2, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = yy - y * y / count
        return np.where(spread > 1e-12 * count, 1.0 - wrong / spread, np.nan)
