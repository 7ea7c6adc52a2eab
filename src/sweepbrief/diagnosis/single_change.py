"""The best single change: which one setting of the best run the joint model would change, and what that is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.form import loggable
from sweepbrief.diagnosis.scales import LEVEL_RUNS
from sweepbrief.diagnosis.telling_scales import CANDIDATES, NOTHING_BOUGHT
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.fit import Fit

    Array = NDArray[np.float64]

DRAWS = 1000
SURE = 0.95
CHANGE = 306
NEAR = 0.05
"""A change passes at least this part of the runs' values, and of the range on some scale."""


@dataclass(frozen=True, slots=True)
class SingleChange:
    """The best run with one setting changed.

    Attributes
    ----------
    run : str
        The best run.
    parameter : str or None
        What to change; None where the joint model holds no parameter that could be changed.
    before, after : object
        Its value in that run, and the one to try.
    gain : Estimate
        Predicted metric after minus before, positive is better, in the metric's unit; its 95 % interval holds for all changes
        that were compared.
    sure : bool
        Whether the interval lies above zero and the gain is no trifle beside the noise.
    tried : int
        How many changes were compared.
    """

    run: str
    parameter: str | None
    before: object
    after: object
    gain: Estimate
    sure: bool
    tried: int


def single_change(context: Context) -> SingleChange | None:
    """Find the best single change of the best run.

    Parameters
    ----------
    context : Context
        With the joint model, by which runs are predicted: the best run's luck is not carried over.

    Returns
    -------
    SingleChange or None
        None where there is no joint model to predict by.
    """
    found, axes = context.joint.fit, context.joint.bench.axes
    if not found.terms:
        return None
    run = int(np.argmax(context.design.y))
    at = [_place(axis, context.axes[number], run) for number, axis in enumerate(axes)]
    rows, changes = _candidates(found, axes, at)
    name = context.design.runs[run]
    if not changes:
        return SingleChange(name, None, None, None, Estimate(None, why_not="unknown"), sure=False, tried=0)
    gain, low, high = _judged(context, found, rows, found.level + float(_at(found, at) @ found.beta))
    top = int(np.lexsort((-gain, -low))[0])
    enough = NOTHING_BOUGHT * math.sqrt(found.sigma2)
    number, place = changes[top]
    ends = context.metric(np.array([0.0, 1.0]))
    unit = abs(float(ends[1] - ends[0]))
    value, least, most = (unit * float(side[top]) for side in (gain, low, high))
    return SingleChange(
        name,
        axes[number].name,
        axes[number].labels[at[number]],
        axes[number].labels[place],
        Estimate(value, least, most),
        sure=bool(low[top] > 0 and gain[top] >= enough),
        tried=len(changes),
    )


def _judged(context: Context, found: Fit, rows: Array, level: float) -> tuple[Array, Array, Array]:
    """Give the gain of each change with an interval that holds for all.

    Nothing better than every run is promised: where even the lower end lies beyond the best run, the model has left what was
    seen, and the lower end is nought.
    """
    gain = rows @ found.beta
    error = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", rows, found.covariance, rows), 0.0))
    values, vectors = np.linalg.eigh(found.covariance)
    normal = np.random.default_rng([context.seed, CHANGE]).standard_normal((DRAWS, len(values)))
    drawn = (normal * np.sqrt(np.maximum(values, 0.0))) @ (rows @ vectors).T
    usable = error > 1e-9 * max(float(error.max()), 1e-300)
    largest = (np.abs(drawn[:, usable]) / error[usable]).max(axis=1, initial=0.0)
    half = float(np.quantile(largest, SURE)) * error
    most = max(float(context.joint.observations.y.max()) - level, 0.0)
    reached = np.where(gain - half <= most, gain - half, 0.0)
    return np.minimum(gain, most), np.minimum(reached, most), gain + half


def _place(axis: Axis, whole: Axis, run: int) -> int:
    """Give the place of the run's value among those of the joint model; -1 where the parameter is blank in it."""
    index = int(whole.index[run])
    if index < 0 or not axis.size:
        return -1
    if axis.ordered:
        return int(np.abs(axis.numbers - whole.numbers[index]).argmin())
    label = whole.labels[index]
    return next((place for place, other in enumerate(axis.labels) if other == label), -1)


def _at(found: Fit, at: list[int]) -> Array:
    """Give the functions of the model at the best run; those of a blank parameter are zero."""
    row = np.zeros(len(found.beta))
    for place, term in enumerate(found.terms):
        if all(at[member] >= 0 for member in term.members):
            parts = [part.support[at[member]] for member, part in zip(term.members, term.parts, strict=True)]
            row[found.slices[place]] = parts[0] if len(parts) == 1 else np.outer(parts[0], parts[1]).ravel()
    return row


def _candidates(found: Fit, axes: tuple[Axis, ...], at: list[int]) -> tuple[Array, list[tuple[int, int]]]:
    """Give the difference that each change makes to the functions of the model, and the changes: axis and place."""
    rows, changes = [], []
    for number in sorted({member for term in found.terms for member in term.members}):
        if at[number] < 0:
            continue
        along = _rows(found, axes, number, at)
        for place in _values(axes[number]):
            if place != at[number] and not _next_door(axes[number], place, at[number]):
                rows.append(along[place] - along[at[number]])
                changes.append((number, place))
    return (np.array(rows) if rows else np.zeros((0, len(found.beta)))), changes


def _next_door(axis: Axis, place: int, now: int) -> bool:
    """Tell whether a value lies so near, among the runs' values or on every scale, that it is no change worth the name."""
    if not axis.ordered:
        return False
    scales = [axis.numbers, *([np.log(axis.numbers)] if loggable(axis) else [])]
    steps = [abs(float(scale[place] - scale[now])) < NEAR * float(np.ptp(scale)) for scale in scales]
    return all(steps) or (axis.size > CANDIDATES and abs(float(axis.ranks[place] - axis.ranks[now])) < NEAR)


def _values(axis: Axis) -> list[int]:
    """Choose the values that are tried: spread evenly over the runs, or the levels that were tried often enough."""
    if not axis.ordered or axis.size <= CANDIDATES:
        return [place for place in range(axis.size) if axis.counts[place] >= min(LEVEL_RUNS, axis.counts.max())]
    wanted = np.linspace(axis.ranks[0], axis.ranks[-1], CANDIDATES)
    return sorted({int(np.abs(axis.ranks - rank).argmin()) for rank in wanted})


def _rows(found: Fit, axes: tuple[Axis, ...], number: int, at: list[int]) -> Array:
    """Give, for each value of one parameter, the functions that it takes part in, the others as in the best run."""
    rows = np.zeros((axes[number].size, len(found.beta)))
    for place, term in enumerate(found.terms):
        piece = found.slices[place]
        if term.members == (number,):
            rows[:, piece] = term.parts[0].support
        elif term.pair and number in term.members:
            first = term.members[0] == number
            own, other = term.parts if first else term.parts[::-1]
            partner = at[term.members[1] if first else term.members[0]]
            fixed = other.support[partner] if partner >= 0 else np.zeros(other.size)
            both = own.support[:, :, None] * fixed if first else fixed[None, :, None] * own.support[:, None, :]
            rows[:, piece] = both.reshape(axes[number].size, -1)
    return rows
