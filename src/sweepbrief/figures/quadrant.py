"""The quadrant: importance against correlation, and the four ways the two can stand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import Anchor, Box, Canvas, Hand, Pen
from sweepbrief.figures.labelling import Label, place
from sweepbrief.figures.lettering import shorten
from sweepbrief.figures.outline import boxes, segments, triangles
from sweepbrief.figures.plot import Axes, Fit, Plot, lay_out, rule
from sweepbrief.figures.style import BAR, BLUE, HAIR, INK, RULE, RUST, SOFT, THIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sweepbrief.measures import Estimate

_SIZE: Final = 5.2
_NAME_ROOM: Final = 96.0
_CROWD: Final = 20
_AWAY: Final = 7.0
_CORNER: Final = 0.075


@dataclass(frozen=True, slots=True)
class QuadrantLabels:
    """What the quadrant says.

    Attributes
    ----------
    x, y : str
        Names of the axes: absolute correlation and importance.
    corners : tuple of four str
        Upper left (important without correlation), upper right, lower left, lower right (correlated without importance).
    importance_split, correlation_split : float
        From where on a parameter counts as important, as correlated.
    decimal : str
        Decimal mark.
    unsigned : frozenset of str
        Parameters whose association has no sign (categories).
    """

    x: str
    y: str
    corners: tuple[str, str, str, str]
    importance_split: float
    correlation_split: float
    decimal: str = "."
    unsigned: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class _Mark:
    name: str
    across: tuple[float, float, float]
    up: tuple[float, float, float]
    sign: int


def draw_quadrant(importance: Mapping[str, Estimate], correlation: Mapping[str, Estimate], labels: QuadrantLabels) -> str:
    """Draw every parameter at its correlation and its importance.

    Parameters
    ----------
    importance, correlation : mapping of str to Estimate
        By parameter; those without either value are left out.
    labels : QuadrantLabels
        Texts and thresholds.

    Returns
    -------
    str
        An SVG element, 115 mm wide. Marks point up for a positive sign, down for a negative one, and are squares without; names
        that find no free place are left out, the least important first.
    """
    marks = _marks(importance, correlation, labels.unsigned)
    canvas = Canvas(84.0)
    axes = Axes(labels.x, labels.y, labels.decimal)
    farthest = min(1.0, 1.12 * max([1.8 * labels.correlation_split, *(mark.across[2] for mark in marks)]))
    highest = 1.12 * max([1.8 * labels.importance_split, *(mark.up[2] for mark in marks)])
    plot = lay_out(canvas.region, [-0.02 * farthest, farthest], [-_CORNER * highest, highest], axes, Fit(pad=0.0))
    rule(canvas, plot, axes)
    taken = _draw_corners(canvas, plot, labels)
    _draw_marks(canvas, plot, marks)
    _draw_names(canvas, plot, marks, taken)
    return canvas.svg()


def _marks(importance: Mapping[str, Estimate], correlation: Mapping[str, Estimate], unsigned: frozenset[str]) -> list[_Mark]:
    """Put both scores of each parameter together, the most important first."""
    found = []
    for name, score in importance.items():
        other = correlation.get(name)
        if other is None or other.value is None or score.value is None or not np.isfinite([other.value, score.value]).all():
            continue
        sign = 0 if name in unsigned else int(np.sign(other.value))
        up = (score.value, _end(score.low, score.value), _end(score.high, score.value))
        found.append(_Mark(name, _absolute(other), up, sign))
    return sorted(found, key=lambda mark: -mark.up[0])


def _absolute(estimate: Estimate) -> tuple[float, float, float]:
    """Give value and interval of an absolute value."""
    value = abs(estimate.value or 0.0)
    ends = (_end(estimate.low, estimate.value or 0.0), _end(estimate.high, estimate.value or 0.0))
    nearest = 0.0 if ends[0] <= 0 <= ends[1] else min(abs(end) for end in ends)
    return value, nearest, max(abs(end) for end in ends)


def _end(end: float | None, value: float) -> float:
    return value if end is None or not np.isfinite(end) else end


def _draw_corners(canvas: Canvas, plot: Plot, labels: QuadrantLabels) -> list[Box]:
    """Divide the plot and name its corners; gives the boxes of the names."""
    area = plot.area
    x, y = float(plot.x(labels.correlation_split)), float(plot.y(labels.importance_split))
    canvas.draw(
        "split",
        segments([(x, area.top, x, area.bottom), (area.left, y, area.right, y)]),
        Pen(BAR, THIN, dash=(1.5, 2.5), cap="butt"),
    )
    rooms = (x - area.left, area.right - x) * 2
    places: tuple[tuple[float, float, Anchor], ...] = (
        (area.left + 3, area.top + 8, "start"),
        (area.right, area.top + 8, "end"),
        (area.left + 3, area.bottom - 4, "start"),
        (area.right, area.bottom - 4, "end"),
    )
    boxed = []
    for text, room, (at, baseline, anchor) in zip(labels.corners, rooms, places, strict=True):
        hand = Hand(SOFT, strong=True, anchor=anchor)
        label = Label(at, baseline, shorten(text, room - 6.0, strong=True), hand)
        canvas.write(label.x, label.y, label.text, hand)
        boxed.append(label.box)
    return boxed


def _draw_marks(canvas: Canvas, plot: Plot, marks: Sequence[_Mark]) -> None:
    color = BAR if len(marks) <= _CROWD else RULE
    for cross in _crosses(plot, marks):
        across, down = 0.5 * (cross.left + cross.right), 0.5 * (cross.top + cross.bottom)
        lying = cross.right - cross.left > cross.bottom - cross.top
        ends = (cross.left, down, cross.right, down) if lying else (across, cross.top, across, cross.bottom)
        canvas.draw("interval", segments([ends]), Pen(color, HAIR))
    for name, sign, turns, color in (("rising", 1, 0, BLUE), ("falling", -1, 2, RUST)):
        xs, ys = _places(plot, [mark for mark in marks if mark.sign == sign])
        canvas.draw(name, triangles(xs, ys, _SIZE, turns), Pen(fill=color))
    xs, ys = _places(plot, [mark for mark in marks if mark.sign == 0])
    half = 0.4 * _SIZE
    canvas.draw(
        "unsigned", boxes([(x - half, y - half, x + half, y + half) for x, y in zip(xs, ys, strict=True)]), Pen(fill=SOFT)
    )


def _draw_names(canvas: Canvas, plot: Plot, marks: Sequence[_Mark], taken: Sequence[Box]) -> None:
    xs, ys = _places(plot, marks)
    half = 0.5 * _SIZE
    covered = [*taken, *(Box(x - half, y - half, x + half, y + half) for x, y in zip(xs, ys, strict=True))]
    wishes = [
        Label(x, y, shorten(mark.name, _NAME_ROOM, strong=True), Hand(INK, strong=True, veiled=True))
        for x, y, mark in zip(xs, ys, marks, strict=True)
    ]
    for wish, label in zip(wishes, place(wishes, covered, plot.area, _crosses(plot, marks)), strict=True):
        if label is not None:
            _draw_leader(canvas, wish, label.box)
            canvas.write(label.x, label.y, label.text, label.hand)


def _draw_leader(canvas: Canvas, wish: Label, box: Box) -> None:
    """Join a name that stands away from its mark to it."""
    x, y = float(np.clip(wish.x, box.left, box.right)), float(np.clip(wish.y, box.top, box.bottom))
    if np.hypot(x - wish.x, y - wish.y) > _AWAY:
        canvas.draw("leader", segments([(wish.x, wish.y, x, y)]), Pen(SOFT, 0.4))


def _crosses(plot: Plot, marks: Sequence[_Mark]) -> list[Box]:
    """Give what the intervals cover."""
    crosses = []
    for mark in marks:
        x, left, right = (float(place) for place in plot.x.inside(mark.across))
        y, low, high = (float(place) for place in plot.y.inside(mark.up))
        crosses += [Box(left, y - 0.5, right, y + 0.5), Box(x - 0.5, high, x + 0.5, low)]
    return crosses


def _places(plot: Plot, marks: Sequence[_Mark]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return plot.x([mark.across[0] for mark in marks]), plot.y([mark.up[0] for mark in marks])
