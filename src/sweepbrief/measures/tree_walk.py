"""The walk through trees: exact path-dependent SHAP and interaction values of a block of rows.

The Shapley value of feature i is the integral over t of a_i G v, summed over leaves, and its interaction with j half the
integral of a_i a_j G v (Quadrature TreeSHAP, arXiv:2605.04497). Both telescope over the edges of a path: a split adds, for its
own feature, the difference of a times the weighted value of the leaves below, and this one vector a split, multiplied with
the a of every feature above, gives all interactions. All splits of a level are worked on together; rows are the inner axis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.tree_plan import Level, Plan


class Walk:
    """Values of one block of rows, summed over the trees walked.

    Parameters
    ----------
    x : float64 array, shape (rows, features)
        Values rounded to float32, as scikit-learn compares them; NaN where missing.
    players, groups : int
        How many players the features belong to, and how many groups.

    Attributes
    ----------
    sums : float64 array, shape (groups * groups + players, rows)
        First, for the pair (i, j), twice the part of the interaction value that i adds below j; then the SHAP values.
    """

    def __init__(self, x: NDArray[np.float64], players: int, groups: int) -> None:
        rows = len(x)
        self.sums = np.zeros((groups * groups + players, rows))
        self._columns = np.ascontiguousarray(x.T)
        self._missing = np.isnan(self._columns)
        self._rows = rows
        self._room: dict[str, NDArray[np.float64]] = {}

    def add(self, plan: Plan) -> None:
        """Walk the trees of a plan and add their values."""
        if not plan.levels:
            return
        deeds = self._take("deeds", len(plan.feature) + 1, 3)
        found = self._take("credits", plan.gather.shape[1])
        weights = self._go_down(plan, deeds)
        self._come_up(plan, deeds, weights, found)
        self.sums[plan.keys] += plan.gather @ found

    def _take(self, name: str, *shape: int) -> NDArray[np.float64]:
        """Lend an array whose last axis is rows; the same memory for the same name."""
        size = int(np.prod(shape)) * self._rows
        if name not in self._room or self._room[name].size < size:
            self._room[name] = np.empty(size)
        return self._room[name][:size].reshape(*shape, self._rows)

    def _go_down(self, plan: Plan, deeds: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """Fill the table of deeds, and give G of every split by level, shape (splits, q, rows)."""
        goes = self._columns[plan.feature] <= plan.threshold[:, None]
        lost = self._missing[plan.feature]
        if lost.any():
            goes = np.where(lost, plan.missing_left[:, None], goes)
        deeds[0] = 1.0
        table = deeds.reshape(-1, self._rows)
        weights: list[NDArray[np.float64]] = []
        for number, level in enumerate(plan.levels):
            met, here = table[level.earlier], deeds[level.start + 1 : level.stop + 1]
            np.subtract(1.0, met, out=here[:, 0])
            np.multiply(met, goes[level.start : level.stop], out=here[:, 1])
            np.subtract(met, here[:, 1], out=here[:, 2])
            weight = self._take(f"weight {number}", *level.ratio.shape[:2])
            if number:
                above = plan.levels[number - 1]
                np.matmul(level.ratio, deeds[above.start + 1 + level.parent], out=weight)
                weight *= weights[-1][level.parent]
            else:
                weight.fill(1.0)
            weights.append(weight)
        return weights

    def _come_up(
        self, plan: Plan, deeds: NDArray[np.float64], weights: list[NDArray[np.float64]], found: NDArray[np.float64]
    ) -> None:
        """Gather the leaves below each split, and write down its credits: alone, and with each feature above."""
        below: NDArray[np.float64] | None = None
        end = len(found)
        for number in range(len(plan.levels) - 1, -1, -1):
            level = plan.levels[number]
            splits, kinds, size = level.h.shape
            here = deeds[level.start + 1 : level.stop + 1]
            value, gain = self._take(f"value {number % 2}", splits, size), self._take("gain", splits, size)
            inner = len(level.inner)
            np.matmul(level.outer[0], here[inner:], out=value[inner:])
            np.matmul(level.outer[1], here[inner:], out=gain[inner:])
            if below is not None:
                effects = self._take("effects", inner, 4, size)
                np.matmul(level.inner, here[:inner], out=effects.reshape(inner, 4 * size, -1))
                self._pass_on(effects, below, plan.levels[number + 1])
                np.add(effects[:, 0], effects[:, 1], out=value[:inner])
                np.add(effects[:, 2], effects[:, 3], out=gain[:inner])
            gain *= weights[number]
            below = value
            credit = found[end - splits * kinds : end].reshape(splits, kinds, -1)
            np.matmul(level.h, gain, out=credit)
            if kinds > 2:  # noqa: PLR2004 - the first two kinds are the common term and the feature alone
                credit[:, 2:] *= deeds.reshape(-1, self._rows)[level.above]
                credit[:, 2:] -= credit[:, :1]
            end -= splits * kinds

    def _pass_on(self, effects: NDArray[np.float64], below: NDArray[np.float64], children: Level) -> None:
        """Multiply what the children gathered into their parents' effects."""
        splits, _, size, _ = effects.shape
        gathered = self._take("gathered", splits, 2, size)
        gathered.fill(1.0)
        gathered[children.parent, children.side] = below
        effects[:, :2] *= gathered
        effects[:, 2:] *= gathered
