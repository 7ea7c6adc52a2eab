"""A plot: two scales, light grid, ticks and the names of the axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import NOTE, Box, Hand, Pen
from sweepbrief.figures.lettering import shorten, width
from sweepbrief.figures.outline import segments
from sweepbrief.figures.scale import Scale, fit_scale
from sweepbrief.figures.style import BAR, GRID, HAIR, LINE_HEIGHT
from sweepbrief.figures.ticks import Tick, ticks

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from sweepbrief.figures.canvas import Canvas

HEAD: Final = 15.0
"""Height above a plot for the name of its standing axis."""
FOOT: Final = 23.0
"""Height below a plot for ticks and the name of its lying axis."""


@dataclass(frozen=True, slots=True)
class Axes:
    """What stands along a plot.

    Attributes
    ----------
    x, y : str
        Names of the axes, in the reader's language.
    decimal : str
        Decimal mark of that language.
    log : bool
        Whether the lying axis is logarithmic.
    beyond : str
        Said where runs lie beyond the standing axis and are drawn at its end.
    """

    x: str
    y: str
    decimal: str = "."
    log: bool = False
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """Where things stand in a plot.

    Attributes
    ----------
    x, y : Scale
        From values to points.
    region, area : Box
        All that belongs to the plot, and the part inside the axes.
    x_ticks, y_ticks : tuple of Tick
        What is marked.
    """

    x: Scale
    y: Scale
    region: Box
    area: Box
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How closely a plot encloses its values.

    Attributes
    ----------
    head : float
        Height above the plot for the name of the standing axis, in points.
    pad : float
        Part of each range that is left free at its ends.
    tried : array_like of float
        The settings that occur; where they are few, the lying axis marks just these.
    """

    head: float = HEAD
    pad: float = 0.04
    tried: ArrayLike = ()


USUAL: Final = Fit()


def lay_out(region: Box, xs: ArrayLike, ys: ArrayLike, axes: Axes, fit: Fit = USUAL) -> Plot:
    """Choose scales and ticks so that all values find a place.

    Parameters
    ----------
    region : Box
        Where the plot may stand, texts included.
    xs, ys : array_like of float
        Values along the lying and the standing axis; NaN is passed over.
    axes : Axes
        Texts, and whether the lying axis is logarithmic.
    fit : Fit
        How closely.

    Returns
    -------
    Plot
        Nothing is drawn yet.
    """
    top, bottom, right = region.top + fit.head, region.bottom - FOOT, region.right - 6.0
    y = fit_scale(ys, bottom, top, pad=fit.pad)
    y_ticks = ticks(y, decimal=axes.decimal, most=6, line_height=LINE_HEIGHT)
    left = region.left + max((width(tick.text) for tick in y_ticks), default=0.0) + 6.0
    x = fit_scale(xs, left, right, log=axes.log, pad=fit.pad)
    x_ticks = ticks(x, decimal=axes.decimal, most=6 if right - left > 150.0 else 4, values=fit.tried)  # noqa: PLR2004 - room for six
    return Plot(x, y, region, Box(left, top, right, bottom), x_ticks, y_ticks)


def rule(canvas: Canvas, plot: Plot, axes: Axes) -> None:
    """Draw grid, ticks and names of the axes.

    Parameters
    ----------
    canvas : Canvas
        What is drawn on.
    plot : Plot
        Where things stand.
    axes : Axes
        Texts.
    """
    area, region = plot.area, plot.region
    canvas.draw("grid", segments([(area.left, tick.at, area.right, tick.at) for tick in plot.y_ticks]), Pen(GRID, HAIR))
    for tick in plot.y_ticks:
        canvas.write(area.left - 4.0, tick.at + 2.5, tick.text, Hand(anchor="end"))
    rule_below(canvas, plot)
    canvas.write(region.left, region.top + 7.0, shorten(axes.y, 0.6 * (region.right - region.left)), NOTE)
    canvas.write(area.right, region.bottom - 2.5, shorten(axes.x, area.right - region.left), Hand(anchor="end"))


def rule_below(canvas: Canvas, plot: Plot) -> None:
    """Draw the lying axis with its ticks.

    Parameters
    ----------
    canvas : Canvas
        What is drawn on.
    plot : Plot
        Where things stand.
    """
    area = plot.area
    canvas.draw("axis", segments([(area.left, area.bottom, area.right, area.bottom)]), Pen(BAR, HAIR))
    canvas.draw("tick", segments([(tick.at, area.bottom, tick.at, area.bottom + 2.5) for tick in plot.x_ticks]), Pen(BAR, HAIR))
    for tick in plot.x_ticks:
        half = 0.5 * width(tick.text)
        at = float(np.clip(tick.at, plot.region.left + half, plot.region.right - half))
        canvas.write(at, area.bottom + 10.5, tick.text, Hand(anchor="middle"))
