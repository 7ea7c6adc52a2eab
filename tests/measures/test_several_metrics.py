"""Claims about further metrics and the trade-offs between them, on sweeps whose truth is planted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sweepbrief.measures import Front, OtherMetric, encode, importance
from sweepbrief.measures.basis import Basis
from sweepbrief.measures.forest import fit
from sweepbrief.measures.other_metrics import other_metrics
from sweepbrief.measures.pareto import near_front, pareto_front, unbeaten
from sweepbrief.measures.resampling import draw
from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from sweepbrief.sweep import Sweep


def sweep_of(frame: pd.DataFrame, metrics: list[str], directions: list[str]) -> Sweep:
    """Read a table with several metrics."""
    return choose(read(frame), metric=metrics, direction=directions)


def front_of(table: pd.DataFrame, metrics: list[str], directions: list[str]) -> Front | None:
    """Find the front alone."""
    sweep = sweep_of(table, metrics, directions)
    return pareto_front(sweep, encode(sweep))


def frame(seed: int = 0, runs: int = 120) -> pd.DataFrame:
    """Plant: rate decides accuracy, width decides loss and time, and width is what accuracy and time trade."""
    rng = np.random.default_rng(seed)
    rate, width, idle = rng.uniform(0, 1, runs), rng.uniform(0, 1, runs), rng.uniform(0, 1, runs)
    return pd.DataFrame(
        {
            "rate": rate,
            "width": width,
            "idle": idle,
            "accuracy": rate + 0.6 * width + rng.normal(0, 0.05, runs),
            "latency": width + rng.normal(0, 0.05, runs),
            "luck": rng.normal(0, 1, runs),
        }
    )


def basis_of(sweep: Sweep) -> Basis:
    """Grow the primary metric's forest, and nothing that the other metrics do not need."""
    design = encode(sweep)
    resamples = draw(design, 0)
    return Basis(design, resamples, fit(design, resamples, seed=0), None)


def others_of(sweep: Sweep) -> tuple[OtherMetric, ...]:
    """Measure the further metrics alone."""
    return other_metrics(sweep, basis_of(sweep))


@cache
def planted() -> tuple[OtherMetric, ...]:
    """Measure the planted sweep once."""
    return others_of(sweep_of(frame(), ["accuracy", "latency", "luck"], ["maximize", "minimize", "minimize"]))


def test_every_metric_has_its_own_order() -> None:
    """Rate leads for accuracy, width for latency."""
    sweep = sweep_of(frame(), ["accuracy"], ["maximize"])
    assert importance.score(basis_of(sweep)).ranked()[0] == "rate"
    latency, _ = planted()
    assert max(latency.importance, key=lambda name: latency.importance[name].value or 0) == "width"
    assert latency.reliable


def test_noise_is_not_ranked() -> None:
    """A metric that nothing moves is marked so, and nothing is compared with it."""
    luck = planted()[1]
    assert not luck.reliable
    assert not luck.apart


def test_different_stories_are_told() -> None:
    """Rate and width weigh differently for the two metrics; width pulls them apart, since more of it is better and slower."""
    latency = planted()[0]
    assert {one.parameter for one in latency.apart} == {"rate", "width"}
    assert "width" in latency.opposed
    assert "idle" not in latency.opposed


def test_one_story_is_not_told_twice() -> None:
    """A metric beside its own twin differs in nothing and opposes nothing, whichever way it is better."""
    twins = frame().assign(error=lambda one: 1 - one["accuracy"])
    (twin,) = others_of(sweep_of(twins, ["accuracy", "error"], ["maximize", "minimize"]))
    assert twin.agreement.value == pytest.approx(1.0)
    assert (twin.apart, twin.opposed, twin.best_rank) == ((), (), 1)
    front = front_of(twins, ["accuracy", "error"], ["maximize", "minimize"])
    assert front is not None
    assert (len(front.runs), front.moves) == (1, ())


def test_the_order_of_runs_changes_nothing() -> None:
    """Shuffled rows give the same importances and the same front."""
    shuffled = frame().sample(frac=1, random_state=1)
    metrics, directions = ["accuracy", "latency", "luck"], ["maximize", "minimize", "minimize"]
    sweep = choose(read(shuffled.reset_index(drop=True)), metric=metrics, direction=directions)
    found = others_of(sweep)[0]
    assert found.importance == planted()[0].importance
    assert found.apart == planted()[0].apart


def test_what_is_traded_is_found() -> None:
    """Along the front of accuracy and latency width moves, and nothing that does not act."""
    front = front_of(frame(), ["accuracy", "latency"], ["maximize", "minimize"])
    assert front is not None
    moves = {one.parameter: one.rho for one in front.moves}
    assert "width" in moves
    assert "idle" not in moves
    assert (moves["width"] or 0) < 0


def test_one_metric_has_no_front() -> None:
    """Nothing can be traded for nothing."""
    assert front_of(frame(), ["accuracy"], ["maximize"]) is None


def test_runs_without_the_other_metric_are_left_out_of_it_alone() -> None:
    """A metric known of half of the runs is measured on that half; the primary one keeps all."""
    half = frame().assign(latency=lambda one: one["latency"].where(np.arange(len(one)) % 2 == 0))
    (found,) = others_of(sweep_of(half, ["accuracy", "latency"], ["maximize", "minimize"]))
    front = front_of(half, ["accuracy", "latency"], ["maximize", "minimize"])
    assert found.runs == 60
    assert front is not None
    assert front.counted == 60


TIED = arrays(np.float64, st.tuples(st.integers(1, 25), st.integers(2, 4)), elements=st.integers(0, 4).map(float))


@given(TIED)
def test_a_front_is_what_no_run_beats(values: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    """Against the definition, pair by pair, ties and copies included."""
    beaten = [any((other >= one).all() and (other > one).any() for other in values) for one in values]
    assert unbeaten(values).tolist() == [not one for one in beaten]
    assert ((near_front(values) == 1) == unbeaten(values)).all()


def test_nothing_moves_along_a_front_of_noise() -> None:
    """Of 40 sweeps in which no setting acts, at most a few show a parameter that moves along the front."""
    false = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        noise = pd.DataFrame(rng.normal(size=(60, 5)), columns=["a", "b", "c", "first_loss", "second_loss"])
        front = front_of(noise, ["first_loss", "second_loss"], ["minimize", "minimize"])
        false += bool(front and front.moves)
    assert false <= 6
