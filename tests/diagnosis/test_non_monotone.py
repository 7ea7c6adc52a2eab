"""Non-monotone: effects that go up and down, with the region that is best."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number


@cache
def planted() -> tuple[pd.DataFrame, Diagnosed]:
    """Plant a best rate (10^-2.5), a best depth (6), a worst mix (one half), and a warm-up that rises and dips a little."""
    rng = np.random.default_rng(13)
    n = 300
    frame = pd.DataFrame(
        {
            "rate": 10 ** rng.uniform(-5, 0, n),
            "depth": rng.integers(1, 13, n),
            "mix": rng.uniform(0, 1, n),
            "warm_up": rng.uniform(0, 1, n),
        }
    )
    truth = (
        0.9
        - 0.05 * (np.log10(frame["rate"]) + 2.5) ** 2
        - 0.01 * (frame["depth"] - 6) ** 2
        + 0.8 * (frame["mix"] - 0.5) ** 2
        + 0.35 * (np.minimum(frame["warm_up"], 0.5) - 0.1 * np.maximum(frame["warm_up"] - 0.5, 0))
    )
    frame["score"] = truth + rng.normal(0, 0.03, n)
    return frame, diagnosed(frame)


@pytest.mark.parametrize(("parameter", "best"), [("rate", 10**-2.5), ("depth", 6)])
def test_the_best_region_holds_the_true_optimum(parameter: str, best: float) -> None:
    """The planted optimum lies in the region told, which is a part of the range only."""
    frame, found = planted()
    finding = found.finding(parameter, "non_monotone")
    assert found.causes(parameter) == {"non_monotone"}
    assert found.relevant(parameter) is True
    assert finding.partners == ()
    assert finding.facts["peak"] == "inside"
    low, high = number(finding, "best_low"), number(finding, "best_high")
    assert low <= best <= high
    assert frame[parameter].between(low, high).mean() < 0.6


@pytest.mark.parametrize("parameter", ["rate", "depth"])
def test_the_means_told_are_those_of_the_runs(parameter: str) -> None:
    """The mean in the best region and at the ends is what the runs there scored, within their noise."""
    frame, found = planted()
    finding = found.finding(parameter, "non_monotone")
    inside = frame[frame[parameter].between(number(finding, "best_low"), number(finding, "best_high"))]
    assert number(finding, "best_mean") == pytest.approx(inside["score"].mean(), abs=0.05)
    assert number(finding, "best_mean") > number(finding, "low_mean")
    assert number(finding, "best_mean") > number(finding, "high_mean")
    assert number(finding, "low_value") == frame[parameter].min()
    assert number(finding, "high_value") == frame[parameter].max()


def test_worst_inside_is_told_as_ends() -> None:
    """Where the middle is worst, the ends are best."""
    finding = planted()[1].finding("mix", "non_monotone")
    assert finding.facts["peak"] == "ends"
    assert abs(number(finding, "r")) < 0.3
    assert number(finding, "line_share") < 0.3


def test_it_is_silent_on_a_rise_with_a_slight_dip() -> None:
    """A curve that one direction explains almost whole is not told to turn."""
    found = planted()[1]
    assert "non_monotone" not in found.causes("warm_up")
    assert found.relevant("warm_up") is True


def test_minimising_turns_the_best_region_round() -> None:
    """The same metric minimised is best where it was worst: at the ends of the rate and in the middle of mixing."""
    found = diagnosed(planted()[0], direction="minimize")
    assert found.finding("rate", "non_monotone").facts["peak"] == "ends"
    finding = found.finding("mix", "non_monotone")
    assert finding.facts["peak"] == "inside"
    assert number(finding, "best_low") <= 0.5 <= number(finding, "best_high")
