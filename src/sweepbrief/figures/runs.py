"""Runs as dots: every run, as long as they can be told apart, and their density beyond that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Hand, Pen
from sweepbrief.figures.outline import dots, segments, triangles
from sweepbrief.figures.style import DOT, INK

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from sweepbrief.figures.canvas import Canvas
    from sweepbrief.figures.plot import Axes, Plot

MOST_DOTS: Final = 1500
"""Up to so many runs each has a dot of its own."""

_LAYERS: Final = 6
_OPACITY: Final = 0.24
_CELL: Final = 2.6
_STRIDE: Final = 1 << 20
_CROWDS: Final = (1, 2, 4, 9, 25)


def draw_runs(canvas: Canvas, xs: ArrayLike, ys: ArrayLike, members: ArrayLike, color: str = INK) -> None:
    """Draw runs as dots that darken where they lie upon each other.

    Dots of one path do not darken each other, so that runs at the same place go to different paths, up to a few. Of more runs
    than ``MOST_DOTS`` the density is drawn: a square for each cell of the page, darker the more runs it holds.

    Parameters
    ----------
    canvas : Canvas
        What is drawn on.
    xs, ys : array_like of float
        Points; runs without a place are not drawn.
    members : array_like of int
        Which run of the sweep each point is.
    color : str
        A colour of the palette.
    """
    places = np.column_stack([np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)])
    there = np.isfinite(places).all(axis=1)
    places, runs = places[there], np.asarray(members, dtype=int)[there]
    if len(places) > MOST_DOTS:
        _draw_density(canvas, places, color)
        return
    depth = np.minimum(_depth(places), _LAYERS - 1)
    for layer in range(_LAYERS):
        chosen = places[depth == layer]
        pen = Pen(color, DOT, opacity=_OPACITY)
        canvas.draw("runs", dots(chosen[:, 0], chosen[:, 1]), pen, runs[depth == layer].tolist())


def reach(metric: ArrayLike) -> tuple[float, float]:
    """Give the range of the standing axis: all values, or their bulk where a few would squash the rest.

    Parameters
    ----------
    metric : array_like of float
        NaN and infinities are passed over.

    Returns
    -------
    tuple of two float
        Lowest and highest value; beyond a whole inner range away from the inner nine tenths, values do not count.
    """
    data = np.asarray(metric, dtype=float)
    data = np.clip(data[np.isfinite(data)], -1e300, 1e300)
    if data.size == 0:
        return 0.0, 1.0
    inner_low, inner_high = (float(value) for value in np.quantile(data, [0.05, 0.95]))
    room = 1.5 * (inner_high - inner_low)
    kept = data[(data >= inner_low - room) & (data <= inner_high + room)] if room > 0 else data
    return float(kept.min()), float(kept.max())


def draw_plotted_runs(  # noqa: PLR0913 - each names one thing that is drawn
    canvas: Canvas, plot: Plot, xs: ArrayLike, ys: ArrayLike, axes: Axes, *, members: ArrayLike | None = None
) -> None:
    """Draw the runs of a plot: dots inside, small triangles at the end of the axis for those beyond it.

    Parameters
    ----------
    canvas : Canvas
        What is drawn on.
    plot : Plot
        Where things stand.
    xs, ys : array_like of float
        Values in the units of the axes.
    axes : Axes
        Texts: ``beyond`` is written where a run lies beyond.
    members : array_like of int, optional
        Which run of the sweep each point is; the points in their order where not told.
    """
    across, up = plot.x(xs), plot.y(ys)
    above, below = up < plot.area.top - 0.5, up > plot.area.bottom + 0.5
    inside = ~(above | below)
    runs = np.arange(len(across)) if members is None else np.asarray(members, dtype=int)
    draw_runs(canvas, across[inside], up[inside], runs[inside])
    draw_beyond(canvas, across[above], plot.area.top + 2.0, 0)
    draw_beyond(canvas, across[below], plot.area.bottom - 2.0, 2)
    if bool((above | below).any()):
        canvas.write(plot.area.right, plot.region.top + 7.0, axes.beyond, Hand(anchor="end"))


def draw_beyond(canvas: Canvas, xs: ArrayLike, ys: ArrayLike, turns: int) -> None:
    """Draw runs that lie beyond an axis as small triangles at its end, pointing to where they are.

    Parameters
    ----------
    canvas : Canvas
        What is drawn on.
    xs, ys : array_like of float
        Points; one of the two may be a single number.
    turns : int
        Quarter turns from pointing up.
    """
    places = np.column_stack([np.atleast_1d(side) for side in np.broadcast_arrays(xs, ys)])
    places = places[np.isfinite(places).all(axis=1)]
    places = places if len(places) <= MOST_DOTS else np.unique(np.round(places), axis=0)
    canvas.draw("runs-beyond", triangles(places[:, 0], places[:, 1], 3.6, turns), Pen(fill=INK, opacity=0.55))


def _depth(places: NDArray[np.float64]) -> NDArray[np.int64]:
    """Count for each run how many before it lie in the same cell of the page."""
    cells = _cells(places, 0.7 * DOT)
    order = np.lexsort((cells[:, 1], cells[:, 0]))
    fresh = np.concatenate([[True], (cells[order][1:] != cells[order][:-1]).any(axis=1)])[: len(order)]
    starts = np.flatnonzero(fresh)
    rank = np.arange(len(order)) - np.repeat(starts, np.diff([*starts, len(order)]))
    depth = np.empty(len(order), dtype=np.int64)
    depth[order] = rank
    return depth


def _draw_density(canvas: Canvas, places: NDArray[np.float64], color: str) -> None:
    keys, counts = np.unique(_cells(places, _CELL) @ (1, _STRIDE), return_counts=True)
    cells = np.column_stack([keys // _STRIDE, keys % _STRIDE])
    crowd = np.searchsorted(_CROWDS, counts, side="right") - 1
    for level in range(len(_CROWDS)):
        opacity = 0.14 + 0.17 * level
        canvas.draw("runs-density", segments(_strokes(cells[crowd == level])), Pen(color, _CELL, opacity=opacity, cap="butt"))


def _strokes(cells: NDArray[np.int64]) -> list[tuple[float, float, float, float]]:
    """Join neighbouring cells of a row, given as row and column in order, to one stroke each."""
    if len(cells) == 0:
        return []
    breaks = np.flatnonzero((np.diff(cells[:, 0]) != 0) | (np.diff(cells[:, 1]) != 1))
    firsts, lasts = cells[np.append(0, breaks + 1)], cells[np.append(breaks, len(cells) - 1)]
    return [
        (first[1] * _CELL, (first[0] + 0.5) * _CELL, (last[1] + 1) * _CELL, (first[0] + 0.5) * _CELL)
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _cells(places: NDArray[np.float64], size: float) -> NDArray[np.int64]:
    return np.floor(places / size).astype(np.int64)
