"""AlgoPerf's logs: a folder a trial with its hyperparameters and its evaluations over time, for every workload and study."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.metric_names import direction_of
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.small_files import Digest, content, inside
from sweepbrief.sweep import Exclusion, Note, Objective, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sweepbrief.sweep import Study

SOURCE: Final = SourceKind(
    "algoperf", "AlgoPerf", "a log folder: study_*/workload/trial_*/hparams.json and eval_measurements.csv"
)
_SETTINGS: Final = "hparams.json"
_EVALUATIONS: Final = "eval_measurements.csv"
_TRIAL: Final = "trial_"
_LEVELS: Final = 3
_TARGETS: Final = ("ssim", "mean_average_precision", "bleu", "wer", "error_rate", "accuracy", "ce_loss", "loss")
_PARTS: Final = ("validation/", "test/", "train/")
_LARGEST: Final = 64 * 1024**2
_Rows = tuple[list[str], list[list[str]]]
_Settings = Mapping[str, object] | None


def _below(folders: Sequence[str]) -> list[str]:
    """Give the folders in folders."""
    found = []
    for folder in folders:
        try:
            found += [f"{folder}/{name}" for name in inside(folder)[0]]
        except OSError:
            continue
    return found


def _trials(folder: Path) -> list[str]:
    """Give the trials' folders of the nearest level that has some, those of one number after another."""
    level = [str(folder)]
    for _ in range(_LEVELS):
        level = _below(level)
        named = [path for path in level if path.rpartition("/")[2].startswith(_TRIAL)]
        found = [path for path in named if Path(path, _SETTINGS).is_file()]
        if found:
            return found
    return []


def recognises(source: object) -> bool:
    """Tell whether a folder holds trials of AlgoPerf with their evaluations."""
    if not isinstance(source, Path) or not source.is_dir():
        return False
    return any(Path(trial, _EVALUATIONS).is_file() for trial in _trials(source))


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _evaluations(data: bytes) -> _Rows:
    """Split a trial's evaluations into cells: the names, and one row an evaluation."""
    try:
        names, *rows = csv.reader(io.StringIO(data.decode("utf-8", errors="replace"), newline=""))
    except (ValueError, csv.Error):
        return [], []
    return names, [row for row in rows if row]


def _column(rows: _Rows, name: str) -> list[float]:
    """Give one column of a trial's evaluations, NaN where a cell is no number."""
    names, cells = rows
    place = names.index(name) if name in names else sys.maxsize
    found = [_number(row[place]) if place < len(row) else None for row in cells]
    return [math.nan if value is None else value for value in found]


def _target(names: Collection[str]) -> Objective | None:
    """Find the metric that the workload is judged by: the most telling one measured on the validation data."""
    name = next((f"validation/{word}" for word in _TARGETS if f"validation/{word}" in names), None)
    return Objective(name, direction_of(name) or "minimize", "source") if name else None


def _best(rows: _Rows, target: Objective | None) -> dict[str, object]:
    """Give every measurement at the evaluation at which the target was best; at the last one where it has no value."""
    names, cells = rows
    row = cells[-1]
    if target is not None:
        sign = 1.0 if target.direction == "maximize" else -1.0
        measured = [(sign * value, -place) for place, value in enumerate(_column(rows, target.name)) if not math.isnan(value)]
        row = cells[-max(measured)[1]] if measured else row
    told = {name: _number(cell) for name, cell in zip(names, row, strict=False) if name.startswith(_PARTS)}
    return {name: value for name, value in told.items() if value is not None and not name.endswith("num_examples")}


def _file(trial: str, name: str, seen: Digest) -> bytes | None:
    """Read a file of a trial; None where that cannot be done."""
    try:
        return seen.taken(content(f"{trial}/{name}", _LARGEST))
    except (OSError, UnreadableSourceError):
        return None


def _settings(data: bytes | None) -> _Settings:
    try:
        tree = json.loads(data.decode("utf-8", errors="replace")) if data is not None else None
    except (ValueError, RecursionError):
        return None
    return tree if isinstance(tree, Mapping) else None


def _seconds(rows: _Rows) -> float | None:
    return max((value for value in _column(rows, "total_duration") if not math.isnan(value)), default=None)


def _study_of_trial(trial: str, root: str) -> str:
    """Give the folders between the root of the logs and the workload that a trial belongs to."""
    return "/".join(trial.removeprefix(root).strip("/").split("/")[:-2])


def _run(trial: str, root: str, rows: _Rows, settings: _Settings, target: Objective | None) -> Run:
    before, name = _study_of_trial(trial, root), trial.rpartition("/")[2]
    number = name.rsplit("_", 1)[-1]
    return Run(
        f"{before}/{name}" if before else name,
        settings or {},
        _best(rows, target) if rows[1] else {},
        "complete" if rows[1] else "unknown",
        seconds=_seconds(rows),
        other={"study": before or None, "trial": int(number) if number.isdigit() else number},
    )


def _study(folder: Path, root: str, workload: str, trials: Sequence[str]) -> Study:
    seen = Digest()
    given, evaluations = [], []
    for trial in trials:
        given.append(_settings(_file(trial, _SETTINGS, seen)))
        evaluations.append(_evaluations(_file(trial, _EVALUATIONS, seen) or b""))
    target = _target({name for names in {tuple(rows[0]) for rows in evaluations if rows[1]} for name in names})
    found = zip(trials, evaluations, given, strict=True)
    runs = [_run(trial, root, rows, settings, target) for trial, rows, settings in found]
    silent = [run.name for run, rows in zip(runs, evaluations, strict=True) if not rows[1]]
    lost = [run.name for run, settings in zip(runs, given, strict=True) if settings is None]
    repeated = len({run.other["study"] for run in runs}) > 1
    notes = [
        *([Note("best_value", {"metric": target.name, "direction": target.direction})] if target else []),
        *([Note("seed_columns", {"columns": ["study"]})] if repeated else []),
        *([Note("parts_unreadable", {"part": _EVALUATIONS, "runs": silent})] if silent else []),
    ]
    study = study_of_runs(
        workload,
        Source(SOURCE.name, str(folder), seen.hexadecimal),
        runs,
        objectives=(target,) if target else (),
        excluded=tuple(Exclusion("run", name, "unreadable", {"part": _SETTINGS}) for name in lost),
        notes=tuple(notes),
    )
    excluded = tuple(
        replace(item, reason="replicate") if repeated and item.name == "study" and item.reason == "bookkeeping" else item
        for item in study.excluded
    )
    return replace(study, excluded=excluded)


def read(source: object) -> tuple[Study, ...]:
    """Read a log folder, one study a workload.

    Raises
    ------
    UnreadableSourceError
        If it holds no trials.
    """
    if not isinstance(source, Path) or not source.is_dir():
        raise UnreadableSourceError("Logs of AlgoPerf are a folder.", f"Found {source}.")
    trials = _trials(source)
    groups: dict[str, list[str]] = {}
    for trial in trials:
        groups.setdefault(trial.split("/")[-2] or source.name, []).append(trial)
    if not groups:
        raise UnreadableSourceError(f"Logs of AlgoPerf hold trial_*/{_SETTINGS}.", f"{source} does not.")
    root = "/".join(os.path.commonprefix([trial.split("/")[:-1] for trial in trials]))  # noqa: RUF071 - lists, compared by folder
    return tuple(_study(source, root, workload, members) for workload, members in sorted(groups.items()))
