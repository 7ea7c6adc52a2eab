"""Neptune's exports and tables, and Aim's table of runs, are read with statuses, durations and settings told from results."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from pathlib import Path


def attribute(run: int, path: str, kind: str, value: object, step: int | None = None) -> dict[str, object]:
    """Give one row of an export."""
    column = {"float_series": "float_value", "datetime": "datetime_value"}.get(kind, f"{kind}_value")
    row: dict[str, object] = {
        "project_id": "team/taxi",
        "run_id": f"RUN-{run}",
        "attribute_path": path,
        "attribute_type": kind,
        "step": None if step is None else Decimal(step),
        **dict.fromkeys(("int_value", "float_value", "string_value", "bool_value", "datetime_value")),
    }
    return row | {column: value}


def export(folder: Path, runs: int = 6) -> Path:
    """Write an export of some runs, one file a run; the last one failed."""
    for run in range(runs):
        rows = [
            attribute(run, "params/lr", "float", 10.0**-run),
            attribute(run, "params/opt/name", "string", ["adam", "sgd"][run % 2]),
            attribute(run, "params/layers", "int", run % 3 + 1),
            attribute(run, "params/bias", "bool", bool(run % 2)),
            attribute(run, "seed", "int", run),
            *(attribute(run, "val/loss", "float_series", 1.0 / (run + step), step) for step in (3, 1, 2)),
            attribute(run, "monitoring/cpu", "float_series", 50.0, 1),
            attribute(run, "sys/failed", "bool", run == runs - 1),
            attribute(run, "sys/running_time", "float", 10.0 + run),
            attribute(run, "sys/creation_time", "datetime", pd.Timestamp("2024-01-01") + pd.Timedelta(hours=run)),
        ]
        path = folder / "taxi_1234" / f"RUN-{run}_part_0.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pd.DataFrame(rows).to_parquet(path)
    return folder


def test_an_export_is_one_study_a_project(tmp_path: Path) -> None:
    """Series give their value at the highest step, single values are settings with their types, failures are failures."""
    (study,) = read(export(tmp_path))
    assert (study.source.kind, study.name) == ("neptune", "team/taxi")
    assert list(study.statuses) == ["complete"] * 5 + ["failed"]
    kinds = {parameter.name: parameter.kind for parameter in study.parameters}
    assert kinds == {"params/lr": "float", "params/opt/name": "categorical", "params/layers": "int", "params/bias": "bool"}
    assert study.metrics["val/loss"].tolist() == pytest.approx([1.0 / (run + 3) for run in range(6)])
    assert study.seconds is not None
    assert study.seconds.tolist() == [10.0 + run for run in range(6)]
    assert study.order is not None
    assert study.order.is_monotonic_increasing
    sweep = choose(study)
    assert (sweep.objective.name, sweep.objective.direction, int(sweep.used.sum())) == ("val/loss", "minimize", 5)
    assert list(sweep.replicates.columns) == ["seed"]


def test_a_runs_table_from_neptune_is_read(tmp_path: Path) -> None:
    """Columns of the runs table: own ones give name, status and time, namespaces tell settings from results."""
    table = pd.DataFrame(
        {
            "sys/id": [f"TAXI-{n}" for n in range(6)],
            "sys/failed": [False] * 5 + [True],
            "sys/running_time": [3.5] * 6,
            "parameters/lr": [10.0**-n for n in range(6)],
            "train/loss": [0.5 * n for n in range(6)],
            "metrics/val_accuracy": [0.1 * n for n in range(6)],
        }
    )
    table.to_csv(tmp_path / "runs.csv", index=False)
    (study,) = read(tmp_path / "runs.csv")
    assert study.source.kind == "neptune"
    assert [parameter.name for parameter in study.parameters] == ["parameters/lr"]
    assert list(study.metrics.columns) == ["train/loss", "metrics/val_accuracy"]
    assert study.statuses.tolist() == ["complete"] * 5 + ["failed"]
    assert study.statuses.index[0] == "TAXI-0"
    assert choose(study).objective.name == "metrics/val_accuracy"


def test_aims_table_tells_durations_and_runs_that_go_on(tmp_path: Path) -> None:
    """A run that is active is still running; the others took from their creation to their end."""
    table = pd.DataFrame(
        {
            "hash": [f"{n:08x}" for n in range(6)],
            "name": [f"run {n}" for n in range(6)],
            "archived": False,
            "creation_time": [100.0 * n for n in range(6)],
            "end_time": [100.0 * n + 7 for n in range(5)] + [None],
            "active": [False] * 5 + [True],
            "experiment": "taxi",
            "hparams.lr": [10.0**-n for n in range(6)],
            "hparams.net.width": [8, 16, 32, 8, 16, 32],
            "val_loss": [0.5, 0.4, 0.3, 0.2, 0.1, None],
        }
    )
    table.to_csv(tmp_path / "runs.csv", index=False)
    for source in (tmp_path / "runs.csv", table):
        (study,) = read(source)
        assert study.source.kind == "aim"
        assert study.statuses.tolist() == ["complete"] * 5 + ["running"]
        assert study.seconds is not None
        assert study.seconds.tolist()[:5] == [7.0] * 5
        sweep = choose(study)
        assert [parameter.name for parameter in sweep.parameters] == ["lr", "net.width"]
        assert sweep.objective.name == "val_loss"
