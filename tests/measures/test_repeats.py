"""Repeats: a seed among the parameters counts runs of one setting, and makes no new setting of each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import plant

from sweepbrief.measures import encode, within_settings


def crossed(*, effect: float = 0.0, lost: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    """Draw thirty settings, run each with four seeds, and lose some runs."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"rate": rng.uniform(0, 1, 30), "depth": rng.integers(1, 6, 30)})
    frame = frame.loc[frame.index.repeat(4)].reset_index(drop=True).assign(seed=np.tile(np.arange(4), 30))
    metric = np.sin(20 * frame["rate"]) + effect * frame["seed"] + rng.normal(0, 0.1, 120)
    kept = rng.permutation(120)[lost:]
    return frame.iloc[kept].reset_index(drop=True), metric.to_numpy()[kept]


@pytest.mark.parametrize("lost", [0, 15])
def test_runs_that_differ_in_their_seed_alone_are_replicates(lost: int) -> None:
    """Thirty settings with four seeds each are thirty groups, also where some runs are lost."""
    design = encode(plant(*crossed(lost=lost)))
    assert design.counter == "seed"
    assert int(design.groups.max()) + 1 == 30


def test_a_number_that_shifts_the_metric_within_settings_is_a_parameter() -> None:
    """What differs within settings is more than a count."""
    design = encode(plant(*crossed(effect=0.3)))
    assert design.counter is None
    assert int(design.groups.max()) + 1 == 120


def test_a_number_along_which_another_turns_round_is_a_parameter() -> None:
    """Without an effect on the whole, it still has one within settings: opposite ones at both ends of the rate."""
    frame, metric = crossed()
    metric = metric + 0.4 * (frame["rate"] - frame["rate"].mean()) * (frame["seed"] - 1.5)
    assert encode(plant(frame, metric.to_numpy())).counter is None


def test_another_unit_changes_nothing() -> None:
    """What counts repeats does so in thousandths as well."""
    frame, metric = crossed()
    assert encode(plant(frame.assign(seed=frame["seed"] / 1000), metric)).counter == "seed"


def test_in_a_grid_no_parameter_counts_repeats() -> None:
    """In a full grid every parameter repeats the settings of the others, and none of them is a seed."""
    levels = np.array(np.meshgrid(np.arange(5), np.arange(5), np.arange(4))).reshape(3, -1).T
    frame = pd.DataFrame(levels, columns=["depth", "width", "heads"])
    assert encode(plant(frame, np.random.default_rng(0).normal(size=100))).counter is None


def test_the_difference_within_settings_is_bounded() -> None:
    """The upper end of the interval lies beyond the planted difference, and not far beyond it."""
    frame, metric = crossed(effect=0.3)
    groups = np.unique(frame["rate"], return_inverse=True)[1]
    found = within_settings(frame["seed"].to_numpy(np.float64), groups, metric)
    assert found.p < 1e-6
    assert found.most is not None
    assert 0.9 < found.most < 1.05


def test_a_number_drawn_among_few_settings_is_a_parameter() -> None:
    """Where draws from few values fill most combinations, each parameter is drawn by itself."""
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({name: rng.integers(0, top, 130) for name, top in (("heads", 2), ("depth", 5), ("width", 6))})
    assert encode(plant(frame, rng.normal(size=130))).counter is None
