"""The history: each run's metric in the order of runs, the best so far, and the runs that were lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Canvas, Hand, Pen
from sweepbrief.figures.lettering import shorten
from sweepbrief.figures.outline import segments, steps
from sweepbrief.figures.plot import Axes, Fit, lay_out, rule
from sweepbrief.figures.runs import MOST_DOTS, draw_plotted_runs, reach
from sweepbrief.figures.style import FULL, HAIR, LINE_HEIGHT, RUST, THICK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.figures.plot import Plot
    from sweepbrief.sweep import Sweep

_ROW: Final = 9.0


@dataclass(frozen=True, slots=True)
class HistoryLabels:
    """What the history says.

    Attributes
    ----------
    axes : Axes
        Order of runs and metric.
    best : str
        Stands at the line of the best so far.
    lost : str
        Stands at the row of runs without a usable metric.
    """

    axes: Axes
    best: str
    lost: str = ""


def draw_history(sweep: Sweep, labels: HistoryLabels, breadth: float = FULL) -> str:
    """Draw the metric of each run in the order in which runs were made.

    Parameters
    ----------
    sweep : Sweep
        Runs found; without an order, in that of the source. Runs whose order is not known come last.
    labels : HistoryLabels
        Texts.
    breadth : float
        Width in millimetres.

    Returns
    -------
    str
        An SVG element; runs without a usable metric are strokes at its foot.
    """
    canvas = Canvas(58.0, breadth)
    made = (
        np.arange(len(sweep.settings)) if sweep.order is None else np.argsort(sweep.order.to_numpy(dtype=float), kind="stable")
    )
    used = sweep.used.to_numpy(dtype=bool)[made]
    metric = np.where(used, sweep.metrics[sweep.objective.name].to_numpy(dtype=float)[made], np.nan)
    number = np.arange(1, len(made) + 1, dtype=float)
    lost = number[~used]
    row = _ROW if len(lost) else 0.0
    plot = lay_out(
        canvas.region._replace(bottom=canvas.height - row), number, reach(metric), labels.axes, Fit(pad=0.02, tried=number)
    )
    ruled = replace(plot, region=canvas.region, area=plot.area._replace(bottom=plot.area.bottom + row))
    rule(canvas, ruled, labels.axes)
    if len(lost):
        _draw_lost(canvas, ruled, lost, labels.lost)
    members = (np.cumsum(sweep.used.to_numpy(dtype=bool)) - 1)[made]
    draw_plotted_runs(canvas, plot, number, metric, labels.axes, members=members)
    falling = sweep.objective.direction == "minimize"
    _draw_best(canvas, plot, _best_so_far(number, metric, falling=falling), labels.best, falling=falling)
    return canvas.svg()


def _draw_lost(canvas: Canvas, plot: Plot, lost: NDArray[np.float64], text: str) -> None:
    """Draw each lost run as a stroke above the axis; of very many, those that can be told apart."""
    xs = plot.x(lost)
    xs = xs if len(xs) <= MOST_DOTS else np.unique(np.round(2 * xs) / 2)
    foot = plot.area.bottom - 1.5
    canvas.draw("lost", segments([(x, foot - 5.0, x, foot) for x in xs]), Pen(RUST, HAIR, cap="butt"))
    canvas.write(0.0, canvas.height - 2.5, shorten(text, 0.6 * canvas.width), Hand(RUST, strong=True))


def _best_so_far(number: NDArray[np.float64], metric: NDArray[np.float64], *, falling: bool) -> NDArray[np.float64]:
    """Give where the best value changes, from the first run that has one to the last run: rows of number and value."""
    known = np.flatnonzero(np.isfinite(metric))
    if known.size == 0:
        return np.empty((0, 2))
    so_far = (np.minimum if falling else np.maximum).accumulate(metric[known])
    new = np.concatenate([[True], so_far[1:] != so_far[:-1]])
    return np.column_stack([np.append(number[known][new], number[-1]), np.append(so_far[new], so_far[-1])])


def _draw_best(canvas: Canvas, plot: Plot, stair: NDArray[np.float64], text: str, *, falling: bool) -> None:
    """Draw the best value so far, named at its end on the side where no run can be."""
    if len(stair) == 0:
        return
    xs, ys = plot.x(stair[:, 0]), plot.y.inside(stair[:, 1])
    canvas.draw("best-so-far", steps(xs, ys), Pen(RUST, THICK))
    end = float(ys[-1])
    room = plot.area.bottom - end if falling else end - plot.area.top
    below = falling == (room > LINE_HEIGHT + 1.0)
    canvas.write(plot.area.right, end + (9.0 if below else -4.0), text, Hand(RUST, strong=True, anchor="end", veiled=True))
