"""Claims about the comparison of groups."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import Diagnosed, diagnosed

from sweepbrief.diagnosis import Difference, Group, differences
from sweepbrief.measures import Estimate, Scores

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.diagnosis import Signal

Interval = tuple[float, float]


@cache
def base() -> Diagnosed:
    """Plant a sweep of three parameters of which one acts."""
    rng = np.random.default_rng(70)
    frame = pd.DataFrame({name: rng.uniform(0, 1, 60) for name in ("rate", "width", "depth")})
    return diagnosed(frame.assign(score=frame["rate"] + rng.normal(0, 0.1, 60)))


def group(level: object, intervals: Mapping[str, Interval | None], signal: Signal = "strong") -> Group:
    """Make a group whose importances have the given 95 % intervals; None: a value without an interval."""
    estimates = {
        name: Estimate(0.5, why_not="degenerate") if ends is None else Estimate(sum(ends) / 2, *ends)
        for name, ends in intervals.items()
    }
    scores = {**base().measurements.scores, "importance": Scores("importance", estimates)}
    verdicts = {name: base().diagnosis.verdicts[name] for name in intervals}
    return Group(
        level,
        base().sweep,
        replace(base().measurements, scores=scores),
        replace(base().diagnosis, signal=signal, verdicts=verdicts),
    )


def compare(first: Interval, second: Interval) -> tuple[Difference, ...]:
    """Compare two groups of one parameter."""
    return differences([group("a", {"rate": first}), group("b", {"rate": second})])


def test_intervals_far_apart_differ() -> None:
    """Importances of 0.70 and 0.30, each within 0.05, differ by 0.40."""
    (found,) = compare((0.65, 0.75), (0.25, 0.35))
    assert (found.parameter, found.levels) == ("rate", ("a", "b"))
    assert found.difference == pytest.approx(0.4)
    assert 0 < found.low < 0.4 < found.high
    assert found.p_value < 1e-6


@pytest.mark.parametrize("second", [(0.45, 0.55), (0.50, 0.60), (0.42, 0.62)])
def test_intervals_that_overlap_do_not_differ(second: Interval) -> None:
    """Intervals of about one place, or that share half of their length, show no difference."""
    assert not compare((0.45, 0.55), second)


def test_the_interval_is_that_of_the_difference() -> None:
    """With one comparison the half width is the hypotenuse of the two half widths."""
    (found,) = compare((0.67, 0.73), (0.26, 0.34))
    assert found.high - found.difference == pytest.approx(np.hypot(0.03, 0.04), rel=1e-6)
    assert found.difference - found.low == pytest.approx(np.hypot(0.03, 0.04), rel=1e-6)


def test_more_comparisons_widen_the_interval() -> None:
    """Two more parameters compared make the same difference less sure."""
    (alone,) = compare((0.65, 0.75), (0.25, 0.35))
    even = {"width": (0.4, 0.5), "depth": (0.4, 0.5)}
    (among,) = differences([group("a", {"rate": (0.65, 0.75), **even}), group("b", {"rate": (0.25, 0.35), **even})])
    assert among.difference == pytest.approx(alone.difference)
    assert among.low < alone.low < alone.high < among.high
    assert among.p_value == pytest.approx(3 * alone.p_value)


def test_a_difference_may_drown_in_comparisons() -> None:
    """What is just beyond chance by itself is not among three."""
    first, second = {"rate": (0.45, 0.55)}, {"rate": (0.37, 0.47)}
    even = {"width": (0.4, 0.5), "depth": (0.4, 0.5)}
    (found,) = differences([group("a", first), group("b", second)])
    assert 0.02 < found.p_value < 0.05
    assert not differences([group("a", {**first, **even}), group("b", {**second, **even})])


def test_groups_without_signal_are_not_compared() -> None:
    """The importances of a group of noise mean nothing, however far apart."""
    sound, empty = group("a", {"rate": (0.65, 0.75)}), group("b", {"rate": (0.05, 0.1)}, "none")
    assert not differences([sound, empty])
    assert not differences([sound])


def test_importances_without_an_interval_are_not_compared() -> None:
    """A value alone supports no difference, and does not count as a comparison."""
    first = group("a", {"rate": (0.65, 0.75), "width": None})
    second = group("b", {"rate": (0.25, 0.35), "width": (0.0, 0.01)})
    (found,) = differences([first, second])
    (alone,) = compare((0.65, 0.75), (0.25, 0.35))
    assert found == alone


def test_swapping_groups_swaps_the_sign() -> None:
    """The difference is first minus second."""
    (found,) = compare((0.65, 0.75), (0.25, 0.35))
    (swapped,) = compare((0.25, 0.35), (0.65, 0.75))
    assert swapped.difference == pytest.approx(-found.difference)
    assert (swapped.low, swapped.high) == pytest.approx((-found.high, -found.low))
    assert swapped.p_value == pytest.approx(found.p_value)


def test_every_pair_of_groups_is_compared_and_the_surest_comes_first() -> None:
    """Of three groups, one apart from two alike, both differences are found."""
    groups = [group("a", {"rate": (0.65, 0.75)}), group("b", {"rate": (0.25, 0.35)}), group(None, {"rate": (0.2, 0.3)})]
    found = differences(groups)
    assert [one.levels for one in found] == [("a", None), ("a", "b")]
    assert found[0].p_value <= found[1].p_value
