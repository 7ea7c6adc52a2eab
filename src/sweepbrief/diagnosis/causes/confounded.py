"""Confounded: the association is not the parameter's own, because it moved together with one that acts."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.causes.outliers import correlate
from sweepbrief.diagnosis.confidence import belief, bounded, chance_above
from sweepbrief.diagnosis.curves import main_fit, range_ends
from sweepbrief.diagnosis.evidence import Curve, Lines
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import ASSOCIATED, COUPLED, LEVEL_RUNS, MANY_LEVELS, MASKED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.company import Company
    from sweepbrief.diagnosis.context import Context

CAUSE = "confounded"
FACTS = ("r", "driver", "own", "r_within", "strata", "kept", "dependence", "created", "sampler")


def company(context: Context, parameter: str) -> Company | None:
    """Give the driver of a parameter's association, None without one."""
    number = context.number(parameter)
    return next((one for one in context.company if one.number == number and one.role in {"created", "masked"}), None)


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it where the association differs from the own effect and a driver that acts moved along."""
    found = company(context, parameter)
    if found is None:
        return None
    driver, dependence = context.name(found.other), float(context.together.rank[found.number, found.other])
    error = (1 - dependence**2) / max(context.design.n, 4) ** 0.5
    sure = chance_above(dependence, error, COUPLED) * belief(min(found.log_p, 0.0)) * found.chance
    created = found.role == "created"
    r = context.r(parameter)
    r_within, strata, kept = within(context, found, r)
    return Finding(
        CAUSE,
        parameter,
        bounded(sure),
        partners=(driver,),
        facts={
            "r": r,
            "driver": driver,
            "own": _own(context, found.number),
            "r_within": r_within,
            "strata": strata,
            "kept": kept,
            "dependence": dependence,
            "created": created,
            "sampler": context.sampler,
        },
        claims=(
            Claim(f"{CAUSE}-{parameter}", "dependence", dependence, COUPLED, None),
            Claim(f"{CAUSE}-{parameter}-2", "marginal_f", math.exp(found.log_p), ASSOCIATED, math.exp(found.log_p))
            if created
            else Claim(f"{CAUSE}-{parameter}-2", "own_ratio", found.ratio, MASKED, None),
        ),
        evidence=stratified(context, found.number, found.other),
    )


def _own(context: Context, number: int) -> float | None:
    """Give the own effect over the inner 80 % of the range, signed, in the metric's unit; None for a category."""
    axis = context.joint.bench.axes[number]
    if not axis.ordered:
        return None
    low, high = range_ends(axis)
    curve = context.metric(main_fit(context, number)[0])
    return float(curve[high] - curve[low])


def strata(context: Context, driver: int) -> list[NDArray[np.int64]]:
    """Split the runs into thirds of a driver, or its levels: rows of each."""
    axis = context.axes[driver]
    usable = axis.active & ~context.extreme
    if not axis.ordered or axis.size <= MANY_LEVELS:
        parts = [np.flatnonzero(usable & (axis.index == level)) for level in range(axis.size)]
    else:
        rank = axis.ranks[np.maximum(axis.index, 0)]
        ends = ((-1.0, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 2.0))
        parts = [np.flatnonzero(usable & (rank > low) & (rank <= high)) for low, high in ends]
    return [rows for rows in parts if len(rows) > LEVEL_RUNS]


def within(context: Context, found: Company, r: float | None) -> tuple[float | None, int, int]:
    """Give the mean correlation within the strata of the companion, their number, and in how many r keeps its sign."""
    axis = context.axes[found.number]
    parts = [part[axis.active[part]] for part in strata(context, found.other)] if axis.ordered else []
    x, y = axis.observed(), context.design.metric
    each = [(len(rows), correlate(x[rows], y[rows])) for rows in parts if len(rows) > LEVEL_RUNS and np.ptp(x[rows]) > 0]
    if not each:
        return None, 0, 0
    total = sum(count for count, _ in each)
    kept = sum((one > 0) == ((r or 0.0) > 0) for _, one in each)
    return float(sum(count * one for count, one in each) / total), len(each), kept


def stratified(context: Context, number: int, other: int) -> Lines | None:
    """Draw a least-squares line within each stratum of a companion, and one through all runs: does the sign survive."""
    axis, driver = context.axes[number], context.axes[other]
    if not axis.ordered:
        return None
    size = max(float(np.abs(context.design.metric).max()), 1e-300)
    x, y = axis.observed(), context.design.metric / size
    curves = []
    for rows in strata(context, other)[:3]:
        inside = rows[axis.active[rows]]
        if len(inside) <= LEVEL_RUNS or float(np.ptp(x[inside])) <= 0:
            continue
        held = driver.index[inside]
        label = "" if driver.ordered and not driver.boolean else str(driver.labels[int(held[0])])
        span = None if label else (float(driver.numbers[held.min()]), float(driver.numbers[held.max()]))
        curves.append(replace(_through(x[inside], y[inside], size), label=label, span=span))
    usable = axis.active & ~context.extreme
    overall = _through(x[usable], y[usable], size)
    return Lines(driver.name, (*curves, overall)) if len(curves) > 1 else None


def _through(x: NDArray[np.float64], y: NDArray[np.float64], size: float) -> Curve:
    """Give the least-squares line through some runs, with its band, in the metric's unit."""
    at = np.linspace(float(x.min()), float(x.max()), 9)
    mean, error = _line(x, y, at)
    return Curve(at, mean * size, (mean - error) * size, (mean + error) * size)


def _line(
    x: NDArray[np.float64], y: NDArray[np.float64], at: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    wide = max(float(np.abs(x).max()), 1e-300)
    u, v = (x - x.mean()) / wide, (at - x.mean()) / wide
    slope = float(u @ (y - y.mean())) / float(u @ u)
    left = y - y.mean() - slope * u
    sigma2 = float(left @ left) / max(len(x) - 2, 1)
    error = 1.96 * np.sqrt(sigma2 * (1 / len(x) + v**2 / float(u @ u)))
    return np.asarray(y.mean() + slope * v, dtype=np.float64), np.asarray(error, dtype=np.float64)
