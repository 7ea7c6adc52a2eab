"""Ranks: where few far runs hold most of the variance, an effect must show among the ranks as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis.scales import LOG_ALPHA
from sweepbrief.diagnosis.selection import prune, score_mains
from sweepbrief.measures import normal_scores, on_ranks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.term import Term


def shown_on_ranks(bench: Bench, terms: list[Term]) -> list[Term]:
    """Take out terms that only a few far runs speak for.

    Least squares hold a cut that parts three far runs from all others to be beyond doubt, as if their distances were drawn
    from a bell; among ranks it is one of many ways to part three runs from the rest. Where another form of the same
    parameter is significant on ranks, the effect is real, and the term stays as the form that the metric's own scale shows.

    Parameters
    ----------
    bench : Bench
        The forms.
    terms : list of Term
        The chosen ones.

    Returns
    -------
    list of Term
        All of them where no few runs hold most of the variance, else those whose parameters are significant on normal scores,
        too.

    References
    ----------
    Conover & Iman, Rank transformations as a bridge between parametric and nonparametric statistics, The American
    Statistician 35 (1981), doi:10.1080/00031305.1981.10479327.
    """
    y = bench.observations.y
    if not on_ranks(y):
        return terms
    ranks = normal_scores(y)
    kept = prune(bench, ranks, terms)
    seen = {number for log_p, number, _ in score_mains(bench, bench.span(kept, ranks)) if log_p < LOG_ALPHA}
    held = {term.members[0] for term in kept if not term.pair and not term.carried}
    back = [term for term in terms if not (term.pair or term.carried) and term.members[0] in seen - held]
    named = {term.members[0] for term in back}
    return [*(term for term in kept if not (term.carried and term.members[0] in named)), *back]


def refusals(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> dict[int, float]:
    """Give for each parameter without a main curve the log p of the best one that was refused.

    Where it was refused because ranks do not show it, its log p among the ranks.
    """
    refused = _best(bench, target, terms)
    if not on_ranks(bench.observations.y):
        return refused
    ranks = _best(bench, normal_scores(bench.observations.y), terms)
    return {number: ranks[number] if log_p < LOG_ALPHA else log_p for number, log_p in refused.items()}


def _best(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> dict[int, float]:
    return {number: log_p for log_p, number, _ in score_mains(bench, bench.span(terms, target))}
