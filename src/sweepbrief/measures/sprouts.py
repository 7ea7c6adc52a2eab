"""Trees as they come out of growth: whole-numbered sums by node, to be turned into values once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sprouts:
    """Trees as they were grown, shape (nodes,) where not said otherwise: each tree level by level, left before right.

    Attributes
    ----------
    left, right, feature : int64 array
        Children and the column split on; -1 at a leaf.
    threshold : float64 array
    missing_left : uint8 array
    weight, sum : int64 array
        Weight and weighted sum of outcomes of the rows there.
    roots : int64 array, shape (trees,)
    """

    left: Whole
    right: Whole
    feature: Whole
    threshold: NDArray[np.float64]
    missing_left: NDArray[np.uint8]
    weight: Whole
    sum: Whole
    roots: Whole

    @classmethod
    def room(cls, nodes: int) -> Sprouts:
        """Make room for one tree."""
        left, right, feature, weight, total = (np.empty(nodes, dtype=np.int64) for _ in range(5))
        missing, roots = np.empty(nodes, dtype=np.uint8), np.zeros(1, dtype=np.int64)
        return cls(left, right, feature, np.empty(nodes), missing, weight, total, roots)

    def fields(self) -> tuple[NDArray[Any], ...]:
        """Give the arrays by node."""
        return (self.left, self.right, self.feature, self.threshold, self.missing_left, self.weight, self.sum)

    def first(self, nodes: int) -> Sprouts:
        """Keep as many nodes."""
        left, right, feature, threshold, missing, weight, total = (one[:nodes].copy() for one in self.fields())
        return Sprouts(left, right, feature, threshold, missing, weight, total, self.roots)
