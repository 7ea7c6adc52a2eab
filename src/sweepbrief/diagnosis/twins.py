"""Twins: whether a parameter acts beside one that it moved closely together with."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from sweepbrief.diagnosis.scales import PLAIN
from sweepbrief.diagnosis.selection import finest
from sweepbrief.diagnosis.term import Term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.dependence import Together
    from sweepbrief.diagnosis.form import Form


def beside_twins(bench: Bench, target: NDArray[np.float64], terms: list[Term], near: Together) -> list[Term]:
    """Let in silent parameters that act beside a twin that is in the model.

    Which parameters moved closely together is known before the metric is looked at. So whether the second acts beside the
    first is one question for each such pair, asked in its plainest form: not one among all parameters and shapes, where the
    first takes the credit of both. The first may take any curve, so that no bend of it is told as the second's effect.

    Parameters
    ----------
    bench : Bench
        The forms.
    target : float64 array, shape (n,)
        Unweighted.
    terms : list of Term
        The model.
    near : Together
        Which parameters moved together.

    Returns
    -------
    list of Term
        The model with them; either twin's term is then held to the same one question.
    """
    acting = sorted({term.members[0] for term in terms if not term.pair and not term.carried})
    silent = sorted(set(range(len(bench.axes))) - {member for term in terms for member in term.members})
    asked = {
        number: [other for other in acting if near.close(number, other)] for number in silent if bench.coarse[number].forms
    }
    asked = {number: others for number, others in asked.items() if others}
    found = [number for number, others in asked.items() if _beside(bench, target, terms, (number, *others))]
    if not found:
        return terms
    hosts = {other for number in found for other in asked[number]}
    terms = [replace(term, asked=len(asked)) if not term.pair and term.members[0] in hosts else term for term in terms]
    added = [Term((number,), (_plain(bench, number),), asked=len(asked)) for number in found]
    return [*terms, *(_shaped(bench, target, [*terms, *added], term) for term in added)]


def _plain(bench: Bench, number: int) -> Form:
    """Give the plainest form of a parameter."""
    return next(form for form in bench.coarse[number].forms if form.name in PLAIN)


def _beside(bench: Bench, target: NDArray[np.float64], terms: list[Term], together: tuple[int, ...]) -> bool:
    """Tell whether the first of some parameters that moved together more likely acts than not, beside any curve of the others.

    Where as many such twins act as do not, that is where the likelihood gains more than Schwarz's charge.

    References
    ----------
    Schwarz, Estimating the dimension of a model, Annals of Statistics 6 (1978).
    """
    free = [Term((other,), bench.flexible[other].forms) for other in together[1:]]
    span, n = bench.span([*terms, *free], target), bench.observations.n
    explained, rank = span.explained(bench.weigh(_plain(bench, together[0]).columns))
    rest = max(span.rest - explained, 0.0) + bench.floor
    return rank > 0 and span.free > rank and (span.free - rank) * math.log1p(explained / rest) > rank * math.log(n)


def _shaped(bench: Bench, target: NDArray[np.float64], terms: list[Term], term: Term) -> Term:
    """Give a term the form that fits best given all others."""
    form = finest(bench, bench.span(terms, target, without=term), term.members[0])
    return term if form is None else replace(term, parts=(form,))
