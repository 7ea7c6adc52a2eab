"""SQLite files written as Optuna's storages write them, without Optuna."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_TABLES = """
CREATE TABLE version_info (version_info_id INTEGER PRIMARY KEY, schema_version INTEGER, library_version TEXT);
CREATE TABLE studies (study_id INTEGER PRIMARY KEY, study_name TEXT);
CREATE TABLE study_directions (study_direction_id INTEGER PRIMARY KEY, direction TEXT, study_id INTEGER, objective INTEGER);
CREATE TABLE study_system_attributes (id INTEGER PRIMARY KEY, study_id INTEGER, key TEXT, value_json TEXT);
CREATE TABLE trials (trial_id INTEGER PRIMARY KEY, number INTEGER, study_id INTEGER, state TEXT, datetime_start TEXT,
                     datetime_complete TEXT);
CREATE TABLE trial_params (param_id INTEGER PRIMARY KEY, trial_id INTEGER, param_name TEXT, param_value REAL,
                           distribution_json TEXT);
CREATE TABLE trial_values (trial_value_id INTEGER PRIMARY KEY, trial_id INTEGER, objective INTEGER, value REAL,
                           value_type TEXT);
CREATE TABLE trial_intermediate_values (id INTEGER PRIMARY KEY, trial_id INTEGER, step INTEGER, intermediate_value REAL,
                                        intermediate_value_type TEXT);
CREATE TABLE trial_user_attributes (id INTEGER PRIMARY KEY, trial_id INTEGER, key TEXT, value_json TEXT);
CREATE TABLE trial_system_attributes (id INTEGER PRIMARY KEY, trial_id INTEGER, key TEXT, value_json TEXT);
"""


def uniform(low: float, high: float, *, log: bool = False) -> str:
    return json.dumps({"name": "FloatDistribution", "attributes": {"step": None, "low": low, "high": high, "log": log}})


def choice(*choices: object) -> str:
    return json.dumps({"name": "CategoricalDistribution", "attributes": {"choices": list(choices)}})


@dataclass
class FakeTrial:
    """One trial to write: ``params`` maps a name to the stored number and its distribution."""

    state: str = "COMPLETE"
    values: tuple[tuple[float | None, str], ...] = ()
    params: dict[str, tuple[float, str]] = field(default_factory=dict)
    user: dict[str, object] = field(default_factory=dict)
    system: dict[str, object] = field(default_factory=dict)
    reports: dict[int, float] = field(default_factory=dict)


def write_storage(path: Path, studies: dict[str, list[FakeTrial]], directions: tuple[str, ...] = ("MINIMIZE",)) -> Path:
    """Write a storage with some studies."""
    connection = sqlite3.connect(path)
    connection.executescript(_TABLES)
    connection.execute("INSERT INTO version_info VALUES (1, 12, '5.0.0')")
    for study, (name, trials) in enumerate(studies.items(), 1):
        connection.execute("INSERT INTO studies VALUES (?, ?)", (study, name))
        for place, direction in enumerate(directions):
            connection.execute(
                "INSERT INTO study_directions (direction, study_id, objective) VALUES (?, ?, ?)", (direction, study, place)
            )
        for number, trial in enumerate(trials):
            moments = (f"2024-01-01 00:00:{number % 60:02}", f"2024-01-01 00:01:{number % 60:02}")
            cursor = connection.execute(
                "INSERT INTO trials (number, study_id, state, datetime_start, datetime_complete) VALUES (?, ?, ?, ?, ?)",
                (number, study, trial.state, *moments),
            )
            _write_trial(connection, cursor.lastrowid, trial)
    connection.commit()
    connection.close()
    return path


def _write_trial(connection: sqlite3.Connection, key: int | None, trial: FakeTrial) -> None:
    for name, (value, distribution) in trial.params.items():
        connection.execute(
            "INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json) VALUES (?, ?, ?, ?)",
            (key, name, value, distribution),
        )
    for place, (number, kind) in enumerate(trial.values):
        connection.execute(
            "INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, ?, ?, ?)", (key, place, number, kind)
        )
    columns = "trial_id, step, intermediate_value, intermediate_value_type"
    connection.executemany(
        f"INSERT INTO trial_intermediate_values ({columns}) VALUES (?, ?, ?, ?)",  # noqa: S608 - names from this module
        [(key, step, value, "FINITE") for step, value in trial.reports.items()],
    )
    for table, attributes in (("trial_user_attributes", trial.user), ("trial_system_attributes", trial.system)):
        for name, content in attributes.items():
            connection.execute(
                f"INSERT INTO {table} (trial_id, key, value_json) VALUES (?, ?, ?)",  # noqa: S608 - names from this module
                (key, name, json.dumps(content)),
            )
