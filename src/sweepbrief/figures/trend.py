"""A trend over reports: the best value, the variation explained, and the weight of the leading parameters, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Box, Canvas, Hand, Pen
from sweepbrief.figures.labelling import spread
from sweepbrief.figures.lettering import shorten
from sweepbrief.figures.outline import dots, polyline, segments
from sweepbrief.figures.plot import Axes, Fit, lay_out, rule
from sweepbrief.figures.style import BAR, FULL, INK, MARK, SERIES, THIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sweepbrief.figures.plot import Plot
    from sweepbrief.measures import Estimate

MOST_LED: Final = 3
"""Parameters whose importance is followed."""
_GAP: Final = 18.0
_NAMES: Final = 78.0


@dataclass(frozen=True, slots=True)
class Course:
    """What is followed over reports, the oldest first.

    Attributes
    ----------
    best : sequence of float or None
        Best values.
    r2 : sequence of Estimate
        Variation explained.
    importance : mapping of str to sequence of float or None
        By parameter; at most `MOST_LED` are drawn.
    """

    best: Sequence[float | None]
    r2: Sequence[Estimate]
    importance: Mapping[str, Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class TrendLabels:
    """What the picture says.

    Attributes
    ----------
    best, r2, importance, reports : str
        Names of the axes.
    decimal : str
        Decimal mark.
    """

    best: str
    r2: str
    importance: str
    reports: str
    decimal: str = "."


def draw_trend(course: Course, labels: TrendLabels) -> str:
    """Draw how a sweep went on.

    Parameters
    ----------
    course : Course
        At least two reports.
    labels : TrendLabels
        Texts.

    Returns
    -------
    str
        An SVG element, 180 mm wide: three plots over the same reports.
    """
    canvas = Canvas(46.0, FULL)
    breadth = (canvas.width - 2 * _GAP - _NAMES) / 3
    number = np.arange(1, len(course.best) + 1, dtype=float)
    best, r2 = _floats(course.best), _floats([one.value for one in course.r2])
    low, high = (_floats([getattr(one, end) for one in course.r2]) for end in ("low", "high"))
    regions = [Box(at, 0.0, at + breadth, canvas.height) for at in (place * (breadth + _GAP) for place in range(3))]
    plot = _open(canvas, regions[0], number, best, Axes("", labels.best, labels.decimal))
    _line(canvas, plot, number, best, INK)
    plot = _open(canvas, regions[1], number, np.concatenate([r2, low, high]), Axes("", labels.r2, labels.decimal))
    ends = zip(plot.x(number), plot.y(low), plot.y(high), strict=True)
    canvas.draw("interval", segments([(x, a, x, b) for x, a, b in ends if np.isfinite([a, b]).all()]), Pen(BAR, THIN))
    _line(canvas, plot, number, r2, INK)
    _draw_importances(canvas, regions[2], number, course.importance, labels)
    return canvas.svg()


def _floats(values: Sequence[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _open(canvas: Canvas, region: Box, number: NDArray[np.float64], ys: NDArray[np.float64], axes: Axes) -> Plot:
    plot = lay_out(region, number, ys, axes, Fit(pad=0.08, tried=number))
    rule(canvas, plot, axes)
    return plot


def _line(canvas: Canvas, plot: Plot, number: NDArray[np.float64], ys: NDArray[np.float64], color: str) -> None:
    xs, places = plot.x(number), plot.y(ys)
    canvas.draw("course", polyline(xs, places), Pen(color, THIN))
    canvas.draw("report", dots(xs, places), Pen(color, MARK - 1.0))


def _draw_importances(
    canvas: Canvas,
    region: Box,
    number: NDArray[np.float64],
    importance: Mapping[str, Sequence[float | None]],
    labels: TrendLabels,
) -> None:
    """Draw a line for each leading parameter, named at its end."""
    led = [(name, _floats(values)) for name, values in list(importance.items())[:MOST_LED]]
    shown = np.concatenate([values for _, values in led]) if led else np.array([0.0])
    axes = Axes(labels.reports, labels.importance, labels.decimal)
    plot = _open(canvas, region, number, np.append(shown, 0.0), axes)
    ends = [
        float(plot.y(values[np.isfinite(values)][-1])) if np.isfinite(values).any() else plot.area.bottom for _, values in led
    ]
    places = spread(ends, plot.area.top, plot.area.bottom)
    for (name, values), color, place in zip(led, SERIES, places, strict=False):
        _line(canvas, plot, number, values, color)
        canvas.write(
            plot.area.right + 6.0, float(place) + 2.5, shorten(name, _NAMES - 6.0, strong=True), Hand(color, strong=True)
        )
