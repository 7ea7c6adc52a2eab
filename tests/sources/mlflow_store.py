"""MLflow stores written as MLflow writes them, as folders and as databases, without MLflow."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_TABLES = """
CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name TEXT, lifecycle_stage TEXT);
CREATE TABLE runs (run_uuid TEXT, name TEXT, status TEXT, start_time INTEGER, end_time INTEGER, lifecycle_stage TEXT,
                   experiment_id INTEGER);
CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT);
CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT);
"""
_METRICS = "CREATE TABLE metrics (key TEXT, value REAL, timestamp INTEGER, run_uuid TEXT, step INTEGER, is_nan INTEGER);"
_EARLY = "CREATE TABLE metrics (key TEXT, value REAL, timestamp INTEGER, run_uuid TEXT);"
_LATEST = "CREATE TABLE latest_metrics (key TEXT, value REAL, timestamp INTEGER, step INTEGER, is_nan INTEGER, run_uuid TEXT);"


def write_run(  # noqa: PLR0913 - all that a run's folder holds, by keyword
    experiment: Path,
    number: int,
    *,
    params: Mapping[str, object] | None = None,
    metrics: Mapping[str, str] | None = None,
    tags: Mapping[str, str] | None = None,
    status: object = 3,
    stage: str = "active",
) -> Path:
    """Write one run's folder; ``metrics`` are the lines of their files."""
    uuid = f"{number:032x}"
    folder = experiment / uuid
    folder.mkdir(parents=True)
    start = 1674895592571 + number * 1000
    (folder / "meta.yaml").write_text(
        f"artifact_uri: file:///elsewhere\nend_time: {start + 500}\nexperiment_id: '1'\nlifecycle_stage: {stage}\n"
        f"run_id: {uuid}\nrun_name: run-{number}\nstart_time: {start}\nstatus: {status}\ntags: []\nuser_id: someone\n"
    )
    for part, texts in (("params", params), ("metrics", metrics), ("tags", tags)):
        for name, text in (texts or {}).items():
            path = folder / part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(str(text))
    return folder


def write_experiment(store: Path, number: str, name: str, stage: str = "active") -> Path:
    """Write an experiment's folder without runs."""
    folder = store / number
    folder.mkdir(parents=True)
    (folder / "meta.yaml").write_text(
        f"artifact_location: file:///elsewhere\nexperiment_id: '{number}'\nlifecycle_stage: {stage}\nname: {name}\n"
    )
    return folder


def write_database(path: Path, rows: Sequence[tuple[str, float, bool]], *, early: bool = False) -> Path:
    """Write a database of one experiment: learning rate as text, loss, and whether the loss is NaN; one row a run."""
    connection = sqlite3.connect(path)
    connection.executescript(_TABLES + (_EARLY if early else _METRICS + _LATEST))
    connection.execute("INSERT INTO experiments VALUES (1, 'taxi', 'active'), (2, 'old', 'deleted')")
    for number, (rate, loss, is_nan) in enumerate(rows):
        uuid = f"{number:032x}"
        connection.execute("INSERT INTO runs VALUES (?, ?, 'FINISHED', ?, ?, 'active', 1)", (uuid, "", number, number + 7))
        connection.execute("INSERT INTO params VALUES ('lr', ?, ?)", (rate, uuid))
        if early:
            connection.execute("INSERT INTO metrics VALUES ('loss', 9.0, 1, ?)", (uuid,))
            connection.execute("INSERT INTO metrics VALUES ('loss', ?, 2, ?)", (loss, uuid))
        else:
            connection.execute("INSERT INTO latest_metrics VALUES ('loss', ?, 2, 5, ?, ?)", (loss, is_nan, uuid))
    connection.commit()
    connection.close()
    return path
