"""A better best is news only where luck and noise do not give one by themselves."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from planted_snapshots import snapshot_of

from sweepbrief.comparison import compare
from sweepbrief.comparison.outcome import exceedance
from sweepbrief.measures import Estimate, outcomes


def lead(count: int, newer: int, older: int) -> float:
    """Give the p of a lead of the new sweep."""
    new = snapshot_of(best=0.0, leading=tuple(0.001 * place for place in range(count)), used=newer)
    found = exceedance(snapshot_of(best=0.5, leading=(0.5,), used=older), new)
    assert found is not None
    assert (found.newer, found.count) == (True, count)
    return found.p_value


@pytest.mark.parametrize(("count", "newer", "older"), [(1, 3, 3), (2, 4, 3), (3, 5, 2), (1, 2, 5)])
def test_the_chance_of_a_lead_is_that_of_all_assignments(count: int, newer: int, older: int) -> None:
    """Counting every way to deal the pooled runs to the two sweeps gives the same p."""
    total = newer + older
    long = sum(
        set(range(count)) <= set(dealt) or not set(range(count)) & set(dealt) for dealt in combinations(range(total), newer)
    )
    assert lead(count, newer, older) == pytest.approx(long / math.comb(total, newer))


def test_many_more_runs_lead_by_themselves() -> None:
    """One run ahead of ten is no news from a sweep of a thousand; seven ahead of as many runs are."""
    assert lead(1, 1000, 10) > 0.9
    assert lead(7, 100, 100) < 0.02


def test_equal_sweeps_show_no_change() -> None:
    """The best differs by a hair, one run leads: nothing is claimed."""
    found = compare(snapshot_of(), snapshot_of(best=0.1999))
    assert found.better("best") is None
    assert not found.change("best").holds


def test_a_long_lead_is_told_in_its_direction() -> None:
    """Thirty runs ahead: better for a loss that fell, worse the other way round."""
    old, new = snapshot_of(), snapshot_of(best=0.16)
    assert compare(old, new).better("best") is True
    assert compare(new, old).better("best") is False


def test_noise_that_explains_the_gap_silences_it() -> None:
    """Where equal settings differ by as much as the two best values, no lead counts."""
    noisy = Estimate(0.05, 0.03, 0.1)
    found = compare(snapshot_of(noise=noisy), snapshot_of(best=0.16, noise=noisy)).change("best")
    assert not found.holds
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high


def test_more_is_better_mirrors_less_is_better() -> None:
    """Negating the metric and turning its direction changes no verdict."""
    old, new = snapshot_of(), snapshot_of(best=0.16)
    turned = [
        snapshot_of(best=-(one.best or 0), leading=tuple(-value for value in one.leading), direction="maximize")
        for one in (old, new)
    ]
    one, other = compare(old, new), compare(*turned)
    assert one.better("best") == other.better("best")
    assert one.change("best").p_value == pytest.approx(other.change("best").p_value)


def test_without_leading_values_nothing_is_tested() -> None:
    """A report that does not keep them and has no noise floor supports no claim about the best."""
    found = compare(snapshot_of(leading=()), snapshot_of(best=0.1))
    assert found.change("best").p_value is None
    assert "no_outcomes" in {one.code for one in found.caveats}


def test_quantiles_cover_the_truth() -> None:
    """The interval of the middle run and of the best tenth hold the true quantile in about 95 of 100 sweeps."""
    rng = np.random.default_rng(5)
    groups, held = np.arange(120), np.zeros(2)
    for _ in range(300):
        found = outcomes(rng.uniform(size=120), groups, higher=True)
        for place, (one, truth) in enumerate(((found.median, 0.5), (found.good, 0.9))):
            held[place] += one.low is not None and one.high is not None and one.low <= truth <= one.high
    assert (held / 300 > 0.91).all()


def test_outcomes_mirror_with_the_direction() -> None:
    """Lower-is-better of the negated metric gives the same numbers, negated."""
    rng = np.random.default_rng(6)
    metric, groups = rng.normal(size=60), np.repeat(np.arange(30), 2)
    up, down = outcomes(metric, groups, higher=True), outcomes(-metric, groups, higher=False)
    assert up.leading == tuple(-value for value in down.leading)
    assert up.good.value == pytest.approx(-(down.good.value or 0))
    assert (up.good.low, up.good.high) == pytest.approx((-(down.good.high or 0), -(down.good.low or 0)))
    assert up.noise.value == pytest.approx(down.noise.value)
