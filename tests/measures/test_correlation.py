"""Correlations are the textbook's, their intervals cover the truth, and a reason stands where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import mixed, plant, uniform
from scipy import stats

from sweepbrief.measures import Estimate, Scores, encode, pearson, pearson_log, spearman
from sweepbrief.measures.basis import Basis
from sweepbrief.measures.correlation import correlate
from sweepbrief.measures.resampling import draw

if TYPE_CHECKING:
    from sweepbrief.sweep import Sweep


def _basis(sweep: Sweep) -> Basis:
    design = encode(sweep)
    return Basis(design, draw(design, 0), None, None)


def _one(scores: Scores, name: str) -> Estimate:
    return scores.values[name]


def test_textbook_values() -> None:
    """Pearson, Spearman and Pearson on logs agree with scipy on the runs where both are known."""
    frame = mixed(70, seed=1)
    metric = np.random.default_rng(2).normal(size=70) + np.log(frame["rate"].to_numpy())
    basis = _basis(plant(frame, metric))
    known = ~frame["momentum"].isna().to_numpy()
    momentum = frame["momentum"].to_numpy()[known]
    assert _one(pearson.score(basis), "momentum").value == pytest.approx(stats.pearsonr(momentum, metric[known])[0])
    assert _one(spearman.score(basis), "momentum").value == pytest.approx(stats.spearmanr(momentum, metric[known])[0])
    assert _one(spearman.score(basis), "width").value == pytest.approx(stats.spearmanr(frame["width"], metric)[0])
    assert _one(pearson_log.score(basis), "rate").value == pytest.approx(stats.pearsonr(np.log(frame["rate"]), metric)[0])
    assert _one(pearson.score(basis), "norm").value == pytest.approx(stats.pearsonr(frame["norm"].astype(float), metric)[0])


def test_sign_follows_the_metric_and_not_its_direction() -> None:
    """The sign is the metric's own: minimising does not turn it, negating the metric does."""
    frame, metric = uniform(50, 2), uniform(50, 2)["p0"].to_numpy() ** 2
    for module in (pearson, spearman):
        up, down, turned = (
            _one(module.score(_basis(plant(frame, values, direction))), "p0")
            for values, direction in ((metric, "maximize"), (metric, "minimize"), (-metric, "minimize"))
        )
        assert up.value == pytest.approx(down.value)
        assert turned.value == pytest.approx(-up.value)


@pytest.mark.parametrize("ranks", [False, True])
@pytest.mark.parametrize(("n", "rho"), [(25, 0.6), (100, 0.3)])
def test_intervals_cover_the_truth(n: int, rho: float, *, ranks: bool) -> None:
    """Of 300 parameters with a known correlation, about 95 % have it in their interval."""
    truth = 6 / np.pi * np.arcsin(rho / 2) if ranks else rho
    rng = np.random.default_rng(n)
    hits = 0
    for seed in range(6):
        y = rng.normal(size=n)
        x = rho * y[:, None] + np.sqrt(1 - rho * rho) * rng.normal(size=(n, 50))
        resamples = draw(encode(plant(pd.DataFrame({"a": y}), y)), seed)
        if ranks:
            x, y = stats.rankdata(x, axis=0), stats.rankdata(y)
        found = correlate(x, np.broadcast_to(y[:, None], x.shape), resamples)
        hits += sum(one.low <= truth <= one.high for one in found)  # type: ignore[operator]
    assert hits >= 0.9 * 300


def test_replicates_do_not_narrow_the_interval() -> None:
    """Each setting run five times with the same result says no more than once."""
    frame = uniform(30, 1)
    metric = frame["p0"].to_numpy() + np.random.default_rng(0).normal(size=30)
    once = _one(pearson.score(_basis(plant(frame, metric))), "p0")
    many = pd.DataFrame({"p0": np.repeat(frame["p0"].to_numpy(), 5)})
    five = _one(pearson.score(_basis(plant(many, np.repeat(metric, 5)))), "p0")
    assert five.value == pytest.approx(once.value)
    assert five.high - five.low == pytest.approx(once.high - once.low, rel=0.1)  # type: ignore[operator]


def test_one_run_that_makes_r_widens_the_interval() -> None:
    """Where a single run creates a strong r, the interval does not exclude a weak one."""
    frame = uniform(40, 1, seed=5)
    metric = np.random.default_rng(6).normal(size=40)
    frame.iloc[0, 0], metric[0] = 10.0, 15.0
    found = _one(pearson.score(_basis(plant(frame, metric))), "p0")
    assert found.value > 0.8  # type: ignore[operator]
    assert found.low is None or found.low < 0.3


def test_reasons() -> None:
    """Too few runs, constants, categories and unsuitable ranges are said, not computed."""
    frame = mixed(40).assign(shifted=np.linspace(-1, 1, 40), narrow=np.linspace(1, 9, 40), empty=np.nan)
    frame["single"] = np.where(np.arange(40) < 38, np.nan, 1.0)
    basis = _basis(plant(frame, np.arange(40.0)))
    assert _one(pearson.score(basis), "optimizer").why_not == "category"
    assert _one(pearson_log.score(basis), "norm").why_not == "category"
    assert _one(pearson_log.score(basis), "shifted").why_not == "not_positive"
    assert _one(pearson_log.score(basis), "narrow").why_not == "narrow"
    assert _one(pearson.score(basis), "empty").why_not == "too_few_runs"
    assert _one(pearson.score(basis), "single").why_not == "too_few_runs"
    few = _one(pearson.score(_basis(plant(uniform(6, 1), np.arange(6.0)))), "p0")
    assert (few.value is None, few.low, few.why_not) == (False, None, "too_few_runs")
    exact = _one(pearson.score(_basis(plant(uniform(30, 1), uniform(30, 1)["p0"].to_numpy()))), "p0")
    assert (exact.value, exact.low, exact.why_not) == (pytest.approx(1.0), None, "degenerate")
    assert _one(pearson.score(_basis(plant(uniform(30, 1), np.ones(30)))), "p0").why_not == "constant"
