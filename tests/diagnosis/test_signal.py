"""Signal: how much the parameters carry is judged by runs left out, not by what a forest makes of a small sweep."""

from __future__ import annotations

import numpy as np
import pandas as pd
from planted_diagnoses import diagnosed

from sweepbrief.diagnosis import ranked
from sweepbrief.measures import Estimate


def test_a_small_sweep_of_clear_effects_is_strong_though_its_forest_doubts() -> None:
    """Four straight effects that carry nearly everything in 44 runs are a strong signal."""
    rng = np.random.default_rng(71)
    frame = pd.DataFrame({f"p{place}": rng.uniform(0, 1, 44) for place in range(8)})
    frame["score"] = frame[["p0", "p1", "p2", "p3"]].sum(axis=1) + rng.normal(0, 0.08, 44)
    found = diagnosed(frame)
    forest = found.measurements.surrogate.oob_r2
    assert forest.value is not None
    assert forest.value < 0.5
    assert not ranked(forest)
    assert found.diagnosis.signal == "strong"
    assert all(found.relevant(name) is True for name in ("p0", "p1", "p2", "p3"))


def test_a_forest_ranks_where_it_predicts_more_than_it_leaves_open() -> None:
    """Ten per cent predicted for sure is something, but no order of the parameters; nor is more, with an interval over 0."""
    assert ranked(Estimate(0.7, 0.5, 0.8))
    assert not ranked(Estimate(0.1, 0.07, 0.15))
    assert not ranked(Estimate(0.6, -0.2, 0.9))
    assert not ranked(Estimate(None, why_not="too_few_runs"))


def test_an_effect_that_carries_a_third_is_weak() -> None:
    """One straight effect of a third of the variation in 200 runs is a weak signal."""
    rng = np.random.default_rng(72)
    frame = pd.DataFrame({f"p{place}": rng.uniform(0, 1, 200) for place in range(5)})
    frame["score"] = frame["p0"] + rng.normal(0, np.sqrt(2 / 12), 200)
    assert diagnosed(frame).diagnosis.signal == "weak"


def test_repeated_settings_show_a_signal_that_no_model_finds() -> None:
    """Twenty-four settings run twice, whose results come back, are a strong signal though nobody can tell what makes it."""
    rng = np.random.default_rng(73)
    settings = pd.DataFrame({f"p{place}": rng.uniform(0, 1, 24) for place in range(10)})
    level = np.sin(40 * settings).sum(axis=1)
    frame = pd.concat([settings, settings], ignore_index=True)
    frame["score"] = pd.concat([level, level], ignore_index=True) + rng.normal(0, 0.2, 48)
    found = diagnosed(frame)
    assert found.diagnosis.signal == "strong"
    assert not any(found.relevant(str(name)) for name in settings)


def test_repeated_settings_whose_results_do_not_come_back_are_none() -> None:
    """The same settings with results of chance alone carry nothing."""
    rng = np.random.default_rng(74)
    settings = pd.DataFrame({f"p{place}": rng.uniform(0, 1, 24) for place in range(10)})
    frame = pd.concat([settings, settings], ignore_index=True)
    frame["score"] = rng.normal(0, 1, 48)
    assert diagnosed(frame).diagnosis.signal == "none"
