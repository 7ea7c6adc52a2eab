"""Exact path-dependent SHAP and interaction values of a forest, block of rows by block of rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from sweepbrief.measures.tree_kernel import ROWS, CompiledWalk, kernel
from sweepbrief.measures.tree_nodes import line_up
from sweepbrief.measures.tree_plan import plan
from sweepbrief.measures.tree_walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import ArrayLike, NDArray

    from sweepbrief.measures.tree_nodes import Nodes

    Array = NDArray[np.float64]

_ROWS = 768
_FEWEST_ROWS = 32
_ROOM = 8_000_000
_NODES = 500


def explain_forest(forest: Any, x: ArrayLike) -> tuple[Array, Array]:  # noqa: ANN401 - scikit-learn has no types
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
    start, own = 0, np.arange(p)
    for one, pair in explained_blocks(line_up([tree.tree_ for tree in forest.estimators_]), x, own, own):
        stop = start + one.shape[1]
        phi[start:stop], interactions[start:stop] = one.T, pair.transpose(2, 0, 1)
        start = stop
    return phi, interactions


def mean_sizes(
    nodes: Nodes,
    x: Array,
    players: NDArray[np.int64],
    groups: NDArray[np.int64],
    *,
    jobs: int = 1,
) -> tuple[Array, Array]:
    """Give SHAP values and the mean absolute interaction values; no array of runs times pairs is made.

    Parameters
    ----------
    nodes : Nodes
        Of the forest's trees.
    x : float64 array, shape (n, columns)
        Rows to explain, at least one; NaN where missing.
    players, groups : int64 arrays, shape (columns,)
        Which player each column belongs to, and which group of players; the values of columns are summed.
    jobs : int
        Threads; the result does not depend on it.

    Returns
    -------
    phi : float64 array, shape (n, players)
    size : float64 array, shape (groups, groups)
        Off the diagonal of pairs of groups, on it what is left of a group's own.
    """
    walk = _compiled(nodes, players, groups)
    if walk is None:
        return sum_up(explained_blocks(nodes, x, players, groups), groups)
    size, phi = np.zeros((walk.many[1],) * 2), []
    starts = range(0, len(x), ROWS)
    rounded = _rounded(x)
    for start, block in zip(starts, _each(lambda start: walk.block(rounded[start : start + ROWS]), starts, jobs), strict=True):
        rows = min(ROWS, len(x) - start)
        walk.add_sizes(block, rows, size)
        phi.append(block[0][:, :rows].T)
    return np.concatenate(phi) / walk.trees, size / (2.0 * walk.trees * len(x))


def sum_up(blocks: Iterable[tuple[Array, Array]], groups: NDArray[np.int64]) -> tuple[Array, Array]:
    """Give what `mean_sizes` gives, from blocks of values by player and by pair of groups."""
    size, phi = np.zeros((int(groups.max()) + 1,) * 2), []
    for one, pair in blocks:
        phi.append(one.T)
        size += np.abs(pair).sum(axis=2)
    values = np.concatenate(phi)
    return values, size / len(values)


def explained_blocks(
    nodes: Nodes,
    x: Array,
    players: NDArray[np.int64],
    groups: NDArray[np.int64],
) -> Iterator[tuple[Array, Array]]:
    """Yield SHAP values (players, rows) and interaction values (groups, groups, rows) of one block of rows after another."""
    if not len(x):
        return
    walk = _compiled(nodes, players, groups)
    rounded = _rounded(x)
    if walk is not None:
        lower = np.tril_indices(walk.many[1], -1)
        for start in range(0, len(x), ROWS):
            rows = min(ROWS, len(x) - start)
            phi, flat = (one[:, :rows] for one in walk.block(rounded[start : start + ROWS]))
            pairs = np.zeros((walk.many[1], walk.many[1], rows))
            pairs[lower] = flat / (2 * walk.trees)
            pairs += pairs.transpose(1, 0, 2)
            yield _complete(phi / walk.trees, pairs, players, groups)
        return
    plans = [plan(some, players, groups) for some in _batches(nodes)]
    many = int(players.max()) + 1, int(groups.max()) + 1
    rows = int(np.clip(_ROOM // many[1] ** 2, _FEWEST_ROWS, _ROWS))
    for start in range(0, len(x), rows):
        sums = Walk(rounded[start : start + rows], *many)
        for one in plans:
            sums.add(one)
        pairs = sums.sums[: many[1] ** 2].reshape(many[1], many[1], -1)
        pairs = (pairs + pairs.transpose(1, 0, 2)) / (2 * nodes.trees)
        yield _complete(sums.sums[many[1] ** 2 :] / nodes.trees, pairs, players, groups)


def _compiled(nodes: Nodes, players: NDArray[np.int64], groups: NDArray[np.int64]) -> CompiledWalk | None:
    library = kernel()
    return None if library is None else CompiledWalk(library, nodes, players, groups)


def _each(work: Callable[[int], Any], items: Iterable[int], jobs: int) -> Iterator[Any]:
    """Do work on items in order, by several threads."""
    if jobs == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(work, items)


def _rounded(x: Array) -> Array:
    """Round to float32, as scikit-learn compares values."""
    with np.errstate(over="ignore"):
        return x.astype(np.float32).astype(np.float64)


def _batches(nodes: Nodes) -> list[Nodes]:
    """Put trees together until they have enough nodes for array operations to pay."""
    ends = [*nodes.roots[1:].tolist(), len(nodes.feature)]
    batches, first = [], 0
    for last, end in enumerate(ends, start=1):
        if end - nodes.roots[first] >= _NODES or last == nodes.trees:
            batches.append(nodes.part(first, last))
            first = last
    return batches


def _complete(phi: Array, pairs: Array, players: NDArray[np.int64], groups: NDArray[np.int64]) -> tuple[Array, Array]:
    """Put onto the diagonal what is left of the groups' values."""
    first = np.unique(players, return_index=True)[1]
    grouped = np.zeros(pairs.shape[1:])
    np.add.at(grouped, groups[first], phi)
    diagonal = np.arange(len(pairs))
    pairs[diagonal, diagonal] = 0.0
    pairs[diagonal, diagonal] = grouped - pairs.sum(axis=1)
    return phi, pairs
