"""An interaction along many levels: a row a level, in it a mean with its interval for each band or level of the partner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Hand, Pen
from sweepbrief.figures.lettering import shorten, width
from sweepbrief.figures.outline import dots, segments
from sweepbrief.figures.rows import Rows, open_rows
from sweepbrief.figures.style import MARK, SERIES, THIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sweepbrief.diagnosis import Curve
    from sweepbrief.figures.canvas import Canvas
    from sweepbrief.figures.plot import Axes

_HEAD: Final = 14.0
_FAR: Final = 2.0


def draw_level_lines(curves: Sequence[Curve], texts: Sequence[str], levels: Sequence[str], rest: str, axes: Axes) -> str:
    """Draw the means of each level beside each other.

    Parameters
    ----------
    curves : sequence of Curve
        One for each band or level of the partner, at positions 0, 1, ... of the levels.
    texts : sequence of str
        One a curve, written above the rows in its colour.
    levels : sequence of str
        One a level.
    rest : str
        Said where levels are left out.
    axes : Axes
        ``y`` names the metric, which lies here.

    Returns
    -------
    str
        An SVG element, 115 mm wide, as high as it has levels.
    """
    canvas, rows = open_rows(levels, rest, held(curves), replace(axes, x=axes.y), _HEAD)
    at = 0.0
    for number, (curve, text, color) in enumerate(zip(curves, texts, SERIES, strict=False)):
        short = shorten(text, canvas.width / len(curves) - 10.0, strong=True)
        canvas.write(at, 7.0, short, Hand(color, strong=True))
        at += width(short, strong=True) + 10.0
        _draw_means(canvas, rows, curve, color, 4.0 * (number - 0.5 * (len(curves) - 1)))
    return canvas.svg()


def held(curves: Sequence[Curve]) -> NDArray[np.float64]:
    """Give what an axis must hold: the means, and intervals no farther away than twice the means' range.

    Parameters
    ----------
    curves : sequence of Curve
        With at least one.

    Returns
    -------
    float64 array
        Values; NaN where there is none.
    """
    means = np.concatenate([np.asarray(curve.mean, dtype=float) for curve in curves])
    ends = np.concatenate([np.asarray(end, dtype=float) for curve in curves for end in (curve.low, curve.high)])
    known = means[np.isfinite(means)]
    if known.size == 0 or known.max() == known.min():
        return np.concatenate([means, ends])
    room = _FAR * (known.max() - known.min())
    return np.concatenate([means, np.clip(ends, known.min() - room, known.max() + room)])


def _draw_means(canvas: Canvas, rows: Rows, curve: Curve, color: str, nudge: float) -> None:
    at = dict(zip(rows.levels, rows.at, strict=True))
    places = [(at[round(float(x))] + nudge, number) for number, x in enumerate(curve.x) if round(float(x)) in at]
    ys = np.array([y for y, _ in places])
    mean, low, high = (
        rows.x.inside(np.asarray(side, dtype=float)[[number for _, number in places]])
        for side in (curve.mean, curve.low, curve.high)
    )
    ends = np.column_stack([low, ys, high, ys])
    canvas.draw("interval", segments(ends[np.isfinite(ends).all(axis=1)]), Pen(color, THIN))
    canvas.draw("means", dots(mean, ys), Pen(color, 0.8 * MARK))
