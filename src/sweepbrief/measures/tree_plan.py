"""The plan of some trees: everything about their SHAP values that does not depend on the rows explained.

A path through the tree is a game in which a feature brings the factor o (1 where the row meets all its conditions on the
path, else 0) if it plays and z (the product of the cover ratios of its edges) if it does not. With t on the nodes of a
Gauss-Legendre rule on 0..1, feature k counts with t o_k + (1 - t) z_k in the leaf's weight G, and its marginal contribution
is a_k = (o_k - z_k) / (t o_k + (1 - t) z_k) = o_k h(z_k) - 1 / (1 - t). An edge changes one feature's o and z only, so that G
changes by a ratio and a_k by a difference, both known beforehand for the three things a row can do at a split: having
failed an earlier condition on the same feature, going left, going right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.tree_paths import Paths, trace

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from sweepbrief.measures.tree_nodes import Nodes

_MOST_NODES = 8


@dataclass(frozen=True, slots=True)
class Level:
    """The splits at one depth of the trees.

    Attributes
    ----------
    start, stop : int
        Their numbers; splits are numbered from the root down, level by level.
    parent : int64 array, shape (splits,)
        The parent's place in the level above.
    children : tuple of two int64 arrays
        Places here of the left children, and of the right ones, in the order of their parents.
    earlier : int64 array, shape (splits,)
        Row of the table of deeds that tells whether a row has met all earlier conditions on the split's feature.
    above : int64 array, shape (splits, m)
        The same for the other features of the path; padded.
    ratio : float64 array, shape (splits, q, 3)
        Ratio of G from the parent to here by what a row did at the parent.
    inner : float64 array, shape (inner splits, 2, 2 q, 3)
        For the first splits, which have a child that is split itself, to the left and to the right, by what a row does here
        (failed before, goes left, goes right): ratio of G, and this times the difference of a; a leaf's value is folded in.
    outer : float64 array, shape (other splits, 2 q, 3)
        For the others the same, left and right added.
    h : float64 array, shape (splits, 2 + m, q)
        Weights of the rule over 1 - t; weights of the rule; weights times h of the path's other features.
    """

    start: int
    stop: int
    parent: NDArray[np.int64]
    children: tuple[NDArray[np.int64], NDArray[np.int64]]
    earlier: NDArray[np.int64]
    above: NDArray[np.int64]
    ratio: NDArray[np.float64]
    inner: NDArray[np.float64]
    outer: NDArray[np.float64]
    h: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plan:
    """Some trees, ready to be walked together.

    Attributes
    ----------
    levels : tuple of Level
        From the root down; empty where no tree splits.
    feature, threshold, missing_left : arrays, shape (splits,)
        A row goes left where its value, rounded to float32, is at most the threshold; NaN where ``missing_left`` says so.
    keys : int64 array, shape (sums,)
        Where the sums of credits belong: i * g + j for the pair of groups (i, j), g * g + i for player i alone.
    gather : sparse array, shape (sums, credits)
        Which credits make up each sum.
    """

    levels: tuple[Level, ...]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    missing_left: NDArray[np.bool_]
    keys: NDArray[np.int64]
    gather: csr_array


def plan(nodes: Nodes, players: NDArray[np.int64], groups: NDArray[np.int64]) -> Plan:
    """Make the plan of some trees; a feature has a player, and a group in pairs."""
    paths = trace(nodes, len(players))
    t, weight = _rule(paths.longest)
    levels, before = [], None
    for one in paths.levels:
        tables, ratios = _tables(one.z[:, None], one.ratio[:, :, None], t)
        _fold_leaves(tables, one.leaf, one.value)
        h = np.where(one.held[:, :, None], weight / ((1.0 - t) * (t + (1.0 - t) * one.z_above[:, :, None])), 0.0)
        rule = np.broadcast_to(np.stack([weight / (1.0 - t), weight]), (len(h), 2, len(t)))
        arrived = np.ones((len(h), len(t), 3)) if before is None else before[one.side, one.parent]
        shared = (one.parent, _children(one.parent, one.side), one.earlier, one.above)
        inner, outer = tables[: one.inner], tables[one.inner :].sum(axis=1)
        credit = np.concatenate([rule, h], axis=1)
        levels.append(Level(one.start, one.stop, *shared, arrived, inner, outer, credit))
        before = ratios
    keys, gather = _gather(paths, players, groups)
    split = paths.nodes
    return Plan(tuple(levels), nodes.feature[split], nodes.threshold[split], nodes.missing_left[split], keys, gather)


def _children(parent: NDArray[np.int64], side: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = np.argsort(parent, kind="stable")
    return order[side[order] == 0], order[side[order] == 1]


def _rule(features: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the Gauss-Legendre rule on 0..1 that is exact for so many features on a path (beyond 20, to rounding)."""
    t, weight = np.polynomial.legendre.leggauss(max(1, min((features + 1) // 2, _MOST_NODES)))
    return (t + 1.0) / 2.0, weight / 2.0


def _tables(
    z: NDArray[np.float64], ratio: NDArray[np.float64], t: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Tabulate by split and quadrature node what an edge does to G and to a, for the three things a row can do."""
    rest = 1.0 - t
    old = t + rest * z
    new = t + rest * z * ratio
    failed = rest * z * ratio / old
    h_old, h_new, none = 1.0 / (rest * old), 1.0 / (rest * new), np.zeros_like(old)
    stays = np.broadcast_to(ratio, new.shape)
    to_left = np.stack([stays[0], new[0] / old, failed[0]], axis=-1)
    to_right = np.stack([stays[1], failed[1], new[1] / old], axis=-1)
    gain_left = to_left * np.stack([none, h_new[0] - h_old, -h_old], axis=-1)
    gain_right = to_right * np.stack([none, -h_old, h_new[1] - h_old], axis=-1)
    tables = np.concatenate([to_left, gain_left, to_right, gain_right], axis=1)
    return tables.reshape(len(tables), 2, -1, 3), np.stack([to_left, to_right])


def _fold_leaves(tables: NDArray[np.float64], leaf: NDArray[np.bool_], value: NDArray[np.float64]) -> None:
    """Multiply the values of leaves into their parents' tables."""
    tables *= np.where(leaf, value, 1.0).T[:, :, None, None]


def _gather(paths: Paths, players: NDArray[np.int64], groups: NDArray[np.int64]) -> tuple[NDArray[np.int64], csr_array]:
    """Sort the credits by what they are for."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - keeps `import sweepbrief` light

    goals, many = [np.empty(0, dtype=np.int64)], int(groups.max()) + 1
    for one in paths.levels:
        alone = np.stack([np.full_like(one.feature, -1), many * many + players[one.feature]], axis=1)
        mine, theirs = groups[one.feature][:, None], groups[one.others]
        joint = np.where(one.held & (mine != theirs), mine * many + theirs, -1)
        goals.append(np.concatenate([alone, joint], axis=1).ravel())
    goal = np.concatenate(goals)
    credits_ = np.argsort(goal, kind="stable")[np.count_nonzero(goal < 0) :]
    keys, count = np.unique(goal[credits_], return_counts=True)
    starts = np.concatenate([[0], np.cumsum(count)])
    return keys, csr_array((np.ones(len(credits_)), credits_, starts), shape=(len(keys), len(goal)))
