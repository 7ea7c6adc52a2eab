"""Null importance: the share that noise alone would reach with these parameters (PIMP; doi:10.1093/bioinformatics/btq134).

The target is permuted (Altmann et al. 2010), so that nothing is left to find, and small forests are grown on it as on the
sweep. Permuted targets are preferred to a shadow parameter (Boruta): the null then holds for the parameters' own numbers of
values, levels and gaps. A forest of few trees varies more than the full one; how much more is known from its trees, and
taken out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.forest import TREES, bags, leaf_size
from sweepbrief.measures.growth import grower
from sweepbrief.measures.importance import by_parameter
from sweepbrief.measures.score import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.basis import Basis

_PURPOSE = 104
_PERMUTATIONS = 20
_TREES = 5
_BAG = 200


def null_importance(basis: Basis, *, jobs: int = 1) -> Estimate:
    """Give median, 5 % and 95 % quantile of the largest share of any parameter under permuted targets.

    The outcome of a run goes to any other run. Bags hold at most 200 settings, so that in large sweeps the level errs on the
    strict side.
    """
    if basis.forest is None:
        return Estimate(None, why_not=basis.why_not)
    design = basis.design
    rng = np.random.default_rng([basis.seed, _PURPOSE])
    table = grower(design.x, leaf_size(min(basis.resamples.settings, _BAG)), jobs)
    found = []
    for _ in range(_PERMUTATIONS):
        weights = bags(design.drawn, _TREES, rng, _BAG)[:, design.drawn]
        nodes = table.grow(rng.permutation(design.target), weights, rng)
        found.append(by_parameter(nodes.gains(len(design.columns)), design))
    low, middle, high = np.quantile(_full_size(found).max(axis=1), [0.05, 0.5, 0.95])
    return Estimate(float(middle), float(low), float(high))


def _full_size(found: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Draw the small forests' shares together until they vary like those of full forests, shape (permutations, p)."""
    means = np.stack([shares.mean(axis=0) for shares in found])
    centre = means.mean(axis=0)
    seen = float(means.var(axis=0, ddof=1).sum())
    of_trees = float(np.mean([shares.var(axis=0, ddof=1).sum() if len(shares) > 1 else 0.0 for shares in found]))
    full = max(seen - of_trees / _TREES, 0.0) + of_trees / TREES
    return centre + (means - centre) * min(1.0, np.sqrt(full / seen)) if seen > 0.0 else means
