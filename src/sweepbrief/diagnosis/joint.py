"""The joint model: all effects at once, each judged with the others held fixed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.bench import bench_of
from sweepbrief.diagnosis.bold import bolder
from sweepbrief.diagnosis.dependence import together
from sweepbrief.diagnosis.fit import fit
from sweepbrief.diagnosis.ranks import refusals, shown_on_ranks
from sweepbrief.diagnosis.robust import pulled_in
from sweepbrief.diagnosis.scales import LEAST_SHARE, SHAPES
from sweepbrief.diagnosis.selection import choose, significance
from sweepbrief.diagnosis.shape import ONLY_LINE, MainShape, shape_of
from sweepbrief.diagnosis.twins import beside_twins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.dependence import Together
    from sweepbrief.diagnosis.fit import Fit
    from sweepbrief.diagnosis.observations import Observations
    from sweepbrief.diagnosis.regression import Span
    from sweepbrief.diagnosis.term import Term


@dataclass(frozen=True, slots=True)
class Effect:
    """What one parameter does in the joint model.

    Attributes
    ----------
    number : int
        Its axis.
    acts : bool
        Whether it has any term of its own.
    log_p : float
        Log p of its main curve (or of its best pair), corrected for everything that was tried; for a parameter without a
        term, of the best form that was refused.
    main_variance, joint_variance : float
        Variance over the observations of its main curve and of its joint effects, noise taken off, in units of ``y`` squared.
    power : float
        lambda: n times the variance that only this parameter's terms explain, over the noise variance.
    shape : MainShape
        Of its main curve.
    joint_error : float
        Standard error of ``joint_share``.
    """

    number: int
    acts: bool
    log_p: float
    main_variance: float
    joint_variance: float
    power: float
    shape: MainShape
    joint_error: float = 0.0

    @property
    def joint_share(self) -> float:
        """Joint part of the contribution, 0..1."""
        total = self.main_variance + self.joint_variance
        return self.joint_variance / total if total > 0 else 0.0

    @property
    def variance(self) -> float:
        """Main and joint variance together."""
        return self.main_variance + self.joint_variance


@dataclass(frozen=True, slots=True)
class JointEffect:
    """What a pair does beyond the main curves of its members.

    Attributes
    ----------
    members : tuple of two int
        Numbers of the axes.
    log_p : float
        Log p, corrected for all pairs.
    variance : float
        Noise taken off.
    """

    members: tuple[int, ...]
    log_p: float
    variance: float


@dataclass(frozen=True, slots=True)
class JointModel:
    """The joint model of a sweep.

    Attributes
    ----------
    observations : Observations
        What it was fitted on.
    bench : Bench
        Forms of every parameter.
    near : Together
        Which parameters moved together.
    fit : Fit
        Terms and coefficients.
    span : Span
        The columns of these terms.
    target : float64 array
        The metric fitted, far residuals pulled in.
    effects : mapping of str to Effect
        By parameter, all of them.
    pairs : tuple of JointEffect
        The strongest first.
    r2 : float
        Part of the variance explained, corrected for the number of terms.
    variance : float
        Of the target.
    foreseen : float
        Part of the variance explained of observations that the terms were not fitted to, at least 0: the best of many terms
        fits noise by twice the logarithm of their number (Foster & George 1994), which is taken off.
    """

    observations: Observations
    bench: Bench
    near: Together
    fit: Fit
    span: Span
    target: NDArray[np.float64]
    effects: Mapping[str, Effect]
    pairs: tuple[JointEffect, ...]
    r2: float
    variance: float
    foreseen: float = 0.0


def model(observations: Observations, seed: int) -> JointModel:
    """Choose and fit the joint model.

    Parameters
    ----------
    observations : Observations
        At least one; without extreme runs.
    seed : int
        Of everything drawn.

    Returns
    -------
    JointModel
        Without any term where nothing is significant.
    """
    bench, near = bench_of(observations), together(observations.axes)
    target = observations.y
    terms = bolder(bench, target, choose(bench, target))
    pulled = pulled_in(target, fit(bench, target, terms).fitted, observations.root)
    if pulled is not None:
        target = pulled
        terms = bolder(bench, target, choose(bench, target))
    terms = shown_on_ranks(bench, terms)
    found = fit(bench, target, beside_twins(bench, target, terms, near))
    return _judged(bench, target, near, _substantial(bench, target, found), seed)


def with_hidden(joint: JointModel, hidden: Mapping[int, tuple[float, Term]], seed: int) -> JointModel:
    """Let main curves into a model that are significant, with the log p given, only against what all other parameters do."""
    terms = [*joint.fit.terms, *(term for _, term in hidden.values())]
    grown = _judged(joint.bench, joint.target, joint.near, fit(joint.bench, joint.target, terms), seed)
    effects = {
        name: replace(effect, log_p=min(effect.log_p, hidden[effect.number][0])) if effect.number in hidden else effect
        for name, effect in grown.effects.items()
    }
    return replace(grown, effects=effects)


def _substantial(bench: Bench, target: NDArray[np.float64], found: Fit) -> Fit:
    """Take out terms that are significant only because there are very many runs."""
    weights = bench.observations.root**2
    total = _variance(bench, target) / float(weights.mean())
    small = [
        place for place, term in enumerate(found.terms)
        if not term.carried and found.variance([place], weights) < LEAST_SHARE * total
    ]  # fmt: skip
    if not small:
        return found
    terms = [term for place, term in enumerate(found.terms) if place not in small]
    needed = {member for term in terms if term.pair for member in term.members}
    return fit(bench, target, [term for term in terms if not term.carried or term.members[0] in needed])


def _judged(bench: Bench, target: NDArray[np.float64], near: Together, found: Fit, seed: int) -> JointModel:
    terms, weights = list(found.terms), bench.observations.root**2
    refused, span = refusals(bench, target, terms), bench.span(terms, target)
    logs = [math.inf if term.carried else significance(bench, target, terms, term) for term in terms]
    judge = _Judge(bench, target, found, logs, seed)
    effects = {axis.name: judge.effect(number, refused.get(number, 0.0)) for number, axis in enumerate(bench.axes)}
    pairs = [
        JointEffect(term.members, logs[place], found.variance([place], weights))
        for place, term in enumerate(terms)
        if term.pair
    ]
    pairs.sort(key=lambda pair: (-pair.variance, pair.members))
    total = _variance(bench, target)
    r2 = float(np.clip(1.0 - found.sigma2 / total, 0.0, 1.0)) if total > 0 and terms else 0.0
    whole = total * max(len(target) - 1, 1)
    tried = {False: bench.count * SHAPES, True: bench.count**2}
    searched = sum(2.0 * math.log(tried[term.pair]) for term in terms if not term.carried)
    missed = found.unseen + searched * found.sigma2
    foreseen = max(0.0, 1.0 - missed / whole) if whole > 0 and terms else 0.0
    return JointModel(bench.observations, bench, near, found, span, target, effects, tuple(pairs), r2, total, foreseen)


@dataclass(frozen=True, slots=True)
class _Judge:
    """A fitted model whose effects are being judged."""

    bench: Bench
    target: NDArray[np.float64]
    found: Fit
    logs: list[float]
    seed: int

    def effect(self, number: int, refused: float) -> Effect:
        """Judge one parameter; ``refused`` is the log p of the best form that is not in the model."""
        found, weights = self.found, self.bench.observations.root**2
        main, joint = found.main(number), found.pairs(number)
        mine = [*([] if main is None else [main]), *joint]
        if not mine:
            return Effect(number, acts=False, log_p=refused, main_variance=0.0, joint_variance=0.0, power=0.0, shape=ONLY_LINE)
        alone = found.variance([main], weights) if main is not None else 0.0
        together = found.variance(joint, weights)
        return Effect(
            number,
            acts=True,
            log_p=min(self.logs[place] for place in mine),
            main_variance=alone,
            joint_variance=together,
            power=self._power(mine),
            shape=self._shape(number, main),
            joint_error=_joint_error(alone, together, found.sigma2 / float(weights.sum())),
        )

    def _power(self, mine: list[int]) -> float:
        terms = self.found.terms
        others = self.bench.span([term for place, term in enumerate(terms) if place not in mine], self.target)
        explained, rank = others.explained(self.bench.weigh(np.column_stack([terms[place].columns for place in mine])))
        return max(explained / max(self.found.sigma2, TINY) - rank, 0.0)

    def _shape(self, number: int, main: int | None) -> MainShape:
        if main is None or not self.bench.axes[number].ordered:
            return ONLY_LINE
        span = self.bench.span(list(self.found.terms), self.target, without=self.found.terms[main])
        return shape_of(self.bench, span, number, self.found.sigma2, self.seed)


def _variance(bench: Bench, target: NDArray[np.float64]) -> float:
    weights = bench.observations.root**2
    spread = target - np.average(target, weights=weights) if len(target) else target
    return float(np.sum(weights * spread**2)) / max(len(target) - 1, 1)


def _joint_error(main: float, joint: float, noise: float) -> float:
    """Give the standard error of the joint share, as each variance v is known up to 2 sqrt(v * noise)."""
    total = main + joint
    if total <= 0:
        return 0.0
    return 2.0 * math.sqrt(noise * (main**2 * joint + joint**2 * main)) / total**2
