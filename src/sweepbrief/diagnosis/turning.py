"""Turning: which monotone shape a curve has, and where it bends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from sweepbrief.diagnosis.form import cuts, loggable, steps
from sweepbrief.diagnosis.scales import HINGES
from sweepbrief.diagnosis.telling_scales import LOG_ENOUGH, SLOWEST_HALF, STEP_ENOUGH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis

Monotone = Literal["log", "saturation", "knee", "threshold"]


def turning_of(axis: Axis, curve: NDArray[np.float64]) -> tuple[Monotone, float | None]:
    """Name a monotone curve's shape.

    Parameters
    ----------
    axis : Axis
        The parameter.
    curve : float64 array, shape (m,)
        At its distinct values.

    Returns
    -------
    {"log", "saturation", "knee", "threshold"}
        A line on the logarithm; steep, then flat; flat, then steep; two plateaus.
    float or None
        Where it bends, in the parameter's unit; None for ``log``.
    """
    weights = axis.counts / axis.counts.sum()
    if loggable(axis) and _even(weights, np.log(axis.numbers), curve):
        return "log", None
    stepped = [(_explained(weights, curve, [form.support]), form.place) for form in steps(axis)]
    best = max(stepped, default=(0.0, 0))
    scales = [axis.scaled, *([np.log(axis.numbers)] if loggable(axis) else [])]
    bent = [
        (_explained(weights, curve, [scale, np.maximum(scale - scale[knot], 0.0)]), -which, knot)
        for which, scale in enumerate(scales)
        for knot in cuts(axis, HINGES)
    ]
    bend = max(bent, default=(0.0, 0, axis.size // 2))
    if best[0] >= STEP_ENOUGH or (best[0] > bend[0] and best[0] > LOG_ENOUGH - 0.1):
        return "threshold", float((axis.numbers[best[1]] + axis.numbers[best[1] + 1]) / 2)
    scale, knot = scales[-bend[1]], bend[2]
    below, above = _slope(weights, scale, curve, slice(0, knot + 1)), _slope(weights, scale, curve, slice(knot, None))
    return ("saturation" if abs(below) >= abs(above) else "knee"), float(axis.numbers[knot])


def _even(weights: NDArray[np.float64], scale: NDArray[np.float64], curve: NDArray[np.float64]) -> bool:
    """Tell whether a curve is a line on a scale: a line explains it, and neither half of the runs is much flatter."""
    if _explained(weights, curve, [scale]) < LOG_ENOUGH:
        return False
    middle = int(np.searchsorted(np.cumsum(weights), 0.5))
    first, second = _slope(weights, scale, curve, slice(0, middle + 1)), _slope(weights, scale, curve, slice(middle, None))
    return first * second >= 0 and min(abs(first), abs(second)) >= SLOWEST_HALF * max(abs(first), abs(second))


def _explained(weights: NDArray[np.float64], curve: NDArray[np.float64], columns: list[NDArray[np.float64]]) -> float:
    root = np.sqrt(weights)
    x = np.column_stack([np.ones(len(curve)), *columns])
    x = x / np.maximum(np.abs(x).max(axis=0), 1e-300)
    target = curve - weights @ curve
    left = root * target - (root[:, None] * x) @ np.linalg.lstsq(root[:, None] * x, root * target, rcond=None)[0]
    total = float(weights @ target**2)
    return 1.0 - float(left @ left) / total if total > 0 else 0.0


def _slope(weights: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64], part: slice) -> float:
    w, x, y = weights[part], x[part], y[part]
    if len(x) < 2 or w.sum() <= 0:  # noqa: PLR2004 - a slope needs two points
        return 0.0
    x, y = x - np.average(x, weights=w), y - np.average(y, weights=w)
    spread = float(w @ x**2)
    return float((w * x) @ y) / spread if spread > 0 else 0.0
