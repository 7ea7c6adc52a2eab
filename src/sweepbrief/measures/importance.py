"""Impurity importance: how much of the forest's work a parameter does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.score import Estimate, Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.basis import Basis
    from sweepbrief.measures.design import Design
    from sweepbrief.measures.forest import Forest

MEASURE = "importance"


def score(basis: Basis) -> Scores:
    """Share the decrease of variance in all splits among the parameters; the shares sum to one.

    The interval is the middle 95 % of the trees. Each tree is grown on a bootstrap draw of the settings, so that the trees
    are resamples and their spread is what the share would vary by if the sweep were made again and one tree grown. A forest
    averages its trees and varies less: the interval errs on the wide side. The spread of the mean over trees, by contrast,
    shrinks to nothing as trees are added, and says nothing of other sweeps.
    """
    names = [one.name for one in basis.design.parameters]
    if basis.forest is None:
        return Scores(MEASURE, {name: Estimate(None, why_not=basis.why_not) for name in names})
    shares = tree_shares(basis.forest, basis.design)
    value = shares.mean(axis=0)
    low, high = np.quantile(shares, [0.025, 0.975], axis=0)
    rows = zip(names, value, low, high, strict=True)
    return Scores(MEASURE, {name: Estimate(float(mean), float(least), float(most)) for name, mean, least, most in rows})


def tree_shares(forest: Forest, design: Design) -> NDArray[np.float64]:
    """Give every tree's importance by parameter, shape (trees that split, p); each row sums to one."""
    return by_parameter(forest.nodes.gains(len(design.columns)), design)


def by_parameter(of_columns: NDArray[np.float64], design: Design) -> NDArray[np.float64]:
    """Sum columns to parameters and scale rows to one; rows without any split are left out."""
    sums = np.add.reduceat(of_columns, design.starts, axis=1)
    total = sums.sum(axis=1, keepdims=True)
    kept = total[:, 0] > 0.0
    shares: NDArray[np.float64] = sums[kept] / total[kept] if kept.any() else np.full((1, sums.shape[1]), 1 / sums.shape[1])
    return shares
