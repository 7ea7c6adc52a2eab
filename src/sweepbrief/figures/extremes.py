"""Outlying runs: marked and named among all runs, with the straight line as it is with them and without them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Box, Canvas, Hand, Pen
from sweepbrief.figures.labelling import Label, place, quietest
from sweepbrief.figures.lettering import shorten
from sweepbrief.figures.outline import dots, polyline
from sweepbrief.figures.plot import Axes, Fit, Plot, lay_out, rule
from sweepbrief.figures.runs import draw_runs
from sweepbrief.figures.style import BLUE, INK, MARK, RUST, THICK, THIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from sweepbrief.diagnosis import Extremes

_SQUASHED: Final = 0.4


@dataclass(frozen=True, slots=True)
class ExtremesLabels:
    """What the picture of outlying runs says.

    Attributes
    ----------
    axes : Axes
        Parameter and metric.
    with_runs, without_runs : str
        Stand at the two lines.
    enlarged : str
        Heads the second panel, which shows the other runs alone where the outlying ones squash them.
    """

    axes: Axes
    with_runs: str
    without_runs: str
    enlarged: str = ""


@dataclass(frozen=True, slots=True)
class _Runs:
    names: Sequence[str]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    out: NDArray[np.bool_]
    members: NDArray[np.int64]


def draw_extremes(runs: Sequence[str], values: ArrayLike, metric: ArrayLike, extremes: Extremes, labels: ExtremesLabels) -> str:
    """Draw all runs with the outlying ones marked and named, and both straight lines.

    Parameters
    ----------
    runs : sequence of str, length n
        Their names.
    values, metric : array_like of float, shape (n,)
        Setting and outcome of each run; NaN is not drawn.
    extremes : Extremes
        Which runs are outlying, and the two lines.
    labels : ExtremesLabels
        Texts.

    Returns
    -------
    str
        An SVG element, 115 mm wide; two panels where the outlying runs leave the others little room.
    """
    named = frozenset(extremes.runs)
    data = _Runs(
        runs,
        np.asarray(values, dtype=float),
        np.asarray(metric, dtype=float),
        np.array([run in named for run in runs], dtype=bool),
        np.arange(len(runs)),
    )
    canvas = Canvas(62.0)
    whole = canvas.region
    if not _squashed(data):
        _draw_panel(canvas, whole, data, extremes, labels)
        return canvas.svg()
    middle = 0.52 * whole.right
    _draw_panel(canvas, whole._replace(right=middle - 4.0), data, extremes, replace(labels, with_runs="", without_runs=""))
    others = _Runs(
        [run for run, out in zip(runs, data.out, strict=True) if not out],
        data.x[~data.out],
        data.y[~data.out],
        data.out[~data.out],
        data.members[~data.out],
    )
    axes = replace(labels.axes, y=labels.enlarged or labels.axes.y)
    _draw_panel(canvas, whole._replace(left=middle + 4.0), others, extremes, replace(labels, axes=axes))
    return canvas.svg()


def _squashed(data: _Runs) -> bool:
    """Say whether the other runs fill little of either axis."""
    if data.out.all() or not data.out.any():
        return False
    for side in (data.x, data.y):
        every, rest = np.nanmax(side) - np.nanmin(side), np.nanmax(side[~data.out]) - np.nanmin(side[~data.out])
        if rest < _SQUASHED * every:
            return True
    return False


def _draw_panel(canvas: Canvas, region: Box, data: _Runs, extremes: Extremes, labels: ExtremesLabels) -> None:
    axes = labels.axes
    plot = lay_out(region, data.x, data.y, axes, Fit(tried=data.x))
    rule(canvas, plot, axes)
    xs, ys = plot.x(data.x), plot.y(data.y)
    draw_runs(canvas, xs[~data.out], ys[~data.out], data.members[~data.out])
    taken = _draw_lines(canvas, plot, extremes, labels, np.column_stack([xs, ys]))
    canvas.draw("extremes", dots(xs[data.out], ys[data.out]), Pen(RUST, MARK), data.members[data.out].tolist())
    names = [run for run, out in zip(data.names, data.out, strict=True) if out]
    _name_runs(canvas, plot, names, np.column_stack([xs, ys])[data.out], taken)


def _draw_lines(canvas: Canvas, plot: Plot, extremes: Extremes, labels: ExtremesLabels, runs: NDArray[np.float64]) -> list[Box]:
    """Draw both lines inside the plot and name them; gives the boxes of the names."""
    taken: list[Box] = []
    full, without = _within(plot, extremes.x, extremes.with_runs), _within(plot, extremes.x, extremes.without_runs)
    canvas.draw("line-without", polyline(*without), Pen(BLUE, THICK))
    canvas.draw("line-with", polyline(*full), Pen(RUST, THIN, dash=(3.5, 2.5), cap="butt"))
    solid = [np.column_stack(line) for line in (full, without) for _ in range(3)]
    for line, text, color in ((without, labels.without_runs, BLUE), (full, labels.with_runs, RUST)):
        room = 0.8 * (plot.area.right - plot.area.left)
        label = Label(0.0, 0.0, shorten(text, room, strong=True), Hand(color, strong=True, anchor="middle", veiled=True))
        avoid = np.vstack([runs[np.isfinite(runs).all(axis=1)], *solid, *(_points(box) for box in taken)])
        found = quietest(label, line, avoid, plot.area)
        if found is not None and text:
            canvas.write(found.x, found.y, found.text, found.hand)
            taken.append(found.box)
    return taken


def _within(plot: Plot, x: ArrayLike, line: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the part of a line that lies inside the plot, finely divided."""
    places = np.linspace(plot.area.left, plot.area.right, 80)
    xs, ys = plot.x(x), plot.y(line)
    seen = np.isfinite(xs) & np.isfinite(ys)
    if not seen.any():
        return places[:0], places[:0]
    order = np.argsort(xs[seen])
    heights = np.interp(places, xs[seen][order], ys[seen][order], left=np.nan, right=np.nan)
    kept = (heights >= plot.area.top) & (heights <= plot.area.bottom)
    return places[kept], heights[kept]


def _points(box: Box) -> NDArray[np.float64]:
    """Fill a box with points so densely that covering it costs more than covering runs."""
    across, down = np.meshgrid(np.linspace(box.left, box.right, 40), np.linspace(box.top, box.bottom, 10))
    return np.column_stack([across.ravel(), down.ravel()])


def _name_runs(canvas: Canvas, plot: Plot, names: Sequence[str], places: NDArray[np.float64], taken: Sequence[Box]) -> None:
    room = 0.45 * (plot.area.right - plot.area.left)
    half = 0.5 * MARK
    marks = [Box(x - half, y - half, x + half, y + half) for x, y in places]
    wishes = [
        Label(float(x), float(y), shorten(name, room), Hand(INK, veiled=True))
        for name, (x, y) in zip(names, places, strict=True)
    ]
    for label in place([wish for wish in wishes if np.isfinite([wish.x, wish.y]).all()], [*taken, *marks], plot.region):
        if label is not None:
            canvas.write(label.x, label.y, label.text, label.hand)
