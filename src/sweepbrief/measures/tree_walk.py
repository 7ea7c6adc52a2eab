"""The walk through a tree: exact path-dependent SHAP and interaction values of a block of rows.

The Shapley value of feature i is the integral over t of a_i G v, summed over leaves, and its interaction with j half the integral of
a_i a_j G v (Quadrature TreeSHAP, arXiv:2605.04497). Both telescope over the edges of a path: a split adds, for its own feature, the
difference of a times the weighted value of the leaves below, and this one vector a split, multiplied with the a of every feature
above, gives all interactions. Rows are the inner axis of every array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.tree_plan import ENTER, TURN, Plan

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Walk:
    """The arrays that a walk needs, for blocks of a given number of rows.

    Parameters
    ----------
    x : float64 array, shape (rows, features)
        Values rounded to float32, as scikit-learn compares them; NaN where missing.

    Attributes
    ----------
    phi : float64 array, shape (features, rows)
        SHAP values, summed over the trees walked.
    pairs : float64 array, shape (features, features, rows)
        Twice the interaction values, lower feature of a path first: add the transpose and halve. The diagonal is meaningless.
    """

    def __init__(self, x: NDArray[np.float64]) -> None:
        rows, features = x.shape
        self.columns = np.ascontiguousarray(x.T)
        self.missing = np.isnan(self.columns)
        self.phi = np.zeros((features, rows))
        self.pairs = np.zeros((features, features, rows))
        self._rows = rows
        self._met = np.ones((features, rows))
        self._path = np.zeros(features, dtype=np.intp)

    def add(self, plan: Plan) -> None:
        """Walk one tree and add its values."""
        if not plan.script:
            return
        self._prepare(plan)
        level = 0
        for step, node in plan.script:
            if step == ENTER:
                self._enter(plan, node, level)
                level += 1
            elif step == TURN:
                self._turn(plan, node, level - 1)
            else:
                level -= 1
                self._leave(plan, node, level)

    def _prepare(self, plan: Plan) -> None:
        """Make room for this tree and decide for all rows where they go at all splits."""
        size, levels = plan.rule.shape[1], plan.depth
        self._q = size
        self._tables = [np.empty((4 * size, self._rows)) for _ in range(levels)]
        self._does = [np.empty((3, self._rows)) for _ in range(levels)]
        self._g = [np.empty((size, self._rows)) for _ in range(levels)]
        self._g[0].fill(1.0)
        self._below = [np.empty((2, size, self._rows)) for _ in range(levels)]
        self._h = np.empty((len(self._path) + 2, size))
        self._h[:2] = plan.rule
        feature = np.maximum(plan.feature, 0)
        goes = self.columns[feature] <= plan.threshold[:, None]
        self._left = np.where(self.missing[feature], plan.missing_left[:, None], goes).astype(np.float64)

    def _enter(self, plan: Plan, node: int, level: int) -> None:
        """Look up what the split does to every row, and go left."""
        place = plan.place[node]
        if place == plan.above[node]:
            self._path[place] = plan.feature[node]
            self._met[place] = 1.0
        does = self._does[level]
        np.multiply(self._met[place], self._left[node], out=does[1])
        np.subtract(self._met[place], does[1], out=does[2])
        np.subtract(1.0, self._met[place], out=does[0])
        np.matmul(plan.tables[node], does, out=self._tables[level])
        if plan.left[node] >= 0:
            self._descend(plan, node, level, 0)

    def _turn(self, plan: Plan, node: int, level: int) -> None:
        """Go right."""
        if plan.right[node] >= 0:
            self._descend(plan, node, level, 1)

    def _descend(self, plan: Plan, node: int, level: int, side: int) -> None:
        """Carry G and the feature's a over the edge."""
        place, size = plan.place[node], self._q
        self._met[place] = self._does[level][1 + side]
        self._h[place + 2] = plan.h[node, 1 + side]
        np.multiply(self._g[level], self._tables[level][side * size : (side + 1) * size], out=self._g[level + 1])

    def _leave(self, plan: Plan, node: int, level: int) -> None:
        """Gather the leaves below, and credit the split's feature alone and with each feature above."""
        size, above, place, table = self._q, plan.above[node], plan.place[node], self._tables[level]
        for side, child in enumerate((plan.left[node], plan.right[node])):
            if child >= 0:
                below = self._below[level][side]
                table[side * size : (side + 1) * size] *= below
                table[(side + 2) * size : (side + 3) * size] *= below
        if level:
            np.add(table[:size], table[size : 2 * size], out=self._below[level - 1][plan.side[node]])
        if place < above:
            self._met[place] = self._does[level][1] + self._does[level][2]
            self._h[place + 2] = plan.h[node, 0]
        gain = table[2 * size : 3 * size]
        gain += table[3 * size :]
        gain *= self._g[level]
        credit = self._h[: above + 2] @ gain
        feature = plan.feature[node]
        self.phi[feature] += credit[1]
        if above:
            joint = credit[2:]
            joint *= self._met[:above]
            joint -= credit[0]
            self.pairs[feature, self._path[:above]] += joint
