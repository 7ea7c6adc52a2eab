"""Pairing: the search for joint effects, beyond all main curves of their members."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.regression import COLLINEAR, gains_of, log_tail
from sweepbrief.diagnosis.scaled import also_scaled, scaling
from sweepbrief.diagnosis.scales import ALPHA, CHILD_CROWD, PAIR_CROWD, PAIR_SHAPES, PAIR_TIERS, PAIRED
from sweepbrief.diagnosis.term import Term, products

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.form import Form
    from sweepbrief.diagnosis.regression import Span

KEPT = 24
"""Pairs looked at again after the first one is found."""
_ROOM = 2_000_000


@dataclass(frozen=True, slots=True)
class Freed:
    """Flexible main curves of the parameters that are tried, freed from the model, with their products.

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
    places : mapping of int to int64 array
        By number of the axis, its columns.
    """

    span: Span
    columns: NDArray[np.float64]
    gram: NDArray[np.float64]
    moment: NDArray[np.float64]
    places: Mapping[int, NDArray[np.int64]]


def freed(bench: Bench, span: Span, numbers: list[int]) -> Freed:
    """Free the flexible main curves of some parameters from a model."""
    shelves = [bench.flexible[number] for number in numbers]
    norms = np.sqrt(np.maximum(np.concatenate([shelf.norms for shelf in shelves]), 1e-300))
    columns = span.without(np.column_stack([shelf.stack for shelf in shelves]) / norms)
    ends = np.cumsum([0, *[shelf.stack.shape[1] for shelf in shelves]])
    places = {number: np.arange(ends[place], ends[place + 1]) for place, number in enumerate(numbers)}
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
    return _thresholds(bench, terms)(pair)


def _thresholds(bench: Bench, terms: list[Term]) -> Callable[[tuple[int, ...]], float]:
    """Give the log p that each pair must reach beside some terms."""
    acting = {term.members[0] for term in terms if not term.carried and not term.pair}
    able, among = bench.count, len(acting)
    sizes = ((able - among) * (able - among - 1) / 2, (able - among) * among, among * (among - 1) / 2)
    logs = [math.log(ALPHA * tier / max(size, 1.0) / PAIR_SHAPES) for tier, size in zip(PAIR_TIERS, sizes, strict=True)]
    return lambda pair: logs[sum(member in acting for member in pair)]


def best_pair(
    bench: Bench,
    target: NDArray[np.float64],
    terms: list[Term],
    likely: list[tuple[int, int]] | None,
    margin: float = 0.0,
) -> tuple[Term | None, list[tuple[int, int]]]:
    """Find the most significant joint effect that is not in the model.

    Parameters
    ----------
    bench : Bench
        The forms.
    target : float64 array, shape (n,)
        Unweighted target.
    terms : list of Term
        The model.
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
    asked = [pair for pair in (likely if likely is not None else candidates(bench, terms)) if pair not in have]
    if not asked:
        return None, likely or []
    mains = freed(bench, bench.span(terms, target), sorted({member for pair in asked for member in pair}))
    other, acting = scaling(bench, target, terms)
    scalable = [pair for pair in asked if acting.intersection(pair)]
    needed, scored = _thresholds(bench, terms), []
    for forms, among in ((bench, asked), (other, scalable)):
        for pair, (logp, term) in zip(among, test_pairs(forms, mains, among), strict=True):
            if term is not None:
                scored.append((logp + also_scaled(term) - needed(pair), pair, term))
    scored.sort(key=lambda found: (found[0], found[1]))
    keep = list(dict.fromkeys(pair for _, pair, _ in scored))[:KEPT] if likely is None else likely
    return (scored[0][2] if scored and scored[0][0] < margin else None), keep


def test_pairs(bench: Bench, mains: Freed, pairs: list[tuple[int, int]]) -> list[tuple[float, Term | None]]:
    """Test joint effects in several degrees, each beyond the model and beyond any main curve of its two members.

    Parameters
    ----------
    bench : Bench
        The forms.
    mains : Freed
        The model, and the flexible main curves that it leaves room for.
    pairs : list of tuple of two int
        Numbers of the axes.

    Returns
    -------
    list of tuple of float and (Term or None)
        By pair: the log p of the best degree, not corrected, and its term; None where no degree can be tested.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, pair in enumerate(pairs):
        sizes = tuple((len(mains.places[number]), *(form.size for form in bench.joint[number])) for number in pair)
        alike.setdefault(sizes, []).append(place)
    found: list[tuple[float, Term | None]] = [(0.0, None)] * len(pairs)
    for places in alike.values():
        first, second = (bench.joint[number][-1].size for number in pairs[places[0]])
        room = max(1, _ROOM // max(bench.observations.n * first * second, 1))
        for start in range(0, len(places), room):
            some = places[start : start + room]
            for place, one in zip(some, _tested(bench, mains, [pairs[place] for place in some]), strict=True):
                found[place] = one
    return found


def _tested(bench: Bench, mains: Freed, pairs: list[tuple[int, int]]) -> list[tuple[float, Term | None]]:
    """Test joint effects whose members have forms of the same sizes."""
    span, where = mains.span, np.stack([np.concatenate([mains.places[number] for number in pair]) for pair in pairs])
    values, vectors = np.linalg.eigh(mains.gram[where[:, :, None], where[:, None, :]])
    kept = values > COLLINEAR
    half = vectors * np.where(kept, 1.0 / np.sqrt(np.where(kept, values, 1.0)), 0.0)[:, None, :]
    own = np.einsum("mij,mi->mj", half, mains.moment[where])
    rest, free = np.maximum(span.rest - np.square(own).sum(axis=1), 0.0), span.free - kept.sum(axis=1)
    raw = np.stack([_joint_columns(bench, pair) for pair in pairs])
    norms = np.einsum("mij,mij->mj", raw, raw)
    on_span = span.basis.T @ raw
    on_mains = np.stack([mains.columns[:, own_places].T @ one for own_places, one in zip(where, raw, strict=True)])
    cross = half.transpose(0, 2, 1) @ on_mains
    gram = raw.transpose(0, 2, 1) @ raw - on_span.transpose(0, 2, 1) @ on_span - cross.transpose(0, 2, 1) @ cross
    moment = span.left @ raw - np.einsum("mij,mi->mj", cross, own)
    best: list[tuple[float, Term | None]] = [(0.0, None)] * len(pairs)
    shared = [_room(bench, pair) for pair in pairs]
    for degree in range(max(len(bench.joint[number]) for number in pairs[0])):
        inside = _inside(bench, pairs[0], degree)
        gains = gains_of(gram[:, inside[:, None], inside], moment[:, inside], norms[:, inside])
        for place, (pair, explained, rank) in enumerate(zip(pairs, *gains, strict=True)):
            if len(inside) > min(free[place] / PAIR_CROWD, shared[place]):
                continue
            left = max(float(rest[place]) - explained, 0.0) + bench.floor
            logp = log_tail(explained, left, rank, int(free[place]) - rank)
            if logp < best[place][0]:
                best[place] = (logp, Term(pair, degrees_of(bench, pair)[degree]))
    return best


def _joint_columns(bench: Bench, pair: tuple[int, int]) -> NDArray[np.float64]:
    """Give the weighted products of the members' largest forms, shape (n, products)."""
    left, right = (bench.joint[number][-1].columns for number in pair)
    return bench.weigh(products(left, right))


def _room(bench: Bench, pair: tuple[int, int]) -> float:
    """Give how many columns a joint effect may have by the runs that have both members; without blanks the test sees to it."""
    both = int((bench.axes[pair[0]].active & bench.axes[pair[1]].active).sum())
    return both / CHILD_CROWD if both < bench.observations.n else np.inf


def degrees_of(bench: Bench, pair: tuple[int, int]) -> list[tuple[Form, Form]]:
    """Give the forms of both sides, degree by degree."""
    left, right = (bench.joint[number] for number in pair)
    most = max(len(left), len(right))
    return [(left[min(place, len(left) - 1)], right[min(place, len(right) - 1)]) for place in range(most)]


def _inside(bench: Bench, pair: tuple[int, int], degree: int) -> NDArray[np.int64]:
    """Give where the products of a degree's forms stand among those of the largest, which they begin."""
    rows, columns = (bench.joint[number][-1].size for number in pair)
    parts, numbers = degrees_of(bench, pair)[degree], np.arange(rows * columns).reshape(rows, columns)
    return numbers[: parts[0].size, : parts[1].size].ravel()
