"""The levels of a category, best first: their runs as dots, their means with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import CLAIM, Canvas, Hand, Pen
from sweepbrief.figures.lettering import shorten, width
from sweepbrief.figures.levels import has_level
from sweepbrief.figures.outline import dots, segments
from sweepbrief.figures.runs import draw_beyond, draw_runs, reach
from sweepbrief.figures.scale import Scale, fit_scale
from sweepbrief.figures.style import BAR, GRID, HAIR, MARK, POINTS_PER_MM, RULE, RUST, THICK
from sweepbrief.figures.ticks import ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from sweepbrief.diagnosis import LevelMeans
    from sweepbrief.figures.plot import Axes

MOST_LEVELS: Final = 14
"""Up to so many levels are drawn: the best ones and, as the last, the worst."""

_ROW: Final = 17.0
_TOP: Final = 8.0
_BOTTOM: Final = 24.0
_NAME_ROOM: Final = 96.0


@dataclass(frozen=True, slots=True)
class LevelLabels:
    """What the picture of a category says.

    Attributes
    ----------
    axes : Axes
        ``x`` names the metric.
    levels : tuple of str
        One for each level, best first.
    rest : str
        Said where levels are left out.
    """

    axes: Axes
    levels: tuple[str, ...]
    rest: str = ""


def draw_level_means(values: Sequence[object], metric: ArrayLike, means: LevelMeans, labels: LevelLabels) -> str:
    """Draw the runs of each level and the level's mean.

    Parameters
    ----------
    values : sequence of object, length n
        The level of each run.
    metric : array_like of float, shape (n,)
        Its outcome; NaN is not drawn.
    means : LevelMeans
        Levels, best first, with their adjusted means and intervals.
    labels : LevelLabels
        Texts.

    Returns
    -------
    str
        An SVG element, 115 mm wide, as high as it has levels.
    """
    shown = _shown(len(means.levels))
    rest = labels.rest if len(shown) < len(means.levels) else ""
    canvas = Canvas((_TOP + _ROW * (len(shown) + bool(rest)) + _BOTTOM) / POINTS_PER_MM)
    names = [shorten(labels.levels[number], _NAME_ROOM, strong=True) for number in shown]
    left = max((width(name, strong=True) for name in names), default=0.0) + 9.0
    outcome = np.asarray(metric, dtype=float)
    ends = [np.asarray(side, dtype=float)[shown] for side in (means.mean, means.low, means.high)]
    x = fit_scale([*reach(outcome), *ends[0]], left, canvas.width - 6.0, pad=0.03)
    _rule(canvas, x, labels.axes)
    for row, (number, name) in enumerate(zip(shown, names, strict=True)):
        y = _TOP + _ROW * (row + 0.5 + (bool(rest) and row == len(shown) - 1))
        canvas.write(left - 8.0, y + 2.5, name, Hand(CLAIM.color, strong=True, anchor="end"))
        _draw_strip(canvas, x, outcome[has_level(values, means.levels[number])], y)
        _draw_mean(canvas, x, y, [float(end[row]) for end in ends])
    if rest:
        canvas.write(left, _TOP + _ROW * (len(shown) - 0.5) + 2.5, shorten(rest, canvas.width - left), Hand())
    return canvas.svg()


def _shown(levels: int) -> list[int]:
    return [*range(levels)] if levels <= MOST_LEVELS else [*range(MOST_LEVELS - 1), levels - 1]


def _draw_strip(canvas: Canvas, x: Scale, outcome: NDArray[np.float64], y: float) -> None:
    """Draw the runs of a level, spread over the height of its row evenly and without chance."""
    across = x(outcome)
    turns = (np.arange(len(outcome)) * 0.6180339887498949) % 1.0
    heights = y + (turns - 0.5) * 0.5 * _ROW
    before, behind = across < x.start - 0.5, across > x.stop + 0.5
    inside = ~(before | behind)
    draw_runs(canvas, across[inside], heights[inside])
    draw_beyond(canvas, x.start + 2.0, heights[before], 3)
    draw_beyond(canvas, x.stop - 2.0, heights[behind], 1)


def _draw_mean(canvas: Canvas, x: Scale, y: float, ends: Sequence[float]) -> None:
    mean, low, high = (float(place) for place in x.inside(ends))
    if np.isfinite([low, high]).all():
        canvas.draw("interval", segments([(low, y, high, y)]), Pen(RUST, THICK))
    canvas.draw("means", dots([mean], [y]), Pen(RUST, MARK))


def _rule(canvas: Canvas, x: Scale, axes: Axes) -> None:
    bottom = canvas.height - _BOTTOM
    marks = ticks(x, decimal=axes.decimal)
    canvas.draw("grid", segments([(tick.at, _TOP, tick.at, bottom) for tick in marks]), Pen(GRID, HAIR))
    canvas.draw("axis", segments([(x.start, bottom, x.stop, bottom)]), Pen(BAR, HAIR))
    rows = round((bottom - _TOP) / _ROW)
    canvas.draw(
        "rows", segments([(x.start, _TOP + _ROW * row, x.stop, _TOP + _ROW * row) for row in range(1, rows)]), Pen(RULE, 0.3)
    )
    for tick in marks:
        canvas.write(tick.at, bottom + 10.5, tick.text, Hand(anchor="middle"))
    canvas.write(x.stop, canvas.height - 2.5, shorten(axes.x, x.stop), Hand(anchor="end"))
