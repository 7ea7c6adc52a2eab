"""Parallel coordinates: every run a line across the parameters to its metric, the best tenth emphasised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.best import best_tenth, from_best
from sweepbrief.figures.canvas import CLAIM, Canvas, Hand, Pen
from sweepbrief.figures.lettering import shorten, width
from sweepbrief.figures.levels import coded
from sweepbrief.figures.outline import polyline, segments
from sweepbrief.figures.runs import reach
from sweepbrief.figures.scale import fit_scale
from sweepbrief.figures.style import BAR, BLUE, COLUMN, FULL, HAIR, LINE_HEIGHT, RUST, SOFT, THIN
from sweepbrief.figures.ticks import Tick, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from sweepbrief.sweep import Direction, Parameter

MOST_AXES: Final = 8
"""Up to so many parameters have an axis."""
MOST_LINES: Final = 360
"""Up to so many runs are drawn: a fifth of them of the best tenth, all evenly chosen from the best to the worst."""

_TOP: Final = 18.0
_BOTTOM: Final = 34.0
_SIDE: Final = 34.0
_MOST_LEVELS: Final = 10
_FEW: Final = 30
_RIBBON: Final = 7.0


@dataclass(frozen=True, slots=True)
class ParallelLabels:
    """What the parallel coordinates say.

    Attributes
    ----------
    metric : str
        Name of the last axis.
    direction : {"minimize", "maximize"}
        Which end of it is better.
    best, rest : str
        Stand at the foot in the colours of the lines.
    missing : str
        Stands where runs without a setting pass.
    decimal : str
        Decimal mark.
    """

    metric: str
    direction: Direction
    best: str
    rest: str
    missing: str
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class _Axis:
    name: str
    places: NDArray[np.float64]
    ticks: tuple[Tick, ...]


def draw_parallel(
    values: pd.DataFrame, metric: ArrayLike, parameters: Sequence[Parameter], labels: ParallelLabels, breadth: float = FULL
) -> str:
    """Draw runs as lines across their settings.

    Parameters
    ----------
    values : pandas.DataFrame, shape (n, at least the parameters)
        Settings, one row a run.
    metric : array_like of float, shape (n,)
        Outcome; runs without one are not drawn.
    parameters : sequence of Parameter
        By falling importance; the first ``MOST_AXES`` are drawn, half as many in a narrow picture.
    labels : ParallelLabels
        Texts.
    breadth : float
        Width in millimetres.

    Returns
    -------
    str
        An SVG element.
    """
    canvas = Canvas(78.0, breadth)
    most = MOST_AXES if breadth > COLUMN else MOST_AXES // 2
    outcome = np.asarray(metric, dtype=float)
    order = from_best(outcome, labels.direction)
    span = (canvas.height - _BOTTOM, _TOP)
    axes = [_axis(parameter, values[parameter.name], order, span, labels) for parameter in parameters[:most]]
    scale = fit_scale(reach(outcome), *span)
    axes.append(_Axis(labels.metric, scale.inside(outcome), ticks(scale, decimal=labels.decimal, line_height=LINE_HEIGHT)))
    xs = np.linspace(_SIDE, canvas.width - _SIDE, len(axes)) if len(axes) > 1 else np.array([0.5 * canvas.width])
    _draw_lines(canvas, xs, np.column_stack([axis.places for axis in axes]), order, best_tenth(outcome, labels.direction))
    _draw_axes(canvas, xs, axes, span)
    canvas.write(0.0, canvas.height - 3.0, labels.best, Hand(RUST, strong=True))
    canvas.write(12.0 + width(labels.best, strong=True), canvas.height - 3.0, labels.rest, Hand(SOFT))
    return canvas.svg()


def _axis(
    parameter: Parameter, column: pd.Series[float], order: NDArray[np.int64], span: tuple[float, float], labels: ParallelLabels
) -> _Axis:
    """Place the runs on a parameter's axis; those without a setting pass below it."""
    low = span[0] + 11.0
    if parameter.numeric:
        settings = column.to_numpy(dtype=float)
        scale = fit_scale(settings, *span, log=parameter.scale == "log")
        marks = ticks(scale, decimal=labels.decimal, most=5, values=settings, line_height=LINE_HEIGHT)
        places = np.where(np.isnan(settings), low, scale(settings))
    else:
        places, marks = _level_places(list(column), order, span)
        places = np.where(np.isnan(places), low, places)
    missing = (Tick(low, labels.missing),) if bool((places[order] == low).any()) else ()
    return _Axis(parameter.name, places, (*marks, *missing))


def _level_places(
    column: Sequence[object], order: NDArray[np.int64], span: tuple[float, float]
) -> tuple[NDArray[np.float64], tuple[Tick, ...]]:
    """Give each level a stretch of the axis, its runs from the best to the worst; the rarest share the last."""
    levels, codes = coded([column[run] for run in order])
    step = (span[1] - span[0]) / max(min(len(levels), _MOST_LEVELS), 1)
    ribbon = min(_RIBBON, 0.35 * abs(step))
    places = np.full(len(column), np.nan)
    for number in range(len(levels)):
        members = order[codes == number]
        middle = span[0] + step * (min(number, _MOST_LEVELS - 1) + 0.5)
        places[members] = middle + np.linspace(-ribbon, ribbon, len(members) + 2)[1:-1]
    shown = levels if len(levels) <= _MOST_LEVELS else [*levels[: _MOST_LEVELS - 1], "…"]
    return places, tuple(Tick(span[0] + step * (number + 0.5), str(level)) for number, level in enumerate(shown))


def _draw_lines(
    canvas: Canvas, xs: NDArray[np.float64], places: NDArray[np.float64], order: NDArray[np.int64], best: NDArray[np.bool_]
) -> None:
    """Draw the worst first; those between shade from grey to blue."""
    top = order[best[order]]
    top = _evenly(top, MOST_LINES // 5)
    others = order[~best[order]]
    chosen = _evenly(others, MOST_LINES - len(top))
    half = len(chosen) // 2
    for name, runs, pen in (
        ("worse", chosen[half:], Pen(BAR, 0.5, opacity=0.3)),
        ("better", chosen[:half], Pen(BLUE, 0.5, opacity=0.3)),
        ("best", top, Pen(RUST, THIN if len(top) <= _FEW else HAIR, opacity=0.75 if len(top) <= _FEW else 0.55)),
    ):
        for layer in range(3):
            members = runs[layer::3]
            gapped = np.column_stack([places[members], np.full(len(members), np.nan)])
            canvas.draw(name, polyline(np.tile([*xs, 0.0], len(members)), gapped.ravel()), pen, members.tolist())


def _evenly(runs: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Choose at most so many runs, evenly along their order."""
    return runs if len(runs) <= most else runs[np.linspace(0, len(runs) - 1, most).round().astype(int)]


def _draw_axes(canvas: Canvas, xs: NDArray[np.float64], axes: Sequence[_Axis], span: tuple[float, float]) -> None:
    canvas.draw("axis", segments([(x, span[1], x, span[0]) for x in xs]), Pen(SOFT, HAIR))
    pitch = canvas.width / max(len(axes), 1)
    for x, axis in zip(xs, axes, strict=True):
        name = shorten(axis.name, pitch - 6.0, strong=True)
        half = 0.5 * width(name, strong=True)
        canvas.write(float(np.clip(x, half, canvas.width - half)), 8.0, name, Hand(CLAIM.color, strong=True, anchor="middle"))
        canvas.draw("tick", segments([(float(x) - 2.0, tick.at, float(x), tick.at) for tick in axis.ticks]), Pen(SOFT, HAIR))
        for tick in axis.ticks:
            canvas.write(
                float(x) - 4.0,
                tick.at + 2.5,
                shorten(tick.text, min(pitch - 16.0, 60.0 if x > _SIDE else _SIDE - 5.0)),
                Hand(anchor="end", veiled=True),
            )
