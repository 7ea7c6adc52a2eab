"""Truth of the causes that speak of parameters that move together: shared credit and confounding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth.evidence import detectable, marginal_lambda, marginal_ratio
from benchmarks.truth.truths import Partners

if TYPE_CHECKING:
    from benchmarks.truth.evidence import Evidence
    from benchmarks.truth.planting import Planted
    from benchmarks.truth.truths import Truth

LEARNING = frozenset(("tpe", "evolution"))


def shared_truth(planted: Planted, evidence: Evidence, number: int) -> tuple[Truth, Partners]:
    """Decide shared_credit: |r| of 0.75 or more, and both act or no one can tell them apart."""
    verdicts = {other: _shared_with(evidence, number, other) for other in range(len(planted.knobs)) if other != number}
    names = {other: planted.knobs[other].name for other, verdict in verdicts.items() if verdict is not False}
    required = frozenset(names[other] for other in names if verdicts[other])
    truth: Truth = True if required else (None if names else False)
    return truth, Partners(required, frozenset(names.values()))


def _shared_with(evidence: Evidence, number: int, other: int) -> Truth:
    ends = [evidence.dependences[number, other], evidence.linear[number, other]]
    if np.nanmax(ends) < 0.7:
        return False
    if not (evidence.acts(number) or evidence.acts(other)):
        return False
    whole = max(alone(evidence, k) for k in (number, other))
    clear = np.min(np.nan_to_num(ends)) >= 0.75 and detectable(evidence.room * whole, evidence.places)
    if evidence.acts(number) and evidence.acts(other):
        return True if clear else None
    driver = number if evidence.acts(number) else other
    separable = detectable(evidence.room * evidence.strengths[driver].main, evidence.places)
    if separable:
        return False
    return True if clear and evidence.strengths[driver].main <= 4 else None


def alone(evidence: Evidence, number: int) -> float:
    """Give the lambda that a knob's main curve would have if it moved with no other."""
    return float(evidence.runs * evidence.components[number].main.var() / (evidence.noise + evidence.hidden))


def confounded_truth(planted: Planted, evidence: Evidence, number: int) -> tuple[Truth, Partners]:
    """Decide confounded: an association that a coupled driver creates, masks or reverses."""
    verdicts: dict[int, Truth] = {}
    for other in range(len(planted.knobs)):
        if other != number and evidence.dependences[number, other] >= 0.25:
            verdicts[other] = _confounded_by(planted, evidence, number, other)
    names = {other: planted.knobs[other].name for other, verdict in verdicts.items() if verdict is not False}
    required = frozenset(names[other] for other in names if verdicts[other])
    truth: Truth = True if required else (None if names else False)
    return truth, Partners(required, frozenset(names.values()))


def _confounded_by(planted: Planted, evidence: Evidence, number: int, driver: int) -> Truth:
    if not any({number, driver} == {c.driver, c.follower} for c in planted.couplings):
        return None if planted.scenario.sampler in LEARNING else False
    if not evidence.acts(driver):
        return False
    sure = evidence.dependences[number, driver] >= 0.33 and detectable(
        evidence.room * evidence.strengths[driver].main, evidence.places
    )
    if _shared_with(evidence, number, driver) is not False:
        return None  # masking each other is part of shared credit, and twins cannot be told apart
    if evidence.acts(number):
        return _masked(evidence, number, sure=bool(sure))
    apparent = marginal_lambda(evidence, number)
    if apparent >= 30:
        return True if sure else None
    return False if apparent <= 2 else None


def _masked(evidence: Evidence, number: int, *, sure: bool) -> Truth:
    ratio = marginal_ratio(evidence, number)
    if ratio <= 0.33:
        return True if sure and detectable(evidence.room * evidence.strengths[number].main, evidence.places) else None
    return False if ratio >= 0.5 else None
