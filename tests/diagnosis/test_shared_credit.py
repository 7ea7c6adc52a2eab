"""Shared credit: twins, separable or not."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number


@cache
def close() -> Diagnosed:
    """Plant width and depth moving together (r about 0.88), rate and batch less (about 0.5); all four help."""
    rng = np.random.default_rng(21)
    n = 350
    width, rate = rng.normal(size=n), rng.normal(size=n)
    frame = pd.DataFrame(
        {
            "width": width,
            "depth": width + 0.54 * rng.normal(size=n),
            "rate": rate,
            "batch": rate + 1.7 * rng.normal(size=n),
            "patience": rng.uniform(0, 1, n),
        }
    )
    acting = ("width", "depth", "rate", "batch")
    frame["score"] = sum(frame[name] / frame[name].std() for name in acting) + rng.normal(0, 0.4, n)
    return diagnosed(frame)


@pytest.mark.parametrize(("parameter", "partner"), [("width", "depth"), ("depth", "width")])
def test_credit_that_is_split_names_the_other(parameter: str, partner: str) -> None:
    """Two that act and move closely together share credit, can be told apart, and are both relevant."""
    found = close()
    finding = found.finding(parameter, "shared_credit")
    assert finding.partners == (partner,)
    assert finding.facts["other"] == partner
    assert finding.facts["separable"] is True
    assert number(finding, "r_between") == pytest.approx(0.88, abs=0.04)
    assert found.relevant(parameter) is True


@pytest.mark.parametrize("parameter", ["rate", "batch", "patience"])
def test_it_is_silent_below_three_quarters(parameter: str) -> None:
    """Parameters that moved together loosely, or not at all, do not share credit."""
    assert "shared_credit" not in close().causes(parameter)


def test_loosely_coupled_parameters_keep_their_own_story() -> None:
    """Both act in the same direction: each is relevant and none is confounded."""
    for parameter in ("rate", "batch"):
        assert close().relevant(parameter) is True
        assert "confounded" not in close().causes(parameter)


def test_twins_that_nobody_can_tell_apart_are_left_open() -> None:
    """A twin that differs by a hair from the one that acts: both share the credit, and which of them acts is not told."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"rate": rng.uniform(0, 1, 120), "width": rng.uniform(0, 1, 120)})
    frame["twin"] = frame["rate"] + rng.normal(0, 0.002, 120)
    found = diagnosed(frame.assign(score=2 * frame["rate"] + rng.normal(0, 0.3, 120)))
    for name, other in (("rate", "twin"), ("twin", "rate")):
        finding = found.finding(name, "shared_credit")
        assert finding.partners == (other,)
        assert finding.facts["separable"] is False
        assert found.relevant(name) is None


def test_twins_hidden_by_stronger_effects_are_left_open() -> None:
    """Neither twin correlates with the metric beyond chance, as others move it far more; beside those, either would do."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({name: rng.uniform(0, 1, 120) for name in ("rate", "width", "depth", "decay")})
    frame["twin"] = frame["rate"] + rng.normal(0, 0.002, 120)
    score = 0.7 * frame["rate"] + 5 * frame["width"] + 4 * frame["depth"] + rng.normal(0, 0.25, 120)
    found = diagnosed(frame.assign(score=score))
    assert abs(frame["twin"].corr(score)) < 0.25
    assert found.finding("rate", "shared_credit").partners == ("twin",)
    assert found.finding("twin", "shared_credit").partners == ("rate",)
    assert found.relevant("twin") is None


def test_twins_of_opposite_sign_are_both_found() -> None:
    """Two that are correlated at 0.93 act against each other: neither correlates with the metric, and both are relevant."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"rate": rng.uniform(0, 1, 250), "width": rng.uniform(0, 1, 250)})
    frame["twin"] = frame["rate"] + rng.normal(0, 0.11, 250)
    found = diagnosed(frame.assign(score=4 * (frame["rate"] - frame["twin"]) + rng.normal(0, 0.2, 250)))
    for name in ("rate", "twin"):
        assert found.relevant(name) is True
        assert "shared_credit" in found.causes(name)


def test_a_second_twin_that_acts_beside_the_first_shares_its_credit() -> None:
    """Both act, the second too little to be found among everything, but enough for one question."""
    rng = np.random.default_rng(63)
    n = 80
    width = rng.normal(size=n)
    frame = pd.DataFrame({"width": width, "depth": 0.85 * width + 0.53 * rng.normal(size=n)})
    frame = frame.assign(**{f"idle_{k}": rng.uniform(0, 1, n) for k in range(4)})
    found = diagnosed(frame.assign(score=frame["width"] + 0.7 * frame["depth"] + rng.normal(0, 1.0, n)))
    for name, other in (("width", "depth"), ("depth", "width")):
        assert found.finding(name, "shared_credit").partners == (other,)
        assert found.relevant(name) is True
        assert "confounded" not in found.causes(name)


def test_a_second_twin_that_only_follows_is_confounded() -> None:
    """The same design, but the second does nothing, and the first's effect bends: no credit is shared."""
    for seed in range(4):
        rng = np.random.default_rng([64, seed])
        width = rng.normal(size=120)
        frame = pd.DataFrame({"width": width, "depth": 0.85 * width + 0.53 * rng.normal(size=120)})
        frame["idle"] = rng.uniform(0, 1, 120)
        found = diagnosed(frame.assign(score=np.tanh(2 * frame["width"] + 1) + rng.normal(0, 0.25, 120)))
        assert found.finding("depth", "confounded").partners == ("width",)
        assert found.relevant("depth") is False


@pytest.mark.parametrize(("weight", "agrees"), [(1.0, True), (-0.64, False)])
def test_twins_agree_only_where_r_still_tells_the_own_effect(weight: float, agrees: bool) -> None:  # noqa: FBT001 - rows of a table
    """A twin that helps too leaves r below twice the own effect; one that hurts leaves less than half of it."""
    rng = np.random.default_rng(65)
    width = rng.normal(size=500)
    frame = pd.DataFrame({"width": width, "depth": 0.85 * width + 0.53 * rng.normal(size=500)})
    found = diagnosed(frame.assign(score=frame["width"] + weight * frame["depth"] + rng.normal(0, 0.2, 500)))
    assert "shared_credit" in found.causes("width")
    assert "confounded" not in found.causes("width")
    assert ("agreement" in found.causes("width")) is agrees


@pytest.mark.parametrize("seed", [0, 1])
def test_no_shape_is_told_of_twins_that_cannot_be_told_apart(seed: int) -> None:
    """One of two near copies acts; whichever the model holds, a straight effect of it may be the other's."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"heads": rng.random(120)})
    frame["layers"] = frame["heads"] + rng.normal(0.0, 0.02, 120)
    frame["width"] = rng.random(120)
    frame["score"] = frame["heads"] + frame["width"] + rng.normal(0.0, 0.3, 120)
    found = diagnosed(frame)
    for name in ("heads", "layers"):
        assert found.causes(name) == {"shared_credit"}
        assert found.relevant(name) is None
    assert found.causes("width") == {"agreement"}


def test_a_joint_effect_tells_twins_apart() -> None:
    """Two switches differ in one run of 25: their weak main effects might be either's, the strong joint effect is one's."""
    rng = np.random.default_rng(2)
    warm = rng.random(240) < 0.5
    nesterov = np.where(rng.random(240) < 0.04, ~warm, warm)
    frame = pd.DataFrame({"warm": warm, "nesterov": nesterov, "rate": rng.random(240)})
    frame["score"] = 0.12 * warm + np.where(warm, 1.0, -1.0) * (frame["rate"] - 0.5) + rng.normal(0.0, 0.2, 240)
    found = diagnosed(frame)
    assert found.causes("warm") == {"interaction"}
    assert found.relevant("warm") is True
    assert "shared_credit" not in found.causes("nesterov")
