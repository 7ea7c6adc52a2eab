"""Gates: parameters that act only for some values of another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.regression import log_tail, span_of
from sweepbrief.diagnosis.scales import EVEN, GATE_ALPHA, GATE_OPEN, GATE_RUNS, GATE_VALUES
from sweepbrief.diagnosis.structure import parents_of, rate
from sweepbrief.diagnosis.switch import Part, switched

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

    It may be the same wherever the child acts, or another at each level. Of a number of three values or more only the same
    counts, and only with an end of the range shut: an effect that grows along a number passes nothing on its way.
    """
    axis = joint.bench.axes[parent]
    number = axis.ordered and axis.size > 2  # noqa: PLR2004 - two values are levels
    if axis.size > GATE_VALUES or (number and axis.size > GATE_VALUES // 2):
        return None
    parts = _parts(joint, child, parent)
    if any(len(part.left) < GATE_RUNS for part in parts):
        return None
    levels = _levels(joint, parts)
    switch = switched(parts, joint.fit.sigma2, [level.odds > 1.0 for level in levels], ends=number)
    apart, is_open = _apart(levels)
    odds = switch.odds if number else apart if axis.size <= 2 else (apart + switch.odds) / 2  # noqa: PLR2004 - see above
    chance = 1.0 - 1.0 / (1.0 + odds)
    if chance < EVEN:
        return None
    shown = switch.is_open if number or switch.odds > apart else is_open
    values = tuple(label for label, flag in zip(axis.labels, shown, strict=True) if flag)
    return Gate(child, parent, values, blank=False, log_p=min(level.log_p for level in levels), chance=chance)


def _apart(levels: list[_Level]) -> tuple[float, list[bool]]:
    """Give the odds of a gate whose levels each have an effect of their own, and which are open.

    Every level must be decided: the child acts there, or what is left of its effect is more likely nothing than a part. A gate
    is as likely beforehand as none, and each way to shut some of the levels as likely as another.
    """
    shut = [level.odds for level in levels if level.log_p > GATE_ALPHA]
    is_open = [level.log_p < GATE_OPEN for level in levels]
    decided = bool(shut) and any(is_open) and len(shut) + sum(is_open) == len(levels)
    return math.prod(shut) / (2.0 ** len(levels) - 2.0) if decided else 0.0, is_open


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


def _parts(joint: JointModel, child: int, parent: int) -> list[Part]:
    """Give a child's functions and what the rest of the model leaves of the metric, at each level of a parent."""
    bench, fit, axis = joint.bench, joint.fit, joint.bench.axes[parent]
    forms = [term.parts[term.members.index(child)].columns for term in fit.terms if child in term.members]
    others = [place for place, term in enumerate(fit.terms) if child not in term.members and term.members != (parent,)]
    target, root = bench.observations.root * (joint.target - fit.values(others)), bench.observations.root
    columns = bench.weigh(max(forms, key=lambda form: form.shape[1]))
    inside = [np.flatnonzero(axis.index == level) for level in range(axis.size)]
    spans = [span_of([], target[rows], root[rows]) for rows in inside]
    return [Part(span.without(columns[rows]), span.left) for span, rows in zip(spans, inside, strict=True)]


def _levels(joint: JointModel, parts: list[Part]) -> list[_Level]:
    """Judge a child's effect at each level of a parent, against the level where it is largest.

    There the effect gives the direction: at the other levels it is that times a ratio, which lies anywhere between -1 and 1
    where the child acts, and is 0 where it does not.

    References
    ----------
    Kass & Raftery, Bayes factors, Journal of the American Statistical Association 90 (1995).
    """
    fit, seen = joint.fit, [part.explained() for part in parts]
    top = max(range(len(parts)), key=lambda at: (seen[at][0] - seen[at][1] * fit.sigma2) / len(parts[at].left))
    largest = parts[top].coefficients()
    return [
        _Level(log_tail(explained, fit.free * fit.sigma2, rank, fit.free), _odds(part.columns @ largest, part.left, fit.sigma2))
        for part, (explained, rank) in zip(parts, seen, strict=True)
    ]


def _odds(shape: NDArray[np.float64], left: NDArray[np.float64], sigma2: float) -> float:
    """Give the Bayes factor of no effect against a part of the largest effect, from -1 to 1 of it, all alike."""
    own = float(shape @ shape)
    if own <= TINY or sigma2 <= 0:
        return 1.0
    ratio, error = float(shape @ left) / own, math.sqrt(sigma2 / own)
    within = float(ndtr((1.0 - ratio) / error) - ndtr((-1.0 - ratio) / error)) / 2.0
    return math.exp(-0.5 * (ratio / error) ** 2) / (math.sqrt(2.0 * math.pi) * error) / max(within, TINY)
