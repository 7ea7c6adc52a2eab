"""What is analysed is what the caller, the source or a name says; nothing is guessed or dropped in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from optuna_files import FakeTrial, uniform, write_storage

from sweepbrief.errors import EmptySweepError, WrongUsageError
from sweepbrief.sources import choose, read

RNG = np.random.default_rng(11)
RUNS = 24
FRAME = pd.DataFrame(
    {
        "lr": RNG.random(RUNS),
        "batch": RNG.integers(1, 5, RUNS) * 16,
        "seed": np.arange(RUNS) % 3,
        "when": RNG.permutation(RUNS),
        "val_loss": RNG.random(RUNS),
        "val_acc": RNG.random(RUNS),
        "outcome": RNG.random(RUNS),
    }
)

if TYPE_CHECKING:
    from pathlib import Path


def named(frame: pd.DataFrame = FRAME, **asked: object) -> list[str]:
    return [p.name for p in choose(read(frame), **asked).parameters]  # type: ignore[arg-type] # as given


def test_the_only_result_is_taken_and_said() -> None:
    """One result needs no name; the note says which it was and how its direction is known."""
    sweep = choose(read(FRAME.drop(columns="val_acc")))
    assert (sweep.objective.name, sweep.objective.direction, sweep.objective.told_by) == ("val_loss", "minimize", "name")
    assert {"metric_chosen", "direction_from_name"} <= {note.code for note in sweep.notes}


def test_several_results_must_be_told_apart() -> None:
    """Two results and no wish: the error lists them and shows the option."""
    with pytest.raises(WrongUsageError, match="val_loss, val_acc") as caught:
        choose(read(FRAME))
    assert "--metric" in str(caught.value)


@pytest.mark.parametrize(("wanted", "close"), [("val_los", "val_loss"), ("loss", "val_loss"), ("Val-Acc", "val_acc")])
def test_an_unknown_metric_names_the_close_ones(wanted: str, close: str) -> None:
    """A misspelt metric is answered with what was probably meant."""
    with pytest.raises(WrongUsageError, match=close):
        choose(read(FRAME), metric=wanted)


def test_any_column_of_numbers_can_be_the_metric() -> None:
    """A column that no name gives away is a result once the caller says so, and then no parameter."""
    sweep = choose(read(FRAME), metric="outcome", direction="maximize")
    assert "outcome" not in sweep.settings
    assert sweep.objective.told_by == "caller"
    with pytest.raises(WrongUsageError, match="--direction"):
        choose(read(FRAME), metric="outcome")
    with pytest.raises(WrongUsageError, match="numbers"):
        choose(read(FRAME.assign(opt="adam")), metric="opt", direction="minimize")


def test_a_vague_name_is_a_result_only_where_nothing_else_is() -> None:
    """``cost`` is the result of a table without another one, and a parameter of a table with one."""
    frame = FRAME[["lr", "batch"]].assign(cost=RNG.random(RUNS))
    assert choose(read(frame)).objective.name == "cost"
    assert named(frame.assign(loss=RNG.random(RUNS))) == ["lr", "batch", "cost"]
    assert named(frame.assign(gain=RNG.random(RUNS)), metric="gain", direction="maximize") == ["lr", "batch", "cost"]


def test_several_metrics_have_several_directions() -> None:
    """The first metric is the primary one; directions are told in the same order."""
    sweep = choose(read(FRAME), metric=["val_acc", "outcome"], direction=["maximize", "min"])
    assert [(o.name, o.direction) for o in sweep.objectives] == [("val_acc", "maximize"), ("outcome", "minimize")]
    assert list(sweep.metrics.columns) == ["val_acc", "outcome"]
    with pytest.raises(WrongUsageError, match="one direction"):
        choose(read(FRAME), metric="val_acc", direction=["min", "max"])
    with pytest.raises(WrongUsageError, match="sideways"):
        choose(read(FRAME), metric="val_acc", direction="sideways")


def test_the_caller_overrules_name_and_source() -> None:
    """A direction given by the caller holds against every other."""
    assert choose(read(FRAME), metric="val_loss", direction="maximize").objective.direction == "maximize"


def test_globs_select_and_leave_out() -> None:
    """``parameters`` and ``ignore`` take names and globs; a glob never pulls in what is no parameter, a name does."""
    asked = {"metric": "val_loss"}
    assert named(**asked) == ["lr", "batch", "when", "outcome"]
    assert named(**asked, parameters=["l*", "b?tch"]) == ["lr", "batch"]
    assert named(**asked, parameters=["*"]) == ["lr", "batch", "when", "outcome"]
    assert named(**asked, parameters=["lr", "seed"]) == ["lr", "seed"]
    assert named(**asked, parameters=["see*"]) == ["seed"]
    assert named(**asked, ignore=["o*", "when"]) == ["lr", "batch"]
    left = {
        item.name: item.reason for item in choose(read(FRAME), metric="val_loss", parameters=["lr"], ignore=["when"]).excluded
    }
    assert (left["batch"], left["when"], left["seed"], left["val_acc"]) == ("not_asked", "ignored", "replicate", "other_metric")
    with pytest.raises(WrongUsageError, match="batch"):
        named(**asked, parameters=["bach"])


def test_the_order_is_a_column_of_numbers_or_dates() -> None:
    """The caller's order is taken out of the parameters and kept; an unknown or unordered one is an error."""
    sweep = choose(read(FRAME), metric="val_loss", order="when")
    assert sweep.order is not None
    assert sweep.order.tolist() == FRAME["when"].tolist()
    assert "when" not in sweep.settings
    assert ("when", "order") in {(item.name, item.reason) for item in sweep.excluded}
    dated = FRAME.assign(day=pd.date_range("2024-01-01", periods=RUNS)[::-1])
    order = choose(read(dated), metric="val_loss", order="day").order
    assert order is not None
    assert order.is_monotonic_decreasing
    with pytest.raises(WrongUsageError, match="when"):
        choose(read(FRAME), metric="val_loss", order="wehn")
    with pytest.raises(WrongUsageError, match="neither"):
        choose(read(FRAME.assign(opt="adam")), metric="val_loss", order="opt")


def test_twins_are_kept_once() -> None:
    """The same setting under two spellings of one name is analysed once, and the other names its partner."""
    frame = (
        FRAME[["lr", "val_loss"]]
        .rename(columns={"lr": "config.lr"})
        .assign(**{"params.lr": FRAME["lr"], "config.b": FRAME["batch"]})
    )
    sweep = choose(read(frame))
    assert [p.name for p in sweep.parameters] == ["config.lr", "config.b"]
    (twin,) = [item for item in sweep.excluded if item.reason == "twin"]
    assert twin.facts == {"partner": "config.lr"}
    different = frame.assign(**{"params.lr": np.sin(9 * FRAME["lr"])})
    assert [p.name for p in choose(read(different)).parameters] == ["config.lr", "params.lr", "config.b"]


def test_what_varies_only_among_lost_runs_is_not_analysed() -> None:
    """A parameter with one value among the runs that count is listed, apart from one that never varied."""
    frame = FRAME.assign(state=["finished"] * 20 + ["failed"] * 4, big=[1] * 20 + [2] * 4, one=1)
    left = {item.name: item.reason for item in choose(read(frame), metric="val_loss").excluded}
    assert (left["big"], left["one"]) == ("constant_finished", "constant")


@pytest.mark.parametrize(
    "column",
    [
        {"state": "failed"},
        {"val_loss": np.inf},
        {"val_loss": np.nan},
        {"val_loss": ["nan"] * RUNS},
    ],
)
def test_no_run_that_counts_is_nothing_to_analyse(column: dict[str, object]) -> None:
    """All failed, all infinite, all missing: one error with the exit status for it."""
    with pytest.raises(EmptySweepError) as caught:
        choose(read(FRAME.assign(**column)), metric="val_loss")
    assert caught.value.exit_status == 4
    assert len(str(caught.value).splitlines()) <= 3


def test_an_empty_metric_is_refused_with_what_became_of_its_runs_and_what_else_there_is() -> None:
    """How many runs there are, how they ended, and a result that has values, where there is one."""
    frame = FRAME.assign(val_loss=np.nan, status=["failed"] * (RUNS - 1) + ["finished"])
    with pytest.raises(EmptySweepError, match=rf"None of {RUNS} has one \({RUNS - 1} failed, 1 complete\)") as alone:
        choose(read(frame.drop(columns="val_acc")), metric="val_loss")
    assert "ended the runs" in str(alone.value)
    with pytest.raises(EmptySweepError, match="Other results have values: val_acc"):
        choose(read(frame), metric="val_loss")


def test_one_study_with_finished_runs_is_taken(tmp_path: object) -> None:
    """Of several studies the only finished one is taken; of several finished ones one must be named."""
    unit = uniform(0, 1)
    done = [FakeTrial(values=((0.1 * n, "FINITE"),), params={"x": (0.1 * n, unit)}) for n in range(1, 4)]
    lost = [FakeTrial(state="FAIL", params={"x": (0.1, unit)})]
    one = read(write_storage(tmp_path / "one.db", {"dead": lost, "alive": done}))  # type: ignore[operator] # a path
    sweep = choose(one)
    assert sweep.name == "alive"
    assert {note.code: note.facts for note in sweep.notes}["study_chosen"] == {"study": "alive", "others": 1}
    two = read(write_storage(tmp_path / "two.db", {"first": done, "second": done}))  # type: ignore[operator] # a path
    with pytest.raises(WrongUsageError, match=r"first \(3 finished\), second \(3 finished\)"):
        choose(two)
    assert choose(two, study="second").name == "second"
    with pytest.raises(WrongUsageError, match="second"):
        choose(two, study="secnd")
    none = read(write_storage(tmp_path / "none.db", {"a": lost, "b": lost}))  # type: ignore[operator] # a path
    with pytest.raises(EmptySweepError):
        choose(none)


def test_every_column_and_run_is_accounted_for() -> None:
    """Parameters, metrics and exclusions together name every column; used and excluded together every run."""
    frame = FRAME.assign(state=["finished"] * 20 + ["crashed"] * 4, name=[f"r{n}" for n in range(RUNS)], empty=None, one=1)
    frame.loc[3, "val_loss"] = np.inf
    sweep = choose(read(frame), metric="val_loss")
    accounted = {p.name for p in sweep.parameters} | {o.name for o in sweep.objectives}
    accounted |= {item.name for item in sweep.excluded if item.what != "run"}
    assert accounted == set(frame.columns)
    lost = {item.name for item in sweep.excluded if item.what == "run"}
    assert lost == set(sweep.used.index[~sweep.used])


@given(st.permutations(list(FRAME.columns)), st.permutations(range(RUNS)))
@settings(max_examples=8, deadline=None)
def test_the_order_of_columns_and_rows_does_not_matter(columns: list[str], rows: list[int]) -> None:
    """A table with its columns and rows shuffled holds the same sweep."""
    first = choose(read(FRAME), metric="val_loss")
    other = choose(read(FRAME.iloc[rows][columns]), metric="val_loss")
    assert set(first.parameters) == set(other.parameters)
    pd.testing.assert_frame_equal(first.settings.sort_index(), other.settings[first.settings.columns].sort_index())
    pd.testing.assert_series_equal(first.outcome.sort_index(), other.outcome.sort_index())


def test_a_duration_is_never_the_metric_unasked(tmp_path: Path) -> None:
    """A table whose only result is how long runs took is asked about, not analysed for that."""
    path = tmp_path / "runs.csv"
    path.write_text("steps,lr,mean time\n" + "".join(f"{8 * (1 + n % 4)},{0.1 / (1 + n)},{n * 1.7}\n" for n in range(12)))
    with pytest.raises(WrongUsageError, match="must be named"):
        choose(read(path))
    assert choose(read(path), metric="mean time", direction="minimize").objective.name == "mean time"
