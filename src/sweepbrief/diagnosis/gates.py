"""Gates: parameters that act only for some values of another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.regression import COLLINEAR, log_tail, span_of
from sweepbrief.diagnosis.scales import EVEN, GATE_ALPHA, GATE_OPEN, GATE_RUNS, GATE_VALUES
from sweepbrief.diagnosis.structure import parents_of, rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.joint import JointModel


@dataclass(frozen=True, slots=True)
class Gate:
    """A child that acts only for some values of a parent.

    Attributes
    ----------
    child, parent : int
        Axes.
    open : tuple of object
        The parent's values for which the child acts.
    blank : bool
        Whether the child is blank elsewhere.
    log_p : float
        Log p of the child's effect where it acts.
    chance : float
        That the child does nothing elsewhere.
    """

    child: int
    parent: int
    open: tuple[object, ...]
    blank: bool
    log_p: float
    chance: float = 1.0


def gates_of(joint: JointModel) -> tuple[Gate, ...]:
    """Find the gates: blank children that act, and joint effects that vanish for some levels of a partner."""
    axes = joint.bench.axes
    names = {number: axis.name for number, axis in enumerate(axes)}
    found = []
    for child, parent in parents_of(axes).items():
        effect = joint.effects[names[child]]
        if effect.acts:
            present = rate(axes[parent], axes[child].active) > 0
            values = tuple(label for label, there in zip(axes[parent].labels, present, strict=True) if there)
            found.append(Gate(child, parent, values, blank=True, log_p=effect.log_p))
    known = {(gate.child, gate.parent) for gate in found}
    for pair in joint.pairs:
        for child, parent in (pair.members, pair.members[::-1]):
            if (child, parent) not in known and (parent, child) not in known:
                gate = _opened(joint, child, parent)
                found += [gate] if gate is not None else []
    return tuple(found)


def _opened(joint: JointModel, child: int, parent: int) -> Gate | None:
    """Tell whether a child's effect vanishes at some levels of a parent and not at others.

    Every level must be decided: the child acts there, or what is left of its effect is more likely nothing than a part.
    """
    axis = joint.bench.axes[parent]
    if axis.size > GATE_VALUES or (axis.ordered and not axis.boolean and axis.size > GATE_VALUES // 2):
        return None
    levels = _levels(joint, child, parent)
    shut = [level for level in levels if level.log_p > GATE_ALPHA]
    is_open = [level.log_p < GATE_OPEN for level in levels]
    if not shut or not any(is_open) or len(shut) + sum(is_open) < axis.size:
        return None
    chance = _chance([level.odds for level in shut], axis.size)
    if chance < EVEN:
        return None
    values = tuple(label for label, flag in zip(axis.labels, is_open, strict=True) if flag)
    return Gate(child, parent, values, blank=False, log_p=min(level.log_p for level in levels), chance=chance)


def _chance(odds: list[float], size: int) -> float:
    """Give the chance of a gate: as likely beforehand as none, and each way to shut some of the levels as likely as another."""
    ways = 2.0**size - 2.0
    return 1.0 - 1.0 / (1.0 + math.prod(odds) / ways)


@dataclass(frozen=True, slots=True)
class _Level:
    """A child's effect at one level of a parent.

    Attributes
    ----------
    log_p : float
        Log p that there is none.
    odds : float
        How much more likely the runs are with no effect there than with a part of the largest one.
    """

    log_p: float
    odds: float


UNTOLD = _Level((GATE_OPEN + GATE_ALPHA) / 2, 1.0)
"""Neither open nor shut."""


def _levels(joint: JointModel, child: int, parent: int) -> list[_Level]:
    """Judge a child's effect at each level of a parent, against the level where it is largest.

    There the effect gives the direction: at the other levels it is that times a ratio, which lies anywhere between -1 and 1
    where the child acts, and is 0 where it does not.

    References
    ----------
    Kass & Raftery, Bayes factors, Journal of the American Statistical Association 90 (1995).
    """
    bench, fit, axis = joint.bench, joint.fit, joint.bench.axes[parent]
    forms = [term.parts[term.members.index(child)].columns for term in fit.terms if child in term.members]
    others = [place for place, term in enumerate(fit.terms) if child not in term.members and term.members != (parent,)]
    target, root = bench.observations.root * (joint.target - fit.values(others)), bench.observations.root
    columns = bench.weigh(max(forms, key=lambda form: form.shape[1]))
    inside = [np.flatnonzero(axis.index == level) for level in range(axis.size)]
    told = {level: rows for level, rows in enumerate(inside) if len(rows) >= GATE_RUNS}
    spans = {level: span_of([], target[rows], root[rows]) for level, rows in told.items()}
    seen = {level: span.explained(columns[told[level]]) for level, span in spans.items()}
    if not seen:
        return [UNTOLD] * axis.size
    top = max(seen, key=lambda level: (seen[level][0] - seen[level][1] * fit.sigma2) / len(told[level]))
    freed = {level: span.without(columns[told[level]]) for level, span in spans.items()}
    largest = np.linalg.lstsq(freed[top], spans[top].left, rcond=COLLINEAR)[0]
    return [
        _Level(
            log_tail(seen[level][0], fit.free * fit.sigma2, seen[level][1], fit.free),
            _odds(freed[level] @ largest, spans[level].left, fit.sigma2),
        )
        if level in told
        else UNTOLD
        for level in range(axis.size)
    ]


def _odds(shape: NDArray[np.float64], left: NDArray[np.float64], sigma2: float) -> float:
    """Give the Bayes factor of no effect against a part of the largest effect, from -1 to 1 of it, all alike."""
    own = float(shape @ shape)
    if own <= TINY or sigma2 <= 0:
        return 1.0
    ratio, error = float(shape @ left) / own, math.sqrt(sigma2 / own)
    within = float(ndtr((1.0 - ratio) / error) - ndtr((-1.0 - ratio) / error)) / 2.0
    return math.exp(-0.5 * (ratio / error) ** 2) / (math.sqrt(2.0 * math.pi) * error) / max(within, TINY)
