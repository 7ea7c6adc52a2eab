"""MLflow's folders and databases are read as MLflow would show them, without MLflow and without writing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from mlflow_store import write_database, write_experiment, write_run
from real_files import DATA, needs_data

from sweepbrief.errors import UnreadableSourceError, WrongUsageError
from sweepbrief.sources import choose, mlflow_files, read

if TYPE_CHECKING:
    from pathlib import Path


def test_params_are_turned_back_into_what_they_were(tmp_path: Path) -> None:
    """Text becomes numbers, truth values and words again; None among numbers is a level; mappings are spread."""
    experiment = write_experiment(tmp_path / "mlruns", "1", "taxi")
    for number in range(4):
        depth = None if number == 0 else number
        params = {"lr": 10.0**-number, "use bias": bool(number % 2), "opt/name": "adam", "depth": depth, "net": "{'width': 8}"}
        write_run(experiment, number, params=params, metrics={"loss": f"1 {number} 0\n"})
    (study,) = read(tmp_path / "mlruns")
    kinds = {parameter.name: parameter.kind for parameter in study.parameters}
    assert kinds == {"lr": "float", "use bias": "bool", "opt/name": "categorical", "depth": "int", "net.width": "int"}
    assert next(p for p in study.parameters if p.name == "depth").missing == "level"
    assert study.settings["lr"].tolist() == [1.0, 0.1, 0.01, 0.001]


def test_metrics_keep_slashes_spaces_and_infinities(tmp_path: Path) -> None:
    """A metric ``val/loss 1`` lies in a folder; its last value by step counts, in any order of lines; NaN and inf stay."""
    experiment = write_experiment(tmp_path, "1", "taxi")
    write_run(experiment, 0, params={"a": 1}, metrics={"val/loss 1": "1 5.0 0\n3 2.0 2\n2 4.0 1\n"})
    write_run(experiment, 1, params={"a": 2}, metrics={"val/loss 1": "1 nan 0\n"})
    write_run(experiment, 2, params={"a": 3}, metrics={"val/loss 1": "1 inf 0\n"})
    write_run(experiment, 3, params={"a": 4}, metrics={"val/loss 1": "1 7.5\n"})
    (study,) = read(tmp_path)
    values = study.metrics["val/loss 1"].tolist()
    assert values[0] == 2.0
    assert math.isnan(values[1])
    assert values[2:] == [math.inf, 7.5]
    assert [note.facts["metrics"] for note in study.notes if note.code == "last_value"] == [["val/loss 1"]]


@pytest.mark.parametrize(("said", "meant"), [(1, "running"), (2, "waiting"), (3, "complete"), (4, "failed"), (5, "killed")])
def test_statuses_are_numbers_in_folders(tmp_path: Path, said: int, meant: str) -> None:
    """Folders hold MLflow's statuses by number."""
    write_run(write_experiment(tmp_path, "1", "taxi"), 0, status=said)
    assert read(tmp_path)[0].statuses.tolist() == [meant]


def write_folds(store: Path, *, numbered: bool) -> Path:
    """Write six settings tried on three folds each: the settings stand with the parents, results with the folds."""
    experiment = write_experiment(store, "1", "folds")
    for setting in range(6):
        parent = write_run(experiment, 10 * setting, params={"lr": 0.1 * (1 + setting)}, metrics={"cv_loss": "1 0.5 0"})
        for fold in range(3):
            write_run(
                experiment,
                10 * setting + 1 + fold,
                params={"fold": fold} if numbered else {},
                metrics={"loss": f"1 {setting + 0.01 * fold} 0"},
                tags={"mlflow.parentRunId": parent.name},
            )
    return store


@pytest.mark.parametrize("numbered", [True, False])
def test_folds_count_with_the_settings_of_their_parents(tmp_path: Path, numbered: bool) -> None:  # noqa: FBT001 - a parameter
    """MLflow keeps what a fold was given with its parent: folds are repetitions of those settings."""
    sweep = choose(read(write_folds(tmp_path / "mlruns", numbered=numbered)), metric="loss", direction="minimize")
    assert int(sweep.used.sum()) == 18
    assert [parameter.name for parameter in sweep.parameters] == ["lr"]
    assert sorted(sweep.settings.loc[sweep.used, "lr"].value_counts()) == [3] * 6
    assert [dict(note.facts) for note in sweep.notes if note.code == "repeats_of_parents"] == [{"runs": 18, "parents": 6}]
    assert sum(item.reason == "parent_run" for item in sweep.excluded) == 6


def test_children_with_settings_of_their_own_take_none_of_their_parents(tmp_path: Path) -> None:
    """What a parent says of the whole search is no setting of the runs in it."""
    experiment = write_experiment(tmp_path / "mlruns", "1", "searches")
    for search in range(2):
        parent = write_run(experiment, 100 * search, params={"trials": 50 + search})
        for trial in range(1, 9):
            tags = {"mlflow.parentRunId": parent.name}
            write_run(experiment, 100 * search + trial, params={"lr": 0.1 * trial}, metrics={"loss": f"1 {trial} 0"}, tags=tags)
    (study,) = read(tmp_path / "mlruns")
    assert [parameter.name for parameter in study.parameters] == ["lr"]
    assert "repeats_of_parents" not in {note.code for note in study.notes}


def test_deleted_runs_and_parents_are_found_but_not_analysed(tmp_path: Path) -> None:
    """A deleted run and one that only holds others are counted, stated and kept out, with what only they had set."""
    experiment = write_experiment(tmp_path, "1", "taxi")
    parent = write_run(experiment, 0, params={"trials": 3}, metrics={"loss": "1 0.0 0\n"}).name
    for number in range(1, 5):
        tags = {"mlflow.parentRunId": parent}
        write_run(experiment, number, params={"lr": number}, metrics={"loss": f"1 {number} 0\n"}, tags=tags)
    write_run(experiment, 5, params={"lr": 9}, metrics={"loss": "1 -5.0 0\n"}, stage="deleted")
    sweep = choose(read(tmp_path), metric="loss")
    assert len(sweep.statuses) == 6
    assert int(sweep.used.sum()) == 4
    assert sweep.best_run == "run-1"
    reasons = {item.name: item.reason for item in sweep.excluded if item.what == "run"}
    assert reasons == {"run-0": "parent_run", "run-5": "deleted"}
    assert [parameter.name for parameter in sweep.parameters] == ["lr"]
    assert "trials" not in {item.name for item in sweep.excluded}


def test_deleted_and_empty_experiments_are_left_out(tmp_path: Path) -> None:
    """What lies in MLflow's bin is named and not read; the empty default experiment is no study."""
    write_experiment(tmp_path, "0", "Default")
    write_run(write_experiment(tmp_path, "1", "kept"), 0, params={"a": 1}, metrics={"loss": "1 1.0 0\n"})
    write_experiment(tmp_path / ".trash", "2", "thrown away", "deleted")
    studies = read(tmp_path)
    assert [study.name for study in studies] == ["kept"]
    assert [note.facts["studies"] for note in studies[0].notes if note.code == "deleted_studies"] == [["thrown away"]]


def test_one_experiment_is_a_source_too(tmp_path: Path) -> None:
    """An experiment's own folder can be named, also where its ``meta.yaml`` was not kept."""
    experiment = write_experiment(tmp_path, "1", "taxi")
    write_run(experiment, 0, params={"a": 1}, metrics={"loss": "1 1.0 0\n"})
    assert read(experiment)[0].name == "taxi"
    (experiment / "meta.yaml").unlink()
    assert read(experiment)[0].name == "1"
    assert read(tmp_path)[0].name == "1"


def test_names_in_quotes_and_over_lines_are_read(tmp_path: Path) -> None:
    """Names that YAML must quote come back as they were."""
    experiment = write_experiment(tmp_path, "1", "'it''s: \"quoted\" \\u5b66'")
    write_run(experiment, 0)
    (experiment / "meta.yaml").write_text('experiment_id: "1"\nlifecycle_stage: active\nname: "\\u5b66: \'x\'"\n')
    assert read(tmp_path)[0].name == "学: 'x'"


def test_a_half_written_run_is_a_note(tmp_path: Path) -> None:
    """A run whose metric is still empty, or whose ``meta.yaml`` is missing, is named; the others are read."""
    experiment = write_experiment(tmp_path, "1", "taxi")
    for number in range(3):
        write_run(experiment, number, params={"a": number}, metrics={"loss": f"1 {number} 0\n"})
    (experiment / f"{1:032x}" / "metrics" / "loss").write_text("")
    (experiment / f"{2:032x}" / "meta.yaml").unlink()
    (study,) = read(tmp_path)
    parts = {note.facts["part"]: note.facts["runs"] for note in study.notes if note.code == "parts_unreadable"}
    assert parts == {"metrics/loss": ["run-1"], "meta.yaml": [f"{2:032x}"]}
    assert study.statuses[f"{2:032x}"] == "unknown"


def test_a_link_that_leads_back_is_not_followed(tmp_path: Path) -> None:
    """A link from a run's metrics to the store itself is passed over: the metrics beside it are read once."""
    experiment = write_experiment(tmp_path, "1", "taxi")
    for number in range(2):
        run = write_run(experiment, number, params={"a": number}, metrics={"val/loss": f"1 {number} 0\n"})
        (run / "metrics" / "again").symlink_to(tmp_path)
    (study,) = read(tmp_path)
    assert list(study.metrics.columns) == ["val/loss"]


def test_the_last_step_counts_however_it_was_written(tmp_path: Path) -> None:
    """The value of the last step stands, in order or not; of one step written twice, the later moment."""
    experiment = write_experiment(tmp_path, "1", "taxi")
    for number, lines in enumerate(("1 0.5 0\n2 0.25 1\n", "2 0.25 1\n1 0.5 0\n", "2 0.25 1\n1 0.5 1\n")):
        write_run(experiment, number, params={"a": number}, metrics={"loss": lines})
    (study,) = read(tmp_path)
    assert study.metrics["loss"].tolist() == [0.25, 0.25, 0.25]


def test_runs_stand_in_the_order_of_their_start(tmp_path: Path) -> None:
    """Order and duration are read off the moments that MLflow records."""
    experiment = write_experiment(tmp_path, "1", "taxi")
    for number in (2, 0, 1):
        write_run(experiment, number, params={"a": number})
    (study,) = read(tmp_path)
    assert list(study.statuses.index) == ["run-0", "run-1", "run-2"]
    assert study.order is not None
    assert study.order.is_monotonic_increasing
    assert study.seconds is not None
    assert set(study.seconds) == {0.5}


def test_a_database_tells_nan_and_infinity_apart(tmp_path: Path) -> None:
    """NaN is marked beside a zero, infinities are the largest numbers; deleted experiments are named."""
    path = write_database(
        tmp_path / "mlflow.db", [("0.1", 2.0, False), ("None", 0.0, True), ("1e-3", 1.7976931348623157e308, False)]
    )
    (study,) = read(path)
    assert study.source.kind == "mlflow-sqlite"
    values = study.metrics["loss"].tolist()
    assert values[0] == 2.0
    assert math.isnan(values[1])
    assert values[2] == math.inf
    assert study.settings["lr"].tolist()[2] == 0.001
    assert [note.facts["studies"] for note in study.notes if note.code == "deleted_studies"] == [["old"]]
    assert read(f"sqlite:///{path}")[0].metrics.equals(study.metrics)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["mlflow.db"]


def test_early_databases_have_no_table_of_last_values(tmp_path: Path) -> None:
    """Before there were steps and a table of last values, the latest moment counts."""
    (study,) = read(write_database(tmp_path / "m.db", [("0.1", 2.0, False), ("0.2", 3.0, False)], early=True))
    assert study.metrics["loss"].tolist() == [2.0, 3.0]


def test_a_folder_without_experiments_is_refused(tmp_path: Path) -> None:
    """A folder that is no store gives one clear error."""
    assert not mlflow_files.recognises(tmp_path)
    with pytest.raises(UnreadableSourceError, match="holds experiments"):
        mlflow_files.read(tmp_path)


@needs_data
def test_real_folders_hold_what_the_index_says() -> None:
    """Two experiments of 81 and 64 runs; three results, so that one must be named."""
    studies = read(DATA / "mlflow/porsche_iforest")
    assert sorted(len(study.statuses) for study in studies) == [64, 81]
    first = max(studies, key=lambda study: len(study.statuses))
    assert first.statuses.value_counts().to_dict() == {"complete": 74, "failed": 7}
    assert {"optimal count", "average f_hat", "time"} <= set(first.metrics.columns)
    with pytest.raises(WrongUsageError, match="metric must be named"):
        choose(first)
    sweep = choose(first, metric="optimal count", direction="maximize")
    assert {"min volume", "dimension", "initial pattern"} <= {parameter.name for parameter in sweep.parameters}


@needs_data
def test_a_real_database_holds_what_the_index_says() -> None:
    """Four experiments with 125 runs; those that were deleted count as found but are not analysed."""
    studies = read(DATA / "mlflow/zoomcamp_peco")
    statuses = [status for study in studies for status in study.statuses]
    assert {status: statuses.count(status) for status in set(statuses)} == {"complete": 122, "failed": 1, "running": 2}
    assert len(studies) == 4
    sweep = choose(studies, study="random-forest-hyperopt")
    assert (sweep.objective.name, sweep.objective.direction) == ("rmse", "minimize")
    assert int(sweep.used.sum()) == 50
