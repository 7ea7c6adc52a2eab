"""Pairing: the search for joint effects, beyond all main curves of their members."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.regression import COLLINEAR, gain, log_tail
from sweepbrief.diagnosis.scales import ALPHA, CHILD_CROWD, PAIR_CROWD, PAIR_SHAPES, PAIR_TIERS, PAIRED
from sweepbrief.diagnosis.term import Term, products

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.form import Form
    from sweepbrief.diagnosis.regression import Span

KEPT = 24
"""Pairs looked at again after the first one is found."""


@dataclass(frozen=True, slots=True)
class Freed:
    """Flexible main curves of all parameters, freed from the model, with their products.

    Attributes
    ----------
    span : Span
        The model.
    columns : float64 array, shape (n, total)
        Freed.
    gram : float64 array, shape (total, total)
        Products of these with each other.
    moment : float64 array, shape (total,)
        Products with the target.
    places : tuple of int64 array
        By axis, its columns.
    """

    span: Span
    columns: NDArray[np.float64]
    gram: NDArray[np.float64]
    moment: NDArray[np.float64]
    places: tuple[NDArray[np.int64], ...]


def freed(bench: Bench, span: Span) -> Freed:
    """Free the flexible main curves from a model."""
    stack = np.column_stack([shelf.stack for shelf in bench.flexible])
    norms = np.sqrt(np.maximum(np.concatenate([shelf.norms for shelf in bench.flexible]), 1e-300))
    columns = span.without(stack / norms)
    ends = np.cumsum([0, *[shelf.stack.shape[1] for shelf in bench.flexible]])
    places = tuple(np.arange(ends[place], ends[place + 1]) for place in range(len(bench.flexible)))
    return Freed(span, columns, columns.T @ columns, columns.T @ span.left, places)


def candidates(bench: Bench, terms: list[Term]) -> list[tuple[int, int]]:
    """Give the pairs that are tried: all, or those of the parameters with the strongest main effects."""
    able = [number for number, forms in enumerate(bench.joint) if forms]
    if len(able) > PAIRED:
        strong = {member for term in terms for member in term.members}
        span = bench.span([], bench.observations.y)
        worth = {number: span.test(bench.flexible[number].stack) for number in able}
        able = sorted(sorted(able, key=lambda number: (number not in strong, worth[number], number))[:PAIRED])
    return [(a, b) for place, b in enumerate(able) for a in able[:place]]


def pair_threshold(bench: Bench, terms: list[Term], pair: tuple[int, ...]) -> float:
    """Give the log p that a pair must reach: the error is shared out by how many members act by themselves."""
    acting = {term.members[0] for term in terms if not term.carried and not term.pair}
    count = sum(member in acting for member in pair)
    able, among = bench.count, len(acting)
    sizes = ((able - among) * (able - among - 1) / 2, (able - among) * among, among * (among - 1) / 2)
    return math.log(ALPHA * PAIR_TIERS[count] / max(sizes[count], 1.0) / PAIR_SHAPES)


def best_pair(
    bench: Bench, span: Span, terms: list[Term], likely: list[tuple[int, int]] | None, margin: float = 0.0
) -> tuple[Term | None, list[tuple[int, int]]]:
    """Find the most significant joint effect that is not in the model.

    Parameters
    ----------
    bench : Bench
        The forms.
    span : Span
        The model.
    terms : list of Term
        Its terms.
    likely : list of tuple of two int, or None
        The pairs to look at, all where None.
    margin : float
        By how much its log p may miss the threshold.

    Returns
    -------
    Term or None
        None where none is significant.
    list of tuple of two int
        The pairs worth another look.
    """
    have = {term.members for term in terms if term.pair}
    if bench.count < 2:  # noqa: PLR2004 - a pair
        return None, []
    mains, scored = freed(bench, span), []
    for pair in likely if likely is not None else candidates(bench, terms):
        if pair not in have:
            logp, term = test_pair(bench, mains, pair)
            if term is not None:
                scored.append((logp - pair_threshold(bench, terms, pair), pair, term))
    scored.sort(key=lambda found: (found[0], found[1]))
    keep = [pair for _, pair, _ in scored[:KEPT]] if likely is None else likely
    return (scored[0][2] if scored and scored[0][0] < margin else None), keep


def test_pair(bench: Bench, mains: Freed, pair: tuple[int, int]) -> tuple[float, Term | None]:
    """Test a joint effect in several degrees, beyond the model and beyond any main curve of the two members."""
    span, where = mains.span, np.concatenate([mains.places[number] for number in pair])
    values, vectors = np.linalg.eigh(mains.gram[np.ix_(where, where)])
    kept = values > COLLINEAR
    half = vectors[:, kept] / np.sqrt(values[kept])
    own = half.T @ mains.moment[where]
    rest, free = max(span.rest - float(own @ own), 0.0), span.free - int(kept.sum())
    left, right = bench.joint[pair[0]], bench.joint[pair[1]]
    raw = bench.weigh(products(left[-1].columns, right[-1].columns))
    norms = np.einsum("ij,ij->j", raw, raw)
    columns = span.without(raw)
    cross = half.T @ (mains.columns[:, where].T @ columns)
    gram = columns.T @ columns - cross.T @ cross
    moment = columns.T @ span.left - cross.T @ own
    best: tuple[float, Term | None] = (0.0, None)
    shared = int((bench.axes[pair[0]].active & bench.axes[pair[1]].active).sum())
    for parts in degrees_of(left, right):
        inside = _inside(left[-1].size, right[-1].size, parts)
        if len(inside) > min(free / PAIR_CROWD, shared / CHILD_CROWD):
            continue
        explained, rank = gain(gram[np.ix_(inside, inside)], moment[inside], norms[inside])
        logp = log_tail(explained, max(rest - explained, 0.0) + bench.floor, rank, free - rank)
        if logp < best[0]:
            best = (logp, Term(pair, parts))
    return best


def degrees_of(left: tuple[Form, ...], right: tuple[Form, ...]) -> list[tuple[Form, Form]]:
    """Give the forms of both sides, degree by degree."""
    most = max(len(left), len(right))
    return [(left[min(place, len(left) - 1)], right[min(place, len(right) - 1)]) for place in range(most)]


def _inside(rows: int, columns: int, parts: tuple[Form, Form]) -> NDArray[np.int64]:
    """Give where the products of smaller forms stand among those of the largest, which they begin."""
    numbers = np.arange(rows * columns).reshape(rows, columns)
    return numbers[: parts[0].size, : parts[1].size].ravel()
