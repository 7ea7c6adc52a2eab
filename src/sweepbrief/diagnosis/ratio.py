"""Ratios: two positive parameters that act through their quotient or their product, not each by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sweepbrief.diagnosis.axis import Axis
from sweepbrief.diagnosis.contrast import contrast, stretches
from sweepbrief.diagnosis.curves import best_stretch
from sweepbrief.diagnosis.fit import fit
from sweepbrief.diagnosis.form import assemble, curves, loggable
from sweepbrief.diagnosis.regression import log_tail
from sweepbrief.diagnosis.scales import LOG_ALPHA
from sweepbrief.diagnosis.telling_scales import INDEX_APART, INDEX_ENOUGH
from sweepbrief.diagnosis.term import Term, degrees_for
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.form import Form

ALIKE = 1e-9
FEW = 12
"""Pairs that are looked at: the strongest."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two parameters that act through one number.

    Attributes
    ----------
    parameters : tuple of two str
        First over second, or first times second.
    kind : {"ratio", "product"}
        Which.
    best : tuple of two float
        Where that number is best.
    tried : tuple of two float
        From its smallest to its largest value among the runs.
    share : float
        Part of what both do together that a curve along it explains, 0..1.
    mean : float
        Fitted metric in the best stretch, in the metric's unit.
    gain : Estimate
        Fitted metric there minus the average over all runs, positive is better, in the metric's unit.
    """

    parameters: tuple[str, str]
    kind: Literal["ratio", "product"]
    best: tuple[float, float]
    tried: tuple[float, float]
    share: float
    mean: float
    gain: Estimate


def ties(context: Context) -> tuple[Tie, ...]:
    """Find the pairs whose joint effect is one curve along their ratio or product.

    Parameters
    ----------
    context : Context
        With the joint model; only pairs that it holds are looked at, as parameters that act side by side need no tie.

    Returns
    -------
    tuple of Tie
        In the order of the pairs' strength.
    """
    found = [_tied(context, _oriented(context, pair.members)) for pair in context.joint.pairs[:FEW]]
    return tuple(tie for tie in found if tie is not None)


def _oriented(context: Context, members: tuple[int, ...]) -> tuple[int, ...]:
    """Put what has fractions above what is counted: a rate over a size."""
    kinds = {parameter.name: parameter.kind for parameter in context.design.parameters}
    return tuple(sorted(members, key=lambda member: kinds[context.name(member)] != "float"))


def _tied(context: Context, members: tuple[int, ...]) -> Tie | None:
    first, second = (context.joint.bench.axes[member] for member in members)
    if not (loggable(first) and loggable(second)) or not bool((first.active & second.active).all()):
        return None
    logs = [axis.spread(np.log(axis.numbers)) for axis in (first, second)]
    indices: dict[Literal["ratio", "product"], Axis] = {
        "ratio": _index(logs[0] - logs[1]),
        "product": _index(logs[0] + logs[1]),
    }
    shares = {kind: _share(context, members, axis) for kind, axis in indices.items()}
    kind = max(shares, key=lambda one: shares[one][0])
    other = min(share for share, _ in shares.values())
    share, beyond = shares[kind]
    if share < INDEX_ENOUGH or other > INDEX_APART or (beyond < LOG_ALPHA and share < (1 + INDEX_ENOUGH) / 2):
        return None
    return _told(context, members, kind, indices[kind], share)


def _index(log: NDArray[np.float64]) -> Axis:
    """Make an axis of the logarithm of the ratio or product."""
    size = max(float(np.abs(log).max()), ALIKE)
    numbers, index = np.unique(np.round(log / size / ALIKE) * ALIKE * size, return_inverse=True)
    return Axis("index", ordered=True, labels=tuple(numbers.tolist()), numbers=numbers, index=index.astype(np.int64))


def _forms(context: Context, axis: Axis) -> list[Form]:
    return assemble(axis, curves(axis, [degrees_for(context.joint.observations.n)]))


def _share(context: Context, members: tuple[int, ...], axis: Axis) -> tuple[float, float]:
    """Give the part of what two parameters do that a curve along the index explains, and the log p of what it leaves."""
    bench, joint = context.joint.bench, context.joint
    mine = [term for term in joint.fit.terms if set(term.members) <= set(members)]
    rest = [term for term in joint.fit.terms if not set(term.members) <= set(members)]
    forms = _forms(context, axis)
    if not forms:
        return 0.0, 0.0
    span, curve = bench.span(rest, joint.target), bench.weigh(forms[0].columns)
    whole = np.column_stack([curve, *(bench.weigh(term.columns) for term in mine)])
    (explained, degrees), (total, rank) = span.explained(curve), span.explained(whole)
    if total <= 0:
        return 0.0, 0.0
    left = max(span.rest - total, 0.0) + bench.floor
    return explained / total, log_tail(total - explained, left, rank - degrees, span.free - rank)


def _told(
    context: Context, members: tuple[int, ...], kind: Literal["ratio", "product"], axis: Axis, share: float
) -> Tie | None:
    joint, form = context.joint, _forms(context, axis)[0]
    number = len(joint.bench.axes)
    rest = [term for term in joint.fit.terms if not set(term.members) <= set(members)]
    found = fit(joint.bench, joint.target, [*rest, Term((number,), (form,))])
    place = len(rest)
    piece = found.slices[place]
    mean, error = found.along({place: form.support}, axis.size)
    low, high = best_stretch(mean, error)
    weights = np.zeros(axis.size)
    weights[low : high + 1] = axis.counts[low : high + 1]
    row = weights @ form.support / weights.sum()
    gain, half = float(row @ found.beta[piece]), 1.96 * float(np.sqrt(max(row @ found.covariance[piece, piece] @ row, 0.0)))
    parts = stretches(axis)
    apart = contrast(
        np.array([part for _, part in parts]) @ form.support, found.beta[piece], found.covariance[piece, piece], context.seed
    )
    if gain - half <= 0 or apart.low <= 0:
        return None
    ends = context.metric(np.array([found.level, found.level + gain, found.level + gain - half, found.level + gain + half]))
    value, least, most = (float(abs(end - ends[0])) for end in ends[1:])
    return Tie(
        (context.name(members[0]), context.name(members[1])),
        kind,
        (float(np.exp(axis.numbers[low])), float(np.exp(axis.numbers[high]))),
        (float(np.exp(axis.numbers[0])), float(np.exp(axis.numbers[-1]))),
        min(share, 1.0),
        float(ends[1]),
        Estimate(value, least, most),
    )
