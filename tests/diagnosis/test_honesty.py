"""Honesty: what is said where little or nothing can be known, and what every statement carries."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import CLAIMING, Diagnosed, diagnosed

from sweepbrief.diagnosis import CAUSES

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Finding

MACROS = Path(__file__).parents[2] / "templates" / "prose" / "en"
MEANS = ("best_mean", "worst_mean", "low_mean", "high_mean")
CORRELATIONS = ("r", "rho", "r_low", "r_high", "r_without", "r_within", "r_between")
SHARES = ("share", "p_value", "importance", "null_importance", "dependence", "lost_low", "lost_high")
CHANGES = ("change", "low_change", "high_change", "own", "most")


@cache
def small(runs: int) -> Diagnosed:
    """Plant a strong straight effect, seen in very few runs."""
    rng = np.random.default_rng(60)
    frame = pd.DataFrame(
        {"rate": np.linspace(0, 1, runs), "scheme": rng.choice(["a", "b"], runs), "width": rng.uniform(0, 1, runs)}
    )
    return diagnosed(frame.assign(score=frame["rate"] + rng.normal(0, 0.01, runs)))


@cache
def wide(kind: str, seed: int) -> tuple[pd.DataFrame, Diagnosed]:
    """Plant noise, weak effects, or an r of -0.8 in 25 runs of nine parameters, two of them children."""
    rng = np.random.default_rng([61, seed])
    n = 25
    frame = pd.DataFrame({f"p{place}": rng.uniform(0, 1, n) for place in range(6)})
    frame["layers"] = rng.integers(1, 4, n)
    frame["units_2"] = np.where(frame["layers"] > 1, rng.integers(4, 128, n), np.nan)
    frame["units_3"] = np.where(frame["layers"] > 2, rng.integers(4, 128, n), np.nan)
    noise = rng.normal(size=n)
    if kind == "weak":
        noise = noise + sum(1.2 * (frame[f"p{place}"] - 0.5) for place in range(4))
    frame["score"] = np.clip(0.7 + 0.1 * noise, 0, 1)
    if kind == "steep":
        pull = -(frame["score"] - frame["score"].mean()) / frame["score"].std()
        other = rng.normal(size=n)
        other = other - pull * (pull @ other) / (pull @ pull)
        other = (other - other.mean()) / other.std()
        frame["p0"] = 0.8 * pull + 0.6 * other
    return frame, diagnosed(frame)


@cache
def varied() -> tuple[pd.DataFrame, Diagnosed]:
    """Plant nearly every cause in one sweep of 260 runs, which failed more often at large depths and diverged three times."""
    rng = np.random.default_rng(62)
    n = 260
    frame = pd.DataFrame(
        {
            "rate": 10 ** rng.uniform(-5, -1, n),
            "depth": rng.integers(1, 11, n),
            "optimizer": rng.choice(["adam", "lion", "sgd"], n),
            "width": rng.uniform(0, 1, n),
            "batch": rng.uniform(0, 1, n),
            "idle": rng.uniform(0, 1, n),
        }
    )
    frame["steps"] = frame["width"] + rng.normal(0, 0.3, n)
    frame["momentum"] = np.where(frame["optimizer"] == "sgd", rng.uniform(0, 1, n), np.nan)
    frame["score"] = (
        0.1 * np.log10(frame["rate"])
        - 0.012 * (frame["depth"] - 5) ** 2
        + 0.5 * frame["width"]
        + 1.2 * (frame["width"] - 0.5) * (frame["batch"] - 0.5)
        + 0.5 * (frame["momentum"].fillna(0.5) - 0.5)
        + rng.normal(0, 0.06, n)
    )
    frame.loc[frame["idle"].nlargest(3).index, "score"] -= 5
    frame.loc[rng.random(n) < 0.05 + 0.5 * (frame["depth"] > 8), "score"] = np.nan
    return frame, diagnosed(frame)


def every() -> list[tuple[pd.DataFrame, Diagnosed]]:
    """Give the sweeps of this module."""
    return [varied(), *(wide(kind, seed) for kind in ("noise", "weak", "steep") for seed in range(2))]


def numbers_of(finding: Finding) -> dict[str, float]:
    """Give the facts that are numbers."""
    facts = finding.facts.items()
    return {fact: float(value) for fact, value in facts if isinstance(value, int | float) and not isinstance(value, bool)}


@pytest.mark.parametrize("runs", [1, 2, 3])
def test_few_runs_cannot_tell(runs: int) -> None:
    """One to three runs say nothing of any parameter, whatever their correlation."""
    found = small(runs)
    assert found.diagnosis.signal == "none"
    for name, verdict in found.diagnosis.verdicts.items():
        assert verdict.relevant is None
        assert found.causes(name) == {"no_signal"}


@pytest.mark.parametrize("runs", [5, 9])
def test_a_handful_of_noisy_runs_cannot_tell(runs: int) -> None:
    """Five or nine runs without any effect say nothing."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"rate": rng.uniform(0, 1, runs), "scheme": rng.choice(["a", "b"], runs)})
    found = diagnosed(frame.assign(score=rng.normal(size=runs)))
    assert {verdict.relevant for verdict in found.diagnosis.verdicts.values()} == {None}


def test_a_constant_metric_cannot_tell() -> None:
    """Where the metric does not vary, nothing is known."""
    frame = pd.DataFrame({"rate": np.linspace(0, 1, 40), "scheme": ["a", "b"] * 20, "score": 0.5})
    found = diagnosed(frame)
    assert found.diagnosis.signal == "none"
    assert {verdict.relevant for verdict in found.diagnosis.verdicts.values()} == {None}
    assert {finding.cause for finding in found.findings()} == {"no_signal"}


def test_no_parameters_leave_an_empty_diagnosis() -> None:
    """A sweep in which nothing varied has no signal and no verdict."""
    frame = pd.DataFrame({"rate": 0.1, "score": np.random.default_rng(63).normal(size=30)})
    found = diagnosed(frame)
    assert found.diagnosis.signal == "none"
    assert not found.diagnosis.verdicts


def test_more_parameters_than_runs() -> None:
    """Two dozen noise parameters in twenty runs: nothing is claimed, nothing is excluded."""
    rng = np.random.default_rng(64)
    frame = pd.DataFrame(rng.uniform(0, 1, (20, 24)), columns=[f"p{place}" for place in range(24)])
    found = diagnosed(frame.assign(score=rng.normal(size=20)))
    assert found.diagnosis.signal == "none"
    assert {verdict.relevant for verdict in found.diagnosis.verdicts.values()} == {None}


def test_one_strong_effect_among_more_parameters_than_runs() -> None:
    """Of forty parameters in thirty runs the one that acts is found, and no other."""
    rng = np.random.default_rng(6)
    frame = pd.DataFrame(rng.uniform(0, 1, (30, 40)), columns=[f"p{place}" for place in range(40)])
    found = diagnosed(frame.assign(score=6 * frame["p0"] + rng.normal(0, 0.4, 30)))
    assert [name for name, verdict in found.diagnosis.verdicts.items() if verdict.relevant] == ["p0"]


def test_enormous_values_are_harmless() -> None:
    """Settings of 1e300 and a diverged metric of 1e300 leave the story as it is."""
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"rate": rng.uniform(0, 1, 60), "width": rng.uniform(0, 1, 60)})
    frame["score"] = frame["rate"] + rng.normal(0, 0.1, 60)
    frame.loc[3, "score"] = 1e300
    assert diagnosed(frame.assign(rate=1e300 * frame["rate"])).relevant("rate") is True


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("kind", ["noise", "weak"])
def test_a_wide_small_sweep_is_never_strong(kind: str, seed: int) -> None:
    """25 runs of nine parameters, noise or weak effects: the signal is not strong, and nothing is excluded for sure."""
    found = wide(kind, seed)[1]
    assert found.diagnosis.signal != "strong"
    sure = [one for one in found.findings() if one.cause in {"irrelevant", "cardinality_bias"} and one.confidence > 0.8]
    assert not sure


@pytest.mark.parametrize("seed", range(2))
def test_noise_in_a_wide_small_sweep_makes_no_claim(seed: int) -> None:
    """25 runs of noise over nine parameters claim nothing."""
    found = wide("noise", seed)[1]
    assert not {finding.cause for finding in found.findings()} & CLAIMING
    assert True not in {verdict.relevant for verdict in found.diagnosis.verdicts.values()}


@pytest.mark.parametrize("seed", range(2))
def test_a_steep_association_is_never_called_irrelevant(seed: int) -> None:
    """A parameter with |r| = 0.8 in 25 runs acts, or it cannot be told; it is not said to do nothing."""
    frame, found = wide("steep", seed)
    assert abs(frame["p0"].corr(frame["score"])) > 0.75
    assert found.relevant("p0") is not False
    assert not found.causes("p0") & {"irrelevant", "cardinality_bias"}


def test_means_lie_within_the_observed_metric() -> None:
    """No mean that is told lies outside what any run scored, and no change is larger than its range."""
    wrong = []
    for frame, found in every():
        low, high = frame["score"].min(), frame["score"].max()
        for finding in found.findings():
            numbers = numbers_of(finding)
            wrong += [(finding.cause, fact, numbers[fact]) for fact in MEANS if not low <= numbers.get(fact, low) <= high]
            wrong += [(finding.cause, fact, numbers[fact]) for fact in CHANGES if abs(numbers.get(fact, 0)) > high - low]
    assert not wrong, wrong


def test_shares_and_correlations_lie_within_their_bounds() -> None:
    """Correlations lie within -1 and 1, shares, confidences and p values within 0 and 1."""
    for _, found in every():
        for finding in found.findings():
            assert 0 < finding.confidence < 1
            for fact, value in numbers_of(finding).items():
                assert fact not in CORRELATIONS or -1 <= value <= 1, (finding.cause, fact)
                assert not (fact.endswith("_share") or fact in SHARES) or 0 <= value <= 1, (finding.cause, fact)


def test_facts_are_those_of_the_cause() -> None:
    """Every finding has exactly the facts that its cause names, in that order, and they can be written as JSON."""
    named = {cause.CAUSE: cause.FACTS for cause in CAUSES}
    seen = set()
    for _, found in every():
        for finding in found.findings():
            assert tuple(finding.facts) == named[finding.cause]
            json.dumps(dict(finding.facts), allow_nan=False)
            seen.add(finding.cause)
    assert len(seen) >= 7


def test_every_finding_rests_on_a_known_test() -> None:
    """Each finding has a claim, each claim a finite statistic and a test that has a name in words, and no two share an id."""
    words = set(re.findall(r"macro test_(\w+)\(", "".join(path.read_text() for path in sorted(MACROS.rglob("*.jinja")))))
    for _, found in every():
        claims = [claim for finding in found.findings() for claim in finding.claims]
        assert all(finding.claims for finding in found.findings())
        assert {claim.test for claim in claims} <= words
        assert len({claim.id for claim in claims}) == len(claims)
        for claim in claims:
            assert np.isfinite(claim.statistic)
            assert np.isfinite(claim.threshold)
            assert claim.p_value is None or 0 <= claim.p_value <= 1


def test_every_parameter_has_a_verdict_and_partners_exist() -> None:
    """Silence is no answer: each parameter has a finding, in the sweep's order, and partners are other parameters of it."""
    for _, found in every():
        names = [parameter.name for parameter in found.sweep.parameters]
        assert list(found.diagnosis.verdicts) == names
        for name, verdict in found.diagnosis.verdicts.items():
            assert verdict.findings
            for finding in verdict.findings:
                assert finding.parameter == name
                assert set(finding.partners) <= set(names) - {name}


def test_relevance_and_causes_do_not_contradict_each_other() -> None:
    """What is said to act is not said to do nothing, and what cannot be told is not said to act or not to act."""
    shapes = {"agreement", "monotone_nonlinear", "non_monotone", "interaction", "categorical_effect"}
    for _, found in every():
        for name, verdict in found.diagnosis.verdicts.items():
            causes = found.causes(name)
            assert not (verdict.relevant is True and causes & {"irrelevant", "no_signal", "cardinality_bias"}), name
            assert not (verdict.relevant is False and causes & shapes), name
            assert not ("no_signal" in causes and verdict.relevant is not None), name
            assert len(causes & {"agreement", "monotone_nonlinear", "non_monotone"}) <= 1, name


def test_every_scale_has_its_reason() -> None:
    """Each threshold is followed by a sentence that says what it decides."""
    folder = Path(__file__).parents[2] / "src/sweepbrief/diagnosis"
    source = [line for path in sorted(folder.glob("*scales.py")) for line in path.read_text().splitlines()]
    bare = [
        line.split(" =")[0]
        for place, line in enumerate(source)
        if re.match(r"[A-Z_]+ = ", line) and not line.startswith("LOG_") and not source[place + 1].startswith('"""')
    ]
    assert not bare
