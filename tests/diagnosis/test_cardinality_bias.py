"""Cardinality bias: many values, no effect, importance all the same."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed, number


@cache
def favoured() -> Diagnosed:
    """Plant a switch that acts weakly; another switch, a category and a continuous number do nothing."""
    rng = np.random.default_rng(28)
    n = 240
    frame = pd.DataFrame(
        {
            "clip": rng.random(n) < 0.5,
            "shuffle": rng.random(n) < 0.5,
            "scheme": rng.choice(["a", "b", "c"], n),
            "jitter": rng.uniform(0, 1, n),
        }
    )
    frame["score"] = 1.0 * frame["clip"] + rng.normal(0, 0.5, n)
    return diagnosed(frame)


def test_a_number_of_many_values_is_rewarded_for_them() -> None:
    """The idle number has more than its fair share of impurity importance and none by permutation, and is not relevant."""
    found = favoured()
    finding = found.finding("jitter", "cardinality_bias")
    assert finding.partners == ()
    assert number(finding, "fair_share") == pytest.approx(1 / 4)
    assert number(finding, "importance") >= 1.3 / 4
    assert number(finding, "importance") > number(finding, "permutation")
    assert finding.facts["distinct"] == 240
    assert found.relevant("jitter") is False
    assert found.causes("jitter") == {"cardinality_bias"}


@pytest.mark.parametrize("parameter", ["clip", "shuffle", "scheme"])
def test_it_is_silent_on_few_values(parameter: str) -> None:
    """Parameters of few values, acting or not, are not favoured."""
    assert "cardinality_bias" not in favoured().causes(parameter)


def test_it_is_silent_on_a_number_that_acts() -> None:
    """The same number is no bias where it acts, nor is an idle one where a strong effect leaves it little importance."""
    rng = np.random.default_rng(29)
    frame = pd.DataFrame({name: rng.uniform(0, 1, 150) for name in ("jitter", "idle")})
    frame["score"] = frame["jitter"] + rng.normal(0, 0.05, 150)
    found = diagnosed(frame)
    assert not any("cardinality_bias" in found.causes(name) for name in ("jitter", "idle"))
    assert (found.relevant("jitter"), found.relevant("idle")) == (True, False)


def test_it_is_silent_where_a_few_runs_stand_apart() -> None:
    """An idle number at whose upper end five runs diverged owes its importance to them and not to its many values."""
    rng = np.random.default_rng(30)
    frame = pd.DataFrame(
        {"clip": rng.random(160) < 0.5, "jitter": rng.uniform(0, 1, 160), "scheme": rng.choice(["a", "b"], 160)}
    )
    frame["score"] = frame["clip"] + rng.normal(0, 0.4, 160)
    frame.loc[frame["jitter"].nlargest(5).index, "score"] -= 12
    found = diagnosed(frame)
    assert found.causes("jitter") == {"outliers", "irrelevant"}
    importance = found.measurements.score("importance", "jitter").value
    assert importance is not None
    assert importance > 1.3 / 3


def test_a_forest_is_not_blamed_where_only_a_large_effect_would_have_been_found() -> None:
    """Thirty-four runs of nine parameters bound an idle one, but what a forest makes of it may still be an effect."""
    rng = np.random.default_rng(7)
    frame = pd.DataFrame({f"x{number}": rng.random(34) for number in range(9)})
    frame["score"] = frame["x0"] - frame["x1"] + rng.normal(0.0, 0.38, 34)
    found = diagnosed(frame)
    assert found.diagnosis.signal == "weak"
    assert not any("cardinality_bias" in found.causes(name) for name in frame.columns[:9])
