"""Gates: parameters that act only for some values of another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.regression import log_tail, span_of
from sweepbrief.diagnosis.scales import GATE_ALPHA, GATE_ODDS, GATE_OPEN, GATE_RUNS, GATE_VALUES
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
    sure : float
        Chance that it does nothing where it is said to do nothing; 1 where it is blank.
    """

    child: int
    parent: int
    open: tuple[object, ...]
    blank: bool
    log_p: float
    sure: float = 1.0


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

    A level is shut where the child shows nothing of its own, and where the effect that it has at its strongest level, times a
    factor, is better described by none of it than by any part of it between its like and its opposite: the odds of a factor
    of nought are the density of the estimate there over the even one on -1..1 (Savage and Dickey).

    References
    ----------
    Dickey, The weighted likelihood ratio, linear hypotheses on normal location parameters, Annals of Mathematical Statistics
    42 (1971).
    """
    axis = joint.bench.axes[parent]
    if axis.size > GATE_VALUES or (axis.ordered and not axis.boolean and axis.size > GATE_VALUES // 2):
        return None
    found = [_within(joint, child, parent, axis.index == level) for level in range(axis.size)]
    top = max(found, key=lambda one: one.strength)
    is_open = [one.log_p < GATE_OPEN for one in found]
    odds = [_shut_odds(joint, one, top) if one.log_p > GATE_ALPHA else 0.0 for one in found]
    if top.strength <= 0 or not any(is_open) or max(odds) < GATE_ODDS:
        return None
    values = tuple(label for label, flag in zip(axis.labels, is_open, strict=True) if flag)
    best = max(odds)
    return Gate(child, parent, values, blank=False, log_p=min(one.log_p for one in found), sure=best / (1.0 + best))


@dataclass(frozen=True, slots=True)
class _Level:
    """A child's effect at one level of its parent: columns without their mean, what is left of the metric, coefficients."""

    columns: NDArray[np.float64]
    left: NDArray[np.float64]
    beta: NDArray[np.float64]
    strength: float
    log_p: float


def _within(joint: JointModel, child: int, parent: int, rows: NDArray[np.bool_]) -> _Level:
    """Fit a child's effect among some runs."""
    bench, fit = joint.bench, joint.fit
    forms = [term.parts[term.members.index(child)].columns for term in fit.terms if child in term.members]
    if int(rows.sum()) < GATE_RUNS or not forms:
        return _Level(np.zeros((0, 1)), np.zeros(0), np.zeros(1), 0.0, 0.0)
    others = [place for place, term in enumerate(fit.terms) if child not in term.members and term.members != (parent,)]
    target = bench.observations.root * (joint.target - fit.values(others))
    root, columns = bench.observations.root[rows], bench.weigh(max(forms, key=lambda found: found.shape[1]))[rows]
    span = span_of([], target[rows], root)
    explained, rank = span.explained(columns)
    freed = span.without(columns)
    blur = rank * fit.sigma2 / int(rows.sum())
    return _Level(
        freed,
        span.left,
        np.asarray(np.linalg.lstsq(freed, span.left, rcond=1e-6)[0], dtype=np.float64),
        max(explained / int(rows.sum()) - blur, 0.0),
        log_tail(explained, fit.free * fit.sigma2, rank, fit.free),
    )


def _shut_odds(joint: JointModel, level: _Level, top: _Level) -> float:
    """Give the odds that none of the strongest effect, rather than some part of it, is at work at a level."""
    if not len(level.left):
        return 0.0
    curve = level.columns @ top.beta
    size = float(curve @ curve)
    if size <= 0:
        return 0.0
    factor, error = float(curve @ level.left) / size, math.sqrt(joint.fit.sigma2 / size)
    within = float(ndtr((1 - factor) / error) - ndtr((-1 - factor) / error))
    return math.exp(-0.5 * (factor / error) ** 2) / (error * math.sqrt(2 * math.pi)) * 2.0 / max(within, TINY)
