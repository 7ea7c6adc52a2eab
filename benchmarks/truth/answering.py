"""Who answers: the product, or a baseline of thresholds on importance and correlation."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.truth.association import correlation
from benchmarks.truth.design import impurity_shares
from benchmarks.truth.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.truth.planting import Planted


def ask_product(planted: Planted) -> tuple[Mapping[str, Any], float]:
    """Let the product analyse the table; give its answer and the CPU seconds it took."""
    import sweepbrief  # noqa: PLC0415 - not part of the generator

    start = time.process_time()
    sweep = sweepbrief.load(
        planted.frame,
        metric=planted.metric,
        direction=planted.direction,
        parameters=list(planted.parameters),
        order=planted.order,
    )
    answer = sweepbrief.analyse(sweep, seed=0).to_dict()
    return answer, time.process_time() - start


def ask_baseline(planted: Planted) -> tuple[Mapping[str, Any], float]:
    """Call a parameter important by its forest share, and the story by Pearson's r: what a reader does by hand."""
    start = time.process_time()
    used = ~planted.lost
    settings, outcome = planted.settings[used], planted.outcome[used]
    nothing = np.zeros((0, 0))
    evidence = Evidence(used, settings, outcome, outcome, (), (), nothing, nothing, {}, 1.0, 0.0)
    shares = impurity_shares(planted, evidence)
    parameters = {
        knob.name: _thresholds(planted, settings, outcome, k, float(shares[k])) for k, knob in enumerate(planted.knobs)
    }
    answer = {"sweep": {"signal": "strong", "sampler": "random"}, "parameters": parameters}
    return answer, time.process_time() - start


def _thresholds(planted: Planted, settings: np.ndarray, outcome: np.ndarray, number: int, share: float) -> dict[str, Any]:
    knob, own = planted.knobs[number], settings[:, number]
    known = ~np.isnan(own)
    r = abs(correlation(own[known], outcome[known]))
    important = share >= 1 / len(planted.knobs)
    if not important:
        cause = "irrelevant" if r < 0.2 else "shared_credit"
    elif knob.coded:
        cause = "categorical_effect"
    else:
        cause = "agreement" if r >= 0.5 else "monotone_nonlinear" if r >= 0.25 else "non_monotone"
    return {"relevant": important, "causes": [{"cause": cause, "confidence": 0.8, "partners": []}]}
