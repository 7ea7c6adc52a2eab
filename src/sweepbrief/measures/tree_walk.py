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
        self._truths: dict[str, NDArray[np.bool_]] = {}

    def add(self, plan: Plan) -> None:
        """Walk the trees of a plan and add their values."""
        if not plan.levels:
            return
        deeds = self._decide(plan)
        done = self._take("done", len(plan.feature), 3)
        done[...] = deeds[3:].reshape(done.shape)
        found = self._take("credits", plan.gather.shape[1])
        self._come_up(plan, (deeds, done), self._go_down(plan, done), found)
        self.sums[plan.keys] += plan.gather @ found

    def _take(self, name: str, *shape: int) -> NDArray[np.float64]:
        """Lend an array whose last axis is rows; the same memory for the same name."""
        size = int(np.prod(shape)) * self._rows
        if name not in self._room or self._room[name].size < size:
            self._room[name] = np.empty(size)
        return self._room[name][:size].reshape(*shape, self._rows)

    def _pick(self, name: str, array: NDArray[np.float64], places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Copy entries of an array into lent memory: new memory would be cleared by the system first."""
        return np.take(array, places, axis=0, out=self._take(name, *places.shape, *array.shape[1:-1]), mode="clip")

    def _truth(self, name: str, *shape: int) -> NDArray[np.bool_]:
        """Lend an array of truths."""
        size = int(np.prod(shape)) * self._rows
        if name not in self._truths or self._truths[name].size < size:
            self._truths[name] = np.empty(size, dtype=np.bool_)
        return self._truths[name][:size].reshape(*shape, self._rows)

    def _decide(self, plan: Plan) -> NDArray[np.bool_]:
        """Fill the table of deeds, shape (3 + 3 splits, rows): failed before, goes left, goes right; first three true ones."""
        goes = self._columns[plan.feature] <= plan.threshold[:, None]
        lost = self._missing[plan.feature]
        if lost.any():
            goes = np.where(lost, plan.missing_left[:, None], goes)
        deeds = self._truth("deeds", len(plan.feature) + 1, 3)
        deeds[0] = True
        table = deeds.reshape(-1, self._rows)
        for level in plan.levels:
            met, here = table[level.earlier], deeds[level.start + 1 : level.stop + 1]
            np.logical_not(met, out=here[:, 0])
            np.logical_and(met, goes[level.start : level.stop], out=here[:, 1])
            np.greater(met, here[:, 1], out=here[:, 2])
        return table

    def _go_down(self, plan: Plan, done: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """Give G of every split by level, shape (splits, q, rows)."""
        weights: list[NDArray[np.float64]] = []
        for number, level in enumerate(plan.levels):
            weight = self._take(f"weight {number}", *level.ratio.shape[:2])
            if number:
                above = plan.levels[number - 1]
                np.matmul(level.ratio, self._pick("done above", done, above.start + level.parent), out=weight)
                weight *= self._pick("before", weights[-1], level.parent)
            else:
                weight.fill(1.0)
            weights.append(weight)
        return weights

    def _come_up(
        self,
        plan: Plan,
        walked: tuple[NDArray[np.bool_], NDArray[np.float64]],
        weights: list[NDArray[np.float64]],
        found: NDArray[np.float64],
    ) -> None:
        """Gather the leaves below each split, and write down its credits: alone, and with each feature above."""
        (deeds, done), end = walked, len(found)
        below: NDArray[np.float64] | None = None
        for number in range(len(plan.levels) - 1, -1, -1):
            level = plan.levels[number]
            splits, kinds, size = level.h.shape
            both, inner = self._take(f"both {number % 2}", splits, 2, size), len(level.inner)
            flat, here = both.reshape(splits, 2 * size, -1), done[level.start : level.stop]
            np.matmul(level.outer, here[inner:], out=flat[inner:])
            if below is not None:
                right = self._take("right", inner, 2, size)
                np.matmul(level.inner[:, 0], here[:inner], out=flat[:inner])
                np.matmul(level.inner[:, 1], here[:inner], out=right.reshape(inner, 2 * size, -1))
                self._pass_on(both[:inner], right, below, plan.levels[number + 1])
            below, gain = both, both[:, 1]
            gain *= weights[number]
            credit = found[end - splits * kinds : end].reshape(splits, kinds, -1)
            np.matmul(level.h, gain, out=credit)
            if kinds > 2:  # noqa: PLR2004 - the first two kinds are the common term and the feature alone
                played = self._truth("played", *level.above.shape)
                credit[:, 2:] *= np.take(deeds, level.above, axis=0, out=played, mode="clip")
                credit[:, 2:] -= credit[:, :1]
            end -= splits * kinds

    def _pass_on(
        self, both: NDArray[np.float64], right: NDArray[np.float64], below: NDArray[np.float64], children: Level
    ) -> None:
        """Multiply what the children gathered into their parents' effects, left and right, and add these up.

        Parents with a left child come first, those with a right one last.
        """
        lefts, rights = children.children
        below = below.reshape(-1, *below.shape[2:])
        both[: len(lefts)] *= self._pick("gathered left", below, 2 * lefts)[:, None]
        right[len(right) - len(rights) :] *= self._pick("gathered right", below, 2 * rights)[:, None]
        both += right
