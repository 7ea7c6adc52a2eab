"""Outliers: runs are named, shapes judged without them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number

from sweepbrief.diagnosis.extremes import standing_apart


@cache
def created() -> tuple[pd.DataFrame, Diagnosed]:
    """Plant five diverged runs at the highest rates, where the rate does nothing; dropout costs, momentum is idle."""
    rng = np.random.default_rng(25)
    n = 220
    frame = pd.DataFrame({name: rng.uniform(0, 1, n) for name in ("rate", "dropout", "momentum")})
    frame["score"] = 0.9 - 0.3 * frame["dropout"] + rng.normal(0, 0.04, n)
    frame.loc[frame["rate"].nlargest(7).index[[0, 1, 3, 4, 6]], "score"] -= 4.0
    return frame, diagnosed(frame)


def test_the_runs_are_named_and_r_without_them_is_the_truth() -> None:
    """Exactly the diverged runs are named; without them the rate does not correlate, and it is not relevant."""
    frame, found = created()
    finding = found.finding("rate", "outliers")
    runs = finding.facts["runs"]
    assert isinstance(runs, list)
    far = (frame["score"] < -1).to_numpy()
    assert set(runs) == set(found.sweep.settings.index[far])
    assert number(finding, "r_without") == pytest.approx(frame["rate"][~far].corr(frame["score"][~far]), abs=1e-9)
    assert abs(number(finding, "r_without")) < 0.2
    assert number(finding, "r") < -0.2
    assert finding.facts["created"] is True
    assert number(finding, "share") == pytest.approx(5 / 220)
    assert found.relevant("rate") is False


def test_the_others_are_judged_without_them() -> None:
    """Dropout keeps its straight effect of the planted size; momentum stays idle."""
    found = created()[1]
    assert found.relevant("dropout") is True
    assert found.relevant("momentum") is False
    shown = [one for one in found.diagnosis.verdicts["dropout"].findings if one.cause == "agreement"]
    for finding in shown:
        inner = number(finding, "high_value") - number(finding, "low_value")
        assert number(finding, "change") == pytest.approx(0.3 * inner, rel=0.15)


@pytest.mark.parametrize("seed", range(2))
def test_students_noise_has_no_outliers(seed: int) -> None:
    """Noise with two and a half degrees of freedom is heavy everywhere: no handful stands apart and matters."""
    rng = np.random.default_rng([26, seed])
    frame = pd.DataFrame({name: rng.uniform(0, 1, 200) for name in ("rate", "dropout")})
    frame["score"] = frame["rate"] + 0.2 * rng.standard_t(2.5, 200)
    found = diagnosed(frame)
    assert not any("outliers" in found.causes(name) for name in ("rate", "dropout"))


def test_extreme_runs_that_do_not_move_r_are_no_story() -> None:
    """Diverged runs spread evenly over the range of a parameter neither make nor hide its correlation."""
    frame, found = created()
    far = (frame["score"] < -1).to_numpy()
    for name in ("dropout", "momentum"):
        shift = frame[name].corr(frame["score"]) - frame[name][~far].corr(frame["score"][~far])
        assert ("outliers" in found.causes(name)) == (abs(shift) >= 0.2)


def test_outliers_may_hide_a_correlation() -> None:
    """A strong straight effect that four diverged runs drown: hidden, not created, and relevant."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({name: rng.uniform(0, 1, 120) for name in ("rate", "width")})
    frame["score"] = 3 * frame["rate"] + rng.normal(0, 0.3, 120)
    frame.loc[frame["rate"].nlargest(10).index[[1, 4, 7, 9]], "score"] -= 60
    found = diagnosed(frame)
    finding = found.finding("rate", "outliers")
    assert finding.facts["created"] is False
    assert number(finding, "r") < 0.5 < number(finding, "r_without")
    assert found.relevant("rate") is True


def test_runs_that_diverge_at_the_end_of_a_range_are_outliers() -> None:
    """The five runs at the highest rates, all diverged, are a handful that makes the correlation, not a story of the rate."""
    rng = np.random.default_rng(26)
    frame = pd.DataFrame({name: rng.uniform(0, 1, 110) for name in ("rate", "dropout")})
    frame["score"] = 0.9 - 0.3 * frame["dropout"] + rng.normal(0, 0.04, 110)
    frame.loc[frame["rate"].nlargest(5).index, "score"] -= 4.0
    found = diagnosed(frame)
    assert "outliers" in found.causes("rate")
    assert found.relevant("rate") is False
    assert found.relevant("dropout") is True


def test_a_handful_is_rounded_up() -> None:
    """Five of 63 runs, four and a bit by the share, are a handful that stands apart; six are a group of their own."""
    rng = np.random.default_rng(36)
    values = rng.normal(0, 1, 63)
    for count, found in ((5, 5), (6, 0)):
        far = values.copy()
        far[:count] = 40 + np.arange(count)
        assert standing_apart(far).sum() == found


@pytest.mark.parametrize(("steep", "accidents"), [(True, False), (False, True)])
def test_the_end_of_a_trend_is_no_accident(*, steep: bool, accidents: bool) -> None:
    """Trees of depth 1, 2, 2 and 3 that go on where the others lean are an effect of it; without a lean they stand apart."""
    rng = np.random.default_rng(28)
    depth = np.array([1, 2, 2, 3, *rng.integers(4, 21, 46)])
    frame = pd.DataFrame({"depth": depth, "trees": rng.integers(10, 50, 50), "leaf": rng.integers(1, 5, 50)})
    low = np.exp(-(depth - 1) / 1.5)
    frame["score"] = -2.0 * np.where(depth < 4, low, 0.0) - steep * 0.6 / depth - 0.03 * frame["leaf"] + rng.normal(0, 0.01, 50)
    found = diagnosed(frame)
    assert any("outliers" in found.causes(name) for name in ("trees", "leaf", "depth")) == accidents
    if steep:
        worst = found.diagnosis.effects["depth"].worst
        assert found.relevant("depth") is True
        assert worst is not None
        assert worst.span is not None
        assert worst.span[0] == 1
