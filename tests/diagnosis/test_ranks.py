"""Ranks: what only a few far runs speak for is no effect, and what all runs speak for stays one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from planted_diagnoses import diagnosed


def _sweep(runs: int) -> pd.DataFrame:
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({f"p{place}": rng.uniform(0, 1, runs) for place in range(8)})
    frame["score"] = 0.94 + rng.normal(0, 0.006, runs)
    return frame


def test_three_far_runs_at_the_end_of_one_range_are_no_effect() -> None:
    """Among eight parameters some have three bad runs of 25 at one end by luck: nobody can tell."""
    frame = _sweep(25)
    worst = np.argsort(frame["p0"].to_numpy())[-3:]
    frame.loc[worst, "score"] = [0.27, 0.53, 0.71]
    found = diagnosed(frame)
    assert found.diagnosis.signal == "none"
    assert found.relevant("p0") is None


def test_a_cliff_that_many_runs_fell_off_stays_an_effect() -> None:
    """Forty of 160 runs beyond a value lie far below the others, each by a different amount: that is an effect."""
    frame = _sweep(160)
    beyond = frame["p0"] > frame["p0"].quantile(0.75)
    frame.loc[beyond, "score"] -= np.random.default_rng(9).uniform(0.05, 0.7, int(beyond.sum()))
    assert diagnosed(frame).relevant("p0") is True


def test_a_far_end_of_an_effect_that_all_runs_show_hides_nothing() -> None:
    """A cut before the four farthest runs fits best and says nothing among ranks; the trend of the other 51 does."""
    rng = np.random.default_rng(12)
    rate = np.concatenate([rng.uniform(0, 0.7, 51), np.linspace(0.72, 1, 4)])
    frame = pd.DataFrame({"rate": rate, "depth": rng.uniform(0, 1, 55)})
    frame["score"] = 0.3 * rate + 4 * np.maximum(rate - 0.7, 0) + 0.1 * frame["depth"] + rng.normal(0, 0.02, 55)
    found = diagnosed(frame)
    assert found.diagnosis.signal == "strong"
    assert found.causes("rate") == {"monotone_nonlinear"}
