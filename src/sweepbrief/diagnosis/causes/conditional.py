"""Conditional: the parameter acts only for some values of a parent, and is inert or blank otherwise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.confidence import belief, bounded
from sweepbrief.diagnosis.contrast import stretches
from sweepbrief.diagnosis.curves import band_fit, main_fit, picture
from sweepbrief.diagnosis.evidence import Lines
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import ALPHA, DRAWN_LEVELS

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.gates import Gate

CAUSE = "conditional"
FACTS = ("role", "other", "active_levels", "change", "active_share", "blank")


def gates(context: Context, parameter: str) -> list[Gate]:
    """Give the gates that a parameter has a part in."""
    number = context.number(parameter)
    return [gate for gate in context.gates if number in {gate.child, gate.parent}]


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it for a child that acts only where its parent lets it, and for that parent."""
    found = gates(context, parameter)
    if not found:
        return None
    number = context.number(parameter)
    first = min(found, key=lambda gate: (gate.child != number, gate.log_p))
    others = [gate.parent if gate.child == number else gate.child for gate in found]
    share = _open_share(context, first)
    p = math.exp(min(first.log_p, 0.0))
    return Finding(
        CAUSE,
        parameter,
        bounded(belief(first.log_p) * first.chance),
        partners=tuple(dict.fromkeys(context.name(other) for other in others)),
        facts={
            "role": "child" if first.child == number else "parent",
            "other": context.name(first.parent if first.child == number else first.child),
            "active_levels": list(first.open),
            "change": _change(context, first),
            "active_share": share,
            "blank": first.blank,
        },
        claims=(Claim(f"{CAUSE}-{parameter}", "gate_f", p, ALPHA, p),),
        evidence=_picture(context, first),
    )


def _open_share(context: Context, gate: Gate) -> float:
    axis = context.axes[gate.parent]
    is_open = np.array([label in gate.open for label in axis.labels])
    return float(is_open[np.maximum(axis.index, 0)][axis.active].mean()) if axis.active.any() else 0.0


def _change(context: Context, gate: Gate) -> float:
    """Give how far the metric moves along the child where it acts: from the worst stretch of its values to the best.

    Of a child that is blank elsewhere this is its effect size, with which the page gives the interval.
    """
    axis, parent = context.joint.bench.axes[gate.child], context.joint.bench.axes[gate.parent]
    size = context.sizes[axis.name].size.value if gate.blank and axis.name in context.sizes else None
    is_open = np.array([label in gate.open for label in parent.labels], dtype=np.float64) * parent.counts
    if size is not None or is_open.sum() <= 0:
        return size or 0.0
    curve = context.metric(band_fit(context, gate.child, gate.parent, is_open / is_open.sum())[0])
    return float(np.ptp([float(weights @ curve) for _, weights in stretches(axis)] or [0.0]))


def _picture(context: Context, gate: Gate) -> Lines | None:
    axis, parent = context.joint.bench.axes[gate.child], context.joint.bench.axes[gate.parent]
    levels = () if axis.ordered and not axis.boolean else axis.labels
    if gate.blank:
        label = ", ".join(str(value) for value in gate.open[:DRAWN_LEVELS])
        return Lines(parent.name, (picture(context, axis, main_fit(context, gate.child), label),), levels)
    curves = []
    for level in range(min(parent.size, DRAWN_LEVELS)):
        weights = (np.arange(parent.size) == level).astype(np.float64)
        fitted = band_fit(context, gate.child, gate.parent, weights)
        curves.append(picture(context, axis, fitted, str(parent.labels[level])))
    return Lines(parent.name, tuple(curves), levels)
