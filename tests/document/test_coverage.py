"""Where runs were made: counted on the scale the range was searched on."""

from __future__ import annotations

import pytest
from planted_brief import plant

from sweepbrief.document.coverage import cover


def test_a_logarithmic_range_is_divided_by_factors() -> None:
    """Log-uniform draws fill the thirds of a log range evenly."""
    sweep = plant(300).sweep
    found = cover(sweep, sweep.parameters[0])
    assert sum(found.counts) == 300
    assert max(found.counts) < 1.5 * min(found.counts)
    assert found.gap is not None
    assert found.gap_share < 0.1


def test_an_untried_half_is_found() -> None:
    """Without runs above one half, the widest untried stretch is the upper half."""
    sweep = plant(60).sweep
    values = sweep.settings["dropout"]
    sweep.settings["dropout"] = values / 2
    found = cover(sweep, next(one for one in sweep.parameters if one.name == "dropout"))
    assert found.gap == pytest.approx((0.5, 1.0), abs=0.05)
