"""The tie group of winners, and what matters among the better half of the runs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import plant, uniform

from sweepbrief.measures import measure
from sweepbrief.measures.encoding import encode
from sweepbrief.measures.noise import noise
from sweepbrief.measures.winners import winners


def repeated(rng: np.random.Generator, means: list[float], repeats: int, noise: float) -> tuple[pd.DataFrame, np.ndarray]:
    """Plant settings with known means, each run several times with other noise and no column that says so."""
    settings = pd.DataFrame({"a": np.repeat(np.arange(len(means)) * 0.1, repeats)})
    settings.index = [f"r{k}" for k in range(len(settings))]
    return settings, np.repeat(means, repeats) + rng.normal(0, noise, len(settings))


def test_the_group_holds_the_truly_best_setting_nineteen_times_in_twenty() -> None:
    """Over 200 planted sweeps the setting with the best true mean is in the group in at least 95 of 100."""
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(200):
        settings, metric = repeated(rng, [0.0, 0.1, 0.2, 0.3, 0.35, 0.36], 3, 0.1)
        found = winners(encode(plant(settings, metric)))
        assert found is not None
        hits += any(run in found.runs for run in ("r15", "r16", "r17"))
    assert hits >= 190


def test_settings_beyond_the_noise_are_no_winners() -> None:
    """Two settings that tie are the group, ones that are worse by twenty standard deviations are not."""
    settings, metric = repeated(np.random.default_rng(8), [0.0, 1.0, 2.0, 5.0, 5.01], 4, 0.1)
    found = winners(encode(plant(settings, metric)))
    assert found is not None
    assert found.settings == 2
    assert found.of == 5
    assert set(found.runs) == {f"r{k}" for k in range(12, 20)}
    assert found.noise == pytest.approx(0.1, rel=0.5)
    assert found.difference == pytest.approx(2.3 * 1.414 * found.noise, rel=0.15)


def test_there_is_no_group_without_noise_to_measure() -> None:
    """Settings that never repeat, or repeat to the last digit, say nothing of noise."""
    settings = uniform(40, 2)
    assert winners(encode(plant(settings, settings["p0"].to_numpy()))) is None
    settings, metric = repeated(np.random.default_rng(2), [0.0, 1.0, 2.0], 4, 0.0)
    assert winners(encode(plant(settings, metric))) is None


def test_repeats_without_a_seed_column_do_not_leak_into_the_score() -> None:
    """A hundred copies of ten settings without any effect leave the out-of-bag score at zero or below."""
    rng = np.random.default_rng(3)
    settings = pd.DataFrame(
        np.repeat(rng.random((10, 3)), 10, axis=0), columns=["a", "b", "c"], index=[f"r{k}" for k in range(100)]
    )
    metric = np.repeat(rng.normal(size=10), 10) + rng.normal(0, 0.01, 100)
    assert measure(plant(settings, metric)).surrogate.oob_r2.value < 0.3


def test_a_parameter_that_only_breaks_training_falls_among_the_better_half() -> None:
    """Decay beyond 0.7 ruins every run; below it only the rate matters: among all decay leads, among the better half rate."""
    rng = np.random.default_rng(4)
    settings = uniform(240, 4, 4).set_axis(["decay", "rate", "p2", "p3"], axis=1)
    metric = settings["rate"] - 6.0 * (settings["decay"] > 0.6) + rng.normal(0, 0.1, 240)
    found = measure(plant(settings, metric.to_numpy()))
    assert found.scores["importance"].ranked()[0] == "decay"
    assert found.better_half is not None
    assert found.better_half.fallen == ("decay",)
    assert found.better_half.risen == ("rate",)


def test_nothing_changes_among_the_better_half_of_an_even_sweep() -> None:
    """Two parameters that act alike everywhere keep their ranks; noise moves neither."""
    for seed in range(4):
        rng = np.random.default_rng(seed)
        settings = uniform(200, 5, seed)
        metric = 2 * settings["p0"] + settings["p1"] + rng.normal(0, 0.3, 200)
        found = measure(plant(settings, metric.to_numpy())).better_half
        assert found is not None
        assert not found.fallen
        assert not found.risen


def test_a_metric_judged_by_its_logarithm_is_as_noisy_as_its_logarithm() -> None:
    """Repeats that differ by a tenth of their size differ by a tenth, near the best of four decades as in the middle."""
    rng = np.random.default_rng(9)
    means = np.logspace(0, 4, 60)
    settings, factors = repeated(rng, [0.0] * 60, 4, 0.1)
    design = encode(plant(settings, np.repeat(means, 4) * np.exp(factors)))
    found = winners(design)
    assert design.scale == "log"
    assert found is not None
    best = float(design.metric.max())
    assert found.noise == pytest.approx(0.1 * best, rel=0.3)
    assert found.difference < 0.5 * best
    assert noise(design).value == pytest.approx(0.1 * float(np.median(design.metric)), rel=0.2)
