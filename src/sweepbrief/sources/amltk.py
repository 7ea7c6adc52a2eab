"""AMLTK's histories: a table of trials whose headers state what every column is, with the configuration space beside it."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import bytes_of, head_of
from sweepbrief.sources.configuration_space import as_float
from sweepbrief.sources.evaluations import Evaluation, study_of_evaluations
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.metric_columns import metric_columns
from sweepbrief.sources.space_files import find_space
from sweepbrief.sources.statuses import status_of
from sweepbrief.sources.values import as_moments
from sweepbrief.sweep import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sweepbrief.sources.metric_columns import MetricColumn
    from sweepbrief.sweep import Study

SOURCE: Final = SourceKind("amltk", "AMLTK", "a history as Parquet or CSV, or the folder of history.parquet")
_NAMES: Final = ("history.parquet", "history.csv")
_SETTING: Final = "config:"
_RESULTS: Final = ("summary:", "metric:")
_BUDGET: Final = re.compile(r"(?:^|_)budget=(?P<budget>[^_]+)(?:_|$)")
_REPEATED: Final = re.compile(r"_(?:budget|seed|instance)=[^_]*")
_OWN: Final = frozenset({"status", "trial_seed", "created_at", "reported_at"})
_PARQUET: Final = b"PAR1"


def _history_of(source: object) -> Path | None:
    if not isinstance(source, Path):
        return None
    if source.is_dir():
        return next((source / name for name in _NAMES if (source / name).is_file()), None)
    return source if source.suffix.lower() in {".parquet", ".csv"} else None


def _columns(path: Path) -> list[str]:
    """Give the headers without reading the rows."""
    if head_of(path).startswith(_PARQUET):
        import pyarrow.parquet  # noqa: PLC0415 - heavy, and only where such a file is there

        try:
            return [str(name) for name in pyarrow.parquet.read_schema(path).names]
        except (OSError, ValueError):
            return []
    return head_of(path).decode("utf-8", errors="replace").split("\n", 1)[0].split(",")


def recognises(source: object) -> bool:
    """Tell whether a table has columns of settings and of metrics as AMLTK calls them, with a status."""
    path = _history_of(source)
    if path is None:
        return False
    columns = [column.strip('"') for column in _columns(path)]
    marked = {column.split(":", 1)[0] for column in columns if ":" in column}
    return {"config", "metric"} <= marked and "status" in columns


def _frame(path: Path) -> pd.DataFrame:
    data = bytes_of(path)
    try:
        if data.startswith(_PARQUET):
            frame = pd.read_parquet(io.BytesIO(data))
        else:
            frame = pd.read_csv(io.BytesIO(data), index_col=0 if _columns(path)[0] in {"", "name"} else None)
    except (ValueError, OSError, KeyError) as error:
        raise UnreadableSourceError(f"{path} must be a whole table.", " ".join(str(error).split())[:200]) from error
    if "name" in frame.columns:
        frame = frame.set_index("name")
    return frame


def _budgets(frame: pd.DataFrame) -> list[float | None]:
    """Read the budgets: a column of their own, else the trials' names (SMAC's optimizer writes them there)."""
    column = next((name for name in frame.columns if str(name).split(":")[-1].lower() in {"budget", "fidelity"}), None)
    if column is not None and not str(column).startswith((_SETTING, *_RESULTS)):
        return [as_float(value) for value in pd.to_numeric(frame[column], errors="coerce").astype("float64")]
    found = [_BUDGET.search(str(name)) for name in frame.index]
    return [as_float(_number(match["budget"])) if match else None for match in found]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _seconds(frame: pd.DataFrame) -> list[float | None]:
    """Give the trials' durations: as profiled, else from their first to their last moment."""
    profiled = [name for name in frame.columns if str(name).startswith("profile:trial:time:duration")]
    if profiled:
        return [as_float(value) for value in pd.to_numeric(frame[profiled[0]], errors="coerce").astype("float64")]
    if {"created_at", "reported_at"} <= set(frame.columns):
        start, end = as_moments(frame["created_at"]), as_moments(frame["reported_at"])
        if start is not None and end is not None:
            return [as_float(value) for value in end - start]
    return [None] * len(frame)


def _order(frame: pd.DataFrame) -> list[float | None]:
    moments = as_moments(frame["created_at"]) if "created_at" in frame.columns else None
    return [float(place) for place in range(len(frame))] if moments is None else [as_float(value) for value in moments]


def _cell(value: object) -> object:
    return None if value is pd.NA or value is pd.NaT else value


def _named(row: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    return {short: _cell(row[column]) for column, short in columns.items()}


def _evaluations(frame: pd.DataFrame, goals: Sequence[MetricColumn]) -> list[Evaluation]:
    settings = {name: name[len(_SETTING) :] for name in frame.columns if name.startswith(_SETTING)}
    results = {goal.column: goal.objective.name for goal in goals}
    results.update({name: name[len("summary:") :] for name in frame.columns if name.startswith("summary:")})
    rest = {name: name for name in frame.columns if name not in settings and name not in results and name not in _OWN}
    budgets, seconds, order = _budgets(frame), _seconds(frame), _order(frame)
    seeds = frame["trial_seed"].astype(object).tolist() if "trial_seed" in frame.columns else [None] * len(frame)
    rows = [{str(key): cell for key, cell in row.items()} for row in frame.astype(object).to_dict("records")]
    return [
        Evaluation(
            _REPEATED.sub("", str(name)),
            _named(row, settings),
            _named(row, results),
            status_of(row["status"]) or "unknown",
            budgets[place],
            _cell(seeds[place]),
            order=order[place],
            seconds=seconds[place],
            other=_named(row, rest),
        )
        for place, (name, row) in enumerate(zip(frame.index, rows, strict=True))
    ]


def read(source: object) -> tuple[Study, ...]:
    """Read a history.

    Raises
    ------
    UnreadableSourceError
        If there is none, or it is no whole table.
    """
    path = _history_of(source)
    if path is None:
        raise UnreadableSourceError(f"A folder of AMLTK holds {_NAMES[0]}.", f"{source} does not.")
    frame = _frame(path)
    frame.columns = pd.Index([str(name) for name in frame.columns])
    goals = metric_columns(frame.columns)
    space, files = find_space(path.parent)
    return (
        study_of_evaluations(
            path.parent.name if path.name in _NAMES else path.stem,
            Source(SOURCE.name, str(source), digest_of((path, *files))),
            _evaluations(frame, goals),
            space=space,
            objectives=tuple(goal.objective for goal in goals),
        ),
    )
