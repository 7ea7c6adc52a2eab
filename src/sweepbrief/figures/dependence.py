"""Dependence: the fitted metric along each parameter in small panels on one standing scale, extrapolation dashed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.diagnosis import Curve, LevelMeans
from sweepbrief.figures.canvas import CLAIM, Box, Canvas, Hand, Pen
from sweepbrief.figures.lettering import shorten
from sweepbrief.figures.outline import band, dots, polyline, segments
from sweepbrief.figures.plot import Axes, Fit, Plot, lay_out, rule_below
from sweepbrief.figures.style import BAR, COLUMN, FULL, GRID, HAIR, MARK, POINTS_PER_MM, RUST, SOFT, THICK, THIN
from sweepbrief.figures.ticks import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

MOST_PANELS: Final = 9
"""Up to so many parameters have a panel."""
MOST_MEANS: Final = 6
"""Up to so many levels of a category are drawn: the best and the worst of them."""
_ACROSS: Final = 3
_ACROSS_NARROW: Final = 2
_PANEL: Final = 108.0
_GAP: Final = 12.0
_TITLE: Final = 14.0
_RUG: Final = 4.0
_MOST_STROKES: Final = 200
_FAR: Final = 0.75
_CALM: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Panel:
    """One parameter's fitted metric.

    Attributes
    ----------
    name : str
        The parameter.
    curve : Curve or LevelMeans
        Fitted metric with its band, or means with their intervals.
    sparse : tuple of bool
        Points of a curve near which hardly any run lies.
    levels : tuple of str
        Names of the levels; empty for a curve.
    tried : array_like of float
        Settings of the runs, for the strokes at the foot.
    log : bool
        Whether its axis is logarithmic.
    """

    name: str
    curve: Curve | LevelMeans
    sparse: tuple[bool, ...] = ()
    levels: tuple[str, ...] = ()
    tried: ArrayLike = ()
    log: bool = False


@dataclass(frozen=True, slots=True)
class PanelLabels:
    """What the panels say.

    Attributes
    ----------
    metric : str
        Name of the standing axis.
    decimal : str
        Decimal mark.
    """

    metric: str
    decimal: str = "."


def draw_dependence(panels: Sequence[Panel], labels: PanelLabels, breadth: float = FULL) -> str:
    """Draw a panel a parameter, all on one standing scale, so that heights can be compared.

    Parameters
    ----------
    panels : sequence of Panel
        The first ``MOST_PANELS`` are drawn.
    labels : PanelLabels
        Texts.
    breadth : float
        Width in millimetres.

    Returns
    -------
    str
        An SVG element.
    """
    shown = [_thinned(panel) for panel in panels[:MOST_PANELS]]
    across = _ACROSS if breadth > COLUMN else _ACROSS_NARROW
    rows = -(-len(shown) // across)
    canvas = Canvas((10.0 + rows * _PANEL) / POINTS_PER_MM, breadth)
    canvas.write(0.0, 7.0, shorten(labels.metric, 0.6 * canvas.width))
    room = (canvas.width - _GAP * (across - 1)) / across
    heights = _heights(shown)
    for number, panel in enumerate(shown):
        left, top = (number % across) * (room + _GAP), 10.0 + (number // across) * _PANEL
        _draw_panel(canvas, Box(left, top, left + room, top + _PANEL - 6.0), panel, heights, labels)
    return canvas.svg()


def _thinned(panel: Panel) -> Panel:
    """Keep the best and the worst levels where there are many."""
    if isinstance(panel.curve, Curve) or len(panel.levels) <= MOST_MEANS:
        return panel
    half = MOST_MEANS // 2
    kept = [*range(half), *range(len(panel.levels) - half, len(panel.levels))]
    curve = panel.curve
    thin = LevelMeans(
        tuple(curve.levels[place] for place in kept), *(side[kept] for side in (curve.mean, curve.low, curve.high))
    )
    return replace(panel, curve=thin, levels=tuple(panel.levels[place] for place in kept))


def _heights(panels: Sequence[Panel]) -> NDArray[np.float64]:
    """Give what the standing axis must hold: all means, and bands no farther away than three quarters of the means' range."""
    if not panels:
        return np.zeros(0)
    means = np.concatenate([np.asarray(panel.curve.mean, dtype=float) for panel in panels])
    ends = np.concatenate([np.concatenate([panel.curve.low, panel.curve.high]) for panel in panels])
    known = means[np.isfinite(means)]
    room = _FAR * float(np.ptp(known)) if known.size else 0.0
    if room <= _CALM * float(np.abs(known).max(initial=0.0)):
        return np.concatenate([means, ends])
    return np.concatenate([means, np.clip(ends, known.min() - room, known.max() + room)])


def _draw_panel(canvas: Canvas, region: Box, panel: Panel, heights: NDArray[np.float64], labels: PanelLabels) -> None:
    means = isinstance(panel.curve, LevelMeans)
    xs = np.arange(len(panel.levels), dtype=float) if means else panel.curve.x  # type: ignore[union-attr]
    axes = Axes("", "", labels.decimal, log=panel.log)
    span = [xs[0] - 0.5, xs[-1] + 0.5] if means else xs
    plot = lay_out(region, span, heights, axes, Fit(_TITLE, pad=0.05, tried=() if means else panel.tried))
    plot = _with_levels(plot, panel.levels) if means else plot
    canvas.write(plot.area.left, region.top + 8.0, shorten(panel.name, plot.area.right - plot.area.left, strong=True), CLAIM)
    canvas.draw(
        "grid", segments([(plot.area.left, tick.at, plot.area.right, tick.at) for tick in plot.y_ticks]), Pen(GRID, HAIR)
    )
    for tick in plot.y_ticks:
        canvas.write(plot.area.left - 4.0, tick.at + 2.5, tick.text, Hand(anchor="end"))
    rule_below(canvas, plot)
    if isinstance(panel.curve, LevelMeans):
        _draw_means(canvas, plot, panel.curve, xs)
    else:
        _draw_rug(canvas, plot, panel.tried)
        _draw_curve(canvas, plot, panel.curve, panel.sparse)


def _with_levels(plot: Plot, levels: Sequence[str]) -> Plot:
    step = (plot.area.right - plot.area.left) / max(len(levels), 1) - 4.0
    marks = []
    for number, level in enumerate(levels):
        at = float(plot.x(number))
        room = min(step, 2.0 * (at - plot.region.left), 2.0 * (plot.region.right - at))
        marks.append(Tick(at, shorten(level, max(room, 8.0))))
    return replace(plot, x_ticks=tuple(marks))


def _draw_rug(canvas: Canvas, plot: Plot, tried: ArrayLike) -> None:
    """Draw a stroke for each value that runs tried, as many as can be told apart."""
    places = np.unique(np.round(plot.x.inside(np.asarray(tried, dtype=float)), 1))
    places = places[np.isfinite(places)]
    places = places[:: max(1, -(-len(places) // _MOST_STROKES))]
    foot = plot.area.bottom
    canvas.draw("rug", segments([(x, foot - _RUG, x, foot) for x in places]), Pen(BAR, HAIR, opacity=0.7, cap="butt"))


def _draw_curve(canvas: Canvas, plot: Plot, curve: Curve, sparse: tuple[bool, ...]) -> None:
    xs, mean = plot.x(curve.x), plot.y.inside(curve.mean)
    canvas.draw("band", band(xs, plot.y.inside(curve.low), plot.y.inside(curve.high)), Pen(fill=RUST, opacity=0.18))
    bare = np.array(sparse, dtype=bool) if len(sparse) == len(xs) else np.zeros(len(xs), dtype=bool)
    near = bare | np.append(bare[1:], False) | np.insert(bare[:-1], 0, False)
    canvas.draw("curve", polyline(xs, np.where(bare, np.nan, mean)), Pen(RUST, THICK))
    dashed = polyline(xs, np.where(near & bare.any(), mean, np.nan))
    canvas.draw("extrapolated", dashed, Pen(SOFT, THIN, dash=(2.0, 2.0), cap="butt"))


def _draw_means(canvas: Canvas, plot: Plot, means: LevelMeans, xs: NDArray[np.float64]) -> None:
    places, low, high = plot.x(xs), plot.y.inside(means.low), plot.y.inside(means.high)
    ends = np.column_stack([places, low, places, high])
    canvas.draw("interval", segments(ends[np.isfinite(ends).all(axis=1)]), Pen(RUST, THICK))
    canvas.draw("means", dots(places, plot.y.inside(means.mean)), Pen(RUST, MARK))
