"""An interaction: the metric along one parameter, a line for each band or level of its partner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Canvas, Hand, Pen
from sweepbrief.figures.labelling import spread
from sweepbrief.figures.lettering import shorten, width
from sweepbrief.figures.level_lines import draw_level_lines, held
from sweepbrief.figures.outline import band, dots, polyline, segments
from sweepbrief.figures.plot import Axes, Fit, Plot, lay_out, rule
from sweepbrief.figures.style import HAIR, LINE_HEIGHT, MARK, SERIES, THICK, THIN
from sweepbrief.figures.ticks import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.diagnosis import Curve, Lines

_LABEL_ROOM: Final = 92.0
_MOST_LEVELS: Final = 6
_ABREAST: Final = 190.0


@dataclass(frozen=True, slots=True)
class LinesLabels:
    """What the picture of an interaction says.

    Attributes
    ----------
    axes : Axes
        Parameter and metric.
    curves : tuple of str
        One for each curve: the partner's band or level.
    levels : tuple of str
        One for each level where the parameter is a category.
    rest : str
        Said where levels are left out.
    """

    axes: Axes
    curves: tuple[str, ...]
    levels: tuple[str, ...] = ()
    rest: str = ""


def draw_lines(lines: Lines, labels: LinesLabels) -> str:
    """Draw two to four curves with their intervals, each named at its end.

    Parameters
    ----------
    lines : Lines
        The curves; for a categorical parameter, means at positions 0, 1, ...
    labels : LinesLabels
        Texts.

    Returns
    -------
    str
        An SVG element, 115 mm wide.
    """
    texts = [shorten(text, _LABEL_ROOM, strong=True) for text in labels.curves]
    if labels.levels and not _side_by_side(labels.levels):
        return draw_level_lines(lines.curves, texts, labels.levels, labels.rest, labels.axes)
    canvas = Canvas(62.0)
    room = 4.0 + max((width(text, strong=True) for text in texts), default=0.0)
    xs = np.concatenate([np.asarray(curve.x, dtype=float) for curve in lines.curves])
    region = canvas.region._replace(right=canvas.width - room)
    plot = lay_out(region, xs, held(lines.curves), labels.axes, Fit(pad=0.05))
    plot = _with_levels(plot, labels.levels) if labels.levels else plot
    rule(canvas, plot, labels.axes)
    for number, (curve, color) in enumerate(zip(lines.curves, SERIES, strict=False)):
        nudge = 3.0 * (number - 0.5 * (len(lines.curves) - 1)) if labels.levels else None
        _draw_curve(canvas, plot, curve, color, nudge)
    _name_curves(canvas, plot, lines.curves, texts)
    return canvas.svg()


def _side_by_side(levels: Sequence[str]) -> bool:
    """Say whether the names of levels find room beside each other."""
    return len(levels) <= _MOST_LEVELS and sum(width(level) + 8.0 for level in levels) < _ABREAST


def _with_levels(plot: Plot, levels: Sequence[str]) -> Plot:
    """Put the names of levels where a number's ticks would stand."""
    step = abs(float(plot.x(1.0) - plot.x(0.0)))
    marks = []
    for number, level in enumerate(levels):
        at = float(plot.x(number))
        room = min(step - 5.0, 2.0 * (at - plot.region.left), 2.0 * (plot.region.right - at))
        marks.append(Tick(at, shorten(level, max(room, 8.0))))
    return replace(plot, x_ticks=tuple(marks))


def _draw_curve(canvas: Canvas, plot: Plot, curve: Curve, color: str, nudge: float | None) -> None:
    """Draw a curve in its band; where levels are joined, means in their intervals, nudged so that no two cover each other."""
    xs, mean = plot.x(curve.x), plot.y(curve.mean)
    low, high = plot.y.inside(curve.low), plot.y.inside(curve.high)
    if nudge is None:
        canvas.draw("band", band(xs, low, high), Pen(fill=color, opacity=0.14))
        canvas.draw("curve", polyline(xs, mean), Pen(color, THICK))
        return
    xs = xs + nudge
    known = np.isfinite(low) & np.isfinite(high)
    canvas.draw("curve", polyline(xs, mean), Pen(color, HAIR))
    canvas.draw("interval", segments(np.column_stack([xs, low, xs, high])[known]), Pen(color, THIN))
    canvas.draw("means", dots(xs, mean), Pen(color, MARK))


def _name_curves(canvas: Canvas, plot: Plot, curves: Sequence[Curve], texts: Sequence[str]) -> None:
    """Write each curve's name beside its last point, moved apart where ends lie close."""
    ends = [_last(plot, curve) for curve in curves]
    places = spread([y for _, y in ends], plot.area.top + 4.0, plot.area.bottom - 2.0, LINE_HEIGHT)
    for (x, y), at, text, color in zip(ends, places, texts, SERIES, strict=False):
        end = plot.area.right
        canvas.draw("leader", segments([(x + 3.0, y, end + 5.0, float(at))]), Pen(color, HAIR))
        canvas.write(end + 7.0, float(at) + 2.5, text, Hand(color, strong=True))


def _last(plot: Plot, curve: Curve) -> tuple[float, float]:
    """Give the last point of a curve; the middle of the plot where it has none."""
    xs, ys = plot.x(curve.x), plot.y.inside(curve.mean)
    seen = np.flatnonzero(np.isfinite(xs) & np.isfinite(ys))
    return (
        (float(xs[seen[-1]]), float(ys[seen[-1]])) if seen.size else (plot.area.right, 0.5 * (plot.area.top + plot.area.bottom))
    )
