"""Survivorship: losses that depend on a setting; random losses are none."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number

from sweepbrief import load
from sweepbrief.diagnosis.losses import losses


@cache
def lost() -> tuple[pd.DataFrame, Diagnosed]:
    """Plant losses at large batches and with lion, neither of which has an effect; one in twelve is lost anyway."""
    rng = np.random.default_rng(27)
    n = 360
    frame = pd.DataFrame(
        {
            "batch": 2 ** rng.integers(4, 11, n),
            "optimizer": rng.choice(["adam", "lion", "sgd"], n),
            "rate": rng.uniform(0, 1, n),
            "width": rng.uniform(0, 1, n),
        }
    )
    frame["score"] = 0.5 * frame["rate"] + rng.normal(0, 0.06, n)
    memory = np.where(frame["batch"] >= 512, 0.6, 0.08)
    chance = np.maximum(memory, np.where(frame["optimizer"] == "lion", 0.5, 0.0))
    frame.loc[rng.random(n) < chance, "score"] = np.nan
    return frame, diagnosed(frame)


def test_memory_is_told_with_the_shares_at_both_ends() -> None:
    """Few of the small batches and most of the large ones are lost; among the runs that count the batch does nothing."""
    frame, found = lost()
    finding = found.finding("batch", "survivorship")
    assert finding.partners == ()
    assert number(finding, "lost") == frame["score"].isna().sum()
    assert number(finding, "lost_low") < 0.4 < number(finding, "lost_high")
    assert number(finding, "low_value") < number(finding, "high_value")
    assert number(finding, "p_value") < 0.01
    assert found.relevant("batch") is False
    assert "irrelevant" in found.causes("batch")


def test_a_level_that_crashes_is_named() -> None:
    """The level that loses most is the planted one, with its share."""
    frame, found = lost()
    finding = found.finding("optimizer", "survivorship")
    assert finding.facts["high_value"] == "lion"
    truth = frame.loc[frame["optimizer"] == "lion", "score"].isna().mean()
    assert number(finding, "lost_high") == pytest.approx(truth, abs=1e-9)
    assert number(finding, "lost_low") < number(finding, "lost_high")


@pytest.mark.parametrize("parameter", ["rate", "width"])
def test_it_is_silent_where_losses_do_not_depend_on_the_parameter(parameter: str) -> None:
    """Beside two settings that lose runs, the others do not."""
    assert "survivorship" not in lost()[1].causes(parameter)


def test_losses_for_no_reason_are_not_survivorship() -> None:
    """A fifth of the runs is missing at random."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"rate": rng.uniform(0, 1, 200), "kind": rng.choice(["a", "b", "c"], 200)})
    frame["score"] = np.where(rng.random(200) < 0.2, np.nan, frame["rate"] + rng.normal(0, 0.2, 200))
    found = diagnosed(frame)
    assert not any("survivorship" in found.causes(name) for name in ("rate", "kind"))


def test_losses_in_few_runs_are_counted_exactly() -> None:
    """Half of the large batches of eighty runs are lost: that shares are uneven by nature does not speak against it."""
    rng = np.random.default_rng(42)
    frame = pd.DataFrame({name: rng.uniform(0, 1, 80) for name in ("batch", "width", "rate", "decay")})
    frame["score"] = frame["rate"] + rng.normal(0, 0.1, 80)
    frame.loc[rng.random(80) < np.where(frame["batch"] > 0.7, 0.5, 0.03), "score"] = np.nan
    found = diagnosed(frame)
    assert "survivorship" in found.causes("batch")
    assert all("survivorship" not in found.causes(name) for name in ("width", "rate", "decay"))


def test_a_dozen_losses_among_very_many_runs_are_all_looked_at() -> None:
    """Of 20,000 runs a sample is tested, but no lost run is left out of it, and shares are those of all runs."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"rate": rng.uniform(0, 1, 20_000), "width": rng.uniform(0, 1, 20_000)})
    frame["score"] = rng.normal(0, 1, 20_000)
    frame.loc[frame["rate"].nlargest(400).index[::33], "score"] = np.nan
    found = losses(load(frame, metric="score", direction="maximize"), ("rate", "width"), seed=0)
    assert set(found) == {"rate"}
    assert (found["rate"].lost.sum(), len(found["rate"].lost)) == (13, 20_000)
    assert found["rate"].log_p < np.log(400 / 20_000) * 10  # that of thirteen, less the correction
