"""Outliers: runs are named, shapes judged without them."""

import numpy as np
from planted_causes import causes, diagnosed, drawn, finding


def test_three_runs_create_a_correlation() -> None:
    """Nothing acts but b; three runs at the top of a ended far off."""
    rng, x = drawn(120, 1)
    y = x["b"] + 0.1 * rng.standard_normal(120)
    worst = np.argsort(-x["a"])[[0, 2, 5]]
    y[worst] -= 30
    found = diagnosed(x, y)
    one = finding(found, "a", "outliers")
    assert sorted(one.facts["runs"]) == sorted(f"run-{number}" for number in worst)
    assert one.facts["created"] is True
    assert found.verdicts["a"].relevant is False
    assert found.verdicts["b"].relevant is True


def test_outliers_hide_a_correlation() -> None:
    """A strong straight effect of a that four diverged runs drown."""
    rng, x = drawn(120, 2)
    y = 3 * x["a"] + 0.3 * rng.standard_normal(120)
    y[np.argsort(-x["a"])[[1, 4, 7, 9]]] -= 60
    found = diagnosed(x, y)
    assert finding(found, "a", "outliers").facts["created"] is False
    assert found.verdicts["a"].relevant is True


def test_heavy_tails_are_no_outliers() -> None:
    """Student noise with 3 degrees of freedom has no gap."""
    for seed in range(3):
        rng, x = drawn(120, seed)
        found = diagnosed(x, x["a"] + 0.5 * rng.standard_t(3, 120))
        assert not any("outliers" in causes(found, name) for name in x)
