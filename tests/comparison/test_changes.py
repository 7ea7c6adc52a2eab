"""A change is claimed where the difference itself is beyond chance, however many comparisons are made."""

from __future__ import annotations

import math

import numpy as np
import pytest
from planted_snapshots import NONE, around

from sweepbrief.comparison import ALPHA, difference, together
from sweepbrief.measures import Estimate


def test_symmetric_intervals_give_the_usual_test() -> None:
    """With one comparison the half width is the hypotenuse of both, and p is that of the normal."""
    found = difference("r2", None, around(0.3, 0.03), around(0.5, 0.04))
    assert found.difference == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.15, 0.25))
    assert found.p_value == pytest.approx(math.erfc(1.959964 * 0.2 / 0.05 / math.sqrt(2)), rel=1e-4)


def test_skewed_intervals_keep_their_skewness() -> None:
    """The end towards zero decides: an interval that is wide only away from the other value hides nothing."""
    near = difference("r2", None, Estimate(0.3, 0.05, 0.32), Estimate(0.5, 0.48, 0.75))
    away = difference("r2", None, Estimate(0.3, 0.28, 0.55), Estimate(0.5, 0.25, 0.52))
    assert near.holds
    assert not away.holds


def test_swapping_turns_the_sign() -> None:
    """Old minus new is new minus old, turned."""
    old, new = Estimate(0.3, 0.2, 0.35), Estimate(0.5, 0.45, 0.7)
    one, other = difference("r2", None, old, new), difference("r2", None, new, old)
    assert one.difference is not None
    assert other.difference == -one.difference
    assert (other.low, other.high) == pytest.approx((-(one.high or 0), -(one.low or 0)))
    assert other.p_value == pytest.approx(one.p_value)


def test_what_is_unknown_is_not_tested() -> None:
    """A value without interval has a difference and no p; no value has neither."""
    assert difference("r2", None, Estimate(0.3), around(0.5)).p_value is None
    assert difference("r2", None, Estimate(0.3), around(0.5)).difference == pytest.approx(0.2)
    assert difference("r2", None, NONE, around(0.5)).difference is None
    assert not difference("r2", None, NONE, around(0.5)).holds


def test_a_family_is_corrected_together() -> None:
    """Four comparisons make p four times as large and the interval wider; those without a test do not count."""
    alone = difference("r2", None, around(0.3), around(0.4))
    tested = together([alone, *[difference("r2", None, around(0.3), around(0.3))] * 3, difference("r2", None, NONE, NONE)])
    assert alone.p_value is not None
    assert tested[0].p_value == pytest.approx(4 * alone.p_value)
    assert (tested[0].low or 0) < (alone.low or 0) < (alone.high or 0) < (tested[0].high or 0)
    assert tested[4].p_value is None


def test_false_alarms_stay_below_the_level() -> None:
    """Of 1,000 pairs of sweeps that do not differ in any of twelve numbers, about one in twenty raises any alarm."""
    rng = np.random.default_rng(3)
    alarms = 0
    for _ in range(1000):
        pairs = rng.normal(0.0, 0.05 / 1.96, size=(12, 2))
        changes = [difference("importance", None, around(float(a)), around(float(b))) for a, b in pairs]
        alarms += any(change.holds for change in together(changes))
    assert alarms / 1000 <= ALPHA + 3 * math.sqrt(ALPHA * (1 - ALPHA) / 1000)
