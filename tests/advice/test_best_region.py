"""The best region and how far a range may be extended beyond it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from sweepbrief.advice.region import Region, region
from sweepbrief.advice.widen import beyond
from sweepbrief.diagnosis import Curve, Shape
from sweepbrief.measures import Estimate
from sweepbrief.sweep import Parameter

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds

X = np.linspace(0.0, 10.0, 101)


def grounds(sign: float = 1.0, *, factors: bool = False) -> Grounds:
    """Stand in for a sweep whose runs lie evenly."""
    found = SimpleNamespace(sign=sign, values=lambda _: X, by_factors=lambda _: factors)
    return cast("Grounds", found)


def shape(mean: np.ndarray[tuple[int], np.dtype[np.float64]], band: float) -> Shape:
    """Give a fitted curve with a band of even width."""
    return Shape(Curve(X, mean, mean - band, mean + band), mean)


def test_a_wider_band_keeps_more() -> None:
    """The less is known of the curve, the more of the range is kept."""
    peak = -((X - 4.0) ** 2)
    parameter = Parameter("x", "float", low=0.0, high=10.0)
    narrow, wide = (region(grounds(), parameter, shape(peak, band)) for band in (0.5, 2.0))
    assert narrow.low > wide.low
    assert narrow.high < wide.high
    assert narrow.low < 4.0 < narrow.high


def test_minimising_turns_the_curve_round() -> None:
    """The best region of a metric that is minimised is where the curve is low."""
    bowl = (X - 4.0) ** 2
    found = region(grounds(-1.0), Parameter("x", "float", low=0.0, high=10.0), shape(bowl, 0.5))
    assert found.low < 4.0 < found.high
    assert found.gain.value is not None
    assert found.gain.value > 0
    assert found.mean < bowl.mean()


@pytest.mark.parametrize(("slope", "at_low", "at_high"), [(1.0, False, True), (-1.0, True, False)])
def test_edges_are_noticed(slope: float, *, at_low: bool, at_high: bool) -> None:
    """A curve that keeps rising is best at the edge it rises to."""
    found = region(grounds(), Parameter("x", "float", low=0.0, high=10.0), shape(slope * X, 0.2))
    assert (found.at_low, found.at_high) == (at_low, at_high)


def edge(*, low: bool = False, width: float = 0.1) -> Region:
    """Stand in for a best region at an edge."""
    return Region(0.0, 1.0, 0.5, Estimate(0.1, 0.05, 0.15), width, at_low=low, at_high=not low)


@pytest.mark.parametrize(
    ("parameter", "low", "factors", "expected"),
    [
        (Parameter("rate", "float", "log", 1e-4, 0.1), False, True, (1e-4, 1.0)),
        (Parameter("rate", "float", "log", 1e-4, 0.1), True, True, (1e-5, 0.1)),
        (Parameter("width", "int", "linear", 10, 50), False, False, (10, 70)),
        (Parameter("width", "int", "linear", 1, 5), True, False, None),
        (Parameter("momentum", "float", "linear", 0.0, 0.9), False, False, (0.0, 0.95)),
        (Parameter("dropout", "float", "linear", 0.0, 0.5), True, False, None),
        (Parameter("share", "float", "linear", 0.0, 1.0), False, False, None),
        (Parameter("bias", "float", "linear", -1.0, 1.0), True, False, (-2.0, 1.0)),
    ],
)
def test_ranges_are_extended_within_reason(
    parameter: Parameter, *, low: bool, factors: bool, expected: tuple[float, float] | None
) -> None:
    """A decade by factors, half the width otherwise, never below zero or beyond one where these are natural bounds."""
    assert beyond(grounds(factors=factors), parameter, edge(low=low)) == pytest.approx(expected)


def test_plateaus_and_inner_regions_are_not_extended() -> None:
    """Only a narrow best region at one edge says that more lies beyond."""
    parameter = Parameter("rate", "float", "log", 1e-4, 0.1)
    assert beyond(grounds(factors=True), parameter, edge(width=0.5)) is None
    inside = Region(0.0, 1.0, 0.5, Estimate(0.1), 0.1, at_low=False, at_high=False)
    assert beyond(grounds(factors=True), parameter, inside) is None
