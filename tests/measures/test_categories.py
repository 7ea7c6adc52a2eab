"""Categories: shares of variance and level means with intervals that hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import mixed, plant
from scipy import stats

from sweepbrief.measures import encode
from sweepbrief.measures.eta_squared import effective_runs, eta_squared
from sweepbrief.measures.levels import level_means


def test_noise_scores_zero_on_average_and_effects_their_share() -> None:
    """Epsilon squared is near the planted share, and near nothing for twelve levels of noise."""
    rng = np.random.default_rng(0)
    none, some = [], []
    for _ in range(200):
        codes = rng.integers(12, size=120)
        y = rng.normal(size=120)
        none.append(eta_squared(codes, y, np.arange(120)).value)
        some.append(eta_squared(codes, y + (codes % 2) * 2.0, np.arange(120)).value)
    assert np.mean(none) < 0.025
    assert np.mean(some) == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(("effect", "repeats"), [(0.0, 1), (1.0, 1), (1.0, 4)])
def test_interval_covers_the_share(effect: float, repeats: int) -> None:
    """About 95 % of intervals hold the true share, also where every setting is repeated with its own deviation."""
    rng = np.random.default_rng(1)
    truth = effect**2 * np.var(np.arange(3)) / (effect**2 * np.var(np.arange(3)) + 1.0)
    hits = 0
    for _ in range(200):
        codes = np.repeat(np.arange(60) % 3, repeats)
        y = effect * codes + np.repeat(rng.normal(size=60), repeats)
        found = eta_squared(codes, y + 1e-6 * rng.normal(size=len(y)), np.repeat(np.arange(60), repeats))
        hits += found.low <= truth <= found.high  # type: ignore[operator]
    assert hits >= 0.9 * 200


def test_twins_count_once_and_independent_repeats_fully() -> None:
    """Exact repeats are worth one run each, repeats as different as strangers all of theirs."""
    rng = np.random.default_rng(2)
    groups = np.repeat(np.arange(50), 4)
    assert effective_runs(np.repeat(rng.normal(size=50), 4), groups) == pytest.approx(50.0)
    assert effective_runs(rng.normal(size=200), groups) > 150
    assert effective_runs(rng.normal(size=50), np.arange(50)) == 50.0


def test_level_means() -> None:
    """Levels come with most runs first; means and t intervals are the textbook's; a missing level is one."""
    frame = mixed(80, seed=2)
    metric = np.random.default_rng(3).normal(size=80)
    found = level_means(encode(plant(frame, metric)))
    assert set(found) == {"optimizer", "pool", "norm"}
    assert [level.runs for level in found["optimizer"]] == sorted((level.runs for level in found["optimizer"]), reverse=True)
    assert {level.value for level in found["optimizer"]} == {"adam", "sgd", "lion", None}
    (sgd,) = (level for level in found["optimizer"] if level.value == "sgd")
    chosen = metric[(frame["optimizer"] == "sgd").to_numpy()]
    want = stats.t.interval(0.95, len(chosen) - 1, chosen.mean(), stats.sem(chosen))
    assert sgd.mean.value == pytest.approx(chosen.mean())
    assert (sgd.mean.low, sgd.mean.high) == pytest.approx(want)


def test_a_level_of_replicates_has_no_false_certainty() -> None:
    """One setting run ten times gives a mean, and no interval for the level."""
    frame = pd.DataFrame({"a": ["u"] * 10 + ["v", "v"], "b": [1.0] * 10 + [2.0, 3.0]})
    (first, second) = level_means(encode(plant(frame, np.arange(12.0))))["a"]
    assert (first.value, first.mean.low, first.mean.why_not) == ("u", None, "too_few_runs")
    assert second.mean.low is not None
