"""Settings that moved together are found, and independent ones are not."""

from __future__ import annotations

import numpy as np
from planted_sweeps import mixed, plant, uniform

from sweepbrief.measures import encode
from sweepbrief.measures.dependence import dependence


def test_coupled_settings_are_found() -> None:
    """A number with a number, a number with a category, and a category with a category."""
    rng = np.random.default_rng(0)
    frame = mixed(120)
    frame["twin"] = 2 * frame["width"] + 20 * rng.normal(size=120)
    frame["other_pool"] = np.where(rng.random(120) < 0.1, "none", frame["pool"])
    frame["by_optimizer"] = frame["optimizer"].map({"adam": 1.0, "sgd": 2.0, "lion": 3.0}) + rng.random(120)
    names = list(frame.columns)
    found = dependence(encode(plant(frame, rng.normal(size=120))), names)
    assert {one.parameters for one in found} == {("width", "twin"), ("pool", "other_pool"), ("optimizer", "by_optimizer")}
    assert all(0.8 < one.value <= 1.0 for one in found)


def test_independent_settings_are_not() -> None:
    """Among thousands of pairs of independent settings, hardly one is reported."""
    rng = np.random.default_rng(1)
    frame = uniform(40, 60)
    frame["c"] = rng.choice(["u", "v", "w"], 40)
    assert len(dependence(encode(plant(frame, rng.normal(size=40))), list(frame.columns))) <= 1


def test_a_full_grid_is_independent_and_its_replicates_change_nothing() -> None:
    """A grid run ten times is no coupling."""
    grid = np.array([(a, b) for a in range(4) for b in range(4)] * 10, dtype=float)
    frame = uniform(160, 2).assign(p0=grid[:, 0], p1=grid[:, 1])
    assert dependence(encode(plant(frame, np.arange(160.0))), ["p0", "p1"]) == ()
