"""Drift: how the settings spread early and late in the sweep."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.form import loggable
from sweepbrief.diagnosis.scales import DRIFT_DRAWS, DRIFT_LEAST, DRIFT_VALUES, FIRST_RUNS, LISTED, PLANNED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.sweep import Parameter

PERMUTED = 305
EVEN = 1 / math.sqrt(12)


@dataclass(frozen=True, slots=True)
class Drift:
    """How a parameter's settings narrowed.

    Attributes
    ----------
    early, late : float
        Standard deviation of the first and of the last runs as a multiple of an even spread over the searched range.
    dense_low, dense_high : float
        Where the middle 80 % of the late runs lie, in the parameter's unit.
    p_value : float
        Of settings that draw so much nearer to where the last runs lie as the sweep goes on, against shuffled runs.
    """

    early: float
    late: float
    dense_low: float
    dense_high: float
    p_value: float


def drifts(
    axes: tuple[Axis, ...],
    parameters: Mapping[str, Parameter],
    position: NDArray[np.float64] | None,
    groups: NDArray[np.int64],
    seed: int,
) -> Mapping[str, Drift]:
    """Compare the spread of late runs with that of all, for every numeric parameter, among the runs that have it.

    Parameters
    ----------
    axes : tuple of Axis
        Over all runs that count.
    parameters : mapping of str to Parameter
        With searched ranges.
    position : float64 array, shape (n,), or None
        Order of the runs.
    groups : int64 array, shape (n,)
        Runs of the same settings.
    seed : int
        Of the permutations.

    Returns
    -------
    mapping of str to Drift
        Empty without an order or with few runs.
    """
    if position is None:
        return {}
    rows = draws(position, groups)
    if len(rows) < DRIFT_LEAST:
        return {}
    chances = np.random.default_rng([seed, PERMUTED]).random((DRIFT_DRAWS, len(rows)))
    found = {}
    for axis in axes:
        had = rows[axis.active[rows]]
        own = axis.take(had)
        if own.ordered and not own.boolean and own.size >= DRIFT_VALUES and len(had) >= DRIFT_LEAST:
            shuffles = np.argsort(chances[:, : len(had)], axis=1)
            found[axis.name] = _drift(own, parameters[axis.name], np.argsort(position[had], kind="stable"), shuffles)
    return found


def draws(position: NDArray[np.float64], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the runs that are draws of their own: of replicates the first one made, as their number was settled beforehand.

    A design repeats most of its settings, each about as often; a sampler that has closed in repeats a few of them time and
    again, and each of these runs is its choice.
    """
    count = np.bincount(groups)
    usual = float(np.median(count[count > 0]))
    if usual < PLANNED or count.max() > PLANNED * usual:
        return np.arange(len(groups))
    first = np.lexsort((position, groups))
    return np.sort(first[np.unique(groups[first], return_index=True)[1]])


def _drift(axis: Axis, parameter: Parameter, order: NDArray[np.int64], shuffles: NDArray[np.int64]) -> Drift:
    place, even = _placed(axis, parameter, order), EVEN
    if axis.size <= LISTED:
        place = axis.index / (axis.size - 1)
        even = math.sqrt((axis.size + 1) / (12 * (axis.size - 1)))
    n = len(order)
    first = first_runs(n)
    early, late = place[order[:first]], place[order[n // 2 :]]
    last = place[order[-max(n // 3, 10) :]]
    spread = max(float(late.std()), float(last.std()))
    shuffled = _approach(place[shuffles])
    width = float(shuffled.std())
    z = float(_approach(place[order][None, :])[0] - shuffled.mean()) / width if width > 0 else 0.0
    low, high = np.quantile(axis.observed()[order[n // 2 :]], [0.1, 0.9])
    p_value = 0.5 * math.erfc(-z / math.sqrt(2))
    return Drift(float(early.std()) / even, spread / even, float(low), float(high), p_value)


def first_runs(count: int) -> int:
    """Give how many runs a sampler makes before it learns: the first ten to twenty."""
    return int(np.clip(count // 5, *FIRST_RUNS))


def _approach(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the correlation of the distance from where the last third lies with the order, for each row of settings in order."""
    time = np.arange(places.shape[1]) - (places.shape[1] - 1) / 2
    away = np.abs(places - np.median(places[:, -(places.shape[1] // 3) :], axis=1)[:, None])
    away = away - away.mean(axis=1)[:, None]
    size = np.sqrt(np.maximum(np.einsum("ij,ij->i", away, away) * (time @ time), 1e-300))
    return np.asarray(away @ time / size, dtype=np.float64)


def _placed(axis: Axis, parameter: Parameter, order: NDArray[np.int64]) -> NDArray[np.float64]:
    """Place the settings in 0..1 of the searched range, on the scale on which the first runs are more even."""
    found = []
    ends = (parameter.low, parameter.high) if parameter.range_known else (None, None)
    for scale in ("linear", *(["log"] if loggable(axis) else [])):
        low, high = (float(axis.numbers[k]) if end is None else float(end) for k, end in zip((0, -1), ends, strict=True))
        if scale == "log" and low <= 0:
            continue
        change = np.log if scale == "log" else np.asarray
        wide = max(abs(low), abs(high), 1e-300)
        bottom, top = (float(change(end / wide)) for end in (low, high))
        place = (change(axis.observed() / wide) - bottom) / max(top - bottom, 1e-300)
        first = np.sort(place[order[: first_runs(len(order))]])
        uneven = float(np.abs(first - (np.arange(len(first)) + 0.5) / len(first)).max())
        found.append((uneven, scale, place))
    return min(found, key=lambda one: one[0])[2]
