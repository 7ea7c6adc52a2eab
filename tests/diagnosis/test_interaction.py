"""Interaction: effects that depend on another parameter, named, with what they are at either end of it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number


@cache
def crossed() -> Diagnosed:
    """Plant a rate and a batch that act only jointly, a momentum that helps with sgd and hurts with adam, and a line."""
    rng = np.random.default_rng(14)
    n = 350
    frame = pd.DataFrame(
        {
            "rate": rng.uniform(0, 1, n),
            "batch": rng.uniform(0, 1, n),
            "momentum": rng.uniform(0, 1, n),
            "optimizer": rng.choice(["adam", "sgd"], n),
            "decay": rng.uniform(0, 1, n),
        }
    )
    way = np.where(frame["optimizer"] == "sgd", 1.0, -1.0)
    frame["score"] = (
        2.0 * (frame["rate"] - 0.5) * (frame["batch"] - 0.5)
        + 0.5 * way * (frame["momentum"] - 0.5)
        + 0.4 * frame["decay"]
        + rng.normal(0, 0.05, n)
    )
    return diagnosed(frame)


@cache
def added() -> Diagnosed:
    """Plant four strong curves, and nothing joint."""
    rng = np.random.default_rng(15)
    n = 300
    frame = pd.DataFrame({name: rng.uniform(0, 1, n) for name in ("line", "bowl", "step", "power")})
    frame["score"] = (
        0.5 * frame["line"]
        - 3 * (frame["bowl"] - 0.4) ** 2
        + 0.5 * (frame["step"] > 0.7)
        + np.exp(3 * frame["power"]) / 20
        + rng.normal(0, 0.05, n)
    )
    return diagnosed(frame)


@pytest.mark.parametrize(
    ("parameter", "partner"),
    [("rate", "batch"), ("batch", "rate"), ("momentum", "optimizer"), ("optimizer", "momentum")],
)
def test_both_parameters_name_each_other(parameter: str, partner: str) -> None:
    """What acts jointly is relevant, has this cause alone, and names its partner and nobody else."""
    found = crossed()
    finding = found.finding(parameter, "interaction")
    assert finding.partners == (partner,)
    assert found.causes(parameter) == {"interaction"}
    assert found.relevant(parameter) is True
    assert number(finding, "joint_share") > 0.8
    assert number(finding, "pair_share") > 0.8


@pytest.mark.parametrize(("parameter", "partner"), [("rate", "batch"), ("batch", "rate")])
def test_the_changes_are_the_planted_ones(parameter: str, partner: str) -> None:
    """In the lower third of the partner the metric falls, in the upper third it rises, by what was planted."""
    finding = crossed().finding(parameter, "interaction")
    assert partner in finding.partners
    assert finding.facts["reverses"] is True
    truth = 2.0 * (1 / 3) * (number(finding, "high_value") - number(finding, "low_value"))
    assert number(finding, "low_change") == pytest.approx(-truth, rel=0.2)
    assert number(finding, "high_change") == pytest.approx(truth, rel=0.2)
    low, high = finding.facts["low_label"], finding.facts["high_label"]
    assert isinstance(low, tuple | list)
    assert isinstance(high, tuple | list)
    assert low[1] < 0.5 < high[0]


def test_the_level_that_turns_the_effect_is_named() -> None:
    """Momentum falls with adam and rises with sgd, each by half the distance of its ends."""
    finding = crossed().finding("momentum", "interaction")
    distance = number(finding, "high_value") - number(finding, "low_value")
    assert (finding.facts["low_label"], finding.facts["high_label"]) == ("adam", "sgd")
    assert number(finding, "low_change") == pytest.approx(-0.5 * distance, abs=0.05)
    assert number(finding, "high_change") == pytest.approx(0.5 * distance, abs=0.05)


def test_a_bystander_is_left_alone() -> None:
    """A straight effect beside interactions stays an agreement."""
    assert crossed().causes("decay") == {"agreement"}


@pytest.mark.parametrize("parameter", ["line", "bowl", "step", "power"])
def test_it_is_silent_on_strong_additive_curves(parameter: str) -> None:
    """Strong curves that add up are no interaction, though a forest gives them pair values."""
    assert "interaction" not in added().causes(parameter)
    assert added().relevant(parameter) is True


def test_joint_effects_that_hide_each_other_in_few_runs_are_all_found() -> None:
    """Three pairs that act only jointly, among eight parameters in 60 runs, are found with their partners, and nothing else."""
    rng = np.random.default_rng(89)
    frame = pd.DataFrame({name: rng.uniform(0, 1, 60) for name in "abcdefgh"})
    pairs = (("a", "b"), ("c", "d"), ("e", "f"))
    frame["score"] = sum(4 * (frame[x] - 0.5) * (frame[y] - 0.5) for x, y in pairs) + rng.normal(0, 0.06, 60)
    found = diagnosed(frame)
    for one, other in pairs:
        assert found.finding(one, "interaction").partners == (other,)
        assert found.finding(other, "interaction").partners == (one,)
    assert not any(found.relevant(name) for name in "gh")
    assert found.diagnosis.signal == "strong"


@cache
def factorial() -> Diagnosed:
    """Plant in a full grid of 40 runs a pressure that five catalysts turn by different amounts, and a straight effect."""
    rng = np.random.default_rng(61)
    ways = {"Cu": 0.4, "Ni": 0.4, "Pd": 1.4, "Pt": -1.4, "Ru": 0.4}
    rows = [(catalyst, bar, hours, ph) for catalyst in ways for bar in (1.0, 5.0) for hours in (2, 8) for ph in (6.0, 8.0)]
    frame = pd.DataFrame(rows, columns=["catalyst", "bar", "hours", "ph"])
    way = frame["catalyst"].map(ways).to_numpy(dtype=np.float64)
    frame["score"] = 0.2 * way * (frame["bar"] - 3.0) / 2.0 + 0.02 * frame["hours"] + rng.normal(0, 0.04, len(frame))
    return diagnosed(frame)


def test_all_levels_of_a_category_may_turn_an_effect() -> None:
    """An effect that the last levels of five turn is a joint effect, also in 40 runs."""
    found = factorial()
    assert found.finding("catalyst", "interaction").partners == ("bar",)
    assert found.finding("bar", "interaction").partners == ("catalyst",)


def test_a_joint_effect_leaves_room_for_a_straight_one() -> None:
    """The columns that a joint effect only carries do not crowd out an effect that is beyond doubt."""
    found = factorial()
    assert found.causes("hours") == {"agreement"}
    assert found.causes("ph") == {"irrelevant"}
    assert found.diagnosis.signal == "strong"


@pytest.mark.parametrize("seed", [35, 36, 37])
def test_seven_curves_in_forty_runs_make_no_joint_effect(seed: int) -> None:
    """What the choice of many curves left is less noise than there is: no pair of it stands out."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({f"x{number}": rng.random(40) for number in range(12)})
    waves = np.sin(5 * frame.to_numpy()[:, :7] + np.arange(7)).sum(axis=1)
    found = diagnosed(frame.assign(score=waves + rng.normal(0, 0.15, 40)))
    assert not any("interaction" in found.causes(name) for name in found.diagnosis.verdicts)
