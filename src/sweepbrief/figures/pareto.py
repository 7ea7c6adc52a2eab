"""The Pareto front: every run by two metrics, those that none beats in colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Canvas, Hand, Pen
from sweepbrief.figures.lettering import width
from sweepbrief.figures.outline import dots, polyline
from sweepbrief.figures.plot import Axes, lay_out, rule
from sweepbrief.figures.runs import draw_plotted_runs, reach
from sweepbrief.figures.style import HAIR, MARK, RUST

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_JOINED: Final = 60
"""Runs of a front that are joined by a line; more are a cloud."""


def draw_pareto(xs: NDArray[np.float64], ys: NDArray[np.float64], front: NDArray[np.bool_], axes: Axes, label: str) -> str:
    """Draw the runs of two metrics.

    Parameters
    ----------
    xs, ys : float64 array, shape (n,)
        Two metrics; a run without either is not drawn.
    front : bool array, shape (n,)
        The runs on the front.
    axes : Axes
        Names of the metrics.
    label : str
        Stands at the middle of the front in its colour.

    Returns
    -------
    str
        An SVG element, 115 mm wide. Where the front is that of these two metrics alone it is a line; of more, its runs may lie
        inside the cloud.
    """
    canvas = Canvas(78.0)
    low, high = reach(xs)
    across = np.where((xs >= low) & (xs <= high), xs, np.nan)
    plot = lay_out(canvas.region, [low, high, *xs[front]], [*reach(ys), *ys[front]], axes)
    rule(canvas, plot, axes)
    draw_plotted_runs(canvas, plot, across, ys, axes)
    order = np.argsort(xs[front], kind="stable")
    x, y = plot.x(xs[front][order]), plot.y(ys[front][order])
    steady = bool((np.diff(y) >= 0).all() or (np.diff(y) <= 0).all())
    if steady and len(x) <= MOST_JOINED:
        canvas.draw("front-line", polyline(x, y), Pen(RUST, HAIR))
    canvas.draw("front", dots(x, y), Pen(RUST, MARK))
    half = 0.5 * width(label, strong=True)
    at = float(np.clip(x[len(x) // 2], plot.area.left + half, plot.area.right - half))
    canvas.write(at, float(y[len(y) // 2]) - 6.0, label, Hand(RUST, strong=True, anchor="middle", veiled=True))
    return canvas.svg()
