"""AlgoPerf's logs: a folder a trial with its hyperparameters and its evaluations over time, for every workload and study."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.metric_names import direction_of
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.trees import json_file
from sweepbrief.sweep import Exclusion, Note, Objective, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sweepbrief.sweep import Study

SOURCE: Final = SourceKind(
    "algoperf", "AlgoPerf", "a log folder: study_*/workload/trial_*/hparams.json and eval_measurements.csv"
)
_SETTINGS: Final = "hparams.json"
_EVALUATIONS: Final = "eval_measurements.csv"
_TRIALS: Final = ("trial_*", "*/trial_*", "*/*/trial_*", "*/*/*/trial_*")
_TARGETS: Final = ("ssim", "mean_average_precision", "bleu", "wer", "error_rate", "accuracy", "ce_loss", "loss")
_PARTS: Final = ("validation/", "test/", "train/")
_LARGEST: Final = 64 * 1024**2
_Evaluation = dict[str, float]
_Settings = Mapping[str, object] | None


def _trials(folder: Path) -> Iterator[Path]:
    """Give the trials' folders of the nearest level that has some."""
    for pattern in _TRIALS:
        found = sorted(path for path in folder.glob(pattern) if (path / _SETTINGS).is_file())
        if found:
            yield from found
            return


def recognises(source: object) -> bool:
    """Tell whether a folder holds trials of AlgoPerf with their evaluations."""
    if not isinstance(source, Path) or not source.is_dir():
        return False
    return any((trial / _EVALUATIONS).is_file() for trial in _trials(source))


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _evaluations(trial: Path) -> list[_Evaluation]:
    """Read a trial's evaluations; none where there are none, or they cannot be read."""
    path = trial / _EVALUATIONS
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return []
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            rows = [{str(name): _number(cell) for name, cell in row.items() if name} for row in csv.DictReader(file)]
    except (OSError, csv.Error):
        return []
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def _target(names: Collection[str]) -> Objective | None:
    """Find the metric that the workload is judged by: the most telling one measured on the validation data."""
    name = next((f"validation/{word}" for word in _TARGETS if f"validation/{word}" in names), None)
    return Objective(name, direction_of(name) or "minimize", "source") if name else None


def _best(rows: Sequence[_Evaluation], target: Objective | None) -> dict[str, object]:
    """Give every measurement at the evaluation at which the target was best; at the last one where it has no value."""
    row = rows[-1]
    if target is not None:
        measured = [row for row in rows if not math.isnan(row.get(target.name, math.nan))]
        sign = 1.0 if target.direction == "maximize" else -1.0
        row = max(measured, key=lambda row: sign * row[target.name], default=row)
    return {name: value for name, value in row.items() if name.startswith(_PARTS) and not name.endswith("num_examples")}


def _settings(trial: Path) -> _Settings:
    try:
        tree = json_file(trial / _SETTINGS, _LARGEST)
    except UnreadableSourceError:
        return None
    return tree if isinstance(tree, Mapping) else None


def _seconds(rows: Sequence[_Evaluation]) -> float | None:
    return max((row["total_duration"] for row in rows if "total_duration" in row), default=None)


def _run(trial: Path, root: Path, rows: Sequence[_Evaluation], settings: _Settings, target: Objective | None) -> Run:
    before = trial.parent.relative_to(root).parts[:-1] if trial.parent != root else ()
    number = trial.name.rsplit("_", 1)[-1]
    return Run(
        "/".join((*before, trial.name)),
        settings or {},
        _best(rows, target) if rows else {},
        "complete" if rows else "unknown",
        seconds=_seconds(rows),
        other={"study": "/".join(before) or None, "trial": int(number) if number.isdigit() else number},
    )


def _study(folder: Path, root: Path, workload: str, trials: Sequence[Path]) -> Study:
    evaluations = {trial: _evaluations(trial) for trial in trials}
    target = _target({name for rows in evaluations.values() for row in rows for name in row})
    given = {trial: _settings(trial) for trial in trials}
    runs = [_run(trial, root, rows, given[trial], target) for trial, rows in evaluations.items()]
    named = list(zip(runs, trials, strict=True))
    silent = [run.name for run, trial in named if not evaluations[trial]]
    lost = [Exclusion("run", run.name, "unreadable", {"part": _SETTINGS}) for run, trial in named if given[trial] is None]
    repeated = len({run.other["study"] for run in runs}) > 1
    notes = [
        *([Note("best_value", {"metric": target.name, "direction": target.direction})] if target else []),
        *([Note("seed_columns", {"columns": ["study"]})] if repeated else []),
        *([Note("parts_unreadable", {"part": _EVALUATIONS, "runs": silent})] if silent else []),
    ]
    study = study_of_runs(
        workload,
        Source(SOURCE.name, str(folder), digest_of(path for trial in trials for path in _files(trial))),
        runs,
        objectives=(target,) if target else (),
        excluded=tuple(lost),
        notes=tuple(notes),
    )
    excluded = tuple(
        replace(item, reason="replicate") if repeated and item.name == "study" and item.reason == "bookkeeping" else item
        for item in study.excluded
    )
    return replace(study, excluded=excluded)


def _files(trial: Path) -> tuple[Path, Path]:
    return trial / _SETTINGS, trial / _EVALUATIONS


def read(source: object) -> tuple[Study, ...]:
    """Read a log folder, one study a workload.

    Raises
    ------
    UnreadableSourceError
        If it holds no trials.
    """
    if not isinstance(source, Path) or not source.is_dir():
        raise UnreadableSourceError("Logs of AlgoPerf are a folder.", f"Found {source}.")
    trials = list(_trials(source))
    groups: dict[str, list[Path]] = {}
    for trial in trials:
        groups.setdefault(trial.parent.name or source.name, []).append(trial)
    if not groups:
        raise UnreadableSourceError(f"Logs of AlgoPerf hold trial_*/{_SETTINGS}.", f"{source} does not.")
    root = Path(os.path.commonpath([trial.parent for trial in trials]))
    return tuple(_study(source, root, workload, members) for workload, members in sorted(groups.items()))
