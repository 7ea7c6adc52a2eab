"""The noise floor comes from repeated settings, and decides how many decimals are printed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import plant, uniform

from sweepbrief.measures import Estimate, encode
from sweepbrief.measures.noise import metric_digits, noise


def test_noise_is_the_spread_within_settings() -> None:
    """Planted replicate noise is recovered whatever the settings do, and the interval covers it."""
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(100):
        a = np.repeat(rng.random(20), 3)
        found = noise(encode(plant(pd.DataFrame({"a": a}), 10 * a + 0.25 * rng.normal(size=60), "minimize")))
        hits += found.low <= 0.25 <= found.high  # type: ignore[operator]
        assert found.value == pytest.approx(0.25, rel=0.5)
    assert hits >= 90


def test_without_replicates_there_is_none() -> None:
    """A sweep that repeats nothing says so."""
    assert noise(encode(plant(uniform(20, 2), np.arange(20.0)))) == Estimate(None, why_not="no_replicates")


@pytest.mark.parametrize(
    ("metric", "floor", "digits"),
    [
        (np.linspace(0.8, 0.9, 20) + 1e-7 * np.arange(20) ** 2, 0.004, 4),
        (np.linspace(0.8, 0.9, 20) + 1e-7 * np.arange(20) ** 2, None, 4),
        (np.arange(20.0), None, 0),
        (np.round(np.linspace(0.1, 0.9, 20), 2), 0.0001, 2),
        (1e6 * np.linspace(0.8, 0.9, 20), None, 0),
        (np.ones(20), None, 0),
        (np.append(np.linspace(1.0, 2.0, 19), 1e30), None, 3),
    ],
)
def test_digits(metric: np.ndarray, floor: float | None, digits: int) -> None:
    """Two digits of the noise are printed, and never decimals that the runs do not have."""
    design = encode(plant(uniform(20, 1), metric))
    assert metric_digits(design, Estimate(floor)) == digits
