"""Company: parameters whose association with the metric is not, or not only, their own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.confidence import chance_above
from sweepbrief.diagnosis.scales import (
    ASSOCIATED,
    CEILING_Z,
    COUPLED,
    COUPLED_LOG_P,
    INSTEAD,
    MASKED,
    PLAIN,
    SWAP,
    UNDISTORTED,
)
from sweepbrief.diagnosis.term import Term

if TYPE_CHECKING:
    from sweepbrief.diagnosis.dependence import Together
    from sweepbrief.diagnosis.joint import JointModel

Role = Literal["both", "inseparable", "created", "masked"]


@dataclass(frozen=True, slots=True)
class Company:
    """What the company of another parameter does to one.

    Attributes
    ----------
    number, other : int
        The parameter and its company.
    role : {"both", "inseparable", "created", "masked"}
        Both act and share the credit; the data cannot tell which of them does; the other's effect alone makes the
        association; the other's effect hides or reverses it.
    ratio : float
        Association as a multiple of the own effect (``masked``), else the dependence.
    log_p : float
        Log p of the association.
    chance : float
        Of ``masked``: that the association is so small a part of the own effect.
    """

    number: int
    other: int
    role: Role
    ratio: float
    log_p: float
    chance: float = 1.0


def company_of(joint: JointModel) -> tuple[Company, ...]:
    """Find shared credit and confounding among the parameters that moved together.

    Parameters
    ----------
    joint : JointModel
        All effects at once.

    Returns
    -------
    tuple of Company
    """
    found: list[Company] = []
    near = joint.near
    acting = [effect.number for effect in joint.effects.values() if effect.acts]
    for effect in joint.effects.values():
        number = effect.number
        coupled = [
            other for other in acting if other != number and near.rank[number, other] >= COUPLED
            and near.log_p[number, other] < COUPLED_LOG_P
        ]  # fmt: skip
        if effect.acts:
            close = [other for other in coupled if near.close(number, other)]
            found += [Company(number, other, "both", float(near.rank[number, other]), effect.log_p) for other in close]
            found += _masked(joint, near, number, coupled)
        else:
            found += _silent(joint, near, number, coupled)
    return tuple(found)


def _silent(joint: JointModel, near: Together, number: int, coupled: list[int]) -> list[Company]:
    """Judge a parameter without a term: could it be the driver itself, or is its association the work of one."""
    shelf = joint.bench.coarse[number]
    if not coupled or not shelf.forms:
        return []
    close = [other for other in coupled if near.close(number, other) and _acts_instead(joint, other, number)]
    costs = [(swap_cost(joint, other, number), other) for other in close]
    cost, twin = min(costs, default=(SWAP, number))
    if cost < SWAP:
        log_p, dependence = joint.effects[joint.bench.axes[twin].name].log_p, float(near.rank[number, twin])
        return [Company(one, other, "inseparable", dependence, log_p) for one, other in ((number, twin), (twin, number))]
    logp, most = _associated(joint, number)
    if logp > math.log(ASSOCIATED) or most > UNDISTORTED:
        return []
    driver = max(
        coupled, key=lambda other: near.rank[number, other] ** 2 * joint.effects[joint.bench.axes[other].name].main_variance
    )
    return [Company(number, driver, "created", float(near.rank[number, driver]), logp)]


def _associated(joint: JointModel, number: int) -> tuple[float, float]:
    """Give the log p of a parameter's association with the metric, by itself, and what part of it may be its own at most.

    That it moved together with one that acts is known beforehand and says that there is an association: it is asked for in the
    plainest form, and not searched for. The part is the upper end of the own effect's one-sided 95 % interval.
    """
    bench = joint.bench
    form = next((form for form in bench.coarse[number].forms if form.name in PLAIN), None)
    if form is None:
        return 0.0, math.inf
    columns, plain = bench.weigh(form.columns), bench.span([], joint.target)
    (seen, rank), (own, _) = plain.explained(columns), joint.span.explained(columns)
    whole, free = (float(np.sum(np.square(span.without(columns)))) for span in (plain, joint.span))
    if min(seen, whole, free) <= 0:
        return 0.0, math.inf
    most = (math.sqrt(own) + CEILING_Z * math.sqrt(joint.fit.sigma2)) / math.sqrt(free)
    return plain.tail(seen, rank, bench.floor), most / math.sqrt(seen / whole)


def _acts_instead(joint: JointModel, driver: int, other: int) -> bool:
    """Tell whether a parameter would be significant beside all the rest if the driver were not there."""
    bench = joint.bench
    span = bench.span([term for term in joint.fit.terms if driver not in term.members], joint.target)
    tails = [span.tail(*explained, bench.floor) for explained in bench.coarse[other].explained(span)]
    return min(tails) + math.log(bench.count) < math.log(INSTEAD)


def swap_cost(joint: JointModel, driver: int, other: int) -> float:
    """Give what it costs in twice the log likelihood to put another parameter in a driver's place, in its joint effects too."""
    bench, n = joint.bench, joint.bench.observations.n
    rests = []
    for number in (driver, other):
        span, shelf = bench.span(_exchanged(joint, driver, number), joint.target), bench.coarse[number]
        scored = [
            (span.rest - explained + bench.floor) * math.exp((rank + form.searched) * math.log(n) / n)
            for (explained, rank), form in zip(shelf.explained(span), shelf.forms, strict=True)
        ]
        rests.append(max(min(scored), 1e-300))
    return n * math.log(rests[1] / rests[0])


def _exchanged(joint: JointModel, driver: int, number: int) -> list[Term]:
    """Give the model without a driver's main curve, and with another parameter in its place in its joint effects."""
    terms = [term for term in joint.fit.terms if term.members != (driver,)]
    if number == driver:
        return terms
    kept = [term for term in terms if driver not in term.members]
    forms = joint.bench.joint[number]
    for term in terms:
        if driver in term.members and forms:
            own = term.parts[term.members.index(driver)]
            form = min(forms, key=lambda one: abs(one.size - own.size))
            sides = [
                (number, form) if member == driver else (member, part)
                for member, part in zip(term.members, term.parts, strict=True)
            ]
            kept.append(Term(tuple(member for member, _ in sides), tuple(part for _, part in sides)))
    return kept


def _masked(joint: JointModel, near: Together, number: int, coupled: list[int]) -> list[Company]:
    """Judge a parameter that acts: does its company hide or turn round its association."""
    if joint.fit.main(number) is None or not coupled:
        return []
    ratio = association(joint, number)
    if ratio > MASKED:
        return []
    others = joint.effects
    driver = max(coupled, key=lambda other: near.rank[number, other] ** 2 * others[joint.bench.axes[other].name].main_variance)
    return [
        Company(number, driver, "masked", ratio, others[joint.bench.axes[number].name].log_p, _so_small(joint, number, ratio))
    ]


def _so_small(joint: JointModel, number: int, ratio: float) -> float:
    """Give the chance that an association is at most ``MASKED`` times the own effect, both known up to noise only.

    References
    ----------
    Fieller, Some problems in interval estimation, Journal of the Royal Statistical Society B 16 (1954).
    """
    place, bench = joint.fit.main(number), joint.bench
    if place is None or joint.fit.sigma2 <= 0:
        return 1.0
    own = joint.fit.values([place])
    curve = bench.weigh((own - np.average(own, weights=bench.observations.root**2))[:, None])
    freed = bench.span(list(joint.fit.terms), joint.target, without=joint.fit.terms[place]).without(curve)
    alone, beside = (joint.fit.sigma2 / max(float(np.sum(np.square(one))), TINY) for one in (curve, freed))
    return chance_above(MASKED, math.sqrt(alone * max(1 - 2 * MASKED, 0.0) + MASKED**2 * beside), ratio)


def association(joint: JointModel, number: int) -> float:
    """Give the association of a main curve with the metric as a multiple of the own effect; 1 without a main curve."""
    place, weights = joint.fit.main(number), joint.observations.root**2
    if place is None:
        return 1.0
    own = joint.fit.values([place])
    own = own - np.average(own, weights=weights)
    spread = float(weights @ own**2)
    return float((weights * own) @ joint.target) / spread if spread > 0 else 1.0
