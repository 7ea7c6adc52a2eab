"""Effect sizes in the metric's own unit, single changes, failures and costs: planted truths and invariances."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import diagnosed

import sweepbrief
from sweepbrief.diagnosis import diagnose, kinds, wilson
from sweepbrief.measures import measure


def table(seed: int = 0, runs: int = 150) -> pd.DataFrame:
    """Plant a slope of 2 on a, a step of 3 on kind, and nothing on b; c acts only with kind = x."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"a": rng.uniform(0, 1, runs), "b": rng.uniform(0, 1, runs), "kind": rng.choice(["x", "y"], runs)})
    frame["c"] = np.where(frame["kind"] == "x", rng.uniform(0, 1, runs), np.nan)
    frame["score"] = 2 * frame["a"] + 3 * (frame["kind"] == "x") + 4 * frame["c"].fillna(0.5) + rng.normal(0, 0.2, runs)
    return frame


def test_sizes_are_those_of_the_metric() -> None:
    """A slope of two gives 1.6 between the outer fifths, a step of three gives three, a child's slope counts where it acts."""
    effects = diagnosed(table()).diagnosis.effects
    for name, true in (("a", 1.6), ("kind", 3.0), ("c", 3.2)):
        size = effects[name].size
        assert size.value == pytest.approx(true, rel=0.15), name
        assert size.low is not None
        assert size.high is not None
        assert size.low <= true * 1.08
        assert size.high >= true * 0.92
    assert effects["b"].size.low == 0.0
    assert not effects["b"].acts
    assert effects["kind"].best is not None
    assert effects["kind"].best.level == "x"


def test_sizes_follow_the_unit_of_the_metric_and_nothing_else() -> None:
    """A metric in thousandths gives sizes in thousandths; runs and columns in another order, or minimising, change nothing."""
    frame = table(1)
    plain = diagnosed(frame).diagnosis.effects
    scaled = diagnosed(frame.assign(score=1000 * frame["score"])).diagnosis.effects
    mixed = diagnosed(frame.sample(frac=1.0, random_state=0)[["c", "kind", "score", "b", "a"]]).diagnosis.effects
    turned = diagnosed(frame.assign(score=-frame["score"]), direction="minimize").diagnosis.effects
    for name in ("a", "b", "kind", "c"):
        value = plain[name].size.value
        assert value is not None
        assert scaled[name].size.value == pytest.approx(1000 * value, rel=1e-6)
        assert mixed[name].size.value == pytest.approx(value, rel=1e-6)
        assert turned[name].size.value == pytest.approx(value, rel=1e-6)


def test_a_gap_in_the_values_is_marked_as_extrapolation() -> None:
    """Between two clusters of values the curve is marked sparse, elsewhere it is not."""
    frame = table(2)
    rng = np.random.default_rng(20)
    frame["a"] = np.where(rng.uniform(size=len(frame)) < 0.5, rng.uniform(0, 0.3, len(frame)), rng.uniform(0.7, 1, len(frame)))
    frame.loc[0, "a"] = 0.5
    effect = diagnosed(frame).diagnosis.effects["a"]
    assert effect.curve is not None
    marked = [float(x) for x, bare in zip(effect.curve.x, effect.sparse, strict=True) if bare]  # type: ignore[union-attr]
    assert marked
    assert all(0.3 < x < 0.7 for x in marked)


def test_too_few_runs_have_no_size() -> None:
    """Eight runs tell nothing of how far anything moves the metric."""
    effects = diagnosed(table(3, 8)).diagnosis.effects
    assert all(effect.size.value is None and effect.size.why_not == "too_few_runs" for effect in effects.values())


@pytest.mark.parametrize(("hits", "runs", "low", "high"), [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (15, 50, 0.191, 0.438)])
def test_shares_have_wilsons_interval(hits: int, runs: int, low: float, high: float) -> None:
    """The interval is the one of the textbook, also for none and for all."""
    found = wilson(hits, runs)
    assert found.low == pytest.approx(low, abs=1e-3)
    assert found.high == pytest.approx(high, abs=1e-3)


def test_kinds_of_loss_are_told_apart() -> None:
    """Crashes come with a large a, pruning with kind = y: each is laid to its own parameter, by its own counts."""
    frame = table(4, 300)
    rng = np.random.default_rng(40)
    crashed = (frame["a"] > 0.8) & (rng.uniform(size=300) < 0.7)
    pruned = ~crashed & (frame["kind"] == "y") & (rng.uniform(size=300) < 0.5)
    frame["state"] = np.select([crashed, pruned], ["crashed", "pruned"], "finished")
    frame["score"] = frame["score"].where(frame["state"] == "finished")
    sweep = sweepbrief.load(frame, metric="score", direction="maximize")
    assert {kind: int(mask.sum()) for kind, mask in kinds(sweep).items()} == {
        "crashed": int(crashed.sum()),
        "pruned": int(pruned.sum()),
    }
    found = {(one.kind, one.parameter): one for one in diagnose(sweep, measure(sweep)).failures}
    assert set(found) == {("crashed", "a"), ("pruned", "kind")}
    worst = found["crashed", "a"].worst
    assert worst.span is not None
    assert worst.span[0] == pytest.approx(0.8, abs=0.03)
    assert worst.lost >= 0.9 * int(crashed.sum())
    assert found["pruned", "kind"].worst.level == "y"
    assert sum(part.lost for part in found["pruned", "kind"].parts) == int(pruned.sum())


def test_run_time_is_laid_to_what_takes_it() -> None:
    """Time doubles with kind and not with a: one cost, its ratio about two, bought by what kind = x is better."""
    frame = table(5, 200)
    rng = np.random.default_rng(50)
    frame["duration_seconds"] = np.where(frame["kind"] == "x", 20.0, 10.0) * rng.lognormal(0, 0.15, 200)
    sweep = sweepbrief.load(frame, metric="score", direction="maximize")
    assert sweep.seconds is not None
    costs = diagnose(sweep, measure(sweep)).costs
    assert [one.parameter for one in costs] == ["kind"]
    ratio, bought = costs[0].ratio, costs[0].bought
    assert ratio.value == pytest.approx(2.0, rel=0.1)
    assert ratio.low is not None
    assert 1.7 < ratio.low < 2.0
    assert bought.value == pytest.approx(3.0, rel=0.15)
    assert not costs[0].free
    assert (costs[0].cheap.level, costs[0].dear.level) == ("y", "x")
