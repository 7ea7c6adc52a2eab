"""The ends of a range: rounded to few digits, kept inside what was searched, and on the grid of its steps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

DIGITS = 3
"""Significant digits of a range's ends, rounded outward."""
EVEN = 1e-6
"""Distances that differ by less than this part of them are the same."""
FEWEST_EVEN = 4
"""Values from which on an even spacing is no coincidence."""


def rounded(
    low: float, high: float, within: tuple[float | None, float | None] = (None, None)
) -> tuple[float, float]:  # fmt: skip
    """Round a range outward to a few digits, so that nothing advised is lost.

    Parameters
    ----------
    low, high : float
        Its ends.
    within : tuple of two float or None
        What rounding must not go beyond; None for no bound.

    Returns
    -------
    tuple of two float
        With at most three digits, unless a bound has more.
    """
    first, last = _digits(low, math.floor), _digits(high, math.ceil)
    return (
        first if within[0] is None or low < within[0] else max(first, within[0]),
        last if within[1] is None or high > within[1] else min(last, within[1]),
    )


def on_grid(low: float, high: float, step: float, start: float) -> tuple[float, float]:
    """Move both ends outward to values that the steps from ``start`` reach.

    Parameters
    ----------
    low, high : float
        The range.
    step : float
        Distance between values, positive.
    start : float
        A value on the grid.

    Returns
    -------
    tuple of two float
        Holding the range but for rounding; the upper end comes down where the searched range itself ended off the grid.
    """
    first = math.floor((low - start) / step + EVEN)
    last = math.ceil((high - start) / step - EVEN)
    return float(f"{start + first * step:.12g}"), float(f"{start + max(last, first + 1) * step:.12g}")


def values_between(low: float, high: float, step: float) -> list[float]:
    """List the values of a range with steps."""
    count = math.floor((high - low) / step + EVEN) + 1
    return [float(f"{low + place * step:.12g}") for place in range(count)]


def inferred_step(values: Sequence[Any] | NDArray[np.float64], *, whole: bool) -> float | None:
    """Give the step between numbers that are evenly spaced throughout; None where they are not, or too few to tell."""
    known = values if isinstance(values, np.ndarray) else [value for value in values if value is not None]
    numbers = np.sort(np.asarray(known, dtype=np.float64))
    gaps = np.diff(numbers)
    if len(numbers) < FEWEST_EVEN or gaps.min() <= 0:
        return None
    step = float(gaps.min())
    steps = gaps / step
    if bool((np.abs(steps - np.round(steps)) > EVEN * np.maximum(steps, 1.0) * 10).any()):
        return None
    written = float(f"{step:.4g}")
    if len(numbers) * 2 < (numbers[-1] - numbers[0]) / step or abs(written - step) > EVEN * step:
        return None
    return None if whole and written == 1 else written


def _digits(value: float, towards: Callable[[float], int]) -> float:
    if not value:
        return 0.0
    places = DIGITS - 1 - math.floor(math.log10(abs(value)))
    scaled = value * 10.0**places
    whole = round(scaled) if math.isclose(scaled, round(scaled), rel_tol=1e-9) else towards(scaled)
    return float(f"{whole / 10.0**places:.{DIGITS}g}")
