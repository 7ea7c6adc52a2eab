"""Ends and steps of a search space are numbers that somebody would write."""

from __future__ import annotations

import math

import pytest

from sweepbrief.advice.spaces.ends import inferred_step, on_grid, rounded, values_between


def test_even_steps_are_seen_and_chance_is_not() -> None:
    """Values on a grid have its step; values drawn at random, or two of them, have none."""
    assert inferred_step([0.1, 0.2, 0.3, 0.5, 0.4], whole=False) == pytest.approx(0.1)
    assert inferred_step([32, 64, 96, 160], whole=True) == 32
    assert inferred_step([1, 2, 3, 4, 5], whole=True) is None
    assert inferred_step([0.11, 0.27, 0.93, 0.44], whole=False) is None
    assert inferred_step([1, 9], whole=True) is None


def test_a_grid_is_reached_outward() -> None:
    """Both ends move to values that the steps reach, and the values between are those of the grid."""
    assert on_grid(70.0, 300.0, 32.0, 32.0) == (64.0, 320.0)
    assert values_between(0.1, 0.4, 0.1) == [0.1, 0.2, 0.3, 0.4]


@pytest.mark.parametrize(("low", "high"), [(8.3137e-4, 0.0371), (0.0, 1.0), (-3.14159, 2.71828), (32.0, 512.0)])
def test_rounding_loses_nothing(low: float, high: float) -> None:
    """A rounded range holds the advised one, and is hardly wider."""
    first, second = rounded(low, high)
    assert first <= low
    assert second >= high
    assert math.isclose(first, low, rel_tol=0.02, abs_tol=1e-12)
    assert math.isclose(second, high, rel_tol=0.02)
