"""Conditions are read off the runs only where another parameter tells exactly."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sweepbrief.sources.conditions import find_conditions

RNG = np.random.default_rng(3)
KERNEL = pd.Series(np.array(["linear", "rbf", "poly"])[np.arange(60) % 3])


def test_the_parent_and_its_values_are_found() -> None:
    """``gamma`` is set exactly for two of three kernels."""
    frame = pd.DataFrame({"c": RNG.random(60), "kernel": KERNEL})
    frame["gamma"] = pd.Series(RNG.random(60)).where(KERNEL != "linear")
    found = find_conditions(frame, ["gamma"])
    assert found["gamma"].parent == "kernel"
    assert found["gamma"].values == ("poly", "rbf")


def test_one_exception_is_enough_to_say_nothing() -> None:
    """A value that stands where it should not leaves no condition."""
    frame = pd.DataFrame({"kernel": KERNEL})
    frame["gamma"] = pd.Series(RNG.random(60)).where(KERNEL == "rbf")
    frame.loc[0, "gamma"] = 1.0
    assert not find_conditions(frame, ["gamma"])


def test_the_parent_with_fewest_values_is_taken() -> None:
    """Of two parameters that tell, the simpler one is the parent; numbers are whole where they are."""
    layers = pd.Series(1.0 + np.arange(60) % 3)
    frame = pd.DataFrame({"label": layers * 10 + np.arange(60) // 30, "layers": layers})
    frame["units"] = pd.Series(RNG.random(60)).where(layers >= 2)
    found = find_conditions(frame, ["units"])["units"]
    assert found.parent == "layers"
    assert found.values == (2, 3)
    assert all(isinstance(value, int) for value in found.values)


def test_chance_gaps_have_no_parent() -> None:
    """Values missing at random depend on nothing."""
    frame = pd.DataFrame({"kernel": KERNEL, "a": pd.Series(RNG.random(60)).where(RNG.random(60) < 0.8)})
    assert not find_conditions(frame, ["a"])
