"""Bars for the cells of a table: importance with its interval, correlation on both sides of zero."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sweepbrief.figures.style import BAR, BLUE, INK, RUST, SOFT

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDTH: Final = 124.0
_HEIGHT: Final = 16.0
_INSET: Final = 4.0


def draw_importance_bar(
    value: float | None, low: float | None = None, high: float | None = None, *, null: float | None = None, maximum: float = 1.0
) -> str:
    """Draw an importance as a bar from zero.

    Parameters
    ----------
    value : float or None
        The importance; None or NaN draws a dash.
    low, high : float or None
        Ends of its interval; drawn where both are there.
    null : float or None
        What noise alone would reach: a dotted line.
    maximum : float
        The largest value of the table, interval included: fills the cell.

    Returns
    -------
    str
        An SVG element of 124 by 16 pixels.
    """
    if not _known(value):
        return _cell(_dash(0.0))
    full = maximum if maximum > 0 else 1.0

    def place(number: float) -> float:
        return min(max(number / full, 0.0), 1.0) * (_WIDTH - 1.0)

    drawn = f'<rect class="bar" x="0" y="4.5" width="{_said(place(float(value or 0)))}" height="7" fill="{BAR}"/>'
    if _known(null):
        at = _said(place(float(null or 0)))
        drawn += (
            f'<path class="null" d="M{at} 1v14" fill="none" stroke="{SOFT}" stroke-width="0.9" stroke-dasharray="1.5 1.5"/>'
        )
    return _cell(drawn + _interval(low, high, place))


def draw_correlation_bar(value: float | None, low: float | None = None, high: float | None = None) -> str:
    """Draw a correlation as a mark to the left or right of zero.

    The sign shows by side, by colour and by the mark, which points away from zero; where the interval holds zero the mark is a
    grey dot.

    Parameters
    ----------
    value : float or None
        From -1 to 1; None or NaN draws a dash.
    low, high : float or None
        Ends of its interval; drawn where both are there.

    Returns
    -------
    str
        An SVG element of 124 by 16 pixels.
    """
    axis = f'<path class="axis" d="M62 0v16" fill="none" stroke="{BAR}" stroke-width="0.8"/>'
    if not _known(value):
        return _cell(axis + _dash(0.5 * _WIDTH - 4.0))
    number = float(value or 0)

    def place(share: float) -> float:
        return 0.5 * _WIDTH + min(max(share, -1.0), 1.0) * (0.5 * _WIDTH - _INSET)

    interval = _interval(low, high, place)
    unclear = bool(interval) and float(low or 0) <= 0 <= float(high or 0)
    color = SOFT if unclear or number == 0 else BLUE if number > 0 else RUST
    tip = place(number)
    left, breadth = min(tip, 0.5 * _WIDTH), abs(tip - 0.5 * _WIDTH)
    stem = f'<rect class="stem" x="{_said(left)}" y="6.5" width="{_said(breadth)}" height="3" fill="{color}"/>'
    return _cell(axis + stem + interval + _mark(tip, number, color))


def _mark(tip: float, number: float, color: str) -> str:
    if color == SOFT:
        return f'<circle class="mark" cx="{_said(tip)}" cy="8" r="3.2" fill="{color}"/>'
    away = 4.0 if number > 0 else -4.0
    return f'<path class="mark" d="M{_said(tip - away)} 3.6L{_said(tip + away)} 8L{_said(tip - away)} 12.4z" fill="{color}"/>'


def _interval(low: float | None, high: float | None, place: Callable[[float], float]) -> str:
    if not (_known(low) and _known(high)):
        return ""
    ends = f"M{_said(place(float(low or 0)))} 8H{_said(place(float(high or 0)))}"
    return f'<path class="interval" d="{ends}" fill="none" stroke="{INK}" stroke-width="1.1"/>'


def _dash(x: float) -> str:
    return f'<path class="none" d="M{_said(x)} 8h8" fill="none" stroke="{BAR}" stroke-width="1.2"/>'


def _cell(drawn: str) -> str:
    size = f'width="{_WIDTH:g}" height="{_HEIGHT:g}" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawn}</svg>'


def _known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _said(number: float) -> str:
    return f"{number:.1f}"
