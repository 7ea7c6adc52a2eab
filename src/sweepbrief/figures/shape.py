"""The shape of one parameter: every run, the fitted curve with its band, the straight line behind r, the best region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.figures.canvas import CLAIM, Canvas, Hand, Pen
from sweepbrief.figures.labelling import Label, quietest
from sweepbrief.figures.lettering import shorten, width
from sweepbrief.figures.outline import band, boxes, polyline
from sweepbrief.figures.plot import HEAD, Axes, Fit, Plot, lay_out, rule
from sweepbrief.figures.runs import draw_plotted_runs, reach
from sweepbrief.figures.style import BEST, RUST, SOFT, THICK, THIN

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from sweepbrief.diagnosis import Shape


@dataclass(frozen=True, slots=True)
class ShapeLabels:
    """What the picture of a shape says.

    Attributes
    ----------
    axes : Axes
        Parameter and metric.
    line : str
        Stands at the straight line.
    best : str
        Stands over the best region; empty where there is none.
    """

    axes: Axes
    line: str
    best: str = ""


def draw_shape(values: ArrayLike, metric: ArrayLike, shape: Shape, labels: ShapeLabels) -> str:
    """Draw how the metric moves along a numeric parameter.

    Parameters
    ----------
    values, metric : array_like of float, shape (n,)
        Setting and outcome of each run; NaN is not drawn.
    shape : Shape
        The fitted curve, the straight line and the best region.
    labels : ShapeLabels
        Texts; ``labels.axes.log`` decides the scale.

    Returns
    -------
    str
        An SVG element, 115 mm wide.
    """
    canvas = Canvas(62.0)
    axes = labels.axes
    settings = np.asarray(values, dtype=float)
    heights = [*reach(metric), *np.asarray(shape.curve.mean, dtype=float)]
    plot = lay_out(canvas.region, [*settings, *shape.curve.x], heights, axes, Fit(26.0 if shape.best else HEAD, tried=settings))
    _shade_best(canvas, plot, shape.best, labels.best)
    rule(canvas, plot, axes)
    draw_plotted_runs(canvas, plot, settings, metric, axes)
    _draw_curve(canvas, plot, shape)
    _draw_line(canvas, plot, shape, labels.line)
    return canvas.svg()


def _shade_best(canvas: Canvas, plot: Plot, best: tuple[float, float] | None, text: str) -> None:
    if best is None:
        return
    left, right = sorted(float(place) for place in plot.x.inside(best))
    if right - left < THICK:
        left, right = left - THICK, right + THICK
    canvas.draw("best", boxes([(left, plot.area.top, right, plot.area.bottom)]), Pen(fill=BEST))
    text = shorten(text, canvas.width, strong=True)
    half = 0.5 * width(text, strong=True)
    middle = float(np.clip(0.5 * (left + right), half, canvas.width - half))
    canvas.write(middle, plot.area.top - 4.0, text, Hand(CLAIM.color, strong=True, anchor="middle"))


def _draw_curve(canvas: Canvas, plot: Plot, shape: Shape) -> None:
    xs = plot.x(shape.curve.x)
    low, high = plot.y.inside(shape.curve.low), plot.y.inside(shape.curve.high)
    canvas.draw("band", band(xs, low, high), Pen(fill=RUST, opacity=0.18))
    canvas.draw("curve", polyline(xs, plot.y(shape.curve.mean)), Pen(RUST, THICK))


def _draw_line(canvas: Canvas, plot: Plot, shape: Shape, text: str) -> None:
    line = np.asarray(shape.line, dtype=float)
    low, high = sorted((plot.y.low, plot.y.high))
    xs, ys = plot.x(shape.curve.x), plot.y(np.where((line >= low) & (line <= high), line, np.nan))
    canvas.draw("line", polyline(xs, ys), Pen(SOFT, THIN, dash=(3.5, 2.5), cap="butt"))
    seen = np.isfinite(xs) & np.isfinite(ys)
    if not seen.any():
        return
    curve = np.column_stack([xs, plot.y(shape.curve.mean)])
    fine = np.linspace(xs[seen][0], xs[seen][-1], 40)
    along = np.interp(fine, xs[seen], ys[seen])
    others = np.column_stack(
        [np.linspace(curve[0, 0], curve[-1, 0], 200), np.interp(np.linspace(curve[0, 0], curve[-1, 0], 200), *curve.T)]
    )
    label = Label(0.0, 0.0, shorten(text, 0.5 * canvas.width), Hand(SOFT, anchor="middle", veiled=True))
    found = quietest(label, (fine, along), np.vstack([others, np.column_stack([fine, along])]), plot.area)
    if found is not None:
        canvas.write(found.x, found.y, found.text, found.hand)
