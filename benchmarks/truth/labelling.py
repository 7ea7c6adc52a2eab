"""The truth of a planted sweep: every cause of every parameter, applied to the realised design as the definitions say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from benchmarks.truth.company import alone, confounded_truth, shared_truth
from benchmarks.truth.design import (
    adaptive_truth,
    cardinality_truth,
    impurity_shares,
    late_spread,
    outlier_truth,
    survivorship_truth,
)
from benchmarks.truth.evidence import detectable, gather, marginal_ratio
from benchmarks.truth.own_effect import found, gates, interaction_truth, shape_truths
from benchmarks.truth.truths import CAUSES, ParameterTruth, Partners, SweepTruth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.evidence import Evidence
    from benchmarks.truth.planting import Planted
    from benchmarks.truth.truths import Relevance, Truth

    Floats = NDArray[np.float64]

Signal = Literal["strong", "weak", "none"]
State = Literal["found", "open", "none"]


def label(planted: Planted, *, forests: bool = True) -> SweepTruth:
    """Work out what is true of a planted sweep.

    Parameters
    ----------
    planted : Planted
        The sweep.
    forests : bool
        Whether to fit the forests that `cardinality_bias` speaks of; without them it stays open.

    Returns
    -------
    SweepTruth
        True, false or open for every parameter and cause.
    """
    evidence = gather(planted)
    state = _state(planted, evidence)
    case = _Case(planted, evidence, state, gates(planted, evidence), _shares(planted, evidence, state) if forests else None)
    parameters = {
        knob.name: _parameter(case, number)
        for number, knob in enumerate(planted.knobs)
        if len(np.unique(evidence.settings[:, number][~np.isnan(evidence.settings[:, number])])) > 1
    }
    return SweepTruth(planted.seed, evidence.runs, _signal(evidence, state), _samplers(planted, parameters), parameters)


def _state(planted: Planted, evidence: Evidence) -> State:
    """Tell whether anything at all can be found."""
    if any(True in found(planted, evidence, number) for number in range(len(planted.knobs))):
        return "found"
    if any(detectable(evidence.room * alone(evidence, c.driver), evidence.places) for c in planted.couplings):
        return "found"
    return "none" if evidence.runs * evidence.clean.var() / evidence.noise <= 3 else "open"


def _signal(evidence: Evidence, state: State) -> Signal | None:
    """Decide the signal by the true R2, where something can be found at all."""
    if state != "found":
        return "none" if state == "none" else None
    if min(evidence.r2, evidence.r2_bulk) >= 0.63:
        return "strong"
    return "weak" if max(evidence.r2, evidence.r2_bulk) <= 0.42 else None


def _samplers(planted: Planted, parameters: dict[str, ParameterTruth]) -> tuple[str, ...]:
    plain = {"random": ("random",), "latin": ("random", "unknown"), "grid": ("grid",)}
    if planted.scenario.sampler in plain:
        coded = all(knob.levels for knob in planted.knobs)
        return () if planted.scenario.sampler == "random" and coded else plain[planted.scenario.sampler]
    return ("adaptive",) if any(truth.causes["adaptive_sampling"] for truth in parameters.values()) else ()


def _shares(planted: Planted, evidence: Evidence, state: State) -> Floats | None:
    """Fit the forests only where some parameter could turn out favoured for its many values."""
    able = any(not evidence.acts(k) and len(np.unique(evidence.settings[:, k])) >= 10 for k in range(len(planted.knobs)))
    return impurity_shares(planted, evidence) if able and state == "found" and not planted.diverged.size else None


@dataclass(frozen=True, slots=True)
class _Case:
    """A sweep whose parameters are being judged."""

    planted: Planted
    evidence: Evidence
    state: State
    opened: dict[int, dict[int, Truth]]
    shares: Floats | None


def _parameter(case: _Case, number: int) -> ParameterTruth:
    planted, evidence, opened = case.planted, case.evidence, case.opened
    causes: dict[str, Truth] = dict(shape_truths(planted, evidence, number))
    partners: dict[str, Partners] = {}
    gated = set(opened.get(number, {})) | {child for child, hosts in opened.items() if number in hosts}
    causes["conditional"], partners["conditional"] = _condition(planted, number, opened)
    causes["interaction"], partners["interaction"] = interaction_truth(planted, evidence, number, gated)
    causes["shared_credit"], partners["shared_credit"] = shared_truth(planted, evidence, number)
    causes["confounded"], partners["confounded"] = confounded_truth(planted, evidence, number)
    causes["outliers"], moved = outlier_truth(planted, number)
    causes["survivorship"] = survivorship_truth(planted, evidence, number)
    sure = True in found(planted, evidence, number)
    causes["adaptive_sampling"] = adaptive_truth(planted, evidence, number, relevant=sure)
    causes["cardinality_bias"] = _cardinality(case, number)
    causes |= _silence(case, number, causes)
    relevant = _relevance(case, number, causes, sure=sure)
    _reconcile(evidence, number, causes, gated=bool(gated))
    if case.state == "open":
        causes |= {cause: None for cause, truth in causes.items() if truth is False and evidence.acts(number)}
    facts = _facts(planted, evidence, number, moved)
    if case.shares is not None:
        facts["impurity"] = round(float(case.shares[number]) * len(case.shares), 2)
    strength = max(evidence.strengths[number].main, evidence.strengths[number].joint)
    return ParameterTruth(planted.knobs[number].name, {c: causes[c] for c in CAUSES}, relevant, partners, strength, facts)


def _condition(planted: Planted, number: int, opened: dict[int, dict[int, Truth]]) -> tuple[Truth, Partners]:
    others = dict(opened.get(number, {})) | {child: hosts[number] for child, hosts in opened.items() if number in hosts}
    required = frozenset(planted.knobs[k].name for k, verdict in others.items() if verdict)
    allowed = frozenset(planted.knobs[k].name for k in others)
    return (True if required else None if others else False), Partners(required, allowed)


def _cardinality(case: _Case, number: int) -> Truth:
    planted, evidence, shares = case.planted, case.evidence, case.shares
    own = evidence.settings[:, number]
    distinct = len(np.unique(own[~np.isnan(own)]))
    if distinct < 10:
        return False
    if evidence.acts(number):
        return False if True in found(planted, evidence, number) else None
    coupled = np.max(evidence.dependences[number]) >= 0.3
    if shares is None or coupled or planted.knobs[number].parent >= 0:
        return None
    return cardinality_truth(float(shares[number]), len(planted.knobs), distinct)


def _silence(case: _Case, number: int, causes: dict[str, Truth]) -> dict[str, Truth]:
    """Decide irrelevant and no_signal."""
    evidence = case.evidence
    if case.state == "none":
        return {"irrelevant": None, "no_signal": True}
    if evidence.acts(number):
        sure = True in found(case.planted, evidence, number)
        return {"irrelevant": False if sure else None, "no_signal": False if sure else None}
    told = any(causes[c] is not False for c in ("confounded", "shared_credit", "cardinality_bias")) or causes["outliers"]
    runs = evidence.components[number].active.sum() * evidence.places / max(evidence.runs, 1)
    knob = case.planted.knobs[number]
    needed = 30 + 4 * (len(knob.levels) - 2 if knob.coded else 0)  # a tenth of the variation, spread over many levels, hides
    informative = case.state == "found" and evidence.room * runs * 0.1 / evidence.left_over >= needed
    return {"irrelevant": True if informative and not told else None, "no_signal": False if informative else None}


def _relevance(case: _Case, number: int, causes: dict[str, Truth], *, sure: bool) -> Relevance:
    if case.state == "none":
        return "null"
    if causes["shared_credit"] is not False:
        return "unscored"
    if case.evidence.acts(number):
        return "true" if sure else "unscored"
    return "false" if case.state == "found" else "unscored"


def _reconcile(evidence: Evidence, number: int, causes: dict[str, Truth], *, gated: bool) -> None:
    """Open what the definitions make depend on one another (`causes` is changed)."""
    if causes["agreement"]:
        ratio = marginal_ratio(evidence, number)
        ends = (causes["outliers"], causes["adaptive_sampling"])
        if any(end is not False for end in ends) or not 0.7 <= ratio <= 1.4:
            causes["agreement"] = None
        if not 0.5 <= ratio <= 2 and causes["adaptive_sampling"] is False:
            causes["agreement"] = False
    shapes = ("agreement", "monotone_nonlinear", "non_monotone", "categorical_effect")
    if gated and evidence.acts(number):
        causes.update(
            {c: None for c in shapes if causes[c] is False and not (c == "categorical_effect" and causes["agreement"])}
        )
        causes["interaction"] = None
    if causes["shared_credit"] is not False:
        causes.update(dict.fromkeys((c for c in shapes if causes[c] is not False), None))


def _facts(planted: Planted, evidence: Evidence, number: int, moved: float) -> dict[str, float]:
    part, strength = evidence.components[number], evidence.strengths[number]
    near = int(np.argmax(evidence.dependences[number]))
    facts = {
        "lambda_main": strength.main,
        "lambda_curve": strength.curve,
        "lambda_joint": strength.joint,
        "line": part.line_share,
        "scale_line": part.log_share,
        "monotone": part.monotone_share,
        "joint": part.joint_share,
        "ratio": marginal_ratio(evidence, number),
        "dependence": float(evidence.dependences[number, near]),
        "moved": moved,
        "late": max(late_spread(planted, number)),
        "r2": evidence.r2,
    }
    return {name: round(float(value), 3) for name, value in facts.items()}
