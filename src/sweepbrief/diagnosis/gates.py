"""Gates: parameters that act only for some values of another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.regression import log_tail, span_of
from sweepbrief.diagnosis.scales import GATE_ALPHA, GATE_LEAK, GATE_OPEN, GATE_RUNS, GATE_VALUES, GATE_Z
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
    """

    child: int
    parent: int
    open: tuple[object, ...]
    blank: bool
    log_p: float


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
    """Tell whether a child's effect vanishes at some levels of a parent and not at others."""
    axis = joint.bench.axes[parent]
    if axis.size > GATE_VALUES or (axis.ordered and not axis.boolean and axis.size > GATE_VALUES // 2):
        return None
    found = [_within(joint, child, parent, axis.index == level) for level in range(axis.size)]
    strengths, most, logs = np.array(found).T
    top = float(strengths.max())
    is_open = logs < GATE_OPEN
    shut = (logs > GATE_ALPHA) & (most <= GATE_LEAK * top)
    if top <= 0 or not is_open.any() or not shut.any():
        return None
    values = tuple(label for label, flag in zip(axis.labels, is_open, strict=True) if flag)
    return Gate(child, parent, values, blank=False, log_p=min(logs))


def _within(joint: JointModel, child: int, parent: int, rows: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Give the variance of a child's effect within some runs, noise taken off, the most that it may be, and its log p."""
    bench, fit = joint.bench, joint.fit
    forms = [term.parts[term.members.index(child)].columns for term in fit.terms if child in term.members]
    if int(rows.sum()) < GATE_RUNS or not forms:
        return 0.0, math.inf, 0.0
    others = [place for place, term in enumerate(fit.terms) if child not in term.members and term.members != (parent,)]
    target = bench.observations.root * (joint.target - fit.values(others))
    columns = bench.weigh(max(forms, key=lambda found: found.shape[1]))[rows]
    explained, rank = span_of([], target[rows], bench.observations.root[rows]).explained(columns)
    logp = log_tail(explained, fit.free * fit.sigma2, rank, fit.free)
    blur = rank * fit.sigma2 / int(rows.sum())
    root = math.sqrt(explained / max(fit.sigma2, TINY)) + GATE_Z
    return max(explained / int(rows.sum()) - blur, 0.0), root**2 * fit.sigma2 / int(rows.sum()), logp
