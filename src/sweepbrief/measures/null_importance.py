"""Null importance: the share that noise alone would reach with these parameters (PIMP; Altmann et al. 2010, doi:10.1093/bioinformatics/btq134).

The target is permuted, so that nothing is left to find, and small forests are grown on it as on the sweep. Permuted targets are preferred
to a shadow parameter (Boruta): the null then holds for the parameters' own numbers of values, levels and gaps. Small forests of
few trees vary more than the full one, so that the level errs on the strict side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.forest import bags, grow, leaf_size
from sweepbrief.measures.importance import by_parameter
from sweepbrief.measures.score import Estimate

if TYPE_CHECKING:
    from sweepbrief.measures.basis import Basis

_PURPOSE = 104
_PERMUTATIONS = 20
_TREES = 8
_BAG = 250


def null_importance(basis: Basis, *, jobs: int = 1) -> Estimate:
    """Give median, 5 % and 95 % quantile of the largest share of any parameter under permuted targets.

    Settings are permuted as wholes: the outcome of a run goes to any other run. Bags hold at most 250 settings.
    """
    if basis.forest is None:
        return Estimate(None, why_not=basis.why_not)
    design = basis.design
    rng = np.random.default_rng([basis.seed, _PURPOSE])
    x = design.x.astype(np.float32)
    leaf = leaf_size(min(basis.resamples.settings, _BAG))
    largest = []
    for _ in range(_PERMUTATIONS):
        weights = bags(design.groups, _TREES, rng, _BAG)[:, design.groups].astype(np.float64)
        trees = grow(x, rng.permutation(design.y), weights, rng, leaf=leaf, jobs=jobs)
        shares = by_parameter(np.stack([tree.feature_importances_ for tree in trees]), design)
        largest.append(shares.mean(axis=0).max())
    low, middle, high = np.quantile(largest, [0.05, 0.5, 0.95])
    return Estimate(float(middle), float(low), float(high))
