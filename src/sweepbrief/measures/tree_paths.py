"""The paths of some trees: for each split, what its path has done to each feature before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.tree_nodes import LEAF

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.tree_nodes import Nodes


@dataclass(frozen=True, slots=True)
class PathLevel:
    """The splits at one depth, shape (splits,) where not said otherwise.

    Attributes
    ----------
    start, stop : int
        Their numbers.
    inner : int
        How many of them have a child that is split itself; these come first: with a left one only, with both, with a right one
        only.
    parent, side : int64 arrays
        Place of the parent in the level above; 0 left, 1 right.
    feature : int64 array
        What is split on.
    z : float64 array
        Cover ratios of the feature's edges above, multiplied.
    ratio : float64 array, shape (2, splits)
        Share of the cover that goes left and right.
    leaf : bool array, shape (2, splits)
        Which children are leaves.
    value : float64 array, shape (2, splits)
        Values of the children.
    earlier : int64 array
        Row of the table of deeds for the feature's last edge; 0 where there is none.
    others, above : int64 arrays, shape (splits, m)
        The path's other features, and the rows of the table of deeds for their last edges; padded.
    z_above : float64 array, shape (splits, m)
        Their z.
    held : bool array, shape (splits, m)
        False where padded.
    """

    start: int
    stop: int
    inner: int
    parent: NDArray[np.int64]
    side: NDArray[np.int64]
    feature: NDArray[np.int64]
    z: NDArray[np.float64]
    ratio: NDArray[np.float64]
    leaf: NDArray[np.bool_]
    value: NDArray[np.float64]
    earlier: NDArray[np.int64]
    others: NDArray[np.int64]
    above: NDArray[np.int64]
    z_above: NDArray[np.float64]
    held: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Paths:
    """The splits of some trees, level by level.

    Attributes
    ----------
    levels : tuple of PathLevel
        From the root down.
    nodes : int64 array, shape (splits,)
        Node of each split.
    longest : int
        Most distinct features on any path.
    """

    levels: tuple[PathLevel, ...]
    nodes: NDArray[np.int64]
    longest: int


def trace(trees: Nodes, features: int) -> Paths:
    """Trace the paths of trees from their roots down.

    The table of deeds has three rows a split, the first of them after three rows of ones: row 3 (s + 1) + 1 tells of split s
    who goes left having met every earlier condition on its feature, the next row who goes right so.
    """
    child = trees.child
    branches = (child[0][child] != LEAF) & (child != LEAF)
    nodes = trees.roots[child[0, trees.roots] != LEAF]
    nodes = nodes[_order(branches[:, nodes])]
    parent, side = np.zeros(len(nodes), dtype=np.int64), np.zeros(len(nodes), dtype=np.int64)
    z, deed = np.ones((len(nodes), features)), np.zeros((len(nodes), features), dtype=np.int64)
    levels: list[PathLevel] = []
    found, start, longest = [nodes], 0, 1
    while len(nodes):
        split = branches[:, nodes]
        level = _level(trees, nodes, (start, int(split.any(axis=0).sum()), parent, side), (z, deed))
        levels.append(level)
        longest = max(longest, 1 + int(level.held.sum(axis=1).max()))
        side, parent = np.nonzero(split)
        nodes = child[:, nodes][side, parent]
        order = _order(branches[:, nodes])
        side, parent, nodes = side[order], parent[order], nodes[order]
        rows = np.arange(len(nodes))
        z, deed = z[parent], deed[parent]
        z[rows, level.feature[parent]] *= level.ratio[side, parent]
        deed[rows, level.feature[parent]] = 3 * (start + parent + 1) + 1 + side
        start = level.stop
        found.append(nodes)
    return Paths(tuple(levels), np.concatenate(found), longest)


def _order(split: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Sort splits by which of their children are split, shape (2, splits): left only, both, right only, neither."""
    left, right = split
    return np.argsort(np.where(left, np.where(right, 1, 0), np.where(right, 2, 3)), kind="stable")


def _level(
    trees: Nodes,
    nodes: NDArray[np.int64],
    where: tuple[int, int, NDArray[np.int64], NDArray[np.int64]],
    state: tuple[NDArray[np.float64], NDArray[np.int64]],
) -> PathLevel:
    """Describe the splits ``nodes``; ``where``: first number, inner ones, parents, sides; ``state``: z and deeds by feature."""
    (start, inner, parent, side), (z, deed) = where, state
    feature, child, rows = trees.feature[nodes], trees.child[:, nodes], np.arange(len(nodes))
    on_path = deed > 0
    on_path[rows, feature] = False
    width = int(on_path.sum(axis=1).max())
    others = np.argsort(~on_path, axis=1, kind="stable")[:, :width]
    return PathLevel(
        start=start,
        stop=start + len(nodes),
        inner=inner,
        parent=parent,
        side=side,
        feature=feature,
        z=z[rows, feature],
        ratio=trees.cover[child] / trees.cover[nodes],
        leaf=trees.child[0][child] == LEAF,
        value=trees.value[child],
        earlier=deed[rows, feature],
        others=others,
        above=np.take_along_axis(deed, others, axis=1),
        z_above=np.take_along_axis(z, others, axis=1),
        held=np.take_along_axis(on_path, others, axis=1),
    )
