"""A row for each level: names at the left, one lying scale for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sweepbrief.figures.canvas import CLAIM, Canvas, Hand, Pen
from sweepbrief.figures.lettering import shorten, width
from sweepbrief.figures.outline import segments
from sweepbrief.figures.scale import Scale, fit_scale
from sweepbrief.figures.style import BAR, GRID, HAIR, POINTS_PER_MM, RULE
from sweepbrief.figures.ticks import ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from sweepbrief.figures.plot import Axes

MOST_LEVELS: Final = 14
"""Up to so many levels have a row: the first ones and, as the last, the last."""
ROW: Final = 17.0
"""Height of a row."""

_BOTTOM: Final = 24.0
_NAME_ROOM: Final = 96.0


@dataclass(frozen=True, slots=True)
class Rows:
    """Where things stand in a picture of rows.

    Attributes
    ----------
    x : Scale
        From values to points.
    levels : tuple of int
        Which levels are shown.
    at : tuple of float
        The middle of each one's row.
    """

    x: Scale
    levels: tuple[int, ...]
    at: tuple[float, ...]


def open_rows(names: Sequence[str], rest: str, values: ArrayLike, axes: Axes, head: float) -> tuple[Canvas, Rows]:
    """Begin a picture with a row for each level.

    Parameters
    ----------
    names : sequence of str
        One a level.
    rest : str
        Said where levels are left out.
    values : array_like of float
        What the scale must hold.
    axes : Axes
        ``x`` names the scale.
    head : float
        Height above the rows, in points.

    Returns
    -------
    canvas : Canvas
        As high as there are rows, with names, grid and axis drawn.
    rows : Rows
        Where things stand.
    """
    count = len(names)
    levels = tuple(range(count)) if count <= MOST_LEVELS else (*range(MOST_LEVELS - 1), count - 1)
    gap = len(levels) < count
    at = tuple(head + ROW * (row + 0.5 + (gap and row == len(levels) - 1)) for row in range(len(levels)))
    canvas = Canvas((head + ROW * (len(levels) + gap) + _BOTTOM) / POINTS_PER_MM)
    texts = [shorten(names[level], _NAME_ROOM, strong=True) for level in levels]
    left = max((width(text, strong=True) for text in texts), default=0.0) + 9.0
    rows = Rows(fit_scale(values, left, canvas.width - 6.0, pad=0.03), levels, at)
    _rule(canvas, rows, axes, head)
    for y, text in zip(at, texts, strict=True):
        canvas.write(left - 8.0, y + 2.5, text, Hand(CLAIM.color, strong=True, anchor="end"))
    if gap:
        canvas.write(left, at[-1] - ROW + 2.5, shorten(rest, canvas.width - left))
    return canvas, rows


def _rule(canvas: Canvas, rows: Rows, axes: Axes, head: float) -> None:
    bottom, x = canvas.height - _BOTTOM, rows.x
    marks = ticks(x, decimal=axes.decimal)
    canvas.draw("grid", segments([(tick.at, head, tick.at, bottom) for tick in marks]), Pen(GRID, HAIR))
    between = [head + ROW * row for row in range(1, round((bottom - head) / ROW))]
    canvas.draw("rows", segments([(x.start, y, x.stop, y) for y in between]), Pen(RULE, 0.3))
    canvas.draw("axis", segments([(x.start, bottom, x.stop, bottom)]), Pen(BAR, HAIR))
    for tick in marks:
        canvas.write(tick.at, bottom + 10.5, tick.text, Hand(anchor="middle"))
    canvas.write(x.stop, canvas.height - 2.5, shorten(axes.x, x.stop), Hand(anchor="end"))
