"""Ax's summaries as tables: one row an arm, results and parameters side by side (``summarize``, ``get_trials_data_frame``)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.ax_experiment import sampler_of_keys, status_of_trial
from sweepbrief.sources.blob import bytes_of, digest, head_of
from sweepbrief.sources.delimited import read_delimited
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.metric_names import is_result
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.values import settle
from sweepbrief.sweep import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sweepbrief.sweep import Status, Study

SOURCE: Final = SourceKind(
    "ax-summary", "Ax, summary table", "a summary as CSV (trial_index, arm_name, trial_status)", (".csv",)
)
_OWN: Final = ("trial_index", "arm_name", "trial_status", "status_reason", "generation_node", "generation_method")
_NEEDED: Final = frozenset({"trial_index", "arm_name", "trial_status"})
_VALUELESS: Final = frozenset({"failed", "killed", "waiting", "running"})


def recognises(source: object) -> bool:
    """Tell whether a table has the columns with which Ax begins a summary."""
    if not isinstance(source, Path) or not source.is_file() or source.suffix.lower() != ".csv":
        return False
    header = head_of(source).decode("utf-8", errors="replace").split("\n", 1)[0]
    return set(_NEEDED) <= {name.strip().strip('"') for name in header.split(",")}


def _results(frame: pd.DataFrame, statuses: Sequence[Status]) -> list[str]:
    """Find the results: they come first, and have no value where a trial did not end well; settings always have one."""
    rest = [name for name in frame.columns if name not in _OWN]
    without = [status in _VALUELESS for status in statuses]
    blank = [name for name in rest if any(without) and bool(frame.loc[without, name].isna().all())]
    named = [place for place, name in enumerate(rest) if is_result(name)]
    if blank:
        return blank
    return rest[: named[-1] + 1] if named else []


def read(source: object) -> tuple[Study, ...]:
    """Read a summary.

    Raises
    ------
    UnreadableSourceError
        If it is no file.
    """
    if not isinstance(source, Path):
        raise UnreadableSourceError("A summary of Ax is a file.", f"Found {type(source).__name__}.")
    data = bytes_of(source)
    raw = read_delimited(data)
    frame = raw.frame.apply(lambda column: settle(column).data)
    statuses = [status_of_trial(word) for word in frame["trial_status"]]
    results = _results(frame, statuses)
    settings = [name for name in frame.columns if name not in results and name not in _OWN]
    nodes = next((name for name in ("generation_node", "generation_method") if name in frame.columns), None)
    rows = [{str(key): cell for key, cell in row.items()} for row in raw.frame.astype(object).to_dict("records")]
    runs = [
        Run(
            str(row["arm_name"]),
            {name: row[name] for name in settings},
            {name: row[name] for name in results},
            status,
            order=float(str(row["trial_index"])),
        )
        for row, status in zip(rows, statuses, strict=True)
    ]
    keys = {str(row[nodes]) for row in rows} if nodes else set()
    origin = Source(SOURCE.name, str(source), digest(data))
    return (study_of_runs(source.stem, origin, runs, sampler=sampler_of_keys(keys), notes=raw.notes),)
