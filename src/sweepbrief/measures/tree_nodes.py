"""The nodes of fitted trees, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LEAF: Final = -1
"""What stands for a leaf's children."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of some trees, one tree behind the other, shape (nodes,) where not said otherwise; parents before children.

    Attributes
    ----------
    roots : int64 array, shape (trees,)
        Where each tree starts.
    child : int64 array, shape (2, nodes)
        Left and right children; -1 at a leaf.
    feature : int64 array
        Column that is split on; negative at a leaf.
    threshold : float64 array
        Values up to it go left; infinite where all known values do.
    missing_left : bool array
        Whether missing values go left.
    cover : float64 array
        Weight of the rows that were there when the tree was grown.
    value : float64 array
        Their mean outcome.
    """

    roots: NDArray[np.int64]
    child: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    missing_left: NDArray[np.bool_]
    cover: NDArray[np.float64]
    value: NDArray[np.float64]

    @property
    def trees(self) -> int:
        """Number of trees."""
        return len(self.roots)

    @property
    def splits(self) -> int:
        """Number of nodes that are split."""
        return int((self.child[0] != LEAF).sum())

    @property
    def levels(self) -> int:
        """Splits on the longest path of any tree."""
        found, here = 0, self.roots
        while len(here := here[self.child[0, here] != LEAF]):
            found, here = found + 1, self.child[:, here].ravel()
        return found

    def part(self, first: int, last: int) -> Nodes:
        """Give the trees from ``first`` up to, not including, ``last``."""
        start = int(self.roots[first])
        stop = int(self.roots[last]) if last < self.trees else len(self.feature)
        child = self.child[:, start:stop]
        kept: list[Any] = [one[start:stop] for one in (self.feature, self.threshold, self.missing_left, self.cover, self.value)]
        return Nodes(self.roots[first:last] - start, np.where(child == LEAF, LEAF, child - start), *kept)

    def gains(self, columns: int) -> NDArray[np.float64]:
        """Give by how much the splits of each tree on each column bring down the squared error, shape (trees, columns)."""
        split = np.flatnonzero(self.child[0] != LEAF)
        mean = np.repeat(self.value[self.roots], np.diff([*self.roots, len(self.feature)]))
        sizes = self.cover * np.square(self.value - mean)
        gain = np.maximum(sizes[self.child[:, split]].sum(axis=0) - sizes[split], 0.0)
        tree = np.searchsorted(self.roots, split, side="right") - 1
        sums = np.bincount(tree * columns + self.feature[split], gain, minlength=self.trees * columns)
        return np.asarray(sums.reshape(self.trees, columns), dtype=np.float64)


def line_up(trees: Sequence[Any]) -> Nodes:
    """Put the nodes of some of scikit-learn's fitted trees (their ``tree_``) behind one another."""
    roots = np.concatenate([[0], np.cumsum([tree.node_count for tree in trees])]).astype(np.int64)
    sides = [np.stack([tree.children_left, tree.children_right]) for tree in trees]
    return Nodes(
        roots=roots[:-1],
        child=np.concatenate(
            [np.where(one == LEAF, LEAF, one + root) for one, root in zip(sides, roots, strict=False)], axis=1
        ),
        feature=np.concatenate([tree.feature for tree in trees]),
        threshold=np.concatenate([tree.threshold for tree in trees]),
        missing_left=np.concatenate([tree.missing_go_to_left for tree in trees]).astype(bool),
        cover=np.concatenate([tree.weighted_n_node_samples for tree in trees]),
        value=np.concatenate([tree.value[:, 0, 0] for tree in trees]),
    )
