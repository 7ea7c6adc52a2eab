"""Adaptive sampling: a narrowed parameter; a grid in nested order is none."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number

from sweepbrief import load
from sweepbrief.diagnosis.diagnose import consider
from sweepbrief.diagnosis.drift import draws
from sweepbrief.measures import measure


@cache
def learned() -> tuple[pd.DataFrame, Diagnosed, Diagnosed]:
    """Plant a sampler that closes in on the best rate (10^-3) and on an idle width; give it with and without its order."""
    rng = np.random.default_rng(23)
    n = 240
    made = np.arange(n)
    width = np.where(made < 50, 1.0, 0.25)
    rate = np.clip(-3 + width * rng.uniform(-2, 2, n), -5, -1)
    frame = pd.DataFrame(
        {
            "trial": made,
            "rate": 10**rate,
            "width": 0.5 + width * rng.uniform(-0.5, 0.5, n),
            "depth": rng.uniform(0, 1, n),
        }
    )
    frame["score"] = -0.2 * (rate + 3) ** 2 + 0.3 * frame["depth"] + rng.normal(0, 0.04, n)
    mixed = frame.assign(trial=rng.permutation(n))
    return frame, diagnosed(frame, order="trial"), diagnosed(mixed, order="trial")


def test_the_narrowed_parameter_is_told_with_where_it_went() -> None:
    """The rate is relevant, was narrowed, and the middle of its late runs holds the best rate."""
    frame, found, _ = learned()
    finding = found.finding("rate", "adaptive_sampling")
    assert (found.diagnosis.sampler, found.diagnosis.sampler_from) == ("adaptive", "data")
    assert found.relevant("rate") is True
    assert finding.partners == ()
    assert number(finding, "early_spread") > 0.75
    assert number(finding, "late_spread") == pytest.approx(0.25, abs=0.12)
    assert number(finding, "dense_low") < 1e-3 < number(finding, "dense_high")
    assert number(finding, "dense_high") / number(finding, "dense_low") < 30
    assert number(finding, "r") == pytest.approx(frame["rate"].corr(frame["score"]), abs=1e-9)


def test_settings_that_spread_out_did_not_close_in() -> None:
    """A rate that moves from one end to the middle, and varies more there, was not narrowed."""
    rng = np.random.default_rng(5)
    made = np.arange(240)
    rate = np.where(made < 120, rng.uniform(-5, -4.8, 240), rng.uniform(-3, -1, 240))
    frame = pd.DataFrame({"trial": made, "rate": 10**rate, "depth": rng.uniform(0, 1, 240)})
    frame["score"] = rate + 0.3 * frame["depth"] + rng.normal(0, 0.04, 240)
    found = diagnosed(frame, order="trial")
    assert found.diagnosis.sampler == "adaptive"
    assert "adaptive_sampling" not in found.causes("rate")


def test_more_effort_is_no_narrowing_of_the_search() -> None:
    """Where runs of all budgets count, what a later one was given more of was handed out, not searched."""
    rng = np.random.default_rng(6)
    rate, made = rng.uniform(-5, -1, 120), np.arange(120)
    budget = np.where(made < 60, rng.choice([1.0, 27.0], 120), rng.choice([9.0, 27.0], 120))
    frame = pd.DataFrame({"trial": made, "lr": 10**rate, "budget": budget})
    frame["score"] = -0.2 * (rate + 3) ** 2 + 0.05 * np.sqrt(budget) + rng.normal(0, 0.04, 120)
    sweep = load(frame, metric="score", direction="maximize", order="trial", fidelity="all")
    assert sweep.effort == {"budget"}
    assert "budget" not in consider(sweep, measure(sweep), 0).drifts


def test_it_is_silent_on_even_and_on_idle_parameters() -> None:
    """Depth was not narrowed; width was, but does nothing."""
    found = learned()[1]
    assert "adaptive_sampling" not in found.causes("depth")
    assert "adaptive_sampling" not in found.causes("width")


def test_it_needs_the_order() -> None:
    """The same settings in a random order were not narrowed in the course of the sweep."""
    found = learned()[2]
    assert found.diagnosis.sampler != "adaptive"
    assert not any("adaptive_sampling" in found.causes(name) for name in ("rate", "width", "depth"))


def test_a_grid_over_factors_in_nested_order_is_not_adaptive() -> None:
    """A full grid of rate, batch and level, written by nested loops, is a grid."""
    cells = [(rate, batch, kind) for kind in ("a", "b") for rate in np.logspace(-4, -1, 8) for batch in range(16, 112, 12)]
    frame = pd.DataFrame(cells, columns=["rate", "batch", "kind"]).assign(trial=range(len(cells)))
    frame["score"] = np.log10(frame["rate"]) + np.random.default_rng(24).normal(0, 0.2, len(cells))
    found = diagnosed(frame, order="trial")
    assert found.diagnosis.sampler == "grid"
    assert not any("adaptive_sampling" in found.causes(name) for name in ("rate", "batch", "kind"))


def test_parameters_that_narrow_a_little_each_show_a_sampler_together() -> None:
    """Six settings that close in slowly tell of a sampler that learns; the same settings shuffled do not."""
    rng = np.random.default_rng(24)
    n = 60
    width = np.linspace(1.0, 0.45, n)
    frame = pd.DataFrame({f"p{place}": 0.5 + width * rng.uniform(-0.5, 0.5, n) for place in range(6)})
    frame["trial"], frame["score"] = np.arange(n), frame["p0"] + rng.normal(0, 0.05, n)
    assert diagnosed(frame, order="trial").diagnosis.sampler == "adaptive"
    assert diagnosed(frame.assign(trial=rng.permutation(n)), order="trial").diagnosis.sampler == "random"


def test_narrowing_beyond_doubt_outweighs_the_first_runs() -> None:
    """Twenty first runs that lie close together by chance do not hide that the sampler closed in on the best rate."""
    rng = np.random.default_rng(62)
    n = 240
    first = np.linspace(0.2, 0.8, 20)[rng.permutation(20)]
    rate = np.concatenate([first, rng.uniform(0, 1, 100), 0.5 + rng.uniform(-0.27, 0.27, n - 120)])
    frame = pd.DataFrame({"trial": np.arange(n), "rate": rate, "depth": rng.uniform(0, 1, n)})
    frame["score"] = -np.abs(rate - 0.5) + rng.normal(0, 0.02, n)
    finding = diagnosed(frame, order="trial").finding("rate", "adaptive_sampling")
    assert 0.8 * number(finding, "early_spread") < number(finding, "late_spread") < 0.65


def test_replicates_are_one_draw_of_a_sampler() -> None:
    """A random search with six seeds a setting, run one after the other, is no sampler that learns, however lucky its start."""
    rng = np.random.default_rng(66)
    frame = pd.DataFrame({f"p{number}": np.repeat(rng.uniform(0, 1, 40), 6) for number in range(8)})
    frame["trial"] = np.arange(240)
    frame["score"] = frame["p0"] + rng.normal(0, 0.1, 240)
    assert diagnosed(frame, order="trial").diagnosis.sampler == "random"


def test_settings_that_a_sampler_returns_to_are_its_choices() -> None:
    """Settings repeated about equally often are replicates; those of a sampler that has closed in are counted one by one."""
    position = np.arange(12.0)
    assert list(draws(position, np.repeat(np.arange(4), 3))) == [0, 3, 6, 9]
    assert list(draws(position[::-1], np.repeat(np.arange(4), 3))) == [2, 5, 8, 11]
    assert len(draws(position, np.array([0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3]))) == 12
    assert len(draws(position, np.arange(12))) == 12


def test_a_parameter_that_only_some_runs_have_is_judged_among_them() -> None:
    """A sampler closes in on the best momentum of those runs that have one."""
    rng = np.random.default_rng(31)
    made = np.arange(240)
    frame = pd.DataFrame({"trial": made, "nesterov": rng.random(240) < 0.6, "rate": rng.uniform(0, 1, 240)})
    frame["momentum"] = 0.5 + np.where(made < 60, 1.0, 0.25) * rng.uniform(-0.5, 0.5, 240)
    frame["score"] = frame["rate"] - np.where(frame["nesterov"], 8 * (frame["momentum"] - 0.5) ** 2, 0.3)
    frame["score"] += rng.normal(0, 0.05, 240)
    frame.loc[~frame["nesterov"], "momentum"] = np.nan
    found = diagnosed(frame, order="trial")
    assert {"conditional", "adaptive_sampling"} <= found.causes("momentum")
    assert "adaptive_sampling" not in found.causes("rate")
