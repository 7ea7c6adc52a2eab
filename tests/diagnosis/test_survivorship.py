"""Survivorship: losses that depend on a setting; random losses are none."""

import numpy as np
from planted_causes import causes, diagnosed, drawn, finding


def test_losses_at_large_values_are_found_on_an_otherwise_idle_parameter() -> None:
    """Half of the runs above 0.7 of idle ran out of memory."""
    rng, x = drawn(200, 1)
    y = 3 * x["a"] + 0.4 * rng.standard_normal(200)
    y[(x["idle"] > 0.7) & (rng.random(200) < 0.5)] = np.nan
    found = diagnosed(x, y)
    facts = finding(found, "idle", "survivorship").facts
    assert facts["lost_high"] > 0.3 > facts["lost_low"]
    assert found.verdicts["idle"].relevant is False
    assert "survivorship" not in causes(found, "a")


def test_random_losses_are_not_survivorship() -> None:
    """A fifth of the runs is missing for no reason."""
    rng, x = drawn(200, 2)
    y = 3 * x["a"] + 0.4 * rng.standard_normal(200)
    y[rng.random(200) < 0.2] = np.nan
    found = diagnosed(x, y)
    assert not any("survivorship" in causes(found, name) for name in x)
