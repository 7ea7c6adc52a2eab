"""Every plain condition of ``--fail-on`` holds where it says so, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import sweepbrief
from sweepbrief.cli import commands
from sweepbrief.conditions import PLAIN, SINCE, held

if TYPE_CHECKING:
    from sweepbrief import Analysis


@pytest.fixture(scope="module")
def rising() -> Analysis:
    """Analyse 80 runs that are best at the upper end of one range; every fourth failed."""
    rng = np.random.default_rng(3)
    rate, idle = rng.uniform(0, 8, 80), rng.uniform(0, 1, 80)
    score = np.where(np.arange(80) % 4 == 0, np.nan, rate + rng.normal(0, 0.2, 80))
    status = np.where(np.isnan(score), "failed", "complete")
    return sweepbrief.analyse(
        sweepbrief.load(pd.DataFrame({"rate": rate, "idle": idle, "score": score, "status": status}), "score", "maximize")
    )


@pytest.fixture(scope="module")
def noise() -> Analysis:
    """Analyse 18 runs in which nothing acts and nothing failed."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.uniform(size=(18, 2)), columns=["rate", "idle"])
    return sweepbrief.analyse(sweepbrief.load(frame.assign(score=rng.normal(size=18)), "score", "maximize"))


def names(analysis: Analysis, *conditions: str) -> list[str]:
    return [line.split(":")[0] for line in held(analysis, conditions)]


def test_plain_conditions_hold_where_they_should(rising: Analysis, noise: Analysis) -> None:
    """A strong sweep stops for its edge alone; noise for its size and for saying nothing."""
    assert names(rising, *PLAIN) == ["best-at-edge"]
    assert sorted(names(noise, *PLAIN)) == ["no-signal", "not-reliable", "too-few-runs"]


def test_the_share_of_failures_is_held_against_the_limit(rising: Analysis, noise: Analysis) -> None:
    """Twenty of eighty runs are a quarter: more than 0.24, not more than 0.25; none is not more than none."""
    assert names(rising, "failures-above=0.24") == ["failures-above"]
    assert names(rising, "failures-above=0.25") == []
    assert names(noise, "failures-above=0") == []


def test_help_names_every_condition() -> None:
    """What ``--help`` lists is what is understood, with the shape of what a condition takes."""
    shown = " ".join(CliRunner().invoke(commands, ["report", "--help"]).output.split()).replace("- ", "-")
    for written in (*PLAIN, *(f"{name}=OLD" for name in SINCE), "failures-above=SHARE"):
        assert written in shown
