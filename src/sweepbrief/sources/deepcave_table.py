"""DeepCAVE's tables of trials: parameters as the configuration space names them, metrics as their headers state."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.blob import bytes_of
from sweepbrief.sources.configuration_space import as_float
from sweepbrief.sources.deepcave_space import space_of_csv
from sweepbrief.sources.delimited import read_delimited
from sweepbrief.sources.evaluations import Evaluation, study_of_evaluations
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.metric_columns import metric_columns
from sweepbrief.sources.statuses import status_of
from sweepbrief.sources.values import settle
from sweepbrief.sweep import Note, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sweepbrief.sources.metric_columns import MetricColumn
    from sweepbrief.sweep import Status, Study

TRIALS: Final = "trials.csv"
SPACE: Final = "configspace.csv"
_OWN: Final = ("config_id", "budget", "seed", "status", "start_time", "end_time")
_STATUSES: Final[dict[str, Status]] = {"not_evaluated": "waiting", "aborted": "killed", "memoryout": "crashed"}


def _status(word: object) -> Status:
    if word is None:
        return "complete"
    text = str(word).strip().lower().rsplit(".", 1)[-1].replace(" ", "_")
    return _STATUSES.get(text) or status_of(text) or "unknown"


def _own(row: Mapping[str, object], name: str) -> float | None:
    return as_float(row.get(name))


def _evaluation(
    row: Mapping[str, object], goals: tuple[MetricColumn, ...], settings: list[str], rest: list[str], place: int
) -> Evaluation:
    start, end = _own(row, "start_time"), _own(row, "end_time")
    config, budget = row.get("config_id"), _own(row, "budget")
    return Evaluation(
        str(place if config is None else int(config) if isinstance(config, float) and config.is_integer() else config),
        {name: row[name] for name in settings},
        {goal.objective.name: row[goal.column] for goal in goals},
        _status(row.get("status")),
        budget,
        row.get("seed"),
        order=start if start is not None else float(place),
        seconds=end - start if start is not None and end is not None and end > start else None,
        other={name: row[name] for name in rest},
    )


def read_table(folder: Path, kind: str) -> Study:
    """Read a table of trials.

    Parameters
    ----------
    folder : Path
        With ``trials.csv``.
    kind : str
        Name of the reader.
    """
    raw = read_delimited(bytes_of(folder / TRIALS))
    columns = [str(name) for name in raw.frame.columns]
    goals = metric_columns(columns)
    space, names = space_of_csv(folder / SPACE)
    known = {*_OWN, *(goal.column for goal in goals)}
    rest = [name for name in columns if name not in known and name not in names] if names else []
    settings = [name for name in columns if name in names] if names else [name for name in columns if name not in known]
    frame = {name: raw.frame[name] if name in settings else settle(raw.frame[name]).data for name in columns}
    rows = [dict(zip(frame, map(_plain, cells), strict=True)) for cells in zip(*frame.values(), strict=True)]
    missing = [] if (folder / SPACE).is_file() else [Note("part_missing", {"part": SPACE})]
    return study_of_evaluations(
        folder.name,
        Source(kind, str(folder), digest_of((folder / TRIALS, folder / SPACE))),
        [_evaluation(row, goals, settings, rest, place) for place, row in enumerate(rows)],
        space=space,
        objectives=tuple(goal.objective for goal in goals),
        notes=(*raw.notes, *missing),
    )


def _plain(cell: object) -> object:
    return None if isinstance(cell, float) and math.isnan(cell) else cell
