"""Conditional: parameters that act only for some values of another, which is named."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number

from sweepbrief.diagnosis import Lines


@cache
def blanked() -> tuple[pd.DataFrame, Diagnosed]:
    """Plant a momentum that is set, and acts, with sgd alone, and an epsilon that is set with adam alone and does nothing."""
    rng = np.random.default_rng(16)
    n = 300
    frame = pd.DataFrame({"optimizer": rng.choice(["adam", "lion", "sgd"], n), "width": rng.uniform(0, 1, n)})
    frame["momentum"] = np.where(frame["optimizer"] == "sgd", rng.uniform(0, 1, n), np.nan)
    frame["epsilon"] = np.where(frame["optimizer"] == "adam", rng.uniform(0, 1, n), np.nan)
    frame["score"] = (
        0.3 * frame["width"]
        + np.where(frame["optimizer"] == "sgd", 0.6 * (frame["momentum"].fillna(0) - 0.5), 0.0)
        + rng.normal(0, 0.04, n)
    )
    return frame, diagnosed(frame)


@cache
def gated() -> Diagnosed:
    """Plant a beta that is always set but acts with adam alone, and a decay that acts with both, less with sgd."""
    rng = np.random.default_rng(1)
    n = 350
    frame = pd.DataFrame(
        {"optimizer": rng.choice(["adam", "sgd"], n), "beta": rng.uniform(0, 1, n), "decay": rng.uniform(0, 1, n)}
    )
    adam = frame["optimizer"] == "adam"
    frame["score"] = 0.8 * adam * (frame["beta"] - 0.5) + np.where(adam, 0.9, 0.2) * frame["decay"] + rng.normal(0, 0.04, n)
    return diagnosed(frame)


def test_a_child_that_is_blank_elsewhere_names_its_parent() -> None:
    """Momentum is conditional on the optimizer, is active with sgd, and changes the metric as planted."""
    frame, found = blanked()
    finding = found.finding("momentum", "conditional")
    assert finding.partners == ("optimizer",)
    assert found.relevant("momentum") is True
    assert finding.facts["role"] == "child"
    assert finding.facts["other"] == "optimizer"
    assert finding.facts["active_levels"] == ["sgd"]
    held = frame["momentum"].dropna()
    assert number(finding, "change") == pytest.approx(0.6 * (held.quantile(0.9) - held.quantile(0.1)), rel=0.2)


def test_a_blank_child_has_one_effect_size() -> None:
    """What the metric changes by along momentum is the difference in the table of effect sizes, for child and parent."""
    found = blanked()[1]
    size = found.diagnosis.effects["momentum"].size
    assert size.value is not None
    assert [number(found.finding(name, "conditional"), "change") for name in ("momentum", "optimizer")] == [size.value] * 2


def test_the_parent_names_its_child() -> None:
    """The optimizer is told as the parent of momentum, and of momentum alone."""
    found = blanked()[1]
    finding = found.finding("optimizer", "conditional")
    assert finding.partners == ("momentum",)
    assert finding.facts["role"] == "parent"
    assert finding.facts["other"] == "momentum"
    assert finding.facts["active_levels"] == ["sgd"]
    assert found.relevant("optimizer") is True


def test_the_active_share_counts_the_runs() -> None:
    """The share of runs in which the child acts is that of its parent's level."""
    frame, found = blanked()
    share = float((frame["optimizer"] == "sgd").mean())
    assert number(found.finding("optimizer", "conditional"), "active_share") == pytest.approx(share, abs=1e-6)


def test_a_child_that_does_nothing_is_irrelevant() -> None:
    """A blank structure alone is no condition: epsilon has no effect where it is set."""
    found = blanked()[1]
    assert "conditional" not in found.causes("epsilon")
    assert found.causes("epsilon") <= {"irrelevant", "cardinality_bias"}
    assert found.relevant("epsilon") is False


def test_a_child_that_is_always_set_is_found_too() -> None:
    """Beta acts with adam and does nothing with sgd, though it is always set."""
    found = gated()
    finding = found.finding("beta", "conditional")
    assert finding.partners == ("optimizer",)
    assert finding.facts["active_levels"] == ["adam"]
    assert "interaction" not in found.causes("beta")
    assert found.relevant("beta") is True
    assert "beta" in found.finding("optimizer", "conditional").partners


def test_it_is_silent_on_effects_of_unequal_strength() -> None:
    """An effect that is weaker at another level, not absent, is no condition."""
    found = gated()
    assert "conditional" not in found.causes("decay")
    assert "decay" not in found.finding("optimizer", "conditional").partners
    assert found.relevant("decay") is True


def test_it_needs_runs_that_tell_nothing_from_little() -> None:
    """Where a level has few, noisy runs, an effect that does not show there is not called absent."""
    rng = np.random.default_rng(35)
    n = 90
    frame = pd.DataFrame({"beta": rng.uniform(0, 1, n), "optimizer": np.where(np.arange(n) < 12, "sgd", "adam")})
    acts = np.where(frame["optimizer"] == "adam", 1.0, 0.3)
    found = diagnosed(frame.assign(score=2 * acts * frame["beta"] + rng.normal(0, 0.25, n)))
    assert "conditional" not in found.causes("beta")


def test_a_gate_is_told_where_nothing_is_more_likely_than_a_part() -> None:
    """Thirty runs with the switch off leave room for a quarter of the slope, yet none at all fits them better."""
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"rate": rng.random(60), "nesterov": rng.random(60) < 0.5, "width": rng.random(60)})
    frame["score"] = np.where(frame["nesterov"], frame["rate"], 0.0) + 0.5 * frame["width"] + rng.normal(0.0, 0.13, 60)
    finding = diagnosed(frame).finding("rate", "conditional")
    assert finding.partners == ("nesterov",)
    assert finding.facts["active_levels"] == [True]


def test_a_slope_that_lessens_from_level_to_level_is_no_gate() -> None:
    """Of four graded slopes the least is next to nothing: that is an interaction, not an on and an off."""
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"rate": rng.random(260), "kind": rng.choice(list("abcd"), 260), "width": rng.random(260)})
    slope = frame["kind"].map({"a": 1.0, "b": 0.6, "c": 0.3, "d": 0.06})
    frame["score"] = slope * frame["rate"] + 0.5 * frame["width"] + rng.normal(0.0, 0.08, 260)
    found = diagnosed(frame)
    assert "conditional" not in found.causes("rate")
    assert found.finding("rate", "interaction").partners == ("kind",)


def test_one_slope_at_all_levels_but_one_is_a_gate() -> None:
    """Of five levels one switches the rate off, and the slope is the same at the other four: an off, though levels are many."""
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"rate": rng.random(150), "kind": rng.choice(list("abcde"), 150), "width": rng.random(150)})
    frame["score"] = np.where(frame["kind"] == "c", 0.0, frame["rate"]) + 0.5 * frame["width"] + rng.normal(0.0, 0.15, 150)
    finding = diagnosed(frame).finding("rate", "conditional")
    assert finding.partners == ("kind",)
    assert set(finding.facts["active_levels"]) == set("abde")  # type: ignore[call-overload]


@pytest.mark.parametrize("depths", [(0, 1, 2), (-1, 0, 1)])
def test_a_slope_that_grows_along_a_number_is_no_gate(depths: tuple[int, ...]) -> None:
    """A product with a number of three values has no slope where that is 0: an interaction, at an end as in the middle."""
    rng = np.random.default_rng(7)
    frame = pd.DataFrame({"rate": rng.uniform(-1, 1, 150), "depth": rng.choice(depths, 150), "width": rng.random(150)})
    frame["score"] = frame["rate"] * frame["depth"] + frame["width"] + rng.normal(0.0, 0.1, 150)
    found = diagnosed(frame)
    for name, other in (("rate", "depth"), ("depth", "rate")):
        assert "conditional" not in found.causes(name)
        assert found.finding(name, "interaction").partners == (other,)


def test_the_curve_of_a_child_runs_through_the_runs_that_have_it() -> None:
    """Where the one level that sets a child is far worse than the others, its curve tells what these runs had, not the mean."""
    rng = np.random.default_rng(67)
    n = 300
    frame = pd.DataFrame({"kernel": rng.choice(["linear", "poly", "rbf"], n), "cost": rng.uniform(0, 1, n)})
    rbf = (frame["kernel"] == "rbf").to_numpy()
    frame["gamma"] = np.where(rbf, rng.uniform(0, 1, n), np.nan)
    frame["score"] = 0.9 - 0.5 * rbf - np.where(rbf, 0.3 * (frame["gamma"].fillna(0) - 0.5) ** 2, 0.0) + rng.normal(0, 0.01, n)
    found = diagnosed(frame)
    best, curve = found.diagnosis.effects["gamma"].best, found.finding("gamma", "conditional").evidence
    assert best is not None
    assert best.mean == pytest.approx(0.4, abs=0.02)
    assert number(found.finding("gamma", "non_monotone"), "best_mean") == pytest.approx(0.4, abs=0.02)
    assert isinstance(curve, Lines)
    assert float(curve.curves[0].mean.max()) == pytest.approx(0.4, abs=0.02)
