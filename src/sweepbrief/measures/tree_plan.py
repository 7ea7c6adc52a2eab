"""The plan of a tree: everything about its SHAP values that does not depend on the rows explained.

A path through the tree is a game in which a feature brings the factor o (1 where the row meets all its conditions on the path, else 0) if it
plays and z (the product of the cover ratios of its edges) if it does not. With t on the nodes of a Gauss-Legendre rule on 0..1,
feature k counts with t o_k + (1 - t) z_k in the leaf's weight G, and its marginal contribution is
a_k = (o_k - z_k) / (t o_k + (1 - t) z_k) = o_k h(z_k) - 1 / (1 - t). An edge changes one feature's o and z only, so that G changes by a
ratio and a_k by a difference, both known beforehand for the three things a row can do at a split: having failed
an earlier condition on the same feature, going left, going right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENTER, TURN, LEAVE = 0, 1, 2

_MOST_NODES = 10
_LEAF = -1


@dataclass(frozen=True, slots=True)
class Plan:
    """One tree, ready to be walked.

    Attributes
    ----------
    script : list of (int, int)
        Steps of a depth-first walk over the splits: (`ENTER`, node) before its left branch, (`TURN`, node) before its right one,
        (`LEAVE`, node) after both.
    feature : list of int
        By node.
    threshold : float64 array, shape (nodes,)
        By node; a row goes left where its value, rounded to float32, is at most this.
    missing_left : bool array, shape (nodes,)
        Whether NaN goes left.
    left, right : list of int
        Child that is a split itself, or -1.
    side : list of int
        Which child of its parent the node is, 0 or 1.
    place : list of int
        Where the split's feature stands among the distinct features of its path.
    above : list of int
        How many distinct features the path has above the split.
    tables : float64 array, shape (nodes, 4 q, 3)
        Ratio of G to the left and to the right, and both times the difference of a; a leaf's value is folded in. Last axis:
        failed before, goes left, goes right.
    h : float64 array, shape (nodes, 3, q)
        h of the split's feature above it, to its left, to its right; times the rule's weights.
    rule : float64 array, shape (2, q)
        Weights of the rule over 1 - t, and the weights.
    root : float
        The tree's mean output over its covers.
    depth : int
        Of the deepest split.
    """

    script: list[tuple[int, int]]
    feature: list[int]
    threshold: NDArray[np.float64]
    missing_left: NDArray[np.bool_]
    left: list[int]
    right: list[int]
    side: list[int]
    place: list[int]
    above: list[int]
    tables: NDArray[np.float64]
    h: NDArray[np.float64]
    rule: NDArray[np.float64]
    root: float
    depth: int


def plan(tree: Any) -> Plan:  # noqa: ANN401 - scikit-learn has no types
    """Make the plan of one of scikit-learn's fitted trees (its ``tree_``)."""
    left, right, feature = tree.children_left.tolist(), tree.children_right.tolist(), tree.feature.tolist()
    cover, value = tree.weighted_n_node_samples.astype(np.float64), tree.value[:, 0, 0].astype(np.float64)
    split = np.flatnonzero(tree.children_left != _LEAF)
    ratio = np.ones((2, len(cover)))
    ratio[:, split] = np.stack([cover[tree.children_left[split]], cover[tree.children_right[split]]]) / cover[split]
    script, depth = _script(left, right)
    place, above, before = _paths(script, feature, ratio)
    t, weight = _rule(max(above, default=0) + 1)
    tables, h = _tables(before[:, None], ratio[:, :, None], t)
    _fold_leaves(tables, tree, split, value)
    return Plan(
        script=script,
        feature=feature,
        threshold=tree.threshold,
        missing_left=tree.missing_go_to_left.astype(bool),
        left=[child if left[child] != _LEAF else _LEAF for child in left],
        right=[child if left[child] != _LEAF else _LEAF for child in right],
        side=np.isin(np.arange(len(cover)), tree.children_right).astype(int).tolist(),
        place=place,
        above=above,
        tables=tables,
        h=np.ascontiguousarray(h * weight),
        rule=np.stack([weight / (1.0 - t), weight]),
        root=float(value[0]),
        depth=depth,
    )


def _script(left: list[int], right: list[int]) -> tuple[list[tuple[int, int]], int]:
    """Write the walk down, and how deep it goes; no recursion, since a tree may be a chain of a thousand splits."""
    script: list[tuple[int, int]] = []
    todo, level, deepest = [(ENTER, 0)] if left[0] != _LEAF else [], 0, 0
    while todo:
        step, node = todo.pop()
        script.append((step, node))
        level += 1 if step == ENTER else -1 if step == LEAVE else 0
        deepest = max(deepest, level)
        if step == ENTER:
            todo.append((TURN, node))
        following = left[node] if step == ENTER else right[node] if step == TURN else _LEAF
        if step == TURN:
            todo.append((LEAVE, node))
        if following != _LEAF and left[following] != _LEAF:
            todo.append((ENTER, following))
    return script, deepest


def _paths(
    script: list[tuple[int, int]], feature: list[int], ratio: NDArray[np.float64]
) -> tuple[list[int], list[int], NDArray[np.float64]]:
    """Give each split's place on its path, the path's length above it, and z of its feature above it."""
    place, above, before = [0] * len(feature), [0] * len(feature), np.ones(len(feature))
    where: dict[int, int] = {}
    z: dict[int, float] = {}
    for step, node in script:
        one = feature[node]
        if step == ENTER:
            above[node] = len(where)
            place[node] = where.setdefault(one, len(where))
            before[node] = z.get(one, 1.0)
            z[one] = before[node] * ratio[0, node]
        elif step == TURN:
            z[one] = before[node] * ratio[1, node]
        else:
            z[one] = before[node]
            if place[node] == above[node]:
                del where[one], z[one]
    return place, above, before


def _rule(features: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the Gauss-Legendre rule on 0..1 that is exact for so many features on a path (beyond 20, to rounding)."""
    t, weight = np.polynomial.legendre.leggauss(min((features + 1) // 2, _MOST_NODES))
    return (t + 1.0) / 2.0, weight / 2.0


def _tables(
    before: NDArray[np.float64], ratio: NDArray[np.float64], t: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Tabulate by node and quadrature node what an edge does to G and to a, for the three things a row can do."""
    rest = 1.0 - t
    old = t + rest * before
    new = t + rest * before * ratio
    failed = rest * before * ratio / old
    h_old, h_new = 1.0 / (rest * old), 1.0 / (rest * new)
    stays = np.broadcast_to(ratio, new.shape)
    to_left = np.stack([stays[0], new[0] / old, failed[0]], axis=-1)
    to_right = np.stack([stays[1], failed[1], new[1] / old], axis=-1)
    none = np.zeros_like(h_old)
    gain_left = to_left * np.stack([none, h_new[0] - h_old, -h_old], axis=-1)
    gain_right = to_right * np.stack([none, -h_old, h_new[1] - h_old], axis=-1)
    return np.concatenate([to_left, to_right, gain_left, gain_right], axis=1), np.stack([h_old, h_new[0], h_new[1]], axis=1)


def _fold_leaves(tables: NDArray[np.float64], tree: Any, split: NDArray[np.int64], value: NDArray[np.float64]) -> None:  # noqa: ANN401
    """Multiply the values of leaves into their parents' tables."""
    quarter = tables.shape[1] // 4
    for side, children in enumerate((tree.children_left, tree.children_right)):
        parents = split[tree.children_left[children[split]] == _LEAF]
        by = value[children[parents]][:, None, None]
        for start in (side * quarter, (side + 2) * quarter):
            tables[parents, start : start + quarter] *= by
