"""Ultralytics' tuning results: one row, or one line of JSON, an iteration of its genetic search."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import bytes_of, head_of
from sweepbrief.sources.configuration_space import as_float
from sweepbrief.sources.delimited import read_delimited
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.trees import json_lines_file
from sweepbrief.sources.values import settle
from sweepbrief.sweep import Objective, Source

if TYPE_CHECKING:
    from sweepbrief.sweep import Note, Status, Study

SOURCE: Final = SourceKind(
    "ultralytics", "Ultralytics tune", "tune_results.csv or tune_results.ndjson, or the folder of one", (".csv", ".ndjson")
)
_NAMES: Final = ("tune_results.ndjson", "tune_results.csv")
_FITNESS: Final = "fitness"
_KNOWN: Final = frozenset({b"lr0", b"lrf", b"momentum", b"box", b"cls", b"degrees", b"mosaic", b"hsv_h", b"fliplr"})


def _results_of(source: object) -> Path | None:
    if not isinstance(source, Path):
        return None
    if source.is_dir():
        return next((source / name for name in _NAMES if (source / name).is_file()), None)
    return source if source.is_file() and source.suffix.lower() in {".csv", ".ndjson", ".jsonl"} else None


def recognises(source: object) -> bool:
    """Tell whether a table begins with the fitness and the settings of Ultralytics' tuner, or a line of JSON holds them."""
    path = _results_of(source)
    if path is None:
        return False
    first = head_of(path).split(b"\n", 1)[0].strip()
    if first.startswith(b"{"):
        return all(mark in first for mark in (b'"fitness"', b'"hyperparameters"', b'"iteration"'))
    cells = {cell.strip() for cell in first.split(b",")}
    return first.startswith(b"fitness,") and (path.name in _NAMES or len(cells & _KNOWN) > 1)


def _status(fitness: float | None) -> Status:
    """Read how a training ended: the tuner writes a fitness of zero where it failed."""
    return "complete" if fitness else "failed"


def _of_table(path: Path) -> tuple[list[Run], tuple[Note, ...]]:
    raw = read_delimited(bytes_of(path))
    fitness = settle(raw.frame[_FITNESS]).data
    settings = [str(name) for name in raw.frame.columns if name != _FITNESS]
    runs = []
    for place, row in enumerate(raw.frame.to_dict("records")):
        value = as_float(fitness.iloc[place])
        cells = {name: row[name] for name in settings}
        runs.append(Run(str(place + 1), cells, {_FITNESS: value} if value else {}, _status(value), order=float(place)))
    return runs, raw.notes


def _of_lines(path: Path) -> tuple[list[Run], tuple[Note, ...]]:
    records, notes = json_lines_file(path)
    runs = []
    for place, record in enumerate(records):
        if not isinstance(record, Mapping):
            continue
        fitness, settings, metrics = (record.get(name) for name in (_FITNESS, "hyperparameters", "metrics"))
        value, number = as_float(fitness), as_float(record.get("iteration"))
        beside = {str(k): v for k, v in metrics.items() if k != _FITNESS} if isinstance(metrics, Mapping) else {}
        runs.append(
            Run(
                str(place + 1 if number is None else int(number)),
                settings if isinstance(settings, Mapping) else {},
                {_FITNESS: value, **beside} if value else {},
                _status(value),
                order=float(place) if number is None else number,
            )
        )
    return runs, notes


def read(source: object) -> tuple[Study, ...]:
    """Read the results of a tuning.

    Raises
    ------
    UnreadableSourceError
        If there are none.
    """
    path = _results_of(source)
    if path is None:
        raise UnreadableSourceError(f"A tuning folder of Ultralytics holds {_NAMES[0]} or {_NAMES[1]}.", f"{source} does not.")
    runs, notes = _of_lines(path) if head_of(path).lstrip().startswith(b"{") else _of_table(path)
    study = study_of_runs(
        path.parent.name if path.name in _NAMES else path.stem,
        Source(SOURCE.name, str(source), digest_of((path,))),
        runs,
        objectives=(Objective(_FITNESS, "maximize", "source"),),
        sampler="adaptive",
        notes=notes,
    )
    return (study,)
