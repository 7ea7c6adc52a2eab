"""No signal: cannot tell, and how many runs would."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number


@cache
def noise() -> Diagnosed:
    """Plant sixty runs of noise over two numbers, a category and a switch."""
    rng = np.random.default_rng(32)
    n = 60
    frame = pd.DataFrame(
        {
            "rate": 10 ** rng.uniform(-4, 0, n),
            "width": rng.integers(8, 64, n),
            "scheme": rng.choice(["a", "b", "c"], n),
            "clip": rng.random(n) < 0.5,
            "score": rng.normal(size=n),
        }
    )
    return diagnosed(frame)


@pytest.mark.parametrize("parameter", ["rate", "width", "scheme", "clip"])
def test_it_cannot_be_told_and_says_how_little_is_known(parameter: str) -> None:
    """Neither relevant nor irrelevant; an out-of-bag R2 that may be nil; more runs than there were are needed."""
    found = noise()
    finding = found.finding(parameter, "no_signal")
    assert found.causes(parameter) == {"no_signal"}
    assert found.relevant(parameter) is None
    assert finding.partners == ()
    assert finding.facts["runs"] == 60
    assert number(finding, "r2_low") <= number(finding, "r2") <= number(finding, "r2_high")
    assert number(finding, "r2_low") <= 0
    assert number(finding, "runs_needed") == found.diagnosis.runs_needed
    assert number(finding, "runs_needed") > 60
    assert (finding.facts["r"] is None) == (parameter == "scheme")


def test_it_is_silent_where_something_acts() -> None:
    """One effect in the same number of runs gives a signal, and what is idle is then irrelevant."""
    rng = np.random.default_rng(33)
    frame = pd.DataFrame({name: rng.uniform(0, 1, 120) for name in ("rate", "width", "depth")})
    frame["score"] = frame["rate"] + rng.normal(0, 0.1, 120)
    found = diagnosed(frame)
    assert found.diagnosis.signal == "strong"
    assert found.diagnosis.runs_needed is None
    assert not any("no_signal" in found.causes(name) for name in ("rate", "width", "depth"))


def test_a_few_settings_however_often_repeated_cannot_tell() -> None:
    """Five settings run five times each differ for sure, but what differs between them may be any of four parameters."""
    rng = np.random.default_rng(34)
    settings = pd.DataFrame({name: rng.uniform(0, 1, 5) for name in ("rate", "width", "depth", "decay")})
    frame = settings.loc[np.repeat(np.arange(5), 5)].reset_index(drop=True)
    frame["score"] = 3 * frame["rate"] + rng.normal(0, 0.01, 25)
    found = diagnosed(frame)
    finding = found.finding("rate", "no_signal")
    assert (finding.facts["why"], finding.facts["known"]) == ("repeated", 5)
    assert number(finding, "runs_needed") > 25


def test_a_metric_that_never_moved_asks_for_no_more_runs() -> None:
    """Where every run came to the same value, more of the same would tell nothing."""
    rng = np.random.default_rng(35)
    frame = pd.DataFrame({"rate": rng.uniform(0, 1, 30), "width": rng.uniform(0, 1, 30), "score": 0.5})
    found = diagnosed(frame)
    facts = found.finding("rate", "no_signal").facts
    assert (facts["why"], facts["runs_needed"]) == ("constant", None)
    assert found.diagnosis.runs_needed is None
