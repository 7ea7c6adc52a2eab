"""Monotone nonlinear: effects of one direction that a straight line does not describe, with their shape and their bend."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number

PLATEAU, KNEE, STEP = 0.1, 0.7, 0.25


@cache
def planted() -> Diagnosed:
    """Plant a rate by factors, a saturation, a knee at 0.7, a step at a quarter, a line and a bowl."""
    rng = np.random.default_rng(12)
    n = 400
    frame = pd.DataFrame(
        {
            "rate": 10 ** rng.uniform(-5, -1, n),
            "data": rng.uniform(0, 1, n),
            "blur": rng.uniform(0, 1, n),
            "cut": rng.uniform(0, 1, n),
            "line": rng.uniform(0, 1, n),
            "bowl": rng.uniform(0, 1, n),
        }
    )
    frame["score"] = (
        0.08 * np.log10(frame["rate"])
        + 0.4 * (1 - np.exp(-frame["data"] / PLATEAU))
        - 1.2 * np.maximum(frame["blur"] - KNEE, 0)
        + 0.25 * (frame["cut"] > STEP)
        + 0.3 * frame["line"]
        - 1.3 * (frame["bowl"] - 0.5) ** 2
        + rng.normal(0, 0.05, n)
    )
    return diagnosed(frame)


@pytest.mark.parametrize(("parameter", "rises"), [("rate", True), ("data", True), ("blur", False), ("cut", True)])
def test_the_curve_is_recognised(parameter: str, *, rises: bool) -> None:
    """Each of the four curves is relevant, has this one cause, and goes its way."""
    found = planted()
    finding = found.finding(parameter, "monotone_nonlinear")
    assert found.causes(parameter) == {"monotone_nonlinear"}
    assert found.relevant(parameter) is True
    assert finding.partners == ()
    assert finding.facts["rises"] is rises
    assert number(finding, "line_share") < 0.84
    assert number(finding, "monotone_share") > 0.9


@pytest.mark.parametrize(
    ("parameter", "shape", "low", "high"),
    [
        ("data", "saturation", 0.05, 0.4),
        ("blur", "knee", KNEE - 0.12, KNEE + 0.12),
        ("cut", "threshold", STEP - 0.05, STEP + 0.05),
    ],
)
def test_shape_and_bend_are_the_planted_ones(parameter: str, shape: str, low: float, high: float) -> None:
    """Steep then flat, flat then steep, and a step are told apart, and the place of the bend is near the truth."""
    finding = planted().finding(parameter, "monotone_nonlinear")
    assert finding.facts["shape"] == shape
    assert low <= number(finding, "bend") <= high


def test_a_line_on_the_logarithm_has_no_bend() -> None:
    """An effect by factors of ten is logarithmic, and its change is that between the inner ends."""
    finding = planted().finding("rate", "monotone_nonlinear")
    assert finding.facts["shape"] == "log"
    assert finding.facts["bend"] is None
    decades = np.log10(number(finding, "high_value") / number(finding, "low_value"))
    assert number(finding, "change") == pytest.approx(0.08 * decades, rel=0.15)


def test_the_change_of_a_step_is_its_height() -> None:
    """Between the inner ends a step changes the metric by its height."""
    assert number(planted().finding("cut", "monotone_nonlinear"), "change") == pytest.approx(0.25, abs=0.04)


def test_a_bend_with_few_runs_on_one_side_is_told_with_their_number() -> None:
    """What three runs alone show says so; where both sides have many it needs no such word."""
    rng = np.random.default_rng(2)
    rate = np.concatenate([rng.uniform(0, 0.3, 96), np.linspace(0.4, 1, 4)])
    frame = pd.DataFrame({"rate": rate, "depth": rng.uniform(0, 1, 100)})
    frame["score"] = 0.3 * rate + 1.5 * np.maximum(rate - 0.4, 0) + 0.1 * frame["depth"] + rng.normal(0, 0.02, 100)
    assert diagnosed(frame).finding("rate", "monotone_nonlinear").facts["edge_runs"] == 3
    assert planted().finding("blur", "monotone_nonlinear").facts["edge_runs"] is None


@pytest.mark.parametrize(("parameter", "truth"), [("line", "agreement"), ("bowl", "non_monotone")])
def test_it_is_silent_on_lines_and_bowls(parameter: str, truth: str) -> None:
    """A line and a bowl are told as what they are."""
    assert planted().causes(parameter) == {truth}


def test_what_levels_off_within_the_range_is_not_told_by_factors() -> None:
    """A gain by factors that ends half-way is told as levelling off there, though a logarithm explains most of it."""
    rng = np.random.default_rng(8)
    width = rng.integers(8, 129, 500)
    gain = 0.1 * np.log2(np.minimum(width, 48) / 8)
    frame = pd.DataFrame({"width": width, "dropout": rng.uniform(0, 1, 500), "score": gain + rng.normal(0, 0.05, 500)})
    finding = diagnosed(frame).finding("width", "monotone_nonlinear")
    assert finding.facts["shape"] == "saturation"
    assert 30 <= number(finding, "bend") <= 65
