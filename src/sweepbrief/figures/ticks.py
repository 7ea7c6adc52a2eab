"""Ticks: round values along a scale, written as short as they can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.ticker import MaxNLocator

from sweepbrief.figures.lettering import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from sweepbrief.figures.scale import Scale

MINUS: Final = "\N{MINUS SIGN}"
_FEW: Final = 7
_LONG: Final = 7
_TENTH: Final = 0.099
_GAP: Final = 7.0
_NEAR: Final = 0.5  # points: nearer no eye can tell


@dataclass(frozen=True, slots=True)
class Tick:
    """A value marked on an axis.

    Attributes
    ----------
    at : float
        Points.
    text : str
        What stands there.
    """

    at: float
    text: str


def ticks(
    scale: Scale, *, decimal: str = ".", most: int = 6, values: ArrayLike = (), line_height: float = 0.0
) -> tuple[Tick, ...]:
    """Choose the ticks of a scale.

    Where only a few different values were tried, these are the ticks; else round values, decades on a log scale.

    Parameters
    ----------
    scale : Scale
        The axis.
    decimal : str
        Decimal mark of the reader's language.
    most : int
        About how many at the most.
    values : array_like of float
        The values on the axis.
    line_height : float
        Room a tick takes along a standing axis; 0 for a lying one, where its text decides.

    Returns
    -------
    tuple of Tick
        In order, none over another.
    """
    tried = np.unique(np.asarray(values, dtype=float))
    tried = tried[np.isfinite(tried)]
    if 0 < tried.size <= _FEW:
        chosen = _written(scale, tried, [write(value, decimal) for value in tried])
        if tried.size <= 2 or _apart(chosen, line_height):  # noqa: PLR2004 - a pair is said by its two values
            return _thinned(chosen, line_height)
    chosen = _log_ticks(scale, decimal, most) if scale.log else _linear_ticks(scale, decimal, most)
    zero = () if scale.zero is None else (Tick(scale.zero, "0"),)
    return _thinned((*zero, *chosen), line_height)


def write(value: float, decimal: str = ".") -> str:
    """Write a setting: plain where short, else as 1e-5.

    Parameters
    ----------
    value : float
        Any number.
    decimal : str
        Decimal mark.

    Returns
    -------
    str
        Up to five significant digits.
    """
    plain = f"{value:.5g}"
    if value == 0 or (1e-3 < abs(value) < 1e5 and len(plain) <= _LONG):  # noqa: PLR2004 - beyond these, zeros must be counted
        return _localised(plain, decimal)
    return _localised(_power(value, 4), decimal)


def _power(value: float, digits: int) -> str:
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa}e{int(exponent)}"


def _localised(text: str, decimal: str) -> str:
    sign = MINUS if text.startswith("-") else ""
    return sign + text.removeprefix("-").replace(".", decimal)


def _linear_ticks(scale: Scale, decimal: str, most: int) -> tuple[Tick, ...]:
    places = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(scale.low, scale.high)
    step = float(places[1] - places[0]) if len(places) > 1 else 1.0
    inside = np.array([0.0 if abs(place) < 1e-9 * step else place for place in places if scale.low <= place <= scale.high])
    return _written(scale, inside, _alike(inside, step, decimal))


def _alike(values: Sequence[float] | np.ndarray[tuple[int], np.dtype[np.float64]], step: float, decimal: str) -> list[str]:
    """Write values with equally many decimals."""
    largest = max((abs(float(value)) for value in values), default=0.0)
    exponent = int(np.floor(np.log10(step)))
    shift = 0 if np.isclose(step / 10.0**exponent, round(step / 10.0**exponent)) else 1
    if largest >= 1e6 or 0 < largest < 1e-3:  # noqa: PLR2004 - beyond these, zeros are harder to count than a power to read
        digits = max(0, int(np.floor(np.log10(largest))) - exponent + shift)
        return ["0" if value == 0 else _localised(_power(float(value), digits), decimal) for value in values]
    decimals = max(0, shift - exponent)
    return [_localised(f"{float(value):.{decimals}f}", decimal) for value in values]


def _log_ticks(scale: Scale, decimal: str, most: int) -> tuple[Tick, ...]:
    first, last = int(np.ceil(scale.low - 1e-9)), int(np.floor(scale.high + 1e-9))
    stride = max(1, -(-(last - first + 1) // max(most, 2)))
    steps: tuple[int, ...] = (1,)
    if last - first < 2:  # noqa: PLR2004 - two decades are too few to read a log axis by
        steps, first, last = (1, 2, 5), first - 1, last + 1
    powers = [power for power in range(first, last + 1) if power % stride == 0]
    places = [step * 10.0**power for power in powers for step in steps if 10.0**power > 0]
    inside = np.array([place for place in places if scale.low - 1e-9 <= np.log10(place) <= scale.high + 1e-9])
    if inside.size < 2:  # noqa: PLR2004 - one tick is no scale
        inside = 10 ** np.linspace(scale.low, scale.high, 5)[1:-1]
        return _written(scale, inside, [_localised(_short(scale, float(value)), decimal) for value in inside])
    smallest = float(inside.min())
    texts = [
        write(value, decimal) if value > _TENTH or smallest > _TENTH**3 else _localised(_power(value, 4), decimal)
        for value in inside
    ]
    return _written(scale, inside, texts)


def _short(scale: Scale, value: float) -> str:
    """Write a number with the fewest digits that put it where its tick stands."""
    tried = (f"{value:.{digits}g}" for digits in range(4, 17))
    at = float(scale(value))
    return next((text for text in tried if abs(float(scale(float(text))) - at) <= _NEAR), repr(value))


def _written(
    scale: Scale, values: Sequence[float] | np.ndarray[tuple[int], np.dtype[np.float64]], texts: Sequence[str]
) -> tuple[Tick, ...]:
    return tuple(Tick(float(at), text) for at, text in zip(scale(values), texts, strict=True))


def _apart(chosen: Sequence[Tick], line_height: float) -> bool:
    return len(_thinned(chosen, line_height)) == len(chosen)


def _thinned(chosen: Sequence[Tick], line_height: float) -> tuple[Tick, ...]:
    """Leave out ticks that would touch the one before."""
    kept: list[Tick] = []
    for tick in chosen:
        reach = line_height or (width(tick.text) + width(kept[-1].text if kept else "")) / 2 + _GAP
        if not kept or abs(tick.at - kept[-1].at) >= reach:
            kept.append(tick)
    return tuple(kept)
