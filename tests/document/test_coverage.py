"""Where runs were made: counted on the scale the range was searched on."""

from __future__ import annotations

import numpy as np
import pytest
from planted_brief import plant

from sweepbrief.document.coverage import cover, free_savings


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


def test_run_time_that_buys_nothing_is_named() -> None:
    """Clip makes runs ten times slower and changes nothing else."""
    sweep = plant(90).sweep
    saving = free_savings(sweep, ["clip", "dropout"])[0]
    assert saving.parameter == "clip"
    assert saving.cheap[1] < saving.dear[0]
    assert np.isclose(saving.cheap_seconds, 10 + 90 * 1 / 6, rtol=0.3)


def test_run_times_that_differ_by_luck_buy_no_sentence() -> None:
    """Run times with a long tail and no connection to the settings: medians of thirds differ, nothing is claimed."""
    claims = 0
    for seed in range(40):
        sweep = plant(60).sweep
        noise = np.random.default_rng(seed).lognormal(0.0, 1.0, len(sweep.settings))
        assert sweep.seconds is not None
        sweep.seconds[:] = noise
        claims += len(free_savings(sweep, ["clip", "dropout"]))
    assert claims <= 1
