"""Labels that do not touch: where each of several texts can stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import NOTE, Anchor, Box, Hand, extent
from sweepbrief.figures.style import LINE_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray

_DIRECTIONS: Final[tuple[tuple[float, float, Anchor], ...]] = (
    (1.0, 0.0, "start"),
    (-1.0, 0.0, "end"),
    (0.0, -1.0, "middle"),
    (0.0, 1.0, "middle"),
    (0.7, -0.7, "start"),
    (0.7, 0.7, "start"),
    (-0.7, -0.7, "end"),
    (-0.7, 0.7, "end"),
)
_DISTANCES: Final = (5.0, 9.0, 15.0, 22.0)


@dataclass(frozen=True, slots=True)
class Label:
    """A text and the point it belongs to, or the place it was given.

    Attributes
    ----------
    x, y : float
        Points.
    text : str
        Cleaned and short enough.
    hand : Hand
        How it is set.
    """

    x: float
    y: float
    text: str
    hand: Hand = NOTE

    @property
    def box(self) -> Box:
        """What it covers."""
        return extent(self.x, self.y, self.text, self.hand)


def place(labels: Sequence[Label], taken: Iterable[Box], bounds: Box, lines: Iterable[Box] = ()) -> list[Label | None]:
    """Find a place near its point for each label, the first ones first.

    Parameters
    ----------
    labels : sequence of Label
        By falling importance; ``x`` and ``y`` are the points they belong to.
    taken : iterable of Box
        What must not be covered, such as marks and other texts.
    bounds : Box
        Where labels may stand.
    lines : iterable of Box
        What should not be covered as long as there is a place beside it, such as intervals.

    Returns
    -------
    list of Label or None
        Each with the place it was given; None where there was none left.
    """
    occupied = np.array([*taken], dtype=float).reshape(-1, 4)
    thin = np.array([*lines], dtype=float).reshape(-1, 4)
    placed: list[Label | None] = []
    for label in labels:
        free = [choice for choice in _choices(label) if _within(choice.box, bounds) and _free(choice.box, occupied)]
        found = next((choice for choice in free if _free(choice.box, thin)), free[0] if free else None)
        placed.append(found)
        if found is not None:
            occupied = np.vstack([occupied, found.box])
    return placed


def spread(wanted: ArrayLike, low: float, high: float, gap: float = LINE_HEIGHT) -> NDArray[np.float64]:
    """Move places apart as little as possible, keeping their order.

    The least-squares answer: places less ``gap`` times their rank, pooled wherever they fall.

    Parameters
    ----------
    wanted : array_like of float
        Places in points, in any order.
    low, high : float
        Where they may lie; exceeded only where there is no room for all.
    gap : float
        Least distance between two.

    Returns
    -------
    float64 array, same shape
        The places given.
    """
    places = np.asarray(wanted, dtype=float)
    order = np.argsort(places, kind="stable")
    ranks = np.arange(len(places)) * gap
    pools: list[list[float]] = []
    for value in places[order] - ranks:
        pools.append([value])
        while len(pools) > 1 and np.mean(pools[-2]) > np.mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    pooled = np.array([np.mean(pool) for pool in pools for _ in pool])
    given = np.empty_like(places)
    given[order] = np.clip(pooled, low, max(low, high - (len(places) - 1) * gap)) + ranks
    return given


def quietest(
    label: Label, path: tuple[NDArray[np.float64], NDArray[np.float64]], points: NDArray[np.float64], bounds: Box
) -> Label | None:
    """Find the place along a line where a label covers least.

    Parameters
    ----------
    label : Label
        The text; its own place does not count.
    path : tuple of two float64 array
        The line's points.
    points : float64 array, shape (m, 2)
        What should stay visible.
    bounds : Box
        Where it may stand.

    Returns
    -------
    Label or None
        The label above or below the line; None where no place lies inside the bounds.
    """
    shape = replace(label, x=0.0, y=0.0).box
    keys, counts = np.unique(np.round(points) @ (1.0, 1j), return_counts=True)
    points = np.column_stack([keys.real, keys.imag])
    best, least = None, np.inf
    for x, y in zip(*path, strict=True):
        for down in (-4.0, label.hand.size + 2.5):
            box = Box(shape.left + x, shape.top + y + down, shape.right + x, shape.bottom + y + down)
            if not _within(box, bounds):
                continue
            inside = ((points >= (box.left, box.top)) & (points <= (box.right, box.bottom))).all(axis=1)
            covered = int(counts[inside].sum())
            if covered < least:
                best, least = replace(label, x=float(x), y=float(y) + down), covered
    return best


def _choices(label: Label) -> Iterable[Label]:
    size = label.hand.size
    for distance in _DISTANCES:
        for right, down, anchor in _DIRECTIONS:
            x, y = label.x + right * distance, label.y + down * (distance + 0.3 * size) + 0.28 * size
            yield replace(label, x=x, y=y, hand=replace(label.hand, anchor=anchor))


def _within(box: Box, bounds: Box) -> bool:
    return bounds.left <= box.left and bounds.top <= box.top and box.right <= bounds.right and box.bottom <= bounds.bottom


def _free(box: Box, occupied: NDArray[np.float64]) -> bool:
    left, top, right, bottom = occupied.T
    hits = (left < box.right) & (box.left < right) & (top < box.bottom) & (box.top < bottom)
    return not bool(hits.any())
