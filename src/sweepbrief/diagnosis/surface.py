"""The surface: main curves and joint effects of all parameters at once, as a start to take terms out of."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.pairing import pair_threshold
from sweepbrief.diagnosis.regression import COLLINEAR, log_tail
from sweepbrief.diagnosis.scales import BOLD_CROWDED, LOG_ALPHA, SURFACE
from sweepbrief.diagnosis.term import Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench


def surfaces(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> list[list[Term]]:
    """Give second-order surfaces that explain more than a model does, without the terms that nothing speaks for.

    Joint effects that hide each other are tested one after the other against the noise that all others make, and none is
    found. In the surface each is tested beside all the rest; one test of everything that the surface adds says first, at the
    familywise level, whether there is anything to look for. A main curve stays as long as a joint effect of it does.

    Parameters
    ----------
    bench : Bench
        The forms.
    target : float64 array, shape (n,)
        Unweighted target.
    terms : list of Term
        What was chosen so far.

    Returns
    -------
    list of list of Term
        With straight and with bent main curves, as far as there are runs enough for all at once.

    References
    ----------
    Box & Wilson, On the experimental attainment of optimum conditions, Journal of the Royal Statistical Society B 13 (1951);
    Mantel, Why stepdown procedures in variable selection, Technometrics 12 (1970).
    """
    found, span = [], bench.span(terms, target)
    for bend in (0, 1) if bench.count <= SURFACE else ():
        whole = _whole(bench, bend)
        if len(whole) < 3 or sum(term.size for term in whole) >= bench.observations.n / BOLD_CROWDED:  # noqa: PLR2004 - a pair
            break
        if span.test(bench.weigh(np.column_stack([term.columns for term in whole])), bench.floor) < LOG_ALPHA:
            found.append(_thinned(bench, target, whole))
    return found


def _whole(bench: Bench, bend: int) -> list[Term]:
    """Give main curves of every parameter, straight or bent, and the plainest joint effect of every pair."""
    able = [number for number, forms in enumerate(bench.joint) if forms]
    mains = [Term((number,), (bench.joint[number][: bend + 1][-1],)) for number in able]
    return [*mains, *(Term(pair, (bench.joint[pair[0]][0], bench.joint[pair[1]][0])) for pair in combinations(able, 2))]


def _thinned(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> list[Term]:
    """Take out the term that least speaks for itself beside the others, until each does after correction."""
    terms = list(terms)
    while terms:
        tests = _tests(bench, target, terms)
        needed = {member for term in terms if term.pair for member in term.members}
        free = [place for place, term in enumerate(terms) if term.pair or term.members[0] not in needed]
        worst = max(free, key=lambda place: tests[place])
        if tests[worst] < 0:
            break
        del terms[worst]
    return terms


def _tests(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> list[float]:
    """Give each term's log p beside all others, less the one that chance brings among as many; all from one inverse."""
    columns = bench.weigh(np.column_stack([np.ones(bench.observations.n), *[term.columns for term in terms]]))
    columns = columns / np.sqrt(np.maximum(np.einsum("ij,ij->j", columns, columns), 1e-300))
    y = target * bench.observations.root
    values, vectors = np.linalg.eigh(columns.T @ columns)
    kept = values > COLLINEAR
    half = vectors[:, kept] / np.sqrt(values[kept])
    inverse = half @ half.T
    beta = inverse @ (columns.T @ y)
    rest, free = float(np.sum((y - columns @ beta) ** 2)) + bench.floor, bench.observations.n - int(kept.sum())
    ends, found = np.cumsum([1, *[term.size for term in terms]]), []
    for term, (start, end) in zip(terms, pairwise(ends), strict=True):
        part = slice(int(start), int(end))
        explained = float(beta[part] @ np.linalg.pinv(inverse[part, part], hermitian=True) @ beta[part])
        tail = log_tail(explained, rest, term.size, free)
        charge = LOG_ALPHA - pair_threshold(bench, terms, term.members) if term.pair else np.log(bench.charge(term.parts[0]))
        found.append(tail + charge)
    return found
