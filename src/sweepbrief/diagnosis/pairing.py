"""Pairing: the search for joint effects, beyond all main curves of their members."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.regression import gain, log_tail
from sweepbrief.diagnosis.scales import ALPHA, PAIR_SHAPES, PAIR_TIERS, PAIRED
from sweepbrief.diagnosis.term import Term, pair_form, products

if TYPE_CHECKING:
    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.regression import Span

KEPT = 24
"""Pairs looked at again after the first one is found."""


def candidates(bench: Bench, terms: list[Term]) -> list[tuple[int, int]]:
    """Give the pairs that are tried: all, or those of the parameters with the strongest main effects."""
    able = [number for number, form in enumerate(bench.flexible) if form is not None]
    if len(able) > PAIRED:
        strong = {member for term in terms for member in term.members}
        span = bench.span([], bench.observations.y)
        worth = {number: _strength(bench, span, number) for number in able}
        able = sorted(sorted(able, key=lambda number: (number not in strong, worth[number], number))[:PAIRED])
    return [(a, b) for place, b in enumerate(able) for a in able[:place]]


def _strength(bench: Bench, span: Span, number: int) -> float:
    form = bench.flexible[number]
    return 0.0 if form is None else span.test(bench.weigh(form.columns))[0]


def pair_threshold(bench: Bench, terms: list[Term], pair: tuple[int, ...]) -> float:
    """Give the log p that a pair must reach: the error is shared out by how many members act by themselves."""
    acting = {member for term in terms if not term.carried for member in term.members if not term.pair}
    count = sum(member in acting for member in pair)
    able, among = bench.count, len(acting)
    sizes = ((able - among) * (able - among - 1) / 2, (able - among) * among, among * (among - 1) / 2)
    return math.log(ALPHA * PAIR_TIERS[count] / max(sizes[count], 1.0) / PAIR_SHAPES)


def best_pair(
    bench: Bench, span: Span, terms: list[Term], likely: list[tuple[int, int]] | None
) -> tuple[Term | None, list[tuple[int, int]]]:
    """Find the most significant joint effect that is not in the model.

    Returns
    -------
    Term or None
        None where none is significant.
    list of tuple of two int
        The pairs worth another look.
    """
    have = {term.members for term in terms if term.pair}
    scored = []
    for pair in likely if likely is not None else candidates(bench, terms):
        if pair not in have:
            logp, term = test_pair(bench, span, pair)
            if term is not None:
                scored.append((logp - pair_threshold(bench, terms, pair), pair, term))
    scored.sort(key=lambda found: (found[0], found[1]))
    keep = [pair for _, pair, _ in scored[:KEPT]] if likely is None else likely
    return (scored[0][2] if scored and scored[0][0] < 0 else None), keep


def test_pair(bench: Bench, span: Span, pair: tuple[int, int]) -> tuple[float, Term | None]:
    """Test a joint effect in several degrees, beyond the model and beyond any main curve of the two members."""
    first, second = (bench.axes[number] for number in pair)
    mains = [bench.weigh(form.columns) for number in pair if (form := bench.flexible[number]) is not None]
    beyond = span.without(np.column_stack(mains)) if mains else np.zeros((bench.observations.n, 0))
    basis = _orthonormal(beyond)
    left = span.left - basis @ (basis.T @ span.left)
    free = span.free - basis.shape[1]
    rest = float(left @ left)
    best: tuple[float, Term | None] = (0.0, None)
    for degrees in _degrees(bench.observations.n):
        parts = [pair_form(axis, bench.observations.n, degrees) for axis in (first, second)]
        if parts[0] is None or parts[1] is None:
            continue
        raw = bench.weigh(products(parts[0].columns, parts[1].columns))
        if raw.shape[1] > free / 4:
            continue
        columns = span.without(raw)
        columns = columns - basis @ (basis.T @ columns)
        explained, rank = gain(columns, np.einsum("ij,ij->j", raw, raw), left)
        logp = log_tail(explained, max(rest - explained, 0.0) + bench.floor, rank, free - rank)
        if logp < best[0]:
            best = (logp, Term(pair, (parts[0], parts[1])))
    return best


def _degrees(n: int) -> tuple[int, ...]:
    return (1, 2) if n < 80 else (1, 2, 3)  # noqa: PLR2004 - few runs, few shapes


def _orthonormal(columns: np.ndarray) -> np.ndarray:
    vectors, values, _ = np.linalg.svd(columns, full_matrices=False)
    return vectors[:, values > 1e-6 * max(float(values.max(initial=0.0)), 1e-300)] if columns.shape[1] else columns
