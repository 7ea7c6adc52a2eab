"""The dumbbell: one number a row, before and now, joined, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sweepbrief.figures.canvas import Hand, Pen
from sweepbrief.figures.lettering import width
from sweepbrief.figures.outline import dots, segments
from sweepbrief.figures.rows import open_rows
from sweepbrief.figures.style import BAR, BLUE, HAIR, INK, MARK, PAPER, RUST, SOFT, THICK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.figures.canvas import Canvas
    from sweepbrief.figures.plot import Axes
    from sweepbrief.measures import Estimate

MOST_PAIRS: Final = 14
"""Rows at most: the first ones."""

_HEAD: Final = 15.0
_APART: Final = 2.6


@dataclass(frozen=True, slots=True)
class Pair:
    """One row.

    Attributes
    ----------
    name : str
        Written at its left.
    old, new : Estimate
        Both with values.
    changed : bool
        Whether the change is beyond chance: drawn in colour.
    """

    name: str
    old: Estimate
    new: Estimate
    changed: bool


@dataclass(frozen=True, slots=True)
class DumbbellLabels:
    """What the picture says.

    Attributes
    ----------
    axes : Axes
        ``x`` names the scale.
    before, now : str
        Names of the two marks.
    """

    axes: Axes
    before: str
    now: str


def draw_dumbbell(pairs: Sequence[Pair], labels: DumbbellLabels) -> str:
    """Draw numbers before and now.

    Parameters
    ----------
    pairs : sequence of Pair
        At most `MOST_PAIRS` are drawn.
    labels : DumbbellLabels
        Texts.

    Returns
    -------
    str
        An SVG element, 115 mm wide. Before is a ring above the row's middle, now a dot beneath it; changes beyond chance are
        blue where the number rose and rust where it fell, all others grey.
    """
    shown = list(pairs)[:MOST_PAIRS]
    ends = [end for pair in shown for one in (pair.old, pair.new) for end in (one.value, one.low, one.high) if end is not None]
    canvas, rows = open_rows([pair.name for pair in shown], "", [0.0, *ends], labels.axes, _HEAD)
    _key(canvas, rows.x.start, labels)
    for pair, y in zip(shown, rows.at, strict=True):
        x = rows.x
        before, now = float(x(pair.old.value or 0.0)), float(x(pair.new.value or 0.0))
        color = SOFT if not pair.changed else BLUE if now > before else RUST
        for one, level, strength in ((pair.old, y - _APART, HAIR), (pair.new, y + _APART, 2 * HAIR)):
            if one.low is not None and one.high is not None:
                canvas.draw("interval", segments([(float(x(one.low)), level, float(x(one.high)), level)]), Pen(BAR, strength))
        if pair.changed:
            canvas.draw("change", segments([(before, y - _APART, now, y + _APART)]), Pen(color, THICK))
        _ring(canvas, before, y - _APART, color)
        canvas.draw("now", dots([now], [y + _APART]), Pen(color, MARK))
    return canvas.svg()


def _ring(canvas: Canvas, x: float, y: float, color: str) -> None:
    canvas.draw("before", dots([x], [y]), Pen(color, MARK))
    canvas.draw("hole", dots([x], [y]), Pen(PAPER, MARK - 2.0))


def _key(canvas: Canvas, left: float, labels: DumbbellLabels) -> None:
    """Name the two marks above the rows."""
    _ring(canvas, left + 3.0, 6.0, INK)
    canvas.write(left + 8.0, 8.5, labels.before, Hand())
    at = left + 8.0 + width(labels.before) + 14.0
    canvas.draw("now", dots([at], [6.0]), Pen(INK, MARK))
    canvas.write(at + 5.0, 8.5, labels.now, Hand())
