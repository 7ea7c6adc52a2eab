"""Observed values tell how they were spaced."""

from __future__ import annotations

import numpy as np
import pytest

from sweepbrief.sources.spans import scale_of

RNG = np.random.default_rng(1)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("count", [30, 300, 3000])
def test_even_draws_are_linear_and_drawn_by_factors_logarithmic(seed: int, count: int) -> None:
    """A dropout drawn evenly spans decades by chance and stays linear; a learning rate drawn by factors is logarithmic."""
    rng = np.random.default_rng(seed)
    assert scale_of(rng.uniform(0, 0.6, count)) == "linear"
    assert scale_of(10 ** rng.uniform(-5, -1, count)) == "log"
    assert scale_of(rng.integers(1, 129, count).astype(float)) == "linear"


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ([0.1, 1, 10], "log"),
        ([1, 2, 4, 8, 16, 32, 64, 128], "log"),
        ([1, 2, 3], "linear"),
        ([0, 1, 1000], "linear"),
        ([], "linear"),
    ],
)
def test_grids_are_judged_by_their_levels(values: list[float], scale: str) -> None:
    """Few levels are judged like many; zero and small spans are never logarithmic."""
    assert scale_of(np.array(values * 5, dtype=float)) == scale


def test_the_unit_does_not_matter() -> None:
    """The same values in thousandths are spaced the same."""
    values = RNG.lognormal(size=200)
    assert scale_of(values) == scale_of(values * 1000)
