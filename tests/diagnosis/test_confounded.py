"""Confounded: the driver is named; chance correlation is not confounding."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number


@cache
def coupled() -> tuple[pd.DataFrame, Diagnosed]:
    """Plant steps that follow the width and do nothing, and a decay that helps but follows the rate, which hurts more."""
    rng = np.random.default_rng(22)
    n = 350
    width, rate = rng.normal(size=n), rng.normal(size=n)
    frame = pd.DataFrame(
        {
            "width": width,
            "steps": 0.6 * width + 0.8 * rng.normal(size=n),
            "rate": rate,
            "decay": 0.65 * rate + 0.76 * rng.normal(size=n),
            "batch": rng.normal(size=n),
        }
    )
    frame["score"] = width - 1.2 * rate + 0.8 * frame["decay"] + rng.normal(0, 0.5, n)
    return frame, diagnosed(frame)


def test_a_follower_has_no_effect_of_its_own() -> None:
    """Steps correlate because of the width; within its thirds they do less, and their own effect is nil."""
    frame, found = coupled()
    finding = found.finding("steps", "confounded")
    assert finding.partners == ("width",)
    assert finding.facts["driver"] == "width"
    assert finding.facts["created"] is True
    assert found.relevant("steps") is False
    assert not found.causes("steps") & {"irrelevant", "agreement"}
    assert number(finding, "r") == pytest.approx(frame["steps"].corr(frame["score"]), abs=1e-9)
    assert number(finding, "dependence") == pytest.approx(0.6, abs=0.1)
    assert abs(number(finding, "r_within")) < number(finding, "r") - 0.1
    assert abs(number(finding, "own")) < 0.1 * frame["score"].std()


def test_a_hidden_effect_has_its_true_sign() -> None:
    """Decay helps though it hardly correlates: its own effect is positive and of the planted size, and it is relevant."""
    frame, found = coupled()
    finding = found.finding("decay", "confounded")
    assert finding.partners == ("rate",)
    assert finding.facts["created"] is False
    assert found.relevant("decay") is True
    assert "agreement" not in found.causes("decay")
    inner = frame["decay"].quantile(0.9) - frame["decay"].quantile(0.1)
    assert number(finding, "own") == pytest.approx(0.8 * inner, rel=0.25)
    assert abs(number(finding, "r")) < 0.2


def test_drivers_and_bystanders_are_not_confounded() -> None:
    """Who drives is not confounded, nor is who moved with nobody."""
    found = coupled()[1]
    for name in ("width", "rate", "batch"):
        assert "confounded" not in found.causes(name)
    assert found.relevant("width") is True
    assert found.relevant("batch") is False


@pytest.mark.parametrize("seed", range(2))
def test_chance_correlation_is_not_confounding(seed: int) -> None:
    """Among forty runs independent parameters correlate by chance with one that acts: that is no coupling."""
    rng = np.random.default_rng([22, seed])
    frame = pd.DataFrame(rng.normal(size=(40, 6)), columns=[f"p{number}" for number in range(6)])
    frame["score"] = frame["p0"] + rng.normal(0, 0.2, 40)
    found = diagnosed(frame)
    assert not any("confounded" in found.causes(f"p{number}") for number in range(6))


def test_a_weak_association_is_the_drivers_where_the_two_are_tied() -> None:
    """A follower's small r is not beyond chance among ten settings, but its tie to the driver says where it comes from."""
    rng = np.random.default_rng(71)
    n = 150
    frame = pd.DataFrame({f"idle_{k}": rng.uniform(0, 1, n) for k in range(7)})
    frame["width"], frame["rate"] = rng.normal(size=n), rng.normal(size=n)
    frame["steps"] = 0.55 * frame["width"] + 0.84 * rng.normal(size=n)
    frame["score"] = frame["width"] + 2.4 * frame["rate"] + rng.normal(0, 0.7, n)
    found = diagnosed(frame)
    finding = found.finding("steps", "confounded")
    assert abs(number(finding, "r")) < 0.3
    assert finding.partners == ("width",)
    assert found.relevant("steps") is False
    assert all(found.causes(f"idle_{k}") <= {"irrelevant", "cardinality_bias"} for k in range(7))


def test_an_association_that_may_be_half_its_own_is_not_called_the_drivers() -> None:
    """In 34 noisy runs a follower's own effect may be as large as its association: nobody can say that the driver made it."""
    rng = np.random.default_rng(73)
    width = rng.normal(size=34)
    frame = pd.DataFrame({"width": width, "steps": 0.65 * width + 0.76 * rng.normal(size=34), "idle": rng.uniform(0, 1, 34)})
    noisy = diagnosed(frame.assign(score=frame["width"] + rng.normal(0, 0.9, 34)))
    clean = diagnosed(frame.assign(score=frame["width"] + rng.normal(0, 0.2, 34)))
    assert noisy.relevant("width") is True
    assert "confounded" not in noisy.causes("steps")
    assert clean.finding("steps", "confounded").partners == ("width",)


def test_masking_is_claimed_the_more_surely_the_better_both_effects_are_known() -> None:
    """Where the association may or may not be two fifths of the own effect, it is less sure than with ten times the runs."""
    sure = []
    for runs in (80, 800):
        rng = np.random.default_rng(5)
        own = rng.normal(size=runs)
        frame = pd.DataFrame({"a": own, "b": -0.7 * own + 0.71 * rng.normal(size=runs), "width": rng.random(runs)})
        frame["score"] = frame["a"] + 0.98 * frame["b"] + rng.normal(0.0, 1.0, runs)
        sure.append(diagnosed(frame).finding("a", "confounded").confidence)
    assert sure[0] < 0.9
    assert sure[1] > 0.95
