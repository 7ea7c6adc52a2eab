"""Outlines: what is drawn, as paths of matplotlib in points from the upper left corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike


def polyline(xs: ArrayLike, ys: ArrayLike) -> Path:
    """Join points by straight lines, interrupted where a point has no place."""
    points = np.column_stack([np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)])
    there = np.isfinite(points).all(axis=1)
    fresh = there & ~np.concatenate([[False], there[:-1]])
    codes = np.where(fresh, Path.MOVETO, Path.LINETO)[there]
    return Path(points[there], codes)


def steps(xs: ArrayLike, ys: ArrayLike) -> Path:
    """Join points by a stair that changes level at each point."""
    x, y = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
    return polyline(np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1])


def band(xs: ArrayLike, low: ArrayLike, high: ArrayLike) -> Path:
    """Enclose what lies between two curves, where both have a place."""
    columns = np.column_stack([np.asarray(side, dtype=float) for side in (xs, low, high)])
    x, lower, upper = columns[np.isfinite(columns).all(axis=1)].T
    around = np.column_stack([np.concatenate([x, x[::-1]]), np.concatenate([lower, upper[::-1]])])
    return polygons([around])


def boxes(corners: Iterable[Sequence[float]]) -> Path:
    """Enclose rectangles, each given as left, top, right and bottom."""
    return polygons([[(x0, y0), (x1, y0), (x1, y1), (x0, y1)] for x0, y0, x1, y1 in corners])


def segments(ends: Iterable[Sequence[float]]) -> Path:
    """Draw separate straight lines, each given as x0, y0, x1 and y1."""
    points = np.array(list(ends), dtype=float).reshape(-1, 2)
    return Path(points, np.tile([Path.MOVETO, Path.LINETO], len(points) // 2))


def dots(xs: ArrayLike, ys: ArrayLike) -> Path:
    """Mark points: lines of no length, which a pen with round ends draws as dots."""
    points = np.column_stack([np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)])
    points = points[np.isfinite(points).all(axis=1)]
    return segments(np.column_stack([points, points]))


def polygons(corners: Iterable[ArrayLike]) -> Path:
    """Enclose polygons, each given by its corners."""
    shapes = [np.asarray(shape, dtype=float).reshape(-1, 2) for shape in corners]
    shapes = [shape for shape in shapes if len(shape)]
    if not shapes:
        return Path(np.empty((0, 2)))
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(shape) - 1), Path.CLOSEPOLY] for shape in shapes]
    return Path(np.concatenate([np.vstack([shape, shape[:1]]) for shape in shapes]), np.concatenate(codes))


def triangles(xs: ArrayLike, ys: ArrayLike, size: float, turns: int = 0) -> Path:
    """Mark points by triangles that point up, or to the right, down or left after one, two or three quarter turns."""
    centres = np.column_stack([np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)])
    corners = size * np.array([(-0.5, 0.4), (0.5, 0.4), (0.0, -0.5)])
    for _ in range(turns):
        corners = np.column_stack([-corners[:, 1], corners[:, 0]])
    return polygons([centre + corners for centre in centres if np.isfinite(centre).all()])
