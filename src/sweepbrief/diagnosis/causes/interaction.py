"""Interaction: what the parameter does depends on another one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.confidence import belief, bounded, chance_above
from sweepbrief.diagnosis.curves import band_fit, picture, range_ends
from sweepbrief.diagnosis.evidence import Lines
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import ALPHA, DRAWN_LEVELS, JOINT_LEAST, PARTNER_SHARE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.joint import JointEffect

CAUSE = "interaction"
FACTS = (
    "r",
    "joint_share",
    "pair_share",
    "reverses",
    "low_label",
    "low_change",
    "high_label",
    "high_change",
    "low_value",
    "high_value",
)


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it where the joint part is at least a fifth of the parameter's contribution."""
    effect = context.effect(parameter)
    pairs = partners(context, parameter)
    if not pairs or effect.joint_share < JOINT_LEAST:
        return None
    log_p = min(pair.log_p for pair in pairs)
    names = tuple(context.name(_other(pair, effect.number)) for pair in pairs)
    return Finding(
        CAUSE,
        parameter,
        bounded(belief(log_p) * chance_above(effect.joint_share, effect.joint_error, JOINT_LEAST)),
        partners=names,
        facts=_facts(context, parameter, pairs[0]),
        claims=(
            Claim(f"{CAUSE}-{parameter}", "joint_share", effect.joint_share, JOINT_LEAST, None),
            Claim(f"{CAUSE}-{parameter}-2", "pair_f", math.exp(log_p), ALPHA, math.exp(log_p)),
        ),
        evidence=_picture(context, parameter, pairs[0]),
    )


def partners(context: Context, parameter: str) -> list[JointEffect]:
    """Give the pairs that make up the joint part, the strongest first."""
    effect = context.effect(parameter)
    gated = {frozenset((gate.child, gate.parent)) for gate in context.gates}
    mine = [
        pair for pair in context.joint.pairs if effect.number in pair.members and frozenset(pair.members) not in gated
    ]  # fmt: skip
    return [pair for pair in mine if pair is mine[0] or pair.variance >= PARTNER_SHARE * effect.variance]


def _other(pair: JointEffect, number: int) -> int:
    return next(member for member in pair.members if member != number)


def bands(axis: Axis) -> list[tuple[object, NDArray[np.float64]]]:
    """Split a partner into what is compared: its levels, or its lower and its upper part; label and weights of each."""
    counts = axis.counts.astype(np.float64)
    if not axis.ordered or axis.size <= 2:  # noqa: PLR2004 - two values are levels
        order = range(min(axis.size, DRAWN_LEVELS))
        return [(axis.labels[level], (np.arange(axis.size) == level).astype(np.float64)) for level in order]
    found: list[tuple[object, NDArray[np.float64]]] = []
    for part in (axis.ranks <= max(1 / 3, axis.ranks[0]), axis.ranks >= min(2 / 3, axis.ranks[-1])):
        inside = axis.numbers[part]
        found.append(((float(inside[0]), float(inside[-1])), part * counts / counts[part].sum()))
    return found


def told_ends(context: Context, number: int, other: int) -> tuple[int, int]:
    """Give where changes are told from and to: the ends of a range, or the two levels that the partner sets most apart."""
    axis = context.joint.bench.axes[number]
    if axis.ordered:
        return range_ends(axis)
    curves = np.array([band_fit(context, number, other, weights)[0] for _, weights in bands(context.joint.bench.axes[other])])
    apart = curves - curves.mean(axis=1, keepdims=True)
    widths = [(float(np.ptp(apart[:, high] - apart[:, low])), -low, -high) for high in range(axis.size) for low in range(high)]
    _, low, high = max(widths, default=(0.0, 0, 0))
    return -low, -high


def _extreme_bands(context: Context, number: int, other: int) -> list[tuple[object, float]]:
    """Give the two bands of the partner between which the parameter's change differs most, with the changes."""
    low, high = told_ends(context, number, other)
    changes = []
    for label, weights in bands(context.joint.bench.axes[other]):
        curve = context.metric(band_fit(context, number, other, weights)[0])
        changes.append((label, float(curve[high] - curve[low])))
    if context.joint.bench.axes[other].ordered:
        return [changes[0], changes[-1]]
    ordered = sorted(changes, key=lambda change: change[1])
    return [ordered[0], ordered[-1]]


def _facts(context: Context, parameter: str, pair: JointEffect) -> dict[str, object]:
    effect = context.effect(parameter)
    number, other = effect.number, _other(pair, effect.number)
    axis = context.joint.bench.axes[number]
    low, high = told_ends(context, number, other)
    (low_label, low_change), (high_label, high_change) = _extreme_bands(context, number, other)
    small = 0.1 * max(abs(low_change), abs(high_change))
    partner = context.effect(context.name(other))
    total = effect.variance + partner.variance
    return {
        "r": context.r(parameter),
        "joint_share": effect.joint_share,
        "pair_share": min(1.0, 2 * pair.variance / total) if total > 0 else 0.0,
        "reverses": bool(low_change * high_change < 0 and min(abs(low_change), abs(high_change)) > small),
        "low_label": low_label,
        "low_change": low_change,
        "high_label": high_label,
        "high_change": high_change,
        "low_value": axis.labels[low],
        "high_value": axis.labels[high],
    }


def _picture(context: Context, parameter: str, pair: JointEffect) -> Lines:
    number = context.number(parameter)
    other = _other(pair, number)
    axis, partner = context.joint.bench.axes[number], context.joint.bench.axes[other]
    curves = []
    for label, weights in bands(partner):
        span = label if isinstance(label, tuple) else None
        curves.append(picture(context, axis, band_fit(context, number, other, weights), "" if span else str(label), span))
    return Lines(partner.name, tuple(curves), () if axis.ordered and not axis.boolean else axis.labels)
