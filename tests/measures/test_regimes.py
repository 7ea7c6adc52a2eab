"""Regimes are found where the metric shifts though the settings are alike, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import plant, uniform

from sweepbrief.measures import measure
from sweepbrief.measures.encoding import encode
from sweepbrief.measures.forest import fit
from sweepbrief.measures.regimes import adjust
from sweepbrief.measures.resampling import draw
from sweepbrief.measures.run_labels import run_labels

if TYPE_CHECKING:
    from sweepbrief.sweep import Sweep


def shifted(n: int = 200, seed: int = 0, size: float = 1.0) -> tuple[Sweep, np.ndarray]:
    """Plant a sweep whose later 45 % of runs are better by a shift."""
    rng = np.random.default_rng(seed)
    settings = uniform(n, 4, seed)
    order = rng.permutation(n)
    late = order >= round(0.55 * n)
    y = 2 * settings["p0"] - 3 * (settings["p1"] - 0.4) ** 2 + rng.normal(0, 0.3, n) + size * late
    return plant(settings, y.to_numpy(), order=order), late


def regimes_of(sweep: Sweep) -> tuple:
    """Look for regimes without measuring anything else."""
    design = encode(sweep)
    return adjust(design, run_labels(sweep), fit(design, draw(design, 0), seed=0).prediction)[1]


def labelled(sweep: Sweep, **columns: list[str]) -> Sweep:
    """Record further columns of the runs."""
    return replace(sweep, bookkeeping=pd.DataFrame(columns, index=sweep.settings.index))


def test_a_sudden_change_is_found_placed_and_measured() -> None:
    """The change point lies within ten runs of the truth, and the interval of the shift covers it."""
    sweep, _ = shifted(seed=2)
    (regime,) = regimes_of(sweep)
    assert regime.kind == "order"
    assert len(regime.parts) == 2
    assert abs(regime.parts[0].level[1] - 110) <= 10
    low, high = (part.shift for part in regime.parts)
    assert high.value - low.value == pytest.approx(1.0, abs=0.2)
    assert low.low < -0.45 < low.high


def test_the_shift_is_taken_out_of_what_everything_else_sees() -> None:
    """The forest explains a sweep with a shift as well as the same sweep without it, to a few points."""
    sweep, late = shifted(size=2.0)
    calm = replace(sweep, metrics=sweep.metrics - 2.0 * late[:, None])
    found, plain = measure(sweep), measure(calm)
    assert found.regimes
    assert not plain.regimes
    assert found.surrogate.oob_r2.value == pytest.approx(plain.surrogate.oob_r2.value, abs=0.08)
    assert found.score("importance", "p0").value == pytest.approx(plain.score("importance", "p0").value, abs=0.12)


def test_a_label_whose_levels_shift_the_metric_is_named() -> None:
    """Of two labels the one that shifts the metric is named, with a shift for each level; the other is not."""
    rng = np.random.default_rng(3)
    settings = uniform(120, 3, 3)
    host, commit = rng.choice(["a", "b", "c"], 120), rng.choice(["x1", "x2"], 120)
    y = settings["p0"].to_numpy() + rng.normal(0, 0.2, 120) + 0.8 * (host == "b")
    (regime,) = regimes_of(
        labelled(plant(settings, y), host=list(host), commit=list(commit), verdict=list(np.where(y > 0, "g", "b")))
    )
    assert (regime.kind, regime.column) == ("label", "host")
    shifts = {part.level: part.shift.value for part in regime.parts}
    assert shifts["b"] - shifts["a"] == pytest.approx(0.8, abs=0.2)


def test_pasted_sweeps_are_told_once() -> None:
    """Where a label and the order say the same, the label is told and the order is not."""
    sweep, late = shifted()
    (regime,) = regimes_of(labelled(sweep, sweep_id=list(np.where(late, "second", "first"))))
    assert regime.column == "sweep_id"


@pytest.mark.parametrize("seed", range(12))
def test_noise_and_drifting_settings_are_no_regime(seed: int) -> None:
    """Labels without an effect, and a sampler that moves towards better settings, shift nothing."""
    rng = np.random.default_rng(seed)
    n = 160
    settings = uniform(n, 4, seed)
    time = np.linspace(0, 1, n)
    for name, best in (("p0", 0.7), ("p1", 0.3)):
        settings[name] = np.clip(best + (settings[name] - best) * (1 - 0.85 * time), 0, 1)
    y = -4 * (settings["p0"] - 0.7) ** 2 - 3 * (settings["p1"] - 0.3) ** 2 + settings["p0"] * settings["p2"]
    sweep = plant(settings, (y + rng.normal(0, 0.1, n)).to_numpy(), order=np.arange(n))
    assert not regimes_of(
        labelled(sweep, host=list(rng.choice(["a", "b", "c", "d"], n)), commit=list(rng.choice(["x", "y"], n)))
    )


def test_a_sampler_that_jumps_after_its_random_start_is_no_regime() -> None:
    """Random runs, then runs near the best settings: the settings explain the change."""
    for seed in range(6):
        rng = np.random.default_rng(100 + seed)
        settings = uniform(150, 4, seed)
        settings.iloc[30:, :2] = np.clip(0.6 + rng.normal(0, 0.08, (120, 2)), 0, 1)
        y = -6 * ((settings["p0"] - 0.6) ** 2 + (settings["p1"] - 0.6) ** 2) + rng.normal(0, 0.15, 150)
        assert not regimes_of(plant(settings, y.to_numpy(), order=np.arange(150)))


def test_a_label_that_the_settings_decide_is_not_told_apart() -> None:
    """A machine that ran all of one setting and nothing else cannot be told from that setting."""
    rng = np.random.default_rng(5)
    settings = uniform(100, 3, 5)
    settings["big"] = rng.random(100) < 0.5
    y = settings["p0"] + 1.0 * settings["big"] + rng.normal(0, 0.2, 100)
    assert not regimes_of(labelled(plant(settings, y.to_numpy()), host=list(np.where(settings["big"], "a", "b"))))


def test_regimes_do_not_depend_on_sign_unit_or_order_of_rows() -> None:
    """Negated with the direction flipped, in another unit, or with rows shuffled, the same regimes and targets appear."""
    sweep, _ = shifted(seed=4)
    flipped = plant(sweep.settings, -1000.0 * sweep.metrics["score"].to_numpy(), "minimize", order=sweep.order.to_numpy())
    shuffled = sweep.settings.sample(frac=1.0, random_state=1).index
    moved = plant(
        sweep.settings.loc[shuffled], sweep.metrics.loc[shuffled, "score"].to_numpy(), order=sweep.order[shuffled].to_numpy()
    )
    first = measure(sweep)
    for other in (flipped, moved):
        second = measure(other)
        assert [[part.level for part in one.parts] for one in second.regimes] == [
            [part.level for part in one.parts] for one in first.regimes
        ]
        assert second.design.runs == first.design.runs
        assert np.array_equal(second.design.y, first.design.y)
