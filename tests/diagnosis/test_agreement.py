"""Agreement: straight effects, and nothing else, are told as what the correlation already says."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number

from sweepbrief.diagnosis import Shape
from sweepbrief.diagnosis.causes.agreement import contrary

LOSS, GAIN = -0.25, 0.06


@cache
def planted() -> tuple[pd.DataFrame, Diagnosed]:
    """Plant a cost of dropout (0.25 a unit), a gain by a switch (0.06), a rate by factors, levels, and an idle patience."""
    rng = np.random.default_rng(11)
    n = 300
    frame = pd.DataFrame(
        {
            "dropout": rng.uniform(0, 0.8, n),
            "mixed_precision": rng.random(n) < 0.5,
            "rate": 10 ** rng.uniform(-5, -1, n),
            "optimizer": rng.choice(["adam", "lion", "sgd"], n),
            "patience": rng.integers(3, 12, n),
        }
    )
    shift = frame["optimizer"].map({"adam": 0.1, "lion": 0.05, "sgd": 0.0})
    frame["score"] = (
        0.6
        + LOSS * frame["dropout"]
        + GAIN * frame["mixed_precision"]
        + 0.05 * np.log10(frame["rate"])
        + shift
        + rng.normal(0, 0.02, n)
    )
    return frame, diagnosed(frame)


def test_a_straight_effect_is_told_with_its_size() -> None:
    """The change between the inner ends of the range is the planted slope times their distance."""
    frame, found = planted()
    finding = found.finding("dropout", "agreement")
    assert found.relevant("dropout") is True
    assert finding.partners == ()
    assert finding.facts["rises"] is False
    distance = number(finding, "high_value") - number(finding, "low_value")
    assert distance == pytest.approx(frame["dropout"].quantile(0.9) - frame["dropout"].quantile(0.1), abs=0.02)
    assert number(finding, "change") == pytest.approx(-LOSS * distance, rel=0.1)
    assert number(finding, "line_share") >= 0.93


def test_r_is_pearsons_with_its_interval() -> None:
    """The correlation told is that of the runs, within its interval."""
    frame, found = planted()
    finding = found.finding("dropout", "agreement")
    assert number(finding, "r") == pytest.approx(frame["dropout"].corr(frame["score"]), abs=1e-9)
    assert -1 <= number(finding, "r_low") < number(finding, "r") < number(finding, "r_high") <= 1


def test_a_switch_may_agree() -> None:
    """A boolean that shifts the metric is told between its two levels."""
    finding = planted()[1].finding("mixed_precision", "agreement")
    assert finding.facts["low_value"] in {False, "False", "false"}
    assert finding.facts["rises"] is True
    assert number(finding, "change") == pytest.approx(GAIN, abs=0.01)
    assert planted()[1].relevant("mixed_precision") is True


@pytest.mark.parametrize("parameter", ["rate", "optimizer", "patience"])
def test_it_is_silent_on_curves_categories_and_idle_parameters(parameter: str) -> None:
    """A curve over factors of ten, a category of three levels and an idle parameter do not agree."""
    assert "agreement" not in planted()[1].causes(parameter)


def test_nothing_else_is_said_of_a_straight_effect() -> None:
    """A straight effect has one cause."""
    found = planted()[1]
    assert found.causes("dropout") == {"agreement"}
    assert found.causes("mixed_precision") == {"agreement"}
    assert found.diagnosis.signal == "strong"


def test_a_line_over_decades_says_where_it_falls() -> None:
    """A cost per unit of a weight searched over seven decades is told to lie in the last; one over a single range is not."""
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"decay": 10 ** rng.uniform(-6, 1.5, 240), "dropout": rng.uniform(0.01, 0.8, 240)})
    frame["score"] = 0.7 - 0.02 * frame["decay"] - 0.2 * frame["dropout"] + rng.normal(0, 0.02, 240)
    found = diagnosed(frame)
    decay = found.finding("decay", "agreement")
    assert number(decay, "most_above") == pytest.approx(number(decay, "high_value") / 10, rel=1e-3)
    assert found.finding("dropout", "agreement").facts["most_above"] is None


def test_a_weak_signal_claims_no_bend_that_its_own_curve_lacks() -> None:
    """Seven values, few runs, much noise: a shape that is told is the shape that is drawn."""
    told = []
    for seed in range(6):
        steps = np.tile([0.0, 1.0, 5.0, 10.0, 25.0, 50.0, 100.0], 5)
        frame = pd.DataFrame({"steps": steps, "rho": np.repeat([1.0, 2.0, 4.0, 8.0, 16.0], 7)})
        frame["score"] = 0.004 * steps + np.random.default_rng(seed).normal(0.0, 0.2, len(frame))
        result = diagnosed(frame)
        told += [(result.diagnosis.signal, finding) for finding in result.findings() if finding.parameter == "steps"]
    assert any(finding.cause == "agreement" for _, finding in told)
    for signal, finding in told:
        if signal == "weak" and finding.cause == "monotone_nonlinear":
            assert isinstance(finding.evidence, Shape)
            curve = finding.evidence.curve
            assert np.corrcoef(curve.x, curve.mean)[0, 1] ** 2 < 0.99


@pytest.mark.parametrize(
    ("r", "rises", "against"), [(0.4, True, False), (0.4, False, True), (-0.1, True, True), (None, True, False)]
)
def test_a_correlation_of_the_other_sign_speaks_against_agreement(r: float | None, rises: bool, against: bool) -> None:  # noqa: FBT001 - rows of a table
    """Measures agree on a straight effect only where r has its sign; a category without r says nothing."""
    assert contrary(r, rises=rises) is against


def test_a_bend_that_the_runs_leave_open_is_told_as_open() -> None:
    """A step that 35 noisy runs cannot tell from a line is told as an effect, but not as an even one; a clear line is."""
    rng = np.random.default_rng(76)
    steps = np.repeat([0.0, 1.0, 5.0, 10.0, 25.0, 50.0, 100.0], 5)
    frame = pd.DataFrame({"steps": steps, "rho": np.tile([2.0, 4.0, 8.0, 16.0, 32.0], 7)})
    frame["score"] = 0.3 * (steps >= 5) + 0.002 * steps + rng.normal(0, 0.2, len(steps))
    finding = diagnosed(frame).finding("steps", "agreement")
    assert finding.confidence < 0.5
    assert finding.facts["even"] is False
    assert planted()[1].finding("dropout", "agreement").facts["even"] is True
