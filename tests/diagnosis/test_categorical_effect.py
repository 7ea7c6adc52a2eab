"""Categorical effect: levels that shift the metric, told by level and never by a correlation of codes."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number

SHIFT = {"constant": 0.0, "cosine": 0.3, "linear": 0.2, "step": 0.1}


@cache
def planted() -> tuple[pd.DataFrame, Diagnosed]:
    """Plant schedules that shift the metric evenly, one rare loss function far worse than all, and an idle augmentation."""
    rng = np.random.default_rng(18)
    n = 320
    loss = np.array(["focal", "hinge", "mse"])[rng.integers(0, 3, n)]
    loss[rng.choice(n, 16, replace=False)] = "raw"
    frame = pd.DataFrame(
        {
            "schedule": rng.choice(sorted(SHIFT), n),
            "loss": loss,
            "augmentation": rng.choice(["crop", "flip", "none", "warp"], n),
            "clip": rng.random(n) < 0.5,
            "rate": rng.uniform(0, 1, n),
        }
    )
    frame["score"] = (
        frame["schedule"].map(SHIFT)
        - 1.5 * (frame["loss"] == "raw")
        + 0.15 * frame["clip"]
        + 0.2 * frame["rate"]
        + rng.normal(0, 0.05, n)
    )
    return frame, diagnosed(frame)


def test_best_and_worst_level_are_the_planted_ones() -> None:
    """The best and the worst schedule are named with means that differ by what was planted."""
    found = planted()[1]
    finding = found.finding("schedule", "categorical_effect")
    assert found.causes("schedule") == {"categorical_effect"}
    assert found.relevant("schedule") is True
    assert finding.partners == ()
    assert (finding.facts["best_level"], finding.facts["worst_level"]) == ("cosine", "constant")
    assert number(finding, "best_mean") - number(finding, "worst_mean") == pytest.approx(0.3, abs=0.04)
    assert finding.facts["levels"] == 4
    assert finding.facts["single"] == ""
    assert 0 < number(finding, "eta_squared") < 1


def test_one_bad_level_is_no_outlier() -> None:
    """A rare level far below all others stands alone; its runs are an effect of it, not accidents."""
    found = planted()[1]
    finding = found.finding("loss", "categorical_effect")
    assert found.relevant("loss") is True
    assert (finding.facts["worst_level"], finding.facts["single"]) == ("raw", "worst")
    assert not [name for name in found.sweep.settings.columns if "outliers" in found.causes(str(name))]


def test_the_other_levels_are_judged_beside_it() -> None:
    """The means differ by the planted fall."""
    finding = planted()[1].finding("loss", "categorical_effect")
    assert number(finding, "best_mean") - number(finding, "worst_mean") == pytest.approx(1.5, abs=0.08)


def test_it_is_silent_on_an_idle_category_and_on_a_switch() -> None:
    """Levels that shift nothing are no effect, and a switch agrees."""
    found = planted()[1]
    assert "categorical_effect" not in found.causes("augmentation")
    assert found.relevant("augmentation") is False
    assert found.causes("clip") == {"agreement"}


def test_order_of_codes_does_not_matter() -> None:
    """Other names, and so another order, for the levels give the same finding."""
    frame, found = planted()
    names = {"constant": "z", "cosine": "y", "linear": "b", "step": "a"}
    renamed = diagnosed(frame.assign(schedule=frame["schedule"].map(names)))
    old, new = found.finding("schedule", "categorical_effect"), renamed.finding("schedule", "categorical_effect")
    assert (new.facts["best_level"], new.facts["worst_level"]) == ("y", "z")
    assert number(new, "best_mean") == pytest.approx(number(old, "best_mean"))
    assert new.confidence == old.confidence


def test_a_switch_is_told_by_its_levels_where_the_correlation_does_not_tell_it() -> None:
    """Two diverged runs hide what a switch does: besides them, the means of both levels are said."""
    rng = np.random.default_rng(27)
    frame = pd.DataFrame({"clip": rng.random(160) < 0.5, "rate": rng.uniform(0, 1, 160)})
    frame["score"] = frame["clip"] + frame["rate"] + rng.normal(0, 0.2, 160)
    frame.loc[frame.index[frame["clip"]][:2], "score"] = -400.0
    found = diagnosed(frame)
    finding = found.finding("clip", "categorical_effect")
    assert found.causes("clip") == {"outliers", "categorical_effect"}
    assert (finding.facts["best_level"], finding.facts["single"]) == (True, "switch")
    assert number(finding, "best_mean") - number(finding, "worst_mean") == pytest.approx(1.0, abs=0.15)
