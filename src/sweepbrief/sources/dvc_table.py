"""DVC's experiments as a table: metrics, parameters and dependencies side by side, told apart by what they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.sources.delimited import read_delimited
from sweepbrief.sources.dvc_json import STATES
from sweepbrief.sources.metric_names import is_result
from sweepbrief.sources.run_table import Run

if TYPE_CHECKING:
    from sweepbrief.sweep import Note, Status

_OWN: Final = ("Experiment", "rev", "typ", "Created", "parent", "State", "Executor")
_DIGEST: Final = re.compile(r"[0-9a-f]{7,40}(\.dir)?")
_ERROR: Final = "!"
_ABSENT: Final = ("", "-", _ERROR)


def _cell(value: object) -> object:
    """Give a cell; signs of an error and of absence are no value."""
    return None if isinstance(value, str) and value.strip() in _ABSENT else value


def _status(row: dict[str, object], results: list[str]) -> Status:
    word = str(row.get("State") or "").strip().lower()
    if word in STATES:
        return STATES[word]
    return "complete" if not results or any(row.get(name) is not None for name in results) else "failed"


def _is_dependency(column: pd.Series) -> bool:
    """Tell whether a column holds the digests of files."""
    present = [str(cell) for cell in column if cell is not None and not (isinstance(cell, float) and pd.isna(cell))]
    return bool(present) and all(_DIGEST.fullmatch(cell) and not cell.isdigit() for cell in present)


def _results(rest: list[str], frame: pd.DataFrame, ended: pd.Series) -> list[str]:
    """Find the metrics: they stand first, and have no value where an experiment did not end well."""
    without = frame.loc[~ended]
    with_ = frame.loc[ended]
    blank = [name for name in rest if len(without) and bool(without[name].isna().all()) and bool(with_[name].notna().any())]
    if blank:
        return blank
    named = [place for place, name in enumerate(rest) if is_result(name.rsplit(":", 1)[-1])]
    return rest[: named[-1] + 1] if named else []


def runs_of_table(data: bytes) -> tuple[list[Run], tuple[Note, ...]]:
    """Read the experiments; commits count only where there are no experiments.

    Parameters
    ----------
    data : bytes
        As ``dvc exp show --csv`` prints it.

    Returns
    -------
    tuple of (list of Run, tuple of Note)
        In the table's order, and what was noticed.
    """
    raw = read_delimited(data)
    frame = raw.frame.astype(object).map(_cell)
    frame = frame[frame["rev"] != "workspace"]
    experiments = frame[frame["typ"] != "baseline"]
    frame = (experiments if len(experiments) else frame).reset_index(drop=True)
    rest = [str(name) for name in frame.columns if name not in _OWN]
    dependencies = [name for name in rest if _is_dependency(frame[name])]
    rest = [name for name in rest if name not in dependencies]
    state = frame["State"] if "State" in frame.columns else pd.Series([None] * len(frame), dtype=object)
    ended = ~state.map(lambda word: str(word).strip().lower()).isin(["queued", "running", "failed"])
    results = _results(rest, frame, ended)
    moments = pd.to_datetime(frame["Created"], errors="coerce", utc=True, format="mixed") if "Created" in frame else None
    runs = []
    for place, cells in enumerate(frame.to_dict("records")):
        row: dict[str, object] = {str(key): None if isinstance(c, float) and pd.isna(c) else c for key, c in cells.items()}
        moment = None if moments is None else moments.iloc[place]
        runs.append(
            Run(
                str(row.get("Experiment") or row["rev"]),
                {name: row[name] for name in rest if name not in results},
                {name: row[name] for name in results},
                _status(row, results),
                order=None if moment is None or pd.isna(moment) else float(moment.timestamp()),
                other={name: row[name] for name in dependencies},
            )
        )
    return runs, raw.notes
