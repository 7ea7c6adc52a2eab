"""Shared credit: twins, separable or not."""

import numpy as np
from planted_causes import causes, diagnosed, drawn, finding


def test_inseparable_twins_are_null() -> None:
    """The twin differs from a by a hair: nobody can tell which of them acts."""
    rng, x = drawn(120, 1)
    x["twin"] = x["a"] + 0.002 * rng.standard_normal(120)
    found = diagnosed(x, 2 * x["a"] + 0.3 * rng.standard_normal(120))
    for name, other in (("a", "twin"), ("twin", "a")):
        one = finding(found, name, "shared_credit")
        assert one.partners == (other,)
        assert one.facts["separable"] is False
        assert found.verdicts[name].relevant is None


def test_opposite_twins_that_mask_each_other_are_both_found() -> None:
    """Two parameters correlated at 0.93 act with opposite signs: neither correlates with the metric."""
    rng, x = drawn(300, 2)
    x["twin"] = x["a"] + 0.11 * rng.standard_normal(300)
    found = diagnosed(x, 4 * x["a"] - 4 * x["twin"] + 0.2 * rng.standard_normal(300))
    assert found.verdicts["a"].relevant is True
    assert found.verdicts["twin"].relevant is True
    assert "shared_credit" in causes(found, "a")
