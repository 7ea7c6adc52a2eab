"""Selection: which main curves and which joint effects the joint model holds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtrc

from sweepbrief.diagnosis.pairing import best_pair, pair_threshold
from sweepbrief.diagnosis.regression import log_tail
from sweepbrief.diagnosis.scaled import also_scaled
from sweepbrief.diagnosis.scales import (
    BOLD_CROWDED,
    CARRIED,
    CHILD_RUNS,
    CROWDED,
    CURVATURE_P,
    LOG_ALPHA,
    LOG_LENIENT,
    LOG_LENIENT_PAIR,
    MOST_PAIRS,
    PAIR_CARRIED,
    TWINS,
    UNEVEN_MOST,
    UNEVEN_P,
    UNEVEN_PRIOR,
)
from sweepbrief.diagnosis.term import Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.form import Form
    from sweepbrief.diagnosis.regression import Span


def choose(bench: Bench, target: NDArray[np.float64]) -> list[Term]:
    """Choose the terms of the joint model.

    Parameters
    ----------
    bench : Bench
        The forms.
    target : float64 array, shape (n,)
        Unweighted target.

    Returns
    -------
    list of Term
        Main curves first added first; each main curve at most once, each pair at most once.
    """
    terms = grow_mains(bench, target, [], LOG_LENIENT)
    terms = prune(bench, target, settle(bench, target, terms))
    terms = settle(bench, target, grow_mains(bench, target, terms))
    terms = prune(bench, target, grow_pairs(bench, target, terms, LOG_LENIENT_PAIR))
    terms = grow_pairs(bench, target, terms)
    if any(term.pair for term in terms):
        terms = grow_mains(bench, target, terms)
        terms = settle(bench, target, terms)
        terms = grow_pairs(bench, target, terms)
    return prune(bench, target, terms)


def grow_mains(
    bench: Bench, target: NDArray[np.float64], terms: list[Term], limit: float = LOG_ALPHA, crowd: float = CROWDED
) -> list[Term]:
    """Add main curves while the best one is significant over all parameters and shapes.

    Effects of many parameters hide each other: a lenient limit lets in what only counts once the others are there, and pruning
    takes out what does not.
    """
    terms = list(terms)
    while roomy(terms, bench.observations.n, crowd):
        span = bench.span(terms, target)
        have = frozenset(term.members[0] for term in terms if not term.pair and not term.carried)
        scored = score_mains(bench, span, skip=have)
        single = min(scored, key=lambda found: found[0], default=None)
        if single is not None and single[0] < limit:
            _, number, form = single
            terms = [term for term in terms if term.pair or term.members[0] != number]
            terms.append(Term((number,), (form,)))
            continue
        both = _twins(bench, span, have)
        if not both:
            break
        terms = [term for term in terms if term.pair or term.members[0] not in {one.members[0] for one in both}] + both
    return terms


def roomy(terms: list[Term], n: int, crowd: float = CROWDED) -> bool:
    """Tell whether a model has room for another term: carried curves were not searched, and only cost degrees of freedom."""
    chosen = sum(term.size for term in terms if not term.carried)
    return chosen < n / crowd and sum(term.size for term in terms) < n / min(crowd, BOLD_CROWDED)


def score_mains(bench: Bench, span: Span, skip: frozenset[int] = frozenset()) -> list[tuple[float, int, Form]]:
    """Give for each parameter not in the model its best form and the log p of it, corrected for all parameters and shapes."""
    best = []
    for number, shelf in enumerate(bench.coarse):
        if number in skip or not shelf.forms:
            continue
        tails = [span.tail(*found, bench.floor) for found in shelf.explained(span)]
        logs = [tail + math.log(bench.charge(form)) for tail, form in zip(tails, shelf.forms, strict=True)]
        which = int(np.argmin(logs))
        best.append((logs[which], number, shelf.forms[which]))
    return best


def _twins(bench: Bench, span: Span, have: frozenset[int]) -> list[Term]:
    """Find two correlated parameters that are significant only together."""
    lines = {
        number: shelf.forms[0]
        for number, shelf in enumerate(bench.coarse)
        if shelf.forms and shelf.forms[0].name == "line" and number not in have
    }
    numbers = sorted(lines)
    if len(numbers) < 2:  # noqa: PLR2004 - a pair
        return []
    columns = np.column_stack([lines[number].columns[:, 0] for number in numbers])
    matrix = columns.T @ columns / len(columns)
    near = [(a, b) for a in range(len(numbers)) for b in range(a) if abs(matrix[a, b]) > TWINS]
    found: tuple[float, list[Term]] = (LOG_ALPHA, [])
    for a, b in near:
        pair = [Term((numbers[k],), (lines[numbers[k]],)) for k in (b, a)]
        logp = span.test(bench.weigh(np.column_stack([term.columns for term in pair])), bench.floor)
        logp += math.log(len(near) * 2 * bench.count)
        if logp < found[0]:
            found = (logp, pair)
    return found[1]


def grow_pairs(bench: Bench, target: NDArray[np.float64], terms: list[Term], margin: float = 0.0) -> list[Term]:
    """Add joint effects while the best one is significant over all pairs, or misses it by no more than a margin."""
    terms = list(terms)
    likely: list[tuple[int, int]] | None = None
    while sum(term.pair for term in terms) < MOST_PAIRS and roomy(terms, bench.observations.n):
        best, likely = best_pair(bench, target, terms, likely, margin)
        if best is None:
            break
        terms = carry(bench, [*terms, best])
    return terms


def carry(bench: Bench, terms: list[Term]) -> list[Term]:
    """Give every member of a pair a main curve, so that the joint part is not taken for it."""
    have = {term.members[0] for term in terms if not term.pair}
    for number in sorted({member for term in terms if term.pair for member in term.members} - have):
        if bench.joint[number]:
            terms = [*terms, Term((number,), (bench.joint[number][:2][-1],), carried=True)]
    return terms


def settle(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> list[Term]:
    """Give each main curve the form that fits best given all others; twice, since they depend on each other."""
    terms = list(terms)
    for _ in range(2):
        for place, term in enumerate(terms):
            if not term.pair and not term.carried:
                span = bench.span(terms, target, without=term)
                form = finest(bench, span, term.members[0])
                terms[place] = Term(term.members, (form,)) if form is not None else term
    return terms


def finest(bench: Bench, span: Span, number: int) -> Form | None:
    """Choose the form of one parameter's main curve by BIC; a raw line unless the curvature beyond it is significant."""
    scored = weigh_forms(bench, span, number)
    if not scored:
        return None
    best = min(scored, key=lambda found: found[0])[1]
    lines = [form for _, form in scored if form.name == "line"]
    if not lines or best.name == "line":
        return best
    both = bench.weigh(np.column_stack([lines[0].columns, best.columns]))
    alone, rank_alone = span.explained(bench.weigh(lines[0].columns))
    together, rank = span.explained(both)
    rest = max(span.rest - together, 0.0) + bench.floor
    logp = log_tail(together - alone, rest, rank - rank_alone, span.free - rank) + math.log(1 + 3 * best.searched)
    return best if logp < math.log(CURVATURE_P) else lines[0]


def weigh_forms(bench: Bench, span: Span, number: int) -> list[tuple[float, Form]]:
    """Give the BIC of every form of one parameter's main curve given the other terms."""
    n, shelf = bench.observations.n, bench.fine[number]
    found = []
    for (explained, rank), form in zip(shelf.explained(span), shelf.forms, strict=True):
        rest = max(span.rest - explained, 0.0) + bench.floor
        if span.free - rank > 1 and rest > 0:
            found.append((n * math.log(rest / n) + (rank + form.searched) * math.log(n), form))
    return found


def prune(
    bench: Bench, target: NDArray[np.float64], terms: list[Term], limit: float = LOG_ALPHA, *, even: bool = False
) -> list[Term]:
    """Take out what is not significant given all the rest, the least significant first."""
    terms = list(terms)
    while terms:
        scored = [
            (significance(bench, target, terms, term, even=even), place) for place, term in enumerate(terms) if not term.carried
        ]
        worst = max(scored, default=(-math.inf, -1))
        if worst[0] < limit:
            break
        gone = terms[worst[1]]
        terms = [term for term in terms if term is not gone and not (term.carried and not gone.pair)]
        terms = carry(bench, _needed(terms))
    return terms


def _needed(terms: list[Term]) -> list[Term]:
    members = {member for term in terms if term.pair for member in term.members}
    return [term for term in terms if not term.carried or term.members[0] in members]


def significance(bench: Bench, target: NDArray[np.float64], terms: list[Term], term: Term, *, even: bool = False) -> float:
    """Give the log p of one term given all others, corrected as when it was added.

    Where few runs carry the effect, or noise is larger there beyond chance, its variance there counts. A few runs know it
    badly: it is drawn towards the variance of all runs as if that were known from ``UNEVEN_PRIOR`` runs more. ``even`` leaves
    that out: shares are uneven by nature, and are counted exactly in the end.

    A joint effect is the last of many questions to the same runs. Each term that was chosen before it, and each knot, took the
    noise that suited it, so that what is left is less noisy than the runs are: each costs one degree of freedom more.

    References
    ----------
    Ye, On measuring and correcting the effects of data mining and model selection, Journal of the American Statistical
    Association 93 (1998): generalized degrees of freedom.
    Smyth, Linear models and empirical Bayes methods for assessing differential expression, Statistical Applications in
    Genetics and Molecular Biology 3 (2004): the moderated t statistic.
    """
    span, columns = bench.span(terms, target, without=term), bench.weigh(term.columns)
    explained, rank = span.explained(columns)
    logp = span.tail(explained, rank, bench.floor)
    uneven, carried = span.uneven(columns)
    n = bench.observations.n
    if term.pair and carried < min(CHILD_RUNS, PAIR_CARRIED * n):
        return 0.0
    if term.pair and not even:
        spent = sum(1 + other.searched for other in terms if other is not term and not other.carried)
        rest = max(span.rest - explained, 0.0) + bench.floor
        logp = log_tail(explained, rest, rank, max(span.free - rank - spent, 1))
    if not even and (carried < CARRIED * n or chdtrc(carried, carried * uneven) < UNEVEN_P):
        moderated = (UNEVEN_PRIOR + carried * uneven) / (UNEVEN_PRIOR + carried)
        rest = max(span.rest - explained, 0.0) + bench.floor
        free = min(span.free - rank, int(UNEVEN_PRIOR + carried))
        ratio = free / max(span.free - rank, 1)
        logp = log_tail(explained / min(max(moderated, 1.0), UNEVEN_MOST), rest * ratio, rank, free)
    if term.pair:
        return logp + also_scaled(term) - pair_threshold(bench, terms, term.members) + LOG_ALPHA
    return logp + math.log(term.asked or bench.charge(term.parts[0]))
