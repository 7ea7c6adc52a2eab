"""The bold search: effects that hide each other are let in together, and what does not hold is taken out again."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sweepbrief.diagnosis.pairing import best_pair
from sweepbrief.diagnosis.scales import BOLD_CROWDED, BOLD_PAIRS, BOLD_RUNS, LOG_LENIENT
from sweepbrief.diagnosis.selection import carry, grow_mains, prune, settle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.term import Term


def bolder(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> list[Term]:
    """Let in the best joint effects whether they are significant or not, then prune; keep what describes the runs better."""
    n = bench.observations.n
    if n > BOLD_RUNS or not any(bench.joint):
        return terms
    best = terms
    grown = list(terms)
    for _ in range(BOLD_PAIRS):
        if sum(term.size for term in grown) >= n / BOLD_CROWDED:
            break
        found, _ = best_pair(bench, bench.span(grown, target), grown, None, math.inf)
        if found is None:
            break
        grown = carry(bench, [*grown, found])
        grown = grow_mains(bench, target, grown, LOG_LENIENT, BOLD_CROWDED)
        pruned = prune(bench, target, settle(bench, target, prune(bench, target, grown)))
        best = min((best, pruned), key=lambda one: criterion(bench, target, one))
    return best


def criterion(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> float:
    """Give the extended BIC of a model, where each term is also charged for those it was chosen among.

    References
    ----------
    Chen & Chen, Extended Bayesian information criteria for model selection with large model spaces, Biometrika 95 (2008).
    """
    n, count = bench.observations.n, bench.count
    rest = bench.span(terms, target).rest + bench.floor
    among = {False: math.log(count), True: math.log(max(count * (count - 1) / 2, 1.0))}
    charges = sum((term.size + term.searched) * math.log(n) + 2.0 * among[term.pair] * (not term.carried) for term in terms)
    return n * math.log(max(rest, 1e-300) / n) + charges
