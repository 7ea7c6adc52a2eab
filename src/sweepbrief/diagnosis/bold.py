"""The bold search: effects that hide each other are let in together, and what does not hold is taken out again."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sweepbrief.diagnosis.pairing import best_pair
from sweepbrief.diagnosis.scales import BOLD_CROWDED, BOLD_PAIRS, BOLD_ROUNDS, BOLD_RUNS, LOG_LENIENT
from sweepbrief.diagnosis.selection import carry, grow_mains, prune, settle
from sweepbrief.diagnosis.surface import surfaces
from sweepbrief.diagnosis.term import Term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench


def bolder(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> list[Term]:
    """Let in main curves and joint effects that may be hidden, then prune; keep what describes the runs better."""
    n = bench.observations.n
    if n > BOLD_RUNS:
        return terms
    crowds = [one for one in _crowds(bench, target, terms) if _beyond(one, terms)]
    for one in surfaces(bench, target, terms):
        crowds += [prune(bench, target, one), _held(bench, target, _crowded(bench, target, one))]
    best = min((terms, *crowds), key=lambda one: criterion(bench, target, one))
    grown = list(best)
    for _ in range(BOLD_PAIRS):
        if sum(term.size for term in grown) >= n / BOLD_CROWDED:
            break
        found, _ = best_pair(bench, target, grown, None, math.inf)
        if found is None:
            break
        grown = carry(bench, [*grown, found])
        grown = grow_mains(bench, target, grown, LOG_LENIENT, BOLD_CROWDED)
        best = min((best, _held(bench, target, grown)), key=lambda one: criterion(bench, target, one))
    return best


def _beyond(found: list[Term], terms: list[Term]) -> bool:
    """Tell whether a model holds what another does not: between nested ones the significance of terms has decided already."""
    have = {term.members for term in terms if not term.carried}
    return any(term.members not in have for term in found if not term.carried)


def _crowds(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> list[list[Term]]:
    """Search main curves from the chosen terms and from all parameters at their plainest, strict only in the end.

    Among few runs effects hide each other, so that one after the other none is significant: all of them together are, and
    each in its right form only beside the others. So a term stays as long as chance alone would not bring a better one.

    References
    ----------
    Mantel, Why stepdown procedures in variable selection, Technometrics 12 (1970).
    """
    plain = [Term((number,), (shelf.forms[0],)) for number, shelf in enumerate(bench.coarse) if shelf.forms]
    return [
        _held(bench, target, _crowded(bench, target, start))
        for start in (terms, plain)
        if sum(term.size for term in start) < bench.observations.n / BOLD_CROWDED
    ]


def _crowded(bench: Bench, target: NDArray[np.float64], grown: list[Term]) -> list[Term]:
    """Settle forms, take out and let in leniently, until the same terms come back."""
    for _ in range(BOLD_ROUNDS):
        before = grown
        grown = prune(bench, target, settle(bench, target, grown), LOG_LENIENT)
        grown = grow_mains(bench, target, grown, LOG_LENIENT, BOLD_CROWDED)
        if len(grown) == len(before) and all(one.same(other) for one, other in zip(grown, before, strict=True)):
            break
    return grown


def _held(bench: Bench, target: NDArray[np.float64], grown: list[Term]) -> list[Term]:
    """Take out what does not hold, and give what is left its best forms."""
    return prune(bench, target, settle(bench, target, prune(bench, target, grown)))


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
