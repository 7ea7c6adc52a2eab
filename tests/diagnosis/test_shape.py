"""The best monotone fit of many curves at once is the one that scipy finds for each."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import isotonic_regression

from sweepbrief.diagnosis.shape import isotonic_losses


@pytest.mark.parametrize("size", [1, 2, 17, 64])
def test_monotone_fits_are_least_squares(size: int) -> None:
    """Rising, falling and aimless curves lose what pooling adjacent violators leaves, in the direction that leaves less."""
    rng = np.random.default_rng(size)
    curves = rng.normal(size=(size, 9)) + np.linspace(-2, 2, size)[:, None] * [3, 1, 0.3, 0, 0, 0, -0.3, -1, -3]
    weights = rng.integers(1, 9, size).astype(float)
    fits = [[isotonic_regression(one, weights=weights, increasing=way).x for way in (True, False)] for one in curves.T]
    known = [min(weights @ (one - fit) ** 2 for fit in both) for one, both in zip(curves.T, fits, strict=True)]
    np.testing.assert_allclose(isotonic_losses(curves, weights), known, atol=1e-9)
