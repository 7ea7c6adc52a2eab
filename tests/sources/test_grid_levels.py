"""A missing value that completes a grid is a level of the design."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from sweepbrief.sources.grid_levels import missing_levels


def grid(*levels: list[object]) -> pd.DataFrame:
    return pd.DataFrame(list(itertools.product(*levels)), columns=[f"p{number}" for number in range(len(levels))])


def test_a_crossed_missing_value_is_a_level() -> None:
    """Where "not set" was run with every other combination, it is a level."""
    assert missing_levels(grid([1.0, 2.0, np.nan], [0, 1, 2, 3])) == {"p0"}


def test_replicates_and_a_lost_run_do_not_hide_it() -> None:
    """Repeated runs, a constant column and a missing combination in twenty change nothing."""
    frame = pd.concat([grid([1.0, 2.0, 3.0, np.nan], [0, 1, 2, 3, 4])] * 2, ignore_index=True).assign(constant=5)
    assert missing_levels(frame.drop(index=[0, 20])) == {"p0"}


def test_a_conditional_parameter_is_no_level() -> None:
    """A parameter that is missing for one kernel only is not crossed with it."""
    frame = grid(["linear", "rbf"], [0.1, 1.0, 10.0])
    frame["p1"] = frame["p1"].where(frame["p0"] == "rbf")
    assert not missing_levels(frame)


def test_a_random_search_with_gaps_is_no_grid() -> None:
    """Values drawn at random complete no grid, wherever they are missing."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.random(60), "b": rng.integers(0, 3, 60).astype(float)})
    frame.loc[rng.random(60) < 0.2, "b"] = np.nan
    assert not missing_levels(frame)
