"""Runs stopped early are compared by what each had reached after the same effort."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from optuna_files import FakeTrial, uniform, write_storage

from sweepbrief.errors import WrongUsageError
from sweepbrief.sources import choose, read
from sweepbrief.sources.reached import LaterCurves, curves_of

if TYPE_CHECKING:
    from pathlib import Path

    from sweepbrief.sweep import Study

RUNGS = {1: 60, 3: 30, 9: 25, 27: 5}
"""How many of sixty trials came to each rung."""


def loss(trial: int, epoch: int) -> float:
    """Give what a trial had reached: the later, the lower, and the others' order is another."""
    return 1.0 / epoch + 0.01 * ((trial * epoch) % 60)


def asha(folder: Path, metric: str = "loss") -> Study:
    """Write an experiment of Syne Tune whose scheduler stopped most trials, and read it."""
    rows = [
        {
            "epoch": epoch, metric: loss(trial, epoch), "st_worker_time": epoch, "st_worker_iter": place, "trial_id": trial,
            "st_decision": "CONTINUE" if epoch < max(e for e in RUNGS if trial < RUNGS[e]) else "STOP",
            "st_status": "InProgress", "config_lr": 10.0 ** -(1 + trial % 5), "config_depth": 1 + trial % 7,
            "st_tuner_time": epoch,
        }
        for place, (epoch, trials) in enumerate(RUNGS.items())
        for trial in range(trials)
    ]  # fmt: skip
    pd.DataFrame(rows).to_csv(folder / "results.csv", index=False)
    scheduler = {"time_attr": "epoch", "max_t": 27}
    (folder / "metadata.json").write_text(
        json.dumps({"metric_names": [metric], "metric_mode": "min", "scheduler_name": "ASHA", "scheduler_kwargs": scheduler})
    )
    (study,) = read(folder)
    return study


def test_the_highest_rung_that_enough_trials_came_to_is_analysed(tmp_path: Path) -> None:
    """Five of sixty ran to the end: twenty-five are compared at the rung before, by the values that they had there."""
    study = asha(tmp_path)
    assert study.statuses.value_counts().to_dict() == {"pruned": 55, "complete": 5}
    sweep = choose(study)
    assert list(sweep.used[sweep.used].index) == [str(trial) for trial in range(25)]
    assert np.allclose(sweep.metrics["loss"][:25], [loss(trial, 9) for trial in range(25)])
    (note,) = [note for note in sweep.notes if note.code == "reached"]
    expected = {"column": "epoch", "value": 9.0, "runs": 25, "farther": 5, "others": 35, "rule": "highest"}
    assert dict(note.facts) == expected
    assert "last_value" not in {note.code for note in sweep.notes}
    assert sum(item.reason == "pruned" for item in sweep.excluded) == 35


@pytest.mark.parametrize("wish", ["3", "epoch=3", 3])
def test_the_caller_names_another_rung(wish: str | int, tmp_path: Path) -> None:
    """Any rung that some trial came to can be asked for; another is refused with those there are."""
    sweep = choose(asha(tmp_path), fidelity=wish)
    assert int(sweep.used.sum()) == 30
    assert np.allclose(sweep.metrics["loss"][:30], [loss(trial, 3) for trial in range(30)])
    assert next(note.facts["rule"] for note in sweep.notes if note.code == "reached") == "asked"


def test_a_rung_that_nobody_came_to_is_refused(tmp_path: Path) -> None:
    """The refusal lists the rungs and how many came to each."""
    with pytest.raises(WrongUsageError, match=r"1 \(60 runs\), 3 \(30 runs\), 9 \(25 runs\), 27 \(5 runs\)"):
        choose(asha(tmp_path), fidelity="81")


def test_where_enough_ran_to_the_end_they_are_analysed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With twenty-five whole runs nothing needs to be taken from a lower rung."""
    monkeypatch.setitem(RUNGS, 27, 25)
    sweep = choose(asha(tmp_path))
    assert int(sweep.used.sum()) == 25
    assert "reached" not in {note.code for note in sweep.notes}
    assert np.allclose(sweep.metrics["loss"][:25], [loss(trial, 27) for trial in range(25)])


def test_curves_are_laid_out_by_effort() -> None:
    """The last of two reports at one level counts; words and missing counts do not; a single level makes no curve."""
    reports = pd.DataFrame({"run": [0, 0, 0, 1, 1], "step": [1, 1, 2, "1", "x"], "loss": [0.9, 0.8, 0.7, "0.6", 0.5]})
    curve = curves_of(reports, "run", "step", ["loss"])["loss"]
    assert [float(str(level)) for level in curve.columns] == [1.0, 2.0]
    assert curve.columns.name == "step"
    assert list(curve.index) == ["0", "1"]
    assert np.array_equal(curve.to_numpy(), [[0.8, 0.7], [0.6, np.nan]], equal_nan=True)
    assert curves_of(reports[reports["step"] == 1], "run", "step", ["loss"]) == {}


def pruned_study(path: Path, offset: float = 0.0) -> Study:
    """Write a study of Optuna whose pruner stopped most trials, with values that differ from the last report, and read it."""
    trials = []
    for trial in range(60):
        reports = {epoch: loss(trial, epoch) for epoch, trials_there in RUNGS.items() if trial < trials_there}
        whole = len(reports) == len(RUNGS)
        value = reports[max(reports)] + (offset if whole else 0.0)
        params = {"lr": (0.01 * (1 + trial), uniform(0.0, 1.0))}
        trials.append(FakeTrial("COMPLETE" if whole else "PRUNED", ((value, "FINITE"),), params, reports=reports))
    (study,) = read(write_storage(path, {"study": trials}))
    return study


def test_trials_that_optuna_pruned_are_compared_by_what_they_reported(tmp_path: Path) -> None:
    """Five trials ended: those that came to step 9 are compared there, as the pruner itself compared them."""
    sweep = choose(pruned_study(tmp_path / "study.db"))
    assert int(sweep.used.sum()) == 25
    assert np.allclose(sweep.metrics["value"][:25], [loss(trial, 9) for trial in range(25)])
    assert next(note.facts["column"] for note in sweep.notes if note.code == "reached") == "step"


def test_reports_of_another_quantity_are_no_values_of_the_objective(tmp_path: Path) -> None:
    """Where finished trials gave a value that they never reported, only these are compared."""
    sweep = choose(pruned_study(tmp_path / "study.db", offset=7.0))
    assert int(sweep.used.sum()) == 5


def test_a_journal_holds_the_same_reports(tmp_path: Path) -> None:
    """What trials reported stands in operations of its own."""
    lines: list[dict[str, object]] = [{"op_code": 0, "study_name": "s", "directions": [1]}]
    for trial in range(30):
        lines.append({"op_code": 4, "study_id": 0})
        lines += [
            {"op_code": 7, "trial_id": trial, "step": epoch, "intermediate_value": loss(trial, epoch)}
            for epoch in ((1, 3) if trial < 25 else (1,))
        ]
        lines.append({"op_code": 6, "trial_id": trial, "state": 2, "values": [loss(trial, 1)]})
    path = tmp_path / "journal.log"
    path.write_text("".join(json.dumps({"worker_id": "w", **line}) + "\n" for line in lines))
    sweep = choose(read(path))
    assert np.allclose(sweep.metrics["value"][:25], [loss(trial, 3) for trial in range(25)])
    assert int(sweep.used.sum()) == 25


def ray_asha(folder: Path, *, table: bool = False) -> Path:
    """Write an experiment of Ray Tune whose scheduler stopped most trials; all are called terminated there."""
    for trial in range(60):
        home = folder / f"train_abc_{trial:05}_{trial}_2024-01-01_00-00-00"
        home.mkdir(parents=True)
        (home / "params.json").write_text(json.dumps({"lr": 0.01 * (1 + trial)}))
        rows = [
            {"loss": loss(trial, epoch), "training_iteration": epoch, "trial_id": f"abc_{trial:05}", "time_total_s": epoch}
            for epoch, trials in RUNGS.items()
            if trial < trials
        ]
        if table:
            pd.DataFrame(rows).to_csv(home / "progress.csv", index=False)
        else:
            (home / "result.json").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


@pytest.mark.parametrize("table", [False, True])
def test_trials_that_ray_stopped_are_compared_at_an_iteration(tmp_path: Path, table: bool) -> None:  # noqa: FBT001 - a parameter
    """Ray calls stopped trials terminated, like whole ones: what all had reported at one iteration is compared."""
    (study,) = read(ray_asha(tmp_path / "asha", table=table))
    sweep = choose(study)
    assert int(sweep.used.sum()) == 25
    assert np.allclose(sorted(sweep.metrics["loss"].dropna()), sorted(loss(trial, 9) for trial in range(25)))
    assert {note.code for note in sweep.notes} >= {"reached"}
    assert "stopped_early" not in {note.code for note in sweep.notes}


def test_settings_that_changed_along_the_way_are_told(tmp_path: Path) -> None:
    """Where a population exchanged settings, no value along the way belongs to the last ones: none is compared."""
    folder = ray_asha(tmp_path / "pbt")
    for trial in range(3):
        (folder / f"pbt_policy_abc_{trial:05}.txt").write_text("[]")
    (study,) = read(folder)
    assert [note.facts["runs"] for note in study.notes if note.code == "settings_changed"] == [3]
    assert not study.curves
    assert int(choose(study).used.sum()) == 60


def test_curves_are_read_only_when_they_are_asked_for() -> None:
    """Naming nothing reads nothing, and what was read is not read again."""
    calls = []
    curves = LaterCurves(lambda: calls.append(1) or {"loss": pd.DataFrame()})  # type: ignore[func-returns-value] # counted
    assert calls == []
    assert (list(curves), len(curves), "loss" in curves, calls) == (["loss"], 1, True, [1])
