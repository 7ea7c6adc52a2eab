"""Outliers: a handful of extreme runs makes, or hides, the correlation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.confidence import bounded, chance_above
from sweepbrief.diagnosis.curves import line_through
from sweepbrief.diagnosis.evidence import Extremes
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import LEVEL_RUNS, OUTLYING_SHIFT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.context import Context

CAUSE = "outliers"
FACTS = ("runs", "r", "r_without", "created", "share")


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim outliers where r moves by at least 0.2 without the runs that stand apart."""
    if not moved(context, parameter):
        return None
    r, without = _both(context, parameter)
    extreme, axis = context.extreme, context.axis(parameter)
    runs = tuple(run for run, far in zip(context.design.runs, extreme & axis.active, strict=True) if far)
    shift = abs(r - without)
    error = 1.0 / np.sqrt(max(int((~extreme).sum()) - LEVEL_RUNS, 1)) / 4
    return Finding(
        CAUSE,
        parameter,
        bounded(0.6 + 0.4 * chance_above(shift, float(error), OUTLYING_SHIFT)),
        facts={
            "runs": list(runs),
            "r": r,
            "r_without": without,
            "created": abs(r) > abs(without),
            "share": float(extreme.mean()),
        },
        claims=(Claim(f"{CAUSE}-{parameter}", "outlier_shift", shift, OUTLYING_SHIFT, None),),
        evidence=_picture(context, parameter, runs),
    )


def moved(context: Context, parameter: str) -> bool:
    """Tell whether the runs that stand apart move this parameter's r by enough."""
    axis = context.axis(parameter)
    if not axis.ordered or not bool((context.extreme & axis.active).any()):
        return False
    r, without = _both(context, parameter)
    return abs(r - without) >= OUTLYING_SHIFT


def _both(context: Context, parameter: str) -> tuple[float, float]:
    axis = context.axis(parameter)
    x, y = axis.observed(), context.design.metric
    return correlate(x[axis.active], y[axis.active]), correlate(
        x[axis.active & ~context.extreme], y[axis.active & ~context.extreme]
    )


def correlate(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Give Pearson's r, 0 where either side does not vary."""
    if len(x) < LEVEL_RUNS:
        return 0.0
    x, y = x / max(float(np.abs(x).max()), 1e-300), y / max(float(np.abs(y).max()), 1e-300)
    x, y = x - x.mean(), y - y.mean()
    size = float(np.sqrt((x @ x) * (y @ y)))
    return float(np.clip((x @ y) / size, -1.0, 1.0)) if size > 0 else 0.0


def _picture(context: Context, parameter: str, runs: tuple[str, ...]) -> Extremes:
    axis = context.axis(parameter)
    x, y, kept = axis.observed(), context.design.metric, axis.active & ~context.extreme
    ends = np.array([axis.numbers[0], axis.numbers[-1]])
    return Extremes(runs, ends, line_through(x[axis.active], y[axis.active], ends), line_through(x[kept], y[kept], ends))
