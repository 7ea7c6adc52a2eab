"""The random forest that stands in for the sweep: grown once, scored on runs that its trees have not seen.

Each tree is grown on a bootstrap draw of settings (Breiman 2001, doi:10.1023/A:1010933404324), so that replicates of one
setting are in the bag together or out of it together: scikit-learn draws single runs, and a run would be predicted by trees
that saw its twin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sweepbrief.measures.resampling import FEWEST, bootstrap
from sweepbrief.measures.score import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design
    from sweepbrief.measures.resampling import Resamples

TREES = 100
"""Trees of the forest."""

_PURPOSE = 102
_LARGEST_BAG = 20_000
_LEAVES = ((500, 1), (1000, 2), (3000, 3), (20_000, 5))
_RUNS_A_LEAF = 4000


@dataclass(frozen=True, slots=True)
class Forest:
    """A fitted forest and what it says of the runs it has not seen.

    Attributes
    ----------
    model : sklearn.ensemble.RandomForestRegressor
        Fitted on ``Design.x`` and ``Design.target``.
    outside : bool array, shape (trees, n)
        True where a run was out of the tree's bag.
    prediction : float64 array, shape (n,)
        Mean out-of-bag prediction, in units of ``Design.target``; NaN where a run was in every bag.
    r2 : Estimate
        Out-of-bag R2; its interval resamples settings, the forest given. A run is predicted by the third of the trees that
        have not seen it, so that the value errs on the low side.
    """

    model: Any
    outside: NDArray[np.bool_]
    prediction: NDArray[np.float64]
    r2: Estimate

    @property
    def trees(self) -> list[Any]:
        """The fitted trees."""
        return list(self.model.estimators_)


def leaf_size(settings: int) -> int:
    """Give the fewest runs a leaf may hold: one in small sweeps, more where single runs no longer teach anything."""
    return next((leaf for below, leaf in _LEAVES if settings < below), max(5, settings // _RUNS_A_LEAF))


def bags(groups: NDArray[np.int64], trees: int, rng: np.random.Generator, largest: int = _LARGEST_BAG) -> NDArray[np.int64]:
    """Draw how often each setting goes into each tree's bag, shape (trees, number of settings)."""
    settings = int(groups.max()) + 1
    chosen = rng.integers(settings, size=(trees, min(settings, largest)))
    return np.stack([np.bincount(one, minlength=settings) for one in chosen])


@dataclass(frozen=True, slots=True)
class Grower:
    """Grows trees on the same runs, one for each bag.

    Attributes
    ----------
    x : float32 array, shape (n, k)
        Settings; NaN where missing.
    leaf : int
        Fewest runs in a leaf.
    jobs : int
        Threads; the trees do not depend on it.
    """

    x: NDArray[np.float32]
    leaf: int
    jobs: int = 1

    def grow(self, y: NDArray[np.float64], weights: NDArray[np.float64], rng: np.random.Generator) -> list[Any]:
        """Grow one tree for each row of ``weights``, shape (trees, n)."""
        from sklearn import config_context  # noqa: PLC0415 - seconds to import, only needed here
        from sklearn.tree import DecisionTreeRegressor  # noqa: PLC0415 - same

        seeds = rng.integers(2**31 - 1, size=len(weights))
        new = [DecisionTreeRegressor(min_samples_leaf=self.leaf, random_state=int(seed)) for seed in seeds]
        # scikit-learn looks for missing values only where it checks its input
        rules = {"check_input": bool(np.isnan(self.x).any())}
        y = np.ascontiguousarray(y[:, None])
        with config_context(skip_parameter_validation=True):
            if self.jobs == 1:
                return [tree.fit(self.x, y, weight, **rules) for tree, weight in zip(new, weights, strict=True)]
            from sklearn.utils.parallel import Parallel, delayed  # noqa: PLC0415 - same

            work = (delayed(tree.fit)(self.x, y, weight, **rules) for tree, weight in zip(new, weights, strict=True))
            return list(Parallel(n_jobs=self.jobs, prefer="threads")(work))


def fit(design: Design, resamples: Resamples, *, seed: int, jobs: int = 1) -> Forest:
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

    Returns
    -------
    Forest
        Every split sees all columns (``max_features=1.0``); bags hold at most 20,000 settings.
    """
    rng = np.random.default_rng([seed, _PURPOSE])
    x = design.x.astype(np.float32)
    drawn = bags(design.groups, TREES, rng)[:, design.groups]
    leaf = leaf_size(resamples.settings)
    trees = Grower(x, leaf, jobs).grow(design.target, drawn.astype(np.float64), rng)
    outside = drawn == 0
    prediction = out_of_bag(trees, x, outside)
    return Forest(_assemble(trees, leaf), outside, prediction, r2_score(design, prediction, resamples))


def _assemble(trees: list[Any], leaf: int) -> Any:  # noqa: ANN401 - scikit-learn has no types
    """Put fitted trees into a forest, as fitting it would have."""
    from sklearn.ensemble import RandomForestRegressor  # noqa: PLC0415 - seconds to import, only needed here

    model = RandomForestRegressor(n_estimators=len(trees), min_samples_leaf=leaf, max_features=1.0)
    model.estimators_, model.estimator_ = trees, trees[0]
    model.n_features_in_, model.n_outputs_ = trees[0].n_features_in_, 1
    return model


def out_of_bag(trees: list[Any], x: NDArray[np.float32], outside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Predict each run by the trees that have not seen it, shape (n,)."""
    total, votes = np.zeros(len(x)), outside.sum(axis=0)
    for tree, rows in zip(trees, outside, strict=True):
        if rows.any():
            total[rows] += tree.tree_.predict(x[rows])[:, 0]
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
