"""Irrelevant: no effect, in a sweep that would have shown one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.causes.agreement import shape_picture
from sweepbrief.diagnosis.causes.categorical_effect import level_picture
from sweepbrief.diagnosis.confidence import bounded
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.information import detectable_share
from sweepbrief.diagnosis.scales import (
    ALPHA,
    CARDINALITY,
    CEILING,
    CEILING_Z,
    COUPLED_LOG_P,
    DETECTABLE_MOST,
    LOG_ALPHA,
    LOG_DOUBTED,
    PLAIN,
    QUIET,
    SLIGHT,
    SMALLEST_SHARE,
    SUSPECT,
    TWINS,
    WIDE,
    WIDE_LEAST,
    WIDE_SPREAD,
)
from sweepbrief.diagnosis.telling_scales import ENDS
from sweepbrief.diagnosis.term import Term
from sweepbrief.measures import within_settings

if TYPE_CHECKING:
    from sweepbrief.diagnosis.context import Context

CAUSE = "irrelevant"
FACTS = ("r", "importance", "null_importance", "most", "eta_squared")


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it for a parameter without a term, where the sweep would have shown an effect worth knowing."""
    if parameter == context.design.counter:
        return _counted(context, parameter)
    effect, share = context.effect(parameter), detectable_share(context.joint, context.measurements.surrogate.oob_r2)
    joined = context.cells is not None and parameter in context.cells.parameters
    if effect.acts or joined or context.signal == "none":
        return None
    told = bool(context.joint.bench.coarse[effect.number].forms)
    most = ceiling(context, effect.number, curved=share > DETECTABLE_MOST) if told else 1.0
    if most > CEILING or hinted(context, parameter, most) or contradicted(context, parameter) or wide(context, parameter):
        return None
    axis = context.joint.bench.axes[effect.number]
    quiet = min(1.0, 0.5 + max(0.5 * (effect.log_p - math.log(ALPHA)) / (QUIET - math.log(ALPHA)), 0.0))
    seen = 1.0 - max(0.5 * share, most)
    p = math.exp(min(effect.log_p, 0.0))
    return Finding(
        CAUSE,
        parameter,
        bounded(quiet * seen),
        facts=_facts(context, parameter, ordered=axis.ordered),
        claims=(Claim(f"{CAUSE}-{parameter}", "joint_f", p, ALPHA, p),),
        evidence=shape_picture(context, parameter) if axis.ordered and axis.size > 1 else level_picture(context, parameter),
    )


def _facts(context: Context, parameter: str, *, ordered: bool) -> dict[str, object]:
    return {
        "r": context.r(parameter),
        "importance": context.measurements.score("importance", parameter).value,
        "null_importance": context.measurements.null_importance.high,
        "most": bound(context, parameter),
        "eta_squared": None if ordered else context.measurements.score("eta_squared", parameter).value,
    }


def _counted(context: Context, parameter: str) -> Finding | None:
    """Claim it for a seed: its levels do not differ within settings."""
    if context.signal == "none":
        return None
    design = context.design
    found = within_settings(design.values[parameter].to_numpy(np.float64), design.groups, design.y)
    ends = None if found.most is None else context.metric(np.array([-found.most / 2, found.most / 2]))
    return Finding(
        CAUSE,
        parameter,
        bounded(1.0 - ALPHA),
        facts={**_facts(context, parameter, ordered=True), "most": None if ends is None else float(np.ptp(ends))},
        claims=(Claim(f"{CAUSE}-{parameter}", "joint_f", found.p, ALPHA, found.p),),
    )


def hinted(context: Context, parameter: str, most: float) -> bool:
    """Tell whether a form was refused so narrowly that "no effect" would be rash.

    Where the upper end of what it can explain is trifling, the test of equivalence is passed for that effect too, and the
    narrow refusal is one of the few that chance brings among many parameters and shapes.
    """
    return context.effect(parameter).log_p < SUSPECT and most > SLIGHT


def bound(context: Context, parameter: str) -> float | None:
    """Give the largest effect that the runs leave room for: the upper end of the effect size's interval; None without one.

    What would have been found nine times in ten is no answer once the runs are there: the interval says what they allow
    (Hoenig & Heisey, The abuse of power, 2001).
    """
    return context.sizes[parameter].size.high if parameter in context.sizes else None


def largest(context: Context) -> float:
    """Give the largest effect that is told of any parameter, alone or together with others; 0 where none is."""
    sizes = context.sizes.values()
    return max([0.0, *(one.size.value or 0.0 for one in sizes if one.acts), *(_moved(context, one) for one in _joint(context))])


def wide(context: Context, parameter: str) -> bool:
    """Tell whether the runs leave room for too large an effect: see `limit`.

    Not so for a category of many levels: the range of so many means, each of a few runs, is wide by their number alone, and the
    share they explain bounds it.
    """
    most, axis = bound(context, parameter), context.axis(parameter)
    if most is None or (not axis.ordered and axis.size >= CARDINALITY):
        return most is None
    return most > limit(context)


def limit(context: Context) -> float:
    """Give the largest effect that may be left open where none is claimed: the largest told, between two shares of the spread.

    An estimate is less sure than a bound is wide: where all that is told is small, a bound beyond it may still be small.
    """
    metric = context.design.metric[~context.extreme]
    size = max(float(np.abs(metric).max(initial=0.0)), TINY)  # a metric of 1e300 has no square
    spread, told = float(np.std(metric / size)) * size, largest(context)
    return min(max(WIDE * told, WIDE_LEAST * spread), WIDE_SPREAD * spread) if told else 0.0


def _joint(context: Context) -> list[int]:
    """Give the parameters with a part in a joint effect."""
    return sorted({member for term in context.joint.fit.terms if term.pair for member in term.members})


def _moved(context: Context, number: int) -> float:
    """Give how far a parameter moves the metric in the middle 80 % of the runs, alone and with its partners."""
    fit = context.joint.fit
    low, high = np.quantile(fit.values([place for place, term in enumerate(fit.terms) if number in term.members]), ENDS)
    return float(np.ptp(context.metric(fit.level + np.array([low - high, high - low]) / 2)))


def contradicted(context: Context, parameter: str) -> bool:
    """Tell whether what is seen without the joint model speaks against no effect at all.

    The forest sees effects of any shape, joint ones too. Unseen runs that are predicted worse without the parameter by more
    than a trifle, together with an association beyond chance, leave it open; so do runs that are predicted worse by more than
    the largest effect that is called none. Not so where it moved together with a parameter that acts, whose work both may be,
    or where a handful of extreme runs decides both, or where the joint model leaves less unexplained, of runs it was not fitted
    to, than the largest effect that is called none.
    """
    loss, number, bench = context.measurements.score("permutation", parameter), context.number(parameter), context.joint.bench
    near = context.together.log_p[number] < LOG_ALPHA
    if not (loss.low or 0.0) > SMALLEST_SHARE or bool(context.extreme.any()) or 1.0 - context.joint.foreseen <= CEILING:
        return False
    if any(moved and context.effect(context.name(other)).acts for other, moved in enumerate(near)):
        return False
    span, shelf = bench.span([], context.joint.target), bench.coarse[number]
    known = zip(shelf.explained(span), shelf.forms, strict=True)
    tails = [span.tail(*found, bench.floor) for found, form in known if form.name in PLAIN]
    return (loss.value or 0.0) > CEILING or min(tails, default=0.0) < LOG_DOUBTED


def ceiling(context: Context, number: int, *, curved: bool = False) -> float:
    """Give the largest share of the metric's variation that a parameter's effect may have, the others held fixed.

    Where a parameter moved together with others that act, the runs say little of its own effect, and the share is large. So
    it is with a twin that seems not to act: two that hide each other are both silent. The effect is a straight one, as the
    search for all shapes found none; of any curve where that search would have missed a large one (``curved``).
    """
    joint, bench = context.joint, context.joint.bench
    twins = _twins(context, number)
    span = bench.span([*joint.fit.terms, *twins], joint.target) if twins else joint.span
    shares = []
    plain = [form for form in bench.coarse[number].forms if form.name in PLAIN]
    for form in (*plain, *(bench.flexible[number].forms if curved else ())):
        columns = bench.weigh(form.columns)
        explained, rank = span.explained(columns)
        whole, own = float(np.sum(columns**2)), float(np.sum(span.without(columns) ** 2))
        if rank == 0 or own <= 0:
            return 1.0
        strength = math.sqrt(max(explained / max(joint.fit.sigma2, TINY) - rank + 1, 0.0)) + CEILING_Z
        share = strength**2 * joint.fit.sigma2 * whole / own / max(joint.observations.n, 1)
        shares.append(share / max(joint.variance, TINY))
    return min(1.0, max(shares, default=1.0))


def _twins(context: Context, number: int) -> list[Term]:
    """Give the plain effects of silent parameters that moved closely together with one."""
    near, bench = context.together, context.joint.bench
    silent = [effect.number for effect in context.joint.effects.values() if not effect.acts and effect.number != number]
    close = [k for k in silent if near.rank[number, k] > TWINS and near.log_p[number, k] < COUPLED_LOG_P]
    return [Term((k,), (form,)) for k in close for form in bench.coarse[k].forms if form.name in PLAIN]
