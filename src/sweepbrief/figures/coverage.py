"""Coverage: where the runs lie in each parameter's range, and where the best tenth lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.best import best_tenth
from sweepbrief.figures.canvas import CLAIM, Box, Canvas, Hand, Pen
from sweepbrief.figures.lettering import ELLIPSIS, shorten, width
from sweepbrief.figures.levels import coded, codes_of
from sweepbrief.figures.outline import boxes, segments
from sweepbrief.figures.scale import Scale, fit_scale
from sweepbrief.figures.style import BAR, COLUMN, FULL, HAIR, POINTS_PER_MM, RUST, SOFT, THIN
from sweepbrief.figures.ticks import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from sweepbrief.sweep import Direction, Parameter

MOST_COVERED: Final = 12
"""Up to so many parameters have a panel."""

_ACROSS: Final = (4, 5)
_ACROSS_NARROW: Final = (2,)
_PANEL: Final = 64.0
_GAP: Final = 16.0
_FOOT: Final = 14.0
_BINS: Final = 16
_MOST_LEVELS: Final = 8
_MOST_STROKES: Final = 120
_MOST_ROWS: Final = 5
_NAME_ROOM: Final = 42.0


@dataclass(frozen=True, slots=True)
class CoverageLabels:
    """What the picture of coverage says.

    Attributes
    ----------
    direction : {"minimize", "maximize"}
        Which end of the metric is better.
    best, rest : str
        Stand at the foot in the colours of strokes and bars.
    decimal : str
        Decimal mark.
    """

    direction: Direction
    best: str
    rest: str
    decimal: str = "."


def draw_coverage(
    values: pd.DataFrame, metric: ArrayLike, parameters: Sequence[Parameter], labels: CoverageLabels, breadth: float = FULL
) -> str:
    """Draw a small panel a parameter: bars count the runs; beneath them stands the best tenth.

    Each of the best runs is a stroke; of more than a hundred or so, bars count them.

    Parameters
    ----------
    values : pandas.DataFrame, shape (n, at least the parameters)
        Settings, one row a run.
    metric : array_like of float, shape (n,)
        Outcome.
    parameters : sequence of Parameter
        By falling importance; the first ``MOST_COVERED`` are drawn.
    labels : CoverageLabels
        Texts.
    breadth : float
        Width in millimetres.

    Returns
    -------
    str
        An SVG element.
    """
    shown = parameters[:MOST_COVERED]
    across = min(_ACROSS if breadth > COLUMN else _ACROSS_NARROW, key=lambda count: -(-len(shown) // count))
    rows = max(1, -(-len(shown) // across))
    canvas = Canvas((rows * (_PANEL + 6.0) + _FOOT) / POINTS_PER_MM, breadth)
    room = (canvas.width - (across - 1) * _GAP) / across
    best = best_tenth(metric, labels.direction)
    for number, parameter in enumerate(shown):
        left, top = (number % across) * (room + _GAP), (number // across) * (_PANEL + 6.0)
        area = Box(left, top, left + room, top + _PANEL)
        canvas.write(left, top + 7.0, shorten(parameter.name, room, strong=True), CLAIM)
        _draw_panel(canvas, area, values[parameter.name], best, (parameter, labels.decimal))
    canvas.write(0.0, canvas.height - 3.0, labels.best, Hand(RUST, strong=True))
    canvas.write(12.0 + width(labels.best, strong=True), canvas.height - 3.0, labels.rest, Hand(SOFT))
    return canvas.svg()


def _draw_panel(
    canvas: Canvas, area: Box, column: pd.Series[float], best: NDArray[np.bool_], spec: tuple[Parameter, str]
) -> None:
    """Draw the panel of a parameter: over its range where it has many values, else a bar a value."""
    parameter, decimal = spec
    if parameter.numeric and column.nunique() > _MOST_LEVELS:
        settings = np.asarray(column, dtype=float)
        scale = _range(parameter, settings, area)
        _draw_range(canvas, area, scale, settings, best)
        low, high = _ends(scale)
        canvas.write(area.left, area.bottom, "0" if scale.zero is not None else write(low, decimal))
        canvas.write(area.right, area.bottom, write(high, decimal), Hand(anchor="end"))
        return
    values = list(column)
    levels, codes = coded(values)
    texts = [str(level) for level in levels]
    if parameter.numeric:
        numbers = sorted(float(value) for value in column.dropna().unique())
        codes, texts = codes_of(values, numbers), [write(number, decimal) for number in numbers]
    abreast = len(texts) <= _MOST_LEVELS and all(width(text) < (area.right - area.left) / len(texts) - 2.0 for text in texts)
    (_draw_levels if abreast else _draw_rows)(canvas, area, codes, best, texts)


def _range(parameter: Parameter, settings: ArrayLike, area: Box) -> Scale:
    """Choose the scale of a number: what was searched where that is known, else what occurs."""
    ends = [end for end in (parameter.low, parameter.high) if end is not None and parameter.range_known]
    return fit_scale(np.append(settings, ends), area.left, area.right, log=parameter.scale == "log", pad=0.0)


def _draw_range(canvas: Canvas, area: Box, scale: Scale, settings: NDArray[np.float64], best: NDArray[np.bool_]) -> None:
    places = scale(settings)
    known = np.isfinite(places)
    counts, edges = np.histogram(places[known], bins=_BINS, range=(area.left, area.right))
    _draw_bars(canvas, area, counts, edges)
    if best.sum() <= _MOST_STROKES:
        _draw_strokes(canvas, area, places[best & known])
    else:
        _draw_hanging(canvas, area, np.histogram(places[best & known], bins=edges)[0], edges)


def _ends(scale: Scale) -> tuple[float, float]:
    low, high = (10**scale.low, 10**scale.high) if scale.log else (scale.low, scale.high)
    return float(f"{low:.3g}"), float(f"{high:.3g}")


def _draw_levels(canvas: Canvas, area: Box, codes: NDArray[np.int64], best: NDArray[np.bool_], texts: Sequence[str]) -> None:
    """Draw the panel of a few values: a bar each, the best runs of each spread beneath it."""
    edges = np.linspace(area.left, area.right, max(len(texts), 1) + 1)
    counts, good = (np.bincount(some[some >= 0], minlength=len(texts)) for some in (codes, codes[best]))
    _draw_bars(canvas, area, counts, edges)
    if best.sum() > _MOST_STROKES:
        _draw_hanging(canvas, area, good, edges)
    for text, count, left, right in zip(texts, good, edges[:-1], edges[1:], strict=False):
        if best.sum() <= _MOST_STROKES:
            _draw_strokes(canvas, area, np.linspace(left + 2.0, right - 2.0, int(count) + 2)[1:-1])
        canvas.write(0.5 * (left + right), area.bottom, shorten(text, right - left - 2.0), Hand(anchor="middle"))


def _draw_rows(canvas: Canvas, area: Box, codes: NDArray[np.int64], best: NDArray[np.bool_], texts: Sequence[str]) -> None:
    """Draw the panel of levels with long names: a lying bar each, the best runs beneath it; the rarest levels share one."""
    if len(texts) > _MOST_ROWS:
        texts, codes = [*texts[: _MOST_ROWS - 1], ELLIPSIS], np.minimum(codes, _MOST_ROWS - 1)
    counts, good = (np.bincount(some[some >= 0], minlength=len(texts)) for some in (codes, codes[best]))
    left, step = area.left + _NAME_ROOM, (area.bottom - area.top - 12.0) / _MOST_ROWS
    full = area.right - left
    pitch = min(2.2, full / max(int(good.max()), 1))
    for row, (text, count, count_best) in enumerate(zip(texts, counts, good, strict=True)):
        top = area.top + 12.0 + step * row
        canvas.write(left - 3.0, top + 6.5, shorten(text, _NAME_ROOM - 3.0), Hand(anchor="end"))
        canvas.draw(
            "runs", boxes([(left, top, left + full * count / max(counts.max(), 1), top + 4.0)]), Pen(fill=BAR, opacity=0.75)
        )
        xs = np.unique(np.round(2 * (left + 0.5 + pitch * np.arange(count_best))) / 2)
        canvas.draw("best", segments([(x, top + 4.6, x, top + 8.4) for x in xs]), Pen(RUST, THIN, opacity=0.8, cap="butt"))


def _draw_bars(canvas: Canvas, area: Box, counts: NDArray[np.int64], edges: NDArray[np.float64]) -> None:
    foot, top = area.bottom - 18.0, area.top + 12.0
    highest = max(int(counts.max()) if counts.size else 0, 1)
    drawn = [
        (left + 0.4, foot - (foot - top) * count / highest, right - 0.4, foot)
        for count, left, right in zip(counts, edges[:-1], edges[1:], strict=False)
        if count
    ]
    canvas.draw("runs", boxes(drawn), Pen(fill=BAR, opacity=0.75))
    canvas.draw("axis", segments([(area.left, foot, area.right, foot)]), Pen(BAR, HAIR))


def _draw_hanging(canvas: Canvas, area: Box, counts: NDArray[np.int64], edges: NDArray[np.float64]) -> None:
    """Draw the best runs as bars that hang from the axis, where there are too many for a stroke each."""
    top, highest = area.bottom - 16.5, max(int(counts.max()) if counts.size else 0, 1)
    sides = zip(counts, edges[:-1], edges[1:], strict=True)
    drawn = [(left + 0.4, top, right - 0.4, top + 7.5 * count / highest) for count, left, right in sides if count]
    canvas.draw("best", boxes(drawn), Pen(fill=RUST, opacity=0.8))


def _draw_strokes(canvas: Canvas, area: Box, places: NDArray[np.float64]) -> None:
    distinct = np.unique(np.round(2 * places) / 2)
    canvas.draw(
        "best",
        segments([(x, area.bottom - 16.0, x, area.bottom - 9.5) for x in distinct]),
        Pen(RUST, THIN, opacity=0.8, cap="butt"),
    )
