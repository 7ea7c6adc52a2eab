"""The scale of the metric: its own, its logarithm, or ranks for the forest, by a rule that sees neither direction nor unit."""

from __future__ import annotations

import numpy as np
import pytest
from planted_sweeps import plant, uniform

from sweepbrief.measures import measure
from sweepbrief.measures.encoding import encode
from sweepbrief.measures.metric_scale import scale_of
from sweepbrief.measures.target import standardise


def spread_out(n: int = 200, seed: int = 0) -> tuple:
    """Plant a loss that p0 moves over four decades."""
    rng = np.random.default_rng(seed)
    settings = uniform(n, 4, seed)
    return settings, 10 ** (-2 + 3 * settings["p0"].to_numpy() + 2 * settings["p1"].to_numpy() + rng.normal(0, 0.2, n))


def test_a_metric_over_orders_of_magnitude_is_taken_by_its_logarithm() -> None:
    """A loss spread over five decades is analysed on the log scale, where both its causes are seen."""
    settings, loss = spread_out()
    found = measure(plant(settings, loss, "minimize"))
    assert found.design.scale == "log"
    assert found.surrogate.oob_r2.value > 0.8
    assert found.score("importance", "p1").value > 0.2


@pytest.mark.parametrize("factor", [1e-12, 1.0, 1e9])
def test_neither_sign_nor_unit_decides_the_scale(factor: float) -> None:
    """A metric negated with its direction flipped, or in another unit, has the same scale and the same target."""
    settings, loss = spread_out()
    first = encode(plant(settings, loss, "minimize"))
    second = encode(plant(settings, -factor * loss, "maximize"))
    assert second.scale == first.scale == "log"
    assert second.runs == first.runs
    assert np.array_equal(second.y, first.y)


@pytest.mark.parametrize(
    "metric",
    [
        np.random.default_rng(0).normal(0.3, 0.05, 300),
        np.random.default_rng(1).random(300) ** 2 + 1e-4,
        np.random.default_rng(2).normal(0, 1, 300),
        np.random.default_rng(3).lognormal(0, 0.5, 300),
        np.abs(np.random.default_rng(4).normal(0, 1, 300)),
    ],
    ids=["bell", "squares", "zero inside", "mildly skewed", "half a bell"],
)
def test_an_ordinary_metric_stays_raw(metric: np.ndarray) -> None:
    """A bell, a squared error that comes near zero, a metric around zero or a mild skew are analysed as they are."""
    assert scale_of(metric) == "raw"
    assert standardise(metric, 1.0).scores is None


def test_a_target_on_the_log_scale_gives_the_metric_back() -> None:
    """Metric and target tell each other, whatever sign the metric has."""
    settings, loss = spread_out()
    for metric, direction in ((loss, "minimize"), (-loss, "minimize"), (loss, "maximize")):
        design = encode(plant(settings, metric, direction))
        inside = ~design.drawn_in
        assert np.allclose(design.metric_of(design.y)[inside], design.metric[inside], rtol=1e-4)
        better = 1 if direction == "maximize" else -1
        assert np.sign(design.step) == better


def test_a_few_diverged_runs_do_not_decide_the_ranking() -> None:
    """Eight of 200 runs diverged by accident: the forest on ranks still sees what moves all the others."""
    rng = np.random.default_rng(7)
    settings = uniform(200, 5, 7)
    loss = 1.0 + settings["p0"].to_numpy() + rng.normal(0, 0.15, 200)
    loss[rng.choice(200, 8, replace=False)] = 10.0 ** rng.uniform(3, 9, 8)
    found = measure(plant(settings, loss, "minimize"))
    assert found.design.scale == "rank"
    assert found.scores["importance"].ranked()[0] == "p0"
    assert found.score("importance", "p0").value > 0.6
    assert found.raw_importance is not None
    assert found.score("importance", "p0").low > 0.4
    assert found.raw_importance.values["p0"].low < 0.1


def test_both_rankings_are_kept_where_the_scale_is_not_raw() -> None:
    """An ordinary sweep has no second ranking; one judged by its logarithm has."""
    settings, loss = spread_out()
    assert measure(plant(settings, loss, "minimize")).raw_importance is not None
    assert measure(plant(settings, np.log(loss), "minimize")).raw_importance is None
