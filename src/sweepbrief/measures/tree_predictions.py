"""What trees predict of runs, and how that changes when a parameter's settings come from other runs."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.tree_kernel import CompiledNodes, kernel
from sweepbrief.measures.tree_nodes import LEAF

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.tree_nodes import Nodes


def summed(nodes: Nodes, x: NDArray[np.float64], asked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Sum the predictions of trees.

    Parameters
    ----------
    nodes : Nodes
        Of the trees.
    x : float64 array, shape (n, columns)
        Runs; NaN where missing.
    asked : bool array, shape (trees, n)
        Which runs each tree is to predict.

    Returns
    -------
    float64 array, shape (n,)
    """
    total, library = np.zeros(len(x)), kernel()
    if library is None:
        for root, rows in zip(nodes.roots, asked, strict=True):
            total[rows] += nodes.value[_leaves(nodes, int(root), x[rows])]
        return total
    x, asked, held = np.ascontiguousarray(x), np.ascontiguousarray(asked), CompiledNodes(nodes)
    counts = [ctypes.c_int64(one) for one in (nodes.trees, *x.shape)]
    arrays = [ctypes.c_void_p(one.ctypes.data) for one in (x, asked, total)]
    library.sweepbrief_predict(held.pointer, held.roots, counts[0], arrays[0], *counts[1:], *arrays[1:])
    return total


def changes(
    nodes: Nodes, x: NDArray[np.float64], asked: NDArray[np.bool_], donors: NDArray[np.int64], player: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Sum over trees by how much predictions change when a player's settings come from another run.

    Parameters
    ----------
    nodes : Nodes
        Of the trees.
    x : float64 array, shape (n, columns)
        Runs.
    asked : bool array, shape (trees, n)
        Which runs each tree is to predict.
    donors : int64 array, shape (shuffles, n)
        From which run a player's settings come.
    player : int64 array, shape (columns,)
        To whom each column belongs.

    Returns
    -------
    float64 array, shape (players, shuffles, n)
    """
    many = int(player.max()) + 1
    change, library = np.zeros((many, *donors.shape)), kernel()
    if library is None:
        for root, rows in zip(nodes.roots, asked, strict=True):
            _add_changes(nodes, int(root), (x, np.flatnonzero(rows)), (donors, player), change)
        return change
    x, asked, held = np.ascontiguousarray(x), np.ascontiguousarray(asked), CompiledNodes(nodes)
    donors, player = np.ascontiguousarray(donors), np.ascontiguousarray(player)
    seen = np.zeros(many, dtype=np.int64)
    trees, rows, columns, shuffles = (ctypes.c_int64(one) for one in (nodes.trees, *x.shape, len(donors)))
    arrays = [ctypes.c_void_p(one.ctypes.data) for one in (x, asked, donors, player, seen, change)]
    library.sweepbrief_shuffle(held.pointer, held.roots, trees, arrays[0], rows, columns, *arrays[1:3], shuffles, *arrays[3:])
    return change


def _leaves(nodes: Nodes, root: int, x: NDArray[np.float64]) -> NDArray[np.int64]:
    """Find each row's leaf."""
    at = np.full(len(x), root)
    left = np.arange(len(x))
    while len(left := left[nodes.child[0, at[left]] != LEAF]):
        here = at[left]
        values = x[left, nodes.feature[here]]
        goes = np.where(np.isnan(values), nodes.missing_left[here], values <= nodes.threshold[here])
        at[left] = nodes.child[np.where(goes, 0, 1), here]
    return at


def _add_changes(
    nodes: Nodes,
    root: int,
    runs: tuple[NDArray[np.float64], NDArray[np.int64]],
    shuffle: tuple[NDArray[np.int64], NDArray[np.int64]],
    change: NDArray[np.float64],
) -> None:
    """Add the changes of one tree, player by player: only of those whose columns are on the row's path."""
    (x, rows), (donors, player) = runs, shuffle
    told = nodes.value[_leaves(nodes, root, x[rows])]
    on_path = _on_path(nodes, root, x[rows], player, len(change))
    for who in np.flatnonzero(on_path.any(axis=0)):
        touched, columns = np.flatnonzero(on_path[:, who]), np.flatnonzero(player == who)
        asked = rows[touched]
        for number, donor in enumerate(donors):
            mixed = x[asked]
            mixed[:, columns] = x[donor[asked]][:, columns]
            change[who, number, asked] += nodes.value[_leaves(nodes, root, mixed)] - told[touched]


def _on_path(nodes: Nodes, root: int, x: NDArray[np.float64], player: NDArray[np.int64], many: int) -> NDArray[np.bool_]:
    """Tell whose columns each row's path through a tree asks for, shape (rows, players)."""
    found = np.zeros((len(x), many), dtype=bool)
    at, left = np.full(len(x), root), np.arange(len(x))
    while len(left := left[nodes.child[0, at[left]] != LEAF]):
        here = at[left]
        found[left, player[nodes.feature[here]]] = True
        values = x[left, nodes.feature[here]]
        goes = np.where(np.isnan(values), nodes.missing_left[here], values <= nodes.threshold[here])
        at[left] = nodes.child[np.where(goes, 0, 1), here]
    return found
