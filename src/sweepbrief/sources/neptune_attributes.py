"""Neptune's attributes as a table of runs: settings, last values of series, and how each run ended."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from sweepbrief.sources.metric_names import is_logged, is_result
from sweepbrief.sources.words import words_of

_SERIES: Final = "float_series"
_SIMPLE: Final = {"float": "float_value", "int": "int_value", "string": "string_value", "bool": "bool_value"}
_OWN: Final = "sys/"
_TELEMETRY: Final = ("monitoring/", "source_code/", "git/")
_RESULTS: Final = frozenset({"metrics", "metric", "results", "result", "scores", "eval", "evaluation", "val", "test", "train"})
_SETTINGS: Final = frozenset({"parameters", "params", "config", "hyperparameters", "hparams", "args", "parameter"})
_TRUE: Final = frozenset({"true", "1", "1.0", "yes"})


def _is_setting(name: str) -> bool:
    """Tell whether a single value is a setting by its namespace, else by whether its name is that of a result."""
    words = words_of(name.split("/", 1)[0])
    if _SETTINGS.intersection(words):
        return True
    last = name.rsplit("/", 1)[-1]
    return not (("/" in name and _RESULTS.intersection(words)) or is_result(last) or is_logged(name))


def _status(failed: object, state: object) -> str | None:
    """Say how a run ended: failures are marked, and a run that is not active has ended."""
    if str(failed).strip().lower() in _TRUE:
        return "failed"
    word = str(state).strip().lower()
    if word in {"running", "active"}:
        return "running"
    return "completed" if word in {"idle", "inactive"} or str(failed).strip().lower() in {"false", "0", "0.0"} else None


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name] if name in frame.columns else pd.Series(None, index=frame.index, dtype=object)


def runs_table(frame: pd.DataFrame, series: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Mark the columns of a table of runs as settings and results, and give every run a name and a status.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a run, one column an attribute under its full path.
    series : frozenset of str
        Attributes that are series: results, whatever they are called.

    Returns
    -------
    pandas.DataFrame
        ``config.`` before settings, ``summary.`` before results; Neptune's own attributes give name, status, start and run
        time; telemetry is marked as such.
    """
    columns: dict[str, pd.Series] = {}
    for own in ("sys/custom_run_id", "sys/name", "sys/id"):
        names = _column(frame, own)
        if names.notna().all() and names.is_unique:
            columns["name"] = names
    failed, state = _column(frame, "sys/failed"), _column(frame, "sys/state")
    statuses = [_status(*pair) for pair in zip(failed, state, strict=True)]
    if any(statuses):
        columns["status"] = pd.Series([status or "unknown" for status in statuses], index=frame.index, dtype=object)
    for own, column in (("sys/creation_time", "created_at"), ("sys/running_time", "runtime")):
        if own in frame.columns:
            columns[column] = frame[own]
    for name in map(str, frame.columns):
        if name.startswith(_OWN):
            continue
        if name.startswith(_TELEMETRY):
            columns[f"system.{name}"] = frame[name]
        else:
            prefix = "summary." if name in series or not _is_setting(name) else "config."
            columns[f"{prefix}{name}"] = frame[name]
    return pd.DataFrame(columns, index=frame.index)


def _value(rows: pd.DataFrame) -> pd.Series:
    """Give the value of every row, from the column of its type."""
    values = pd.Series(None, index=rows.index, dtype=object)
    for kind, column in (*_SIMPLE.items(), ("datetime", "datetime_value"), (_SERIES, "float_value")):
        chosen = rows["attribute_type"] == kind
        if column in rows.columns and bool(chosen.any()):
            cells = rows.loc[chosen, column]
            values[chosen] = (cells.astype("Int64") if kind == "int" else cells).astype(object)
    return values


def attributes_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Turn an export, one row an attribute (and a step), into a table of runs.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``run_id``, ``attribute_path``, ``attribute_type``, ``step`` and one column a type of value.

    Returns
    -------
    pandas.DataFrame
        As `runs_table` gives it; of a series the value at the highest step.
    """
    kept = rows[rows["attribute_type"].isin([*_SIMPLE, "datetime", _SERIES])].copy()
    kept["value"] = _value(kept)
    steps = pd.to_numeric(_column(kept, "step"), errors="coerce").astype("float64")
    kept["place"] = steps.where(steps.notna(), -np.inf)
    kept = kept.sort_values("place", kind="stable").drop_duplicates(["run_id", "attribute_path"], keep="last")
    wide = kept.pivot_table(index="run_id", columns="attribute_path", values="value", aggfunc="last", dropna=False, sort=False)
    order = [path for path in dict.fromkeys(rows["attribute_path"]) if path in wide.columns]
    frame = wide.loc[list(dict.fromkeys(kept.sort_index()["run_id"])), order].astype(object)
    frame.columns = pd.Index([str(path) for path in order])
    frame["sys/custom_run_id"] = frame.index.astype(str)
    series = frozenset(map(str, kept.loc[kept["attribute_type"] == _SERIES, "attribute_path"].unique()))
    return runs_table(frame.reset_index(drop=True), series)
