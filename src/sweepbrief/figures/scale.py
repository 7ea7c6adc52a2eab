"""Scales: from values to places on the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_LARGEST: Final = 1e300
_SLOT: Final = 20.0
_ALIKE: Final = 1e-7


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to points along one side of a picture.

    Attributes
    ----------
    low, high : float
        Values at the two ends; their decimal logarithms on a log scale. ``low < high``.
    start, stop : float
        Points at the two ends; ``start > stop`` for a scale that rises up the page.
    log : bool
        Whether it is logarithmic.
    zero : float or None
        Where zeros stand beside a log scale, None where there are none.
    """

    low: float
    high: float
    start: float
    stop: float
    log: bool = False
    zero: float | None = None

    def __call__(self, values: ArrayLike) -> NDArray[np.float64]:
        """Place values; NaN stays NaN.

        Parameters
        ----------
        values : array_like of float
            In the unit of the axis.

        Returns
        -------
        float64 array, same shape
            Points.
        """
        data = np.clip(np.asarray(values, dtype=float), -_LARGEST, _LARGEST)
        share = (self._transform(data) - self.low) / (self.high - self.low)
        points = self.start + share * (self.stop - self.start)
        return points if self.zero is None else np.where(data <= 0, self.zero, points)

    def inside(self, values: ArrayLike) -> NDArray[np.float64]:
        """Place values and hold those beyond the ends at the ends.

        Parameters
        ----------
        values : array_like of float
            In the unit of the axis.

        Returns
        -------
        float64 array, same shape
            Points between ``start`` and ``stop``.
        """
        return np.clip(self(values), min(self.start, self.stop), max(self.start, self.stop))

    def holds(self, value: float) -> bool:
        """Say whether a value lies between the ends."""
        point = float(self(value))
        slack = 1e-6 * abs(self.stop - self.start)
        return min(self.start, self.stop) - slack <= point <= max(self.start, self.stop) + slack

    def _transform(self, data: NDArray[np.float64]) -> NDArray[np.float64]:
        if not self.log:
            return data
        return np.log10(np.where(data > 0, data, np.nan))


def fit_scale(values: ArrayLike, start: float, stop: float, *, log: bool = False, pad: float = 0.04) -> Scale:
    """Choose a scale that holds all values.

    A log scale is taken only where no value is negative and one is positive; zeros then stand apart, before its beginning.

    Parameters
    ----------
    values : array_like of float
        NaN and infinities are passed over.
    start, stop : float
        Points at the two ends.
    log : bool
        Whether a log scale is wanted.
    pad : float
        Part of the range that is left free at each end.

    Returns
    -------
    Scale
        For a single value, one with the value in the middle; for none, 0 to 1.
    """
    data = np.asarray(values, dtype=float).ravel()
    data = np.clip(data[np.isfinite(data)], -_LARGEST, _LARGEST)
    if log and data.size and data.min() >= 0 and data.max() > 0:
        return _fit_log(data, start, stop, pad)
    low, high = _widen(data, pad)
    return Scale(low, high, start, stop)


def _fit_log(data: NDArray[np.float64], start: float, stop: float, pad: float) -> Scale:
    low, high = _widen(np.log10(data[data > 0]), pad)
    scale = Scale(low, high, start, stop, log=True)
    if data.min() > 0:
        return scale
    step = np.sign(stop - start)
    return replace(scale, zero=start + 0.3 * step * _SLOT, start=start + step * _SLOT)


def _widen(data: NDArray[np.float64], pad: float) -> tuple[float, float]:
    if data.size == 0:
        return 0.0, 1.0
    low, high = float(data.min()), float(data.max())
    size = max(abs(low), abs(high))
    if high - low <= _ALIKE * size or high == low:
        half = 0.05 * size or 0.5
        return low - half, high + half
    return low - pad * (high - low), high + pad * (high - low)
