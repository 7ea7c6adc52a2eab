"""Exact path-dependent SHAP and interaction values of a forest, block of rows by block of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sweepbrief.measures.tree_plan import Plan, plan
from sweepbrief.measures.tree_walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

_ROWS = 256
_FEWEST_ROWS = 32
_ROOM = 8_000_000
_NODES = 2000


def explain_forest(forest: Any, x: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # noqa: ANN401 - scikit-learn has no types
    """Give the exact path-dependent SHAP and interaction values of a fitted forest.

    Parameters
    ----------
    forest : sklearn.ensemble.RandomForestRegressor or ExtraTreesRegressor
        Fitted, with one output.
    x : array-like, shape (n, p)
        Rows to explain; NaN where missing.

    Returns
    -------
    phi : float64 array, shape (n, p)
        SHAP values; they sum to the prediction minus the forest's mean output.
    interactions : float64 array, shape (n, p, p)
        Symmetric; a pair's effect is split evenly between its two entries, the diagonal holds what is left of phi, so that
        rows sum to phi.

    References
    ----------
    Lundberg et al. (2020), doi:10.1038/s42256-019-0138-9, for the values; arXiv:2605.04497 for the algorithm.
    """
    x = np.asarray(x, dtype=np.float64)
    n, p = x.shape
    phi, interactions = np.empty((n, p)), np.empty((n, p, p))
    start = 0
    for one, pair in explained_blocks(forest, x):
        stop = start + one.shape[1]
        phi[start:stop], interactions[start:stop] = one.T, pair.transpose(2, 0, 1)
        start = stop
    return phi, interactions


def explained_blocks(forest: Any, x: NDArray[np.float64]) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:  # noqa: ANN401
    """Yield SHAP values (p, rows) and interaction values (p, p, rows) of one block of rows after another."""
    plans = [plan(some, x.shape[1]) for some in _batches([tree.tree_ for tree in forest.estimators_])]
    with np.errstate(over="ignore"):
        rounded = x.astype(np.float32).astype(np.float64)
    rows = int(np.clip(_ROOM // max(x.shape[1], 1) ** 2, _FEWEST_ROWS, _ROWS))
    for start in range(0, len(x), rows):
        yield _explain_block(plans, rounded[start : start + rows], len(forest.estimators_))


def _batches(trees: list[Any]) -> list[list[Any]]:
    """Put trees together until they have enough nodes for array operations to pay."""
    batches: list[list[Any]] = []
    room = 0
    for tree in trees:
        if room <= 0:
            batches.append([])
            room = _NODES
        batches[-1].append(tree)
        room -= tree.node_count
    return batches


def _explain_block(plans: list[Plan], x: NDArray[np.float64], trees: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Explain one block of rows by all trees."""
    walk = Walk(x)
    for one in plans:
        walk.add(one)
    features, rows = x.shape[1], len(x)
    phi = walk.sums[features * features :] / trees
    pairs = walk.sums[: features * features].reshape(features, features, rows)
    pairs = (pairs + pairs.transpose(1, 0, 2)) / (2 * trees)
    diagonal = np.arange(features)
    pairs[diagonal, diagonal] = 0.0
    pairs[diagonal, diagonal] = phi - pairs.sum(axis=1)
    return phi, pairs
