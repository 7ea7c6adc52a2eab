"""Lost runs along a parameter: the part of the runs without a usable metric in each third of its range, or at each level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.figures.canvas import CLAIM, Canvas, Hand, Pen
from sweepbrief.figures.lettering import shorten, width
from sweepbrief.figures.levels import coded, is_missing
from sweepbrief.figures.outline import boxes
from sweepbrief.figures.style import GRID, POINTS_PER_MM, RUST
from sweepbrief.figures.ticks import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sweepbrief.sweep import Parameter

_ROW: Final = 15.0
_HEAD: Final = 13.0
_NAME_ROOM: Final = 110.0
_COUNT_ROOM: Final = 44.0
_MOST_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class LossLabels:
    """What the picture of lost runs says.

    Attributes
    ----------
    parameter : str
        Heads the ranges or levels.
    lost : str
        Heads the bars, such as "runs lost, of all".
    missing : str
        Names the runs without a setting.
    decimal : str
        Decimal mark.
    """

    parameter: str
    lost: str
    missing: str = ""
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    lost: int
    found: int


def draw_losses(values: Sequence[object], lost: Sequence[bool], parameter: Parameter, labels: LossLabels) -> str:
    """Draw which part of the runs was lost where.

    Parameters
    ----------
    values : sequence, length n
        The setting of each run found; None or NaN for none.
    lost : sequence of bool, length n
        Whether it has no usable metric.
    parameter : Parameter
        Whose settings they are; its scale decides how the range is divided.
    labels : LossLabels
        Texts.

    Returns
    -------
    str
        An SVG element, 115 mm wide, with a row a third or level: a bar from none to all, and lost runs of runs found.
    """
    gone = np.asarray(lost, dtype=bool)
    parts = _thirds(values, gone, parameter, labels) if parameter.numeric else _levels(values, gone, labels)
    canvas = Canvas((_HEAD + _ROW * max(len(parts), 1)) / POINTS_PER_MM)
    names = [shorten(part.name, _NAME_ROOM, strong=True) for part in parts]
    left = max((width(name, strong=True) for name in [*names, shorten(labels.parameter, _NAME_ROOM)]), default=0.0) + 8.0
    full = canvas.width - left - _COUNT_ROOM
    canvas.write(0.0, 7.0, shorten(labels.parameter, _NAME_ROOM))
    canvas.write(left, 7.0, shorten(labels.lost, full + _COUNT_ROOM))
    for row, (part, name) in enumerate(zip(parts, names, strict=True)):
        top = _HEAD + _ROW * row
        canvas.write(0.0, top + 8.5, name, CLAIM)
        canvas.draw("found", boxes([(left, top + 2.5, left + full, top + 10.0)]), Pen(fill=GRID))
        if part.lost:
            canvas.draw("lost", boxes([(left, top + 2.5, left + full * part.lost / part.found, top + 10.0)]), Pen(fill=RUST))
        canvas.write(canvas.width, top + 8.5, f"{part.lost} / {part.found}", Hand(CLAIM.color, anchor="end"))
    return canvas.svg()


def _thirds(values: Sequence[object], gone: NDArray[np.bool_], parameter: Parameter, labels: LossLabels) -> list[_Part]:
    settings = np.array([np.nan if is_missing(value) else value for value in values], dtype=float)
    known = np.isfinite(settings)
    if not known.any():
        return _rest(known, gone, labels)
    low, high = float(settings[known].min()), float(settings[known].max())
    cuts = np.linspace(low, high, 4)
    if parameter.scale == "log" and low >= 0 < high:
        cuts = np.append(low, np.geomspace(settings[settings > 0].min(), high, 4)[1:])
    third = np.clip(np.searchsorted(cuts[1:-1], settings, side="right"), 0, 2)
    parts = []
    for number in range(3):
        members = known & (third == number)
        if members.any():
            name = f"{_short(cuts[number], labels.decimal)} \N{EN DASH} {_short(cuts[number + 1], labels.decimal)}"
            parts.append(_Part(name, int((gone & members).sum()), int(members.sum())))
    return parts + _rest(known, gone, labels)


def _short(value: float, decimal: str) -> str:
    return write(float(f"{value:.2g}"), decimal)


def _levels(values: Sequence[object], gone: NDArray[np.bool_], labels: LossLabels) -> list[_Part]:
    levels, codes = coded(values)
    found, lost = (np.bincount(some[some >= 0], minlength=len(levels)) for some in (codes, codes[gone]))
    parts = [_Part(str(level), int(lost[code]), int(found[code])) for code, level in enumerate(levels)]
    parts.sort(key=lambda part: -part.lost / part.found)
    return parts[:_MOST_ROWS] + _rest(codes >= 0, gone, labels)


def _rest(known: NDArray[np.bool_], gone: NDArray[np.bool_], labels: LossLabels) -> list[_Part]:
    """Give the runs without a setting, where there are any."""
    return [] if known.all() else [_Part(labels.missing, int((gone & ~known).sum()), int((~known).sum()))]
