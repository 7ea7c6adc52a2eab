"""The levels of a category, best first: their runs as dots, their means with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Canvas, Pen
from sweepbrief.figures.lettering import shorten
from sweepbrief.figures.levels import codes_of
from sweepbrief.figures.outline import dots, segments
from sweepbrief.figures.rows import ROW, open_rows
from sweepbrief.figures.runs import draw_beyond, draw_runs, reach
from sweepbrief.figures.style import MARK, RUST, THICK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from sweepbrief.diagnosis import LevelMeans
    from sweepbrief.figures.plot import Axes
    from sweepbrief.figures.scale import Scale

_TOP: Final = 8.0


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
    outcome = np.asarray(metric, dtype=float)
    held = _held(reach(outcome), means)
    canvas, rows = open_rows(labels.levels, labels.rest, held, labels.axes, _TOP)
    heights = np.full(len(means.levels) + 1, np.nan)
    heights[list(rows.levels)] = rows.at
    beyond = _draw_strips(canvas, rows.x, outcome, heights[codes_of(values, means.levels)])
    for level, y in zip(rows.levels, rows.at, strict=True):
        _draw_mean(canvas, rows.x, y, [float(side[level]) for side in (means.mean, means.low, means.high)])
    if beyond:
        canvas.write(0.0, canvas.height - 2.5, shorten(labels.axes.beyond, 0.6 * canvas.width))
    return canvas.svg()


def _held(span: tuple[float, float], means: LevelMeans) -> NDArray[np.float64]:
    """Give what the scale must hold: the runs, the means, and intervals no farther out than the runs are spread."""
    mean = np.asarray(means.mean, dtype=float)
    low, high = np.nanmin([span[0], *mean]), np.nanmax([span[1], *mean])
    room = 0.5 * (high - low) or np.inf
    held = np.array([low, high, *mean, *means.low, *means.high], dtype=float)
    return np.asarray(np.clip(held, low - room, high + room), dtype=np.float64)


def _draw_strips(canvas: Canvas, x: Scale, outcome: NDArray[np.float64], rows: NDArray[np.float64]) -> bool:
    """Draw the runs in their rows, spread over a row's height evenly and without chance; says whether any lies beyond."""
    across = x(outcome)
    turns = (np.arange(len(outcome)) * 0.6180339887498949) % 1.0
    heights = rows + (turns - 0.5) * 0.5 * ROW
    before, behind = across < x.start - 0.5, across > x.stop + 0.5
    inside = ~(before | behind)
    draw_runs(canvas, across[inside], heights[inside], np.flatnonzero(inside))
    draw_beyond(canvas, x.start + 2.0, heights[before], 3)
    draw_beyond(canvas, x.stop - 2.0, heights[behind], 1)
    return bool((np.isfinite(rows) & (before | behind)).any())


def _draw_mean(canvas: Canvas, x: Scale, y: float, ends: Sequence[float]) -> None:
    mean, low, high = (float(place) for place in x.inside(ends))
    if np.isfinite([low, high]).all():
        canvas.draw("interval", segments([(low, y, high, y)]), Pen(RUST, THICK))
    canvas.draw("means", dots([mean], [y]), Pen(RUST, MARK))
