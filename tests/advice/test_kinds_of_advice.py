"""Each kind of advice where its truth is planted, and its absence where it is not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_sweeps_for_advice import NOISE, examined, only, settings, swept

from sweepbrief.advice import Advice, advise
from sweepbrief.advice.advising import disputed
from sweepbrief.diagnosis import diagnose
from sweepbrief.measures import Estimate, measure


def test_a_ratio_is_tied() -> None:
    """A metric that depends on rate over width alone: the two are to be searched by their ratio, best near a thousandth."""
    frame, rng = settings(21, 180)
    width = 2.0 ** rng.uniform(3, 9, 180)
    ratio = np.log10(frame["rate"] / width)
    table = frame.assign(width=np.round(width), score=0.2 * (ratio + 4) ** 2 + rng.normal(0, NOISE, 180))
    diagnosis, advice = examined(table)
    found = only(advice, "tie")
    assert found is not None
    assert {found.parameter, found.facts["other"]} == {"rate", "width"}
    assert found.reason == "ratio"
    low, high = found.after  # type: ignore[misc]
    assert low < 1e-4 < high
    assert diagnosis.ties[0].share > 0.9


def test_a_product_is_a_product() -> None:
    """Rate times width is told from rate over width."""
    frame, rng = settings(22, 180)
    width = 2.0 ** rng.uniform(3, 9, 180)
    table = frame.assign(
        width=np.round(width), score=0.2 * (np.log10(frame["rate"] * width) + 1) ** 2 + rng.normal(0, NOISE, 180)
    )
    assert [tie.kind for tie in examined(table)[0].ties] == ["product"]


def test_two_effects_side_by_side_are_not_tied() -> None:
    """Two optima that do not move with one another are two ranges, no ratio."""
    frame, rng = settings(23, 180)
    width = 2.0 ** rng.uniform(3, 9, 180)
    apart = 0.2 * (np.log10(frame["rate"]) + 2.5) ** 2 + 0.1 * (np.log2(width) - 6) ** 2
    table = frame.assign(width=np.round(width), score=apart + rng.normal(0, NOISE, 180))
    assert examined(table)[0].ties == ()


def crashing(table: pd.DataFrame, lost: pd.Series[bool]) -> tuple[Advice, ...]:
    """Mark some runs as crashed, and ask for advice."""
    frame = table.assign(score=table["score"].where(~lost), state=np.where(lost, "crashed", "finished"))
    sweep = swept(frame)
    measurements = measure(sweep)
    return advise(sweep, measurements, diagnose(sweep, measurements))


def test_a_region_that_crashes_is_guarded() -> None:
    """Wide models crash two times in three: the advice names where, counts them, and leaves what is safe."""
    frame, rng = settings(24, 200)
    lost = (frame["width"] == 256) & (rng.uniform(size=200) < 0.67)
    advice = crashing(frame.assign(score=0.1 * np.log10(frame["rate"]) + rng.normal(0, NOISE, 200)), lost)
    found = only(advice, "guard", "width")
    assert found is not None
    assert found.facts["kind"] == "crashed"
    assert found.facts["span"] == (256.0, 256.0)
    assert found.facts["lost"] == int(lost.sum())
    assert found.facts["other_lost"] == 0
    assert found.after == (16.0, 128.0)
    assert float(str(found.facts["low"])) > 0.4


def test_where_the_best_runs_crash_the_cause_is_to_be_mended() -> None:
    """The dangerous width is also the best one: it is not given up."""
    frame, rng = settings(25, 220)
    lost = (frame["width"] == 256) & (rng.uniform(size=220) < 0.5)
    score = -0.4 * (frame["width"] == 256) + rng.normal(0, NOISE, 220)
    found = only(crashing(frame.assign(score=score), lost), "guard", "width")
    assert found is not None
    assert found.after is None


def test_crashes_by_chance_are_not_guarded() -> None:
    """Runs that crash anywhere give no region to avoid."""
    frame, rng = settings(26, 200)
    advice = crashing(frame.assign(score=np.log10(frame["rate"])), pd.Series(rng.uniform(size=200) < 0.2))
    assert only(advice, "guard") is None


def timed(table: pd.DataFrame, seconds: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[Advice, ...]:
    """Let runs take some seconds, and ask for advice."""
    return examined(table.assign(duration_seconds=seconds))[1]


def test_an_idle_setting_that_costs_time_is_fixed_where_it_is_quick() -> None:
    """Twice the depth takes twice the time at the same score: the quickest value is advised, not the commonest."""
    frame, rng = settings(27, 200)
    table = frame.assign(score=0.3 * np.log10(frame["rate"]) + rng.normal(0, NOISE, 200))
    seconds = 10.0 * frame["idle"].to_numpy() * rng.lognormal(0, 0.1, 200)
    found = only(timed(table, seconds), "fix", "idle")
    assert found is not None
    assert (found.after, found.facts["why"]) == (1, "cheap")


def test_time_that_buys_the_metric_is_no_saving() -> None:
    """A slow level that is also better is left alone."""
    frame, rng = settings(28, 200)
    slow = (frame["solver"] == "lion").to_numpy()
    table = frame.assign(score=-0.5 * slow + rng.normal(0, NOISE, 200))
    advice = timed(table, np.where(slow, 40.0, 10.0) * rng.lognormal(0, 0.1, 200))
    assert only(advice, "save_time", "solver") is None


def test_time_without_a_cause_is_no_saving() -> None:
    """Run times that depend on nothing call for nothing."""
    frame, rng = settings(29, 150)
    table = frame.assign(score=np.log10(frame["rate"]) + rng.normal(0, NOISE, 150))
    assert only(timed(table, rng.lognormal(2, 0.8, 150)), "save_time") is None


def test_twins_are_crossed() -> None:
    """Two settings that moved as one cannot share credit: a crossing of both is named, with the regions nobody tried."""
    frame, rng = settings(30, 120)
    frame["rate"] = 10 ** rng.uniform(-4, -1, 120)
    frame["decay"] = frame["rate"] * 10 ** rng.normal(0, 0.05, 120)
    _, advice = examined(frame.assign(score=np.log10(frame["rate"]) + rng.normal(0, 0.3, 120)))
    found = only(advice, "separate")
    assert found is not None
    assert {found.parameter, found.facts["other"]} == {"rate", "decay"}
    assert found.facts["cells"] == 9
    assert int(str(found.facts["empty"])) >= 4


def test_one_change_helps_the_best_run() -> None:
    """The best run has the worse solver by luck: changing that one thing is predicted to help, by about what it is worth."""
    frame, rng = settings(31, 200)
    frame["solver"] = rng.choice(["adam", "sgd"], 200)
    score = 1.0 * (frame["solver"] == "sgd") + 0.05 * frame["fraction"] + rng.normal(0, NOISE, 200)
    score[frame.index[frame["solver"] == "sgd"][0]] = -0.4
    diagnosis, advice = examined(frame.assign(score=score))
    found = only(advice, "change", "solver")
    assert found is not None
    assert (found.before, found.after) == ("sgd", "adam")
    assert diagnosis.change is not None
    assert found.gain.low is not None
    assert 0 < found.gain.low <= 1.0


@pytest.mark.parametrize(
    ("other", "against"),
    [
        (("fix", "solver", "lbfgs", {"inert": False}), True),
        (("fix", "solver", "adam", {"inert": False}), False),
        (("fix", "solver", "lbfgs", {"inert": True}), False),
        (("fix", "depth", "lbfgs", {"inert": False}), False),
        (("drop_level", "solver", ("sgd", "lbfgs"), {}), True),
        (("drop_level", "solver", ("adam", "sgd"), {}), False),
        (("widen", "solver", ("sgd", "lbfgs"), {}), False),
    ],
)
def test_no_advice_speaks_against_another(other: tuple[str, str, object, dict[str, object]], *, against: bool) -> None:
    """Where one piece settles the solver, the best run is not advised to change to another one."""
    unknown = Estimate(None, why_not="unknown")
    action, parameter, after, facts = other
    change = Advice("change", "solver", "sgd", "adam", "single_change", unknown, {})
    assert disputed(change, [Advice(action, parameter, None, after, "agreement", unknown, facts), change]) is against


def test_a_change_to_a_value_outside_a_narrower_range_is_not_advised() -> None:
    """Both ends belong to the range."""
    unknown = Estimate(None, why_not="unknown")
    narrow = Advice("narrow", "rate", (1e-5, 1.0), (1e-3, 1e-2), "non_monotone", unknown, {})
    changes = [Advice("change", "rate", 0.1, after, "single_change", unknown, {}) for after in (1e-4, 1e-3, 5e-3, 0.02)]
    assert [disputed(change, [narrow, change]) for change in changes] == [True, False, False, True]


def test_runs_that_share_the_best_value_are_told_so() -> None:
    """Where the best runs are equal to the last digit, nobody is told that they differ by nothing."""
    frame, rng = settings(32, 80)
    score = np.maximum(np.round(rng.uniform(size=80), 1), 0.2)
    found = only(examined(frame.assign(score=score))[1], "repeat")
    assert found is not None
    assert found.reason == "tie_of_runs"
    assert found.facts["spread"] == 0


@pytest.mark.parametrize("seed", [41, 42])
def test_a_weak_signal_hedges(seed: int) -> None:
    """Whatever a weak sweep advises says so itself."""
    frame, rng = settings(seed, 130)
    diagnosis, advice = examined(frame.assign(score=0.25 * np.log10(frame["rate"]) + rng.normal(0, 0.6, 130)))
    if diagnosis.signal == "weak":
        assert all(one.facts["weak"] for one in advice if one.action in {"narrow", "widen", "fix", "drop_level", "log_scale"})
    assert only(advice, "change") is None or diagnosis.signal == "strong"


@pytest.mark.parametrize(("name", "advised_on"), [("solver", True), ("matrix_name", False)])
def test_what_runs_were_given_is_no_choice(name: str, *, advised_on: bool) -> None:
    """A category with a clearly best level is to be fixed at it, but not where it names the problem that a run was to solve."""
    frame, rng = settings(27, 150)
    score = frame["solver"].map({"adam": 0.0, "lion": 0.4, "sgd": 0.8}) + frame["fraction"] + rng.normal(0, NOISE, 150)
    found = examined(frame.rename(columns={"solver": name}).assign(score=score))[1]
    assert any(advice.parameter == name for advice in found) == advised_on
    assert any(advice.parameter == "fraction" for advice in found)


@pytest.mark.parametrize(("dropped", "whole"), [(0, True), (1, False)])
def test_a_grid_of_categories_that_is_complete_can_only_be_repeated(dropped: int, *, whole: bool) -> None:
    """Thirty runs of noise over all thirty combinations: more runs mean more seeds; with one missing, new combinations too."""
    rows = [(loss, strategy, teacher) for loss in "abcde" for strategy in "xyz" for teacher in "pq"][dropped:]
    frame = pd.DataFrame(rows, columns=["loss", "strategy", "teacher"])
    found = only(examined(frame.assign(score=np.random.default_rng(31).normal(size=len(frame))))[1], "add_runs")
    assert found is not None
    assert found.facts["whole"] is whole
