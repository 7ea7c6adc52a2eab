"""Optuna's SQLite storages of every schema version, read without Optuna and without writing."""

from __future__ import annotations

import contextlib
import json
import math
import sqlite3
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import head_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.optuna_records import DIRECTIONS, StudyRecord, Trial
from sweepbrief.sources.optuna_space import outer_value, parse_distribution
from sweepbrief.sources.optuna_study import study_of_record
from sweepbrief.sources.sqlite_files import Database, digest_of, is_sqlite, open_readonly, path_of, tables_of
from sweepbrief.sweep import Source, Study

if TYPE_CHECKING:
    from pathlib import Path

    from sweepbrief.sources.optuna_records import Distribution

SOURCE: Final = SourceKind(
    "optuna-sqlite",
    "Optuna, SQLite storage",
    "study.db of any Optuna version; sqlite:///study.db",
    (".db", ".sqlite", ".sqlite3", ".db3"),
)
_TABLES: Final = frozenset({"studies", "trials", "trial_params", "version_info"})
_INFINITE: Final = {"INF_POS": math.inf, "INF_NEG": -math.inf}


def recognises(source: object) -> bool:
    """Tell whether a file is an SQLite database with Optuna's tables."""
    path = path_of(source)
    if path is None or not is_sqlite(head_of(path)):
        return isinstance(source, str) and path is not None
    return tables_of(path) >= _TABLES


def _json(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return text


def _studies(database: Database) -> dict[object, StudyRecord]:
    records = {}
    for study, name, direction in database.rows("studies", "study_id", "study_name", "direction"):
        records[study] = StudyRecord(str(name), [DIRECTIONS.get(direction)] if direction else [])
    for study, direction, _ in database.rows("study_directions", "study_id", "direction", "objective", order="3"):
        if study in records:
            records[study].directions.append(DIRECTIONS.get(direction))
    for study, key, value in database.rows("study_system_attributes", "study_id", "key", "value_json"):
        names = _json(value) if key == "study:metric_names" else None
        if study in records and isinstance(names, list):
            records[study].metric_names = [str(name) for name in names]
    return records


def _trials(database: Database, records: dict[object, StudyRecord]) -> dict[object, Trial]:
    trials: dict[object, Trial] = {}
    wanted = ("trial_id", "number", "study_id", "state", "value", "datetime_start", "datetime_complete")
    for trial, number, study, state, value, start, complete in database.rows("trials", *wanted):
        if study in records:
            place = number if isinstance(number, int) else len(records[study].trials)
            values = {0: float(value)} if isinstance(value, (int, float)) else {}
            trials[trial] = Trial(place, str(state), values, start=start, complete=complete)
            records[study].trials.append(trials[trial])
    return trials


def _fill_values(database: Database, trials: dict[object, Trial]) -> None:
    if "objective" not in database.columns("trial_values"):
        return  # before version 2.4 this table held intermediate values, and the value stood with the trial
    for trial, place, value, kind in database.rows("trial_values", "trial_id", "objective", "value", "value_type"):
        if trial in trials and isinstance(place, int):
            number = _INFINITE.get(str(kind), value)
            if isinstance(number, (int, float)):
                trials[trial].outcomes[place] = float(number)


def _fill_reports(database: Database, trials: dict[object, Trial]) -> None:
    """Read what trials reported along the way, where any was pruned by it."""
    if not any(trial.state == "PRUNED" for trial in trials.values()):
        return
    table, column = "trial_intermediate_values", "intermediate_value"
    if "objective" not in database.columns("trial_values"):
        table, column = "trial_values", "value"  # before version 2.4
    for trial, step, value, kind in database.rows(table, "trial_id", "step", column, "intermediate_value_type"):
        number = _INFINITE.get(str(kind), value)
        if trial in trials and isinstance(step, (int, float)) and isinstance(number, (int, float)):
            trials[trial].reports[float(step)] = float(number)


def _fill_params(database: Database, trials: dict[object, Trial]) -> None:
    parsed: dict[object, Distribution | None] = {}
    wanted = ("trial_id", "param_name", "param_value", "distribution_json", "param_id")
    for trial, name, value, text, _ in database.rows("trial_params", *wanted, order="5"):
        if trial in trials:
            if text not in parsed:
                parsed[text] = parse_distribution(text)
            distribution = parsed[text]
            trials[trial].params[str(name)] = outer_value(value, distribution)
            if distribution is not None:
                trials[trial].distributions[str(name)] = distribution


def _fill_attributes(database: Database, trials: dict[object, Trial]) -> None:
    for trial, key, value in database.rows("trial_user_attributes", "trial_id", "key", "value_json"):
        if trial in trials:
            trials[trial].user_attrs[str(key)] = _json(value)
    for trial, key, value in database.rows("trial_system_attributes", "trial_id", "key", "value_json"):
        if trial in trials:
            trials[trial].system_attrs[str(key)] = _json(value)
            if key == "_number" and str(_json(value)).isdigit():  # before version 1.3 numbers were attributes
                trials[trial].number = int(str(_json(value)))


def read_records(path: Path) -> list[StudyRecord]:
    """Read all studies of an SQLite storage, as they stand at one moment.

    Raises
    ------
    UnreadableSourceError
        If the file is damaged or locked.
    """
    try:
        with contextlib.closing(open_readonly(path)) as connection:
            connection.execute("BEGIN")
            database = Database(connection)
            records = _studies(database)
            trials = _trials(database, records)
            _fill_values(database, trials)
            _fill_reports(database, trials)
            _fill_params(database, trials)
            _fill_attributes(database, trials)
    except sqlite3.Error as error:
        raise UnreadableSourceError(
            "The SQLite file must be whole and readable.",
            f"{path}: {error}.",
            "If it was copied while the study ran, copy it again when the study rests (with its -wal file, if there is one).",
        ) from error
    for record in records.values():
        record.trials.sort(key=lambda trial: trial.number)
    return list(records.values())


def read(source: object) -> tuple[Study, ...]:
    """Read an SQLite storage.

    Raises
    ------
    UnreadableSourceError
        If the file is missing, damaged or locked.
    """
    path = path_of(source)
    if path is None or not path.is_file():
        raise UnreadableSourceError("The SQLite file must exist.", f"{path or source} does not.")
    origin = Source(SOURCE.name, str(path), digest_of(path))
    return tuple(study_of_record(record, origin) for record in read_records(path))
