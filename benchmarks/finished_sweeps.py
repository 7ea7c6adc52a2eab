"""The same finished sweep written as different tools leave it: five parameters, one result, no tool needed."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SETTINGS: Final = ("lr", "units", "depth", "dropout", "act")
RESULT: Final = "val_loss"
START: Final = 1_700_000_000


def planted(runs: int) -> pd.DataFrame:
    """Draw settings and a result, one row a run."""
    rng = np.random.default_rng(runs)
    frame = pd.DataFrame(
        {
            "lr": 10 ** rng.uniform(-5, -1, runs),
            "units": rng.integers(8, 512, runs),
            "depth": rng.integers(1, 7, runs),
            "dropout": rng.uniform(0, 0.5, runs),
            "act": rng.choice(["relu", "tanh", "gelu"], runs),
        }
    )
    frame[RESULT] = (np.log10(frame["lr"]) + 3) ** 2 + 0.01 * frame["depth"] + 0.1 * rng.normal(size=runs)
    return frame


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Give one mapping a run, in Python's own types."""
    return [{str(key): value for key, value in row.items()} for row in frame.astype(object).to_dict("records")]


def split(row: Mapping[str, object]) -> tuple[dict[str, object], object]:
    """Tell a run's settings from its result."""
    return {name: row[name] for name in SETTINGS}, row[RESULT]


def write_tree(path: Path, tree: object) -> None:
    """Write text, or anything else as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tree if isinstance(tree, str) else json.dumps(tree))


def as_csv(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a table."""
    frame.to_csv(folder / "runs.csv", index=False)
    return folder / "runs.csv"


def as_json_lines(frame: pd.DataFrame, folder: Path) -> Path:
    """Write one record a line."""
    frame.to_json(folder / "runs.jsonl", orient="records", lines=True)
    return folder / "runs.jsonl"


def as_parquet(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a table in columns."""
    frame.to_parquet(folder / "runs.parquet")
    return folder / "runs.parquet"


def as_wandb_table(frame: pd.DataFrame, folder: Path) -> Path:
    """Write the table that the programming interface of Weights & Biases is usually turned into: mappings as text."""
    rows = [(*split(row), place) for place, row in enumerate(records(frame))]
    cells = [{"summary": str({RESULT: value}), "config": str(settings), "name": f"run-{n}"} for settings, value, n in rows]
    pd.DataFrame(cells).to_csv(folder / "project.csv")
    return folder / "project.csv"


def as_aim(frame: pd.DataFrame, folder: Path) -> Path:
    """Write Aim's table of runs."""
    keys = {name: f"hparams.{name}" for name in SETTINGS}
    table = frame.rename(columns=keys).assign(experiment="sweep", archived=False, active=False)
    table.insert(0, "hash", [f"{place:024x}" for place in range(len(frame))])
    table.assign(creation_time=START + np.arange(len(frame)), end_time=START + 9 + np.arange(len(frame))).to_csv(
        folder / "aim.csv", index=False
    )
    return folder / "aim.csv"


def as_sklearn(frame: pd.DataFrame, folder: Path) -> Path:
    """Write ``cv_results_`` as a table."""
    table = frame[list(SETTINGS)].add_prefix("param_")
    score = -frame[RESULT]
    table.assign(
        params=[str(split(row)[0]) for row in records(frame)], mean_fit_time=1.0, split0_test_score=score - 0.1,
        split1_test_score=score + 0.1, mean_test_score=score, std_test_score=0.1, rank_test_score=score.rank().astype(int),
    ).to_csv(folder / "cv_results.csv")  # fmt: skip
    return folder / "cv_results.csv"


def as_neptune(frame: pd.DataFrame, folder: Path) -> Path:
    """Write an export of Neptune, a thousand runs a file."""
    kinds = {"lr": "float", "units": "int", "depth": "int", "dropout": "float", "act": "string"}
    place = folder / "export" / "sweep_1234"
    place.mkdir(parents=True)
    rows = []
    for number, row in enumerate(records(frame)):
        base = {"project_id": "team/sweep", "run_id": f"RUN-{number}", "step": None}
        rows += [
            base | {"attribute_path": f"params/{n}", "attribute_type": kind, f"{kind}_value": row[n]}
            for n, kind in kinds.items()
        ]
        rows.append(
            base | {"attribute_path": RESULT, "attribute_type": "float_series", "step": 1.0, "float_value": row[RESULT]}
        )
        if number % 1000 == 999:
            pd.DataFrame(rows).to_parquet(place / f"RUN-{number}_part_0.parquet")
            rows = []
    if rows:
        pd.DataFrame(rows).to_parquet(place / "RUN-last_part_0.parquet")
    return folder / "export"


def as_optuna_journal(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a journal of Optuna."""
    choices = ["relu", "tanh", "gelu"]
    real = {"name": "FloatDistribution", "attributes": {"step": None, "low": 0.0, "high": 600.0, "log": False}}
    named = {"name": "CategoricalDistribution", "attributes": {"choices": choices}}
    lines: list[dict[str, object]] = [{"op_code": 0, "study_name": "sweep", "directions": [1]}]
    for number, row in enumerate(records(frame)):
        settings, value = split(row)
        lines.append({"op_code": 4, "study_id": 0, "datetime_start": "2024-01-01T00:00:00+00:00"})
        for name, given in settings.items():
            inner = choices.index(str(given)) if name == "act" else given
            kind = json.dumps(named if name == "act" else real)
            told = {"param_name": name, "param_value_internal": inner, "distribution": kind}
            lines.append({"op_code": 5, "trial_id": number} | told)
        lines.append(
            {"op_code": 6, "trial_id": number, "state": 1, "values": [value], "datetime_complete": "2024-01-01T00:01:00+00:00"}
        )
    write_tree(folder / "journal.log", "".join(json.dumps(line | {"worker_id": "w"}) + "\n" for line in lines))
    return folder / "journal.log"


def as_keras_tuner(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a project of KerasTuner."""
    project = folder / "project"
    write_tree(
        project / "oracle.json", {"ongoing_trials": {}, "hyperparameters": {"space": [], "values": {}}, "start_order": []}
    )
    for number, row in enumerate(records(frame)):
        settings, value = split(row)
        seen = {RESULT: {"direction": "min", "observations": [{"value": [value], "step": 0}]}}
        tree = {"trial_id": f"{number:05d}", "hyperparameters": {"space": [], "values": settings}, "metrics": {"metrics": seen}}
        write_tree(
            project / f"trial_{number:05d}" / "trial.json", tree | {"score": value, "best_step": 0, "status": "COMPLETED"}
        )
    return project


def as_mlruns(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a folder of MLflow: a file a parameter and a metric."""
    experiment = folder / "mlruns" / "1"
    write_tree(experiment / "meta.yaml", "experiment_id: '1'\nlifecycle_stage: active\nname: sweep\n")
    for number, row in enumerate(records(frame)):
        run = experiment / f"{number:032x}"
        settings, value = split(row)
        times = f"start_time: {START}000\nend_time: {START}500\n"
        write_tree(run / "meta.yaml", f"lifecycle_stage: active\nrun_id: {run.name}\nrun_name: r{number}\n{times}status: 3\n")
        for name, given in settings.items():
            write_tree(run / "params" / name, str(given))
        write_tree(run / "metrics" / RESULT, f"{START}000 {value} 0\n")
    return folder / "mlruns"


def as_mlflow_sqlite(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a database of MLflow."""
    rows = list(enumerate(records(frame)))
    path = folder / "mlflow.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name TEXT, lifecycle_stage TEXT);"
        "CREATE TABLE runs (run_uuid TEXT, name TEXT, status TEXT, start_time INTEGER, end_time INTEGER, lifecycle_stage TEXT,"
        " experiment_id INTEGER); CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT);"
        "CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT); CREATE TABLE metrics (key TEXT, value REAL,"
        " timestamp INTEGER, run_uuid TEXT, step INTEGER, is_nan INTEGER); "
        "CREATE TABLE latest_metrics (key TEXT, value REAL, timestamp INTEGER,"
        " step INTEGER, is_nan INTEGER, run_uuid TEXT); INSERT INTO experiments VALUES (1, 'sweep', 'active');"
    )
    connection.executemany(
        "INSERT INTO runs VALUES (?, ?, 'FINISHED', ?, ?, 'active', 1)", [(f"{n:032x}", f"r{n}", n, n + 9) for n, _ in rows]
    )
    told = [(name, str(row[name]), f"{n:032x}") for n, row in rows for name in SETTINGS]
    connection.executemany("INSERT INTO params VALUES (?, ?, ?)", told)
    values = [(RESULT, row[RESULT], n, f"{n:032x}") for n, row in rows]
    connection.executemany("INSERT INTO metrics VALUES (?, ?, ?, ?, 0, 0)", values)
    connection.executemany("INSERT INTO latest_metrics VALUES (?, ?, ?, 0, 0, ?)", values)
    connection.commit()
    connection.close()
    return path


def as_ray_tune(frame: pd.DataFrame, folder: Path) -> Path:
    """Write an experiment of Ray Tune, a folder a trial."""
    experiment = folder / "experiment"
    for number, row in enumerate(records(frame)):
        settings, value = split(row)
        trial = f"{number:05d}"
        last = {
            RESULT: value,
            "training_iteration": 1,
            "time_total_s": 1.0,
            "trial_id": trial,
            "done": True,
            "config": settings,
        }
        write_tree(experiment / f"train_{trial}" / "params.json", settings)
        write_tree(experiment / f"train_{trial}" / "result.json", json.dumps(last) + "\n")
    return experiment


def as_smac3(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a run history of SMAC3."""
    rows = [split(row) for row in records(frame)]
    data = [
        {
            "config_id": n, "instance": None, "seed": 0, "budget": None, "cost": cost, "time": 1.0, "cpu_time": 1.0,
            "status": 1, "starttime": START + n, "endtime": START + n + 1, "additional_info": {},
        }
        for n, (_, cost) in enumerate(rows, 1)
    ]  # fmt: skip
    stats = {"submitted": len(rows), "finished": len(rows), "running": 0}
    configs = {str(n): settings for n, (settings, _) in enumerate(rows, 1)}
    write_tree(folder / "smac" / "runhistory.json", {"stats": stats, "data": data, "configs": configs, "config_origins": {}})
    return folder / "smac"


def as_syne_tune(frame: pd.DataFrame, folder: Path) -> Path:
    """Write an experiment of Syne Tune."""
    experiment = folder / "experiment"
    experiment.mkdir()
    table = frame.rename(columns={name: f"config_{name}" for name in SETTINGS}).assign(
        trial_id=np.arange(len(frame)), st_tuner_time=np.arange(len(frame)), st_worker_time=1.0, st_worker_iter=0,
        st_decision="CONTINUE", st_status="Completed",
    )  # fmt: skip
    with zipfile.ZipFile(experiment / "results.csv.zip", "w") as archive:
        archive.writestr("results.csv", table.to_csv(index=False))
    write_tree(experiment / "metadata.json", {"metric_names": [RESULT], "metric_mode": "min"})
    return experiment


def as_hydra(frame: pd.DataFrame, folder: Path) -> Path:
    """Write a multirun of Hydra, whose jobs wrote their results as JSON."""
    sweep = folder / "multirun"
    write_tree(
        sweep / "multirun.yaml", "hydra:\n  sweeper: {_target_: hydra._internal.core_plugins.basic_sweeper.BasicSweeper}\n"
    )
    for number, row in enumerate(records(frame)):
        settings, value = split(row)
        given = "".join(f"- {name}={cell}\n" for name, cell in settings.items())
        write_tree(sweep / str(number) / ".hydra" / "overrides.yaml", given)
        write_tree(
            sweep / str(number) / ".hydra" / "config.yaml", "".join(f"{name}: {cell}\n" for name, cell in settings.items())
        )
        write_tree(sweep / str(number) / "metrics.json", {RESULT: value})
    return sweep


FORMATS: Final[Mapping[str, Callable[[pd.DataFrame, Path], Path]]] = {
    "CSV": as_csv,
    "JSON lines": as_json_lines,
    "Parquet": as_parquet,
    "Weights & Biases, table": as_wandb_table,
    "Aim, table": as_aim,
    "scikit-learn, cv_results_": as_sklearn,
    "Neptune, export": as_neptune,
    "Optuna, journal": as_optuna_journal,
    "KerasTuner": as_keras_tuner,
    "MLflow, folder": as_mlruns,
    "MLflow, SQLite": as_mlflow_sqlite,
    "Ray Tune": as_ray_tune,
    "SMAC3": as_smac3,
    "Syne Tune": as_syne_tune,
    "Hydra": as_hydra,
}
