"""Robust location and scale, and residuals pulled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.scales import CLIP, TAIL

if TYPE_CHECKING:
    from numpy.typing import NDArray

NORMAL = 1.4826
"""The median absolute deviation of a normal variable times this is its standard deviation."""
FAR = 1e6
"""Further than this is all the same."""


def robust_z(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the distance from the median in robust standard deviations; zeros where more than half the values are equal."""
    centred = values - np.median(values)
    spread = NORMAL * float(np.median(np.abs(centred)))
    with np.errstate(over="ignore"):
        return np.clip(centred / spread, -FAR, FAR) if spread > 0 else np.zeros_like(centred)


def pulled_in(
    target: NDArray[np.float64], fitted: NDArray[np.float64], root: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Pull far residuals in to the limit (Huber's pseudo-values); None where none is far.

    References
    ----------
    Huber, Robust Statistics (1981), section 7.
    """
    left = (target - fitted) * root
    spread = max(NORMAL * float(np.median(np.abs(left))), float(np.quantile(np.abs(left), TAIL)) / CLIP)
    if spread <= 0 or not bool((np.abs(left) > CLIP * spread).any()):
        return None
    return fitted + np.clip(left, -CLIP * spread, CLIP * spread) / root
