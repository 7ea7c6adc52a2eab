"""MLflow's SQLite databases of every schema version, read without MLflow and without writing."""

from __future__ import annotations

import contextlib
import math
import sqlite3
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import head_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.mlflow_runs import Recorded, infinite, moment, study_of_experiment, with_runs
from sweepbrief.sources.sqlite_files import Database, digest_of, is_sqlite, open_readonly, path_of, tables_of
from sweepbrief.sweep import Note, Source, Study

if TYPE_CHECKING:
    from pathlib import Path

SOURCE: Final = SourceKind(
    "mlflow-sqlite",
    "MLflow, SQLite database",
    "mlflow.db of any MLflow version; sqlite:///mlflow.db",
    (".db", ".sqlite", ".sqlite3", ".db3"),
)
_TABLES: Final = frozenset({"experiments", "runs", "params", "metrics"})
_TAG_LIMIT: Final = 1000


def recognises(source: object) -> bool:
    """Tell whether a file is an SQLite database with MLflow's tables."""
    path = path_of(source)
    return path is not None and is_sqlite(head_of(path)) and tables_of(path) >= _TABLES


def _runs(database: Database) -> tuple[dict[object, Recorded], dict[object, object]]:
    """Give the runs by id, and the experiment of each."""
    records: dict[object, Recorded] = {}
    experiments: dict[object, object] = {}
    wanted = ("run_uuid", "name", "status", "start_time", "end_time", "lifecycle_stage", "experiment_id")
    for uuid, name, status, start, end, stage, experiment in database.rows("runs", *wanted):
        records[uuid] = Recorded(str(uuid), str(name or ""), str(status or ""), moment(start), moment(end), stage == "deleted")
        experiments[uuid] = experiment
    return records, experiments


def _number(value: object, is_nan: object) -> float:
    """Give a stored value: NaN is marked beside it, infinities are the largest numbers."""
    return math.nan if is_nan or not isinstance(value, (int, float)) else infinite(float(value))


def _fill_metrics(database: Database, records: dict[object, Recorded]) -> None:
    """Take the last value of each metric: from its own table, which early versions lack, else from all values."""
    table = "latest_metrics" if database.columns("latest_metrics") else "metrics"
    last: dict[tuple[object, object], tuple[float, float]] = {}
    for uuid, key, value, step, time, is_nan in database.rows(table, "run_uuid", "key", "value", "step", "timestamp", "is_nan"):
        if uuid not in records:
            continue
        record, place = records[uuid], (moment(step) or 0.0, moment(time) or 0.0)
        before = last.get((uuid, key))
        if place[0] > 0 or before is not None:
            record.repeated.add(str(key))
        if before is None or place >= before:
            last[uuid, key] = place
            record.metrics[str(key)] = _number(value, is_nan)


def _fill_texts(database: Database, records: dict[object, Recorded]) -> None:
    for uuid, key, value in database.rows("params", "run_uuid", "key", "value"):
        if uuid in records:
            records[uuid].params[str(key)] = value
    for uuid, key, value in database.rows("tags", "run_uuid", "key", "value"):
        if uuid in records and value is not None:
            records[uuid].tags[str(key)] = str(value)[:_TAG_LIMIT]


def _experiments(path: Path) -> tuple[dict[object, tuple[str, bool]], dict[object, list[Recorded]]]:
    """Give the experiments (name, whether deleted) and their runs, as they stand at one moment."""
    with contextlib.closing(open_readonly(path)) as connection:
        connection.execute("BEGIN")
        database = Database(connection)
        rows = database.rows("experiments", "experiment_id", "name", "lifecycle_stage")
        named = {number: (str(name), stage == "deleted") for number, name, stage in rows}
        records, experiments = _runs(database)
        _fill_metrics(database, records)
        _fill_texts(database, records)
    members: dict[object, list[Recorded]] = {number: [] for number in named}
    for uuid, record in records.items():
        members.setdefault(experiments[uuid], []).append(record)
    return named, members


def read(source: object) -> tuple[Study, ...]:
    """Read an MLflow database, deleted experiments left out.

    Raises
    ------
    UnreadableSourceError
        If the file is missing, damaged, locked or holds no experiment.
    """
    path = path_of(source)
    if path is None or not path.is_file():
        raise UnreadableSourceError("The SQLite file must exist.", f"{path or source} does not.")
    try:
        named, members = _experiments(path)
    except sqlite3.Error as error:
        raise UnreadableSourceError(
            "The SQLite file must be whole and readable.",
            f"{path}: {error}.",
            "If it was copied while runs were logged, copy it again when they rest (with its -wal file, if there is one).",
        ) from error
    deleted = [name for name, gone in named.values() if gone]
    notes = (Note("deleted_studies", {"studies": deleted}),) if deleted else ()
    origin = Source(SOURCE.name, str(path), digest_of(path))
    live = {number: name for number, (name, gone) in named.items() if not gone}
    if not live:
        raise UnreadableSourceError("An MLflow database holds experiments.", f"{path} holds none that is not deleted.")
    return with_runs([study_of_experiment(name, origin, members[number], notes) for number, name in live.items()])
