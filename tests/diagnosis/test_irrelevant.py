"""Irrelevant: silence where nothing acts in an informative sweep."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number

from sweepbrief.diagnosis.causes.irrelevant import contradicted, limit
from sweepbrief.diagnosis.diagnose import consider
from sweepbrief.measures import Estimate, Scores


@cache
def informed() -> tuple[pd.DataFrame, Diagnosed]:
    """Plant a rate that acts; momentum, a scheme, a switch and a child of one scheme do nothing."""
    rng = np.random.default_rng(30)
    n = 260
    frame = pd.DataFrame(
        {
            "rate": rng.uniform(0, 1, n),
            "momentum": rng.uniform(0, 1, n),
            "scheme": rng.choice(["a", "b", "c"], n),
            "clip": rng.random(n) < 0.5,
        }
    )
    frame["period"] = np.where(frame["scheme"] == "a", rng.uniform(0, 1, n), np.nan)
    frame["score"] = 0.4 * frame["rate"] + rng.normal(0, 0.06, n)
    return frame, diagnosed(frame)


@pytest.mark.parametrize("parameter", ["momentum", "scheme", "clip", "period"])
def test_idle_parameters_of_every_kind_are_irrelevant(parameter: str) -> None:
    """Numbers, categories, switches and blank-structured children that do nothing are said to do nothing."""
    found = informed()[1]
    finding = found.finding(parameter, "irrelevant")
    assert finding.partners == ()
    assert found.causes(parameter) == {"irrelevant"}
    assert found.relevant(parameter) is False
    assert 0 <= number(finding, "importance") < 0.2
    assert 0 < number(finding, "null_importance") <= 1
    assert (finding.facts["r"] is None) == (parameter == "scheme")


def test_it_is_silent_on_what_acts() -> None:
    """The parameter that acts is relevant."""
    assert "irrelevant" not in informed()[1].causes("rate")
    assert informed()[1].relevant("rate") is True


def test_an_effect_above_the_bound_would_have_been_found() -> None:
    """The same runs with an effect of momentum a third above what is said to be the most show it."""
    frame, found = informed()
    most = number(found.finding("momentum", "irrelevant"), "most")
    assert 0 < most < frame["score"].max() - frame["score"].min()
    inner = float(frame["momentum"].quantile(0.9) - frame["momentum"].quantile(0.1))
    planted = frame.assign(score=frame["score"] + 1.33 * most / inner * frame["momentum"])
    assert diagnosed(planted).relevant("momentum") is True


def test_few_runs_do_not_prove_an_absence() -> None:
    """With sixteen noisy runs nothing is said to be irrelevant."""
    frame = informed()[0].iloc[:16].drop(columns=["period"])
    found = diagnosed(frame.assign(score=frame["score"] + np.random.default_rng(31).normal(0, 0.3, 16)))
    assert all(found.relevant(name) is not False for name in ("rate", "momentum", "scheme", "clip"))


def test_what_drifted_along_with_the_metric_is_irrelevant_once_the_driver_is_held_fixed() -> None:
    """An idle width that came down as the rate improved correlates with the score, and has no effect beside the rate."""
    rng = np.random.default_rng(33)
    n = 200
    time = np.linspace(0, 1, n)
    frame = pd.DataFrame({"rate": time * 0.5 + rng.uniform(0, 1, n), "width": -time + rng.uniform(0, 1.6, n)})
    frame["score"] = frame["rate"] + rng.normal(0, 0.05, n)
    found = diagnosed(frame.assign(depth=rng.uniform(0, 1, n)))
    assert found.relevant("width") is False
    assert found.relevant("depth") is False


def test_a_copy_that_never_moved_alone_is_not_called_irrelevant() -> None:
    """Beside a setting that moved with it in every run, the runs say nothing of its own effect."""
    rng = np.random.default_rng(34)
    rate = rng.uniform(0, 1, 120)
    frame = pd.DataFrame({"rate": rate, "twin": rate + rng.normal(0, 0.004, 120), "depth": rng.uniform(0, 1, 120)})
    found = diagnosed(frame.assign(score=rate + rng.normal(0, 0.1, 120)))
    assert all("irrelevant" not in found.causes(name) for name in ("rate", "twin"))


def test_no_effect_is_not_claimed_against_the_forest_and_an_association() -> None:
    """A momentum that works through the rate it is tried with, too little for a pair to be claimed, is left open."""
    rng = np.random.default_rng(31)
    n = 200
    frame = pd.DataFrame({name: rng.uniform(0, 1, n) for name in ("rate", "momentum", "idle")})
    level = np.floor(frame["momentum"] * 12) % 2
    frame["score"] = -4 * (frame["rate"] - 0.5) ** 2 + 0.25 * level + 0.12 * frame["momentum"] + rng.normal(0, 0.2, n)
    found = diagnosed(frame)
    loss = found.measurements.score("permutation", "momentum")
    assert loss.low is not None
    assert loss.low > 0
    assert "irrelevant" not in found.causes("momentum")
    assert found.relevant("momentum") is not False


@pytest.mark.parametrize(("runs", "said"), [(1600, "irrelevant"), (90, "no_signal")])
def test_a_narrow_refusal_hints_only_where_it_may_be_more_than_a_trifle(runs: int, said: str) -> None:
    """A momentum refused at p near 0.02 explains half a per cent in many runs, and may explain a tenth in few."""
    rng = np.random.default_rng(82)
    frame = pd.DataFrame({name: rng.uniform(0, 1, runs) for name in ("rate", "momentum")})
    design = np.column_stack([np.ones(runs), frame["rate"], frame["momentum"]])
    noise = rng.normal(size=runs)
    noise -= design @ np.linalg.lstsq(design, noise, rcond=None)[0]
    noise /= noise.std()
    own = frame["momentum"] - design[:, :2] @ np.linalg.lstsq(design[:, :2], frame["momentum"], rcond=None)[0]
    found = diagnosed(frame.assign(score=3 * frame["rate"] + noise + 2.77 / np.sqrt(runs) * own / own.std()))
    assert found.causes("momentum") == {said}


def test_the_most_that_is_told_is_the_upper_end_of_the_effect_size() -> None:
    """What the prose says the runs leave room for is the number in the table of effect sizes, for every kind of parameter."""
    found = informed()[1]
    told = {one.parameter: number(one, "most") for one in found.findings() if one.cause == "irrelevant"}
    assert set(told) == {"momentum", "scheme", "clip", "period"}
    assert told == {name: found.diagnosis.effects[name].size.high for name in told}
    assert max(told.values()) < (found.diagnosis.effects["rate"].size.value or 0.0)


@cache
def dwarfed(strength: float) -> Diagnosed:
    """Plant a straight effect of some strength beside three parameters that do nothing, one of them with six levels."""
    rng, n = np.random.default_rng(42), 150
    frame = pd.DataFrame({"rate": rng.random(n), "batch": np.exp(rng.normal(4.0, 0.5, n)), "depth": rng.random(n)})
    frame["width"] = np.array(list("abcdef"))[rng.integers(0, 6, n)]
    return diagnosed(frame.assign(score=strength * frame["rate"] + rng.normal(0.0, 0.2, n)))


@pytest.mark.parametrize(("strength", "said"), [(0.2, "no_signal"), (0.8, "irrelevant")])
def test_what_may_move_the_metric_more_than_all_that_is_told_is_left_open(strength: float, said: str) -> None:
    """No effect is claimed, and nothing advised, where the interval reaches beyond the largest effect of the sweep."""
    found = dwarfed(strength)
    assert found.relevant("rate") is True
    finding = found.finding("width", said)
    largest, most = found.diagnosis.effects["rate"].size.value, found.diagnosis.effects["width"].size.high
    assert largest is not None
    assert most is not None
    assert (most > largest) == (said == "no_signal")
    assert finding.facts["most"] == most
    assert found.relevant("width") is (None if said == "no_signal" else False)


def test_a_joint_effect_counts_as_the_largest_that_is_told() -> None:
    """Where two parameters act only together, with flat averages, an idle one is still bounded by what they do."""
    rng = np.random.default_rng(43)
    frame = pd.DataFrame({name: rng.uniform(-1, 1, 300) for name in ("rate", "width", "depth")})
    found = diagnosed(frame.assign(score=frame["rate"] * frame["width"] + rng.normal(0.0, 0.1, 300)))
    assert found.causes("rate") == found.causes("width") == {"interaction"}
    assert found.causes("depth") == {"irrelevant"}


@pytest.mark.parametrize(("noise", "proved"), [(0.1, True), (0.3, False)])
def test_few_runs_prove_an_absence_only_where_no_curve_could_hold_an_eighth(*, noise: float, proved: bool) -> None:
    """Thirty-four runs find two of nine effects: with little noise the idle are bounded well, with much most stay open."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({f"x{number}": rng.random(34) for number in range(9)})
    frame["score"] = frame["x0"] - frame["x1"] + rng.normal(0.0, noise, 34)
    found = diagnosed(frame)
    said = [found.causes(f"x{number}") for number in range(2, 9)]
    assert all(causes in ({"irrelevant"}, {"no_signal"}) for causes in said)
    assert (sum("irrelevant" in causes for causes in said) >= 4) == proved


@pytest.mark.parametrize(("noise", "open_still"), [(0.05, False), (0.5, True)])
def test_a_forest_contradicts_only_where_the_model_leaves_something_to_explain(*, noise: float, open_still: bool) -> None:
    """A forest that predicts worse without an idle parameter speaks against none only while an eighth is unexplained."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({name: rng.random(80) for name in ("rate", "width", "depth")})
    frame["score"] = frame["rate"] + frame["width"] + rng.normal(0.0, noise, 80)
    found = diagnosed(frame)
    seen = found.measurements.scores["permutation"].values
    doubted = Scores("permutation", {**seen, "depth": Estimate(0.15, 0.01, 0.3)})
    measurements = replace(found.measurements, scores={**found.measurements.scores, "permutation": doubted})
    context = consider(found.sweep, measurements, 0)
    assert not context.effect("depth").acts
    assert contradicted(context, "depth") is open_still


def test_a_machine_of_many_names_is_irrelevant_though_its_level_means_scatter_widely() -> None:
    """The range of 24 means of eight runs each is wide by their number alone; the share that they explain is bounded well."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"x": rng.random(200), "host": [f"gpu-{number}" for number in rng.integers(0, 24, 200)]})
    frame["score"] = 2 * frame["x"] + rng.normal(0, 1, 200)
    found = diagnosed(frame)
    assert found.relevant("x") is True
    assert found.causes("host") <= {"irrelevant", "cardinality_bias"}
    assert found.relevant("host") is False


def test_an_interval_as_wide_as_the_metric_itself_claims_no_absence() -> None:
    """Beside one parameter that carries nearly everything, a few runs of an adaptive search bound no other well enough."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({f"x{number}": rng.random(25) for number in range(1, 7)})
    frame["score"] = 3.0 * frame["x3"] + 0.3 * frame["x1"] * frame["x4"] + rng.normal(0.0, 0.5, 25)
    found = diagnosed(frame)
    assert found.relevant("x3") is True
    spread = float(frame["score"].std(ddof=0))
    for name in set(frame) - {"score", "x3"}:
        high = found.diagnosis.effects[name].size.high
        assert high is not None
        assert "irrelevant" not in found.causes(name) or high <= 1.1 * spread


@pytest.mark.parametrize(("slope", "share"), [(0.9, 0.7), (6.0, 1.1)])
def test_a_bound_is_held_against_what_is_told_between_two_shares_of_the_spread(slope: float, share: float) -> None:
    """Beside a small effect a bound below 0.7 standard deviations is narrow all the same, beside a large one 1.1 are wide."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({name: rng.random(300) for name in "abc"})
    frame["score"] = slope * frame["a"] + rng.normal(0.0, 1.0, 300)
    found = diagnosed(frame)
    context = consider(found.sweep, found.measurements, 0)
    sizes = found.diagnosis.effects
    assert sizes["a"].acts
    allowed = limit(replace(context, sizes=sizes))
    assert allowed == pytest.approx(share * frame["score"].std(ddof=0), rel=1e-6)
    assert (allowed > (sizes["a"].size.value or 0.0)) == (slope == 0.9)
