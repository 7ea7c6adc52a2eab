"""Contrasts between stretches: intervals that pay for picking the extremes."""

from __future__ import annotations

import numpy as np
import pytest

from sweepbrief.diagnosis.axis import Axis
from sweepbrief.diagnosis.contrast import contrast, kept, stretches, weights_of


def axis(values: list[float]) -> Axis:
    """Make an ordered axis of some runs' values."""
    numbers, index = np.unique(values, return_inverse=True)
    return Axis("x", ordered=True, labels=tuple(numbers.tolist()), numbers=numbers, index=index.astype(np.int64))


def test_many_values_are_cut_into_fifths_of_the_runs() -> None:
    """A hundred different values make five stretches of twenty runs each, whose weights sum to one."""
    parts = stretches(axis([float(value) ** 3 for value in range(100)]))
    assert [stretch.runs for stretch, _ in parts] == [20] * 5
    assert all(weights.sum() == pytest.approx(1.0) for _, weights in parts)
    assert [stretch.span[0] for stretch, _ in parts if stretch.span] == [0.0, 8000.0, 64000.0, 216000.0, 512000.0]


def test_few_values_stand_for_themselves() -> None:
    """Three values tried often are three stretches; one tried twice is left out."""
    parts = stretches(axis([1.0] * 9 + [2.0] * 5 + [3.0] * 7 + [4.0] * 2))
    assert [(stretch.span, stretch.runs) for stretch, _ in parts] == [((1.0, 1.0), 9), ((2.0, 2.0), 5), ((3.0, 3.0), 7)]


def test_a_stretch_is_found_again_on_other_runs() -> None:
    """Weights of a stretch on another axis spread over the values that lie in it, or are missing where none does."""
    stretch = stretches(axis([1.0] * 4 + [2.0] * 4))[1][0]
    found = weights_of(axis([1.0, 2.0, 2.0, 3.0]), stretch)
    assert found is not None
    assert found.tolist() == [0.0, 1.0, 0.0]
    assert weights_of(axis([5.0, 6.0]), stretch) is None


def test_the_interval_covers_the_largest_difference() -> None:
    """Of many draws around equal means, at least 93 in 100 intervals reach down to no difference at all."""
    rng, rows, covered = np.random.default_rng(0), np.eye(5), 0
    for _ in range(200):
        found = contrast(rows, rng.normal(size=5), np.eye(5), 0)
        assert found.low <= found.value <= found.high
        covered += found.low == 0.0
    assert covered >= 186


def test_a_clear_difference_is_kept_and_noise_is_shrunk() -> None:
    """Effects far beyond their error keep their size; effects of the size of their error nearly vanish."""
    assert kept(np.array([30.0, 0.0]), np.eye(2)) > 0.99
    assert kept(np.array([0.7, 0.7]), np.eye(2)) == 0.0
    found = contrast(np.array([[1.0], [-1.0]]), np.array([5.0]), np.array([[0.01]]), 0)
    assert (found.best, found.worst) == (0, 1)
    assert found.value == pytest.approx(10.0, rel=0.01)
    assert 9 < found.low < found.value < found.high < 11
