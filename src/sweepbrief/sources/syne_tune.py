"""Syne Tune's experiment folders: one row a report, folded to one run a trial, with the space from the metadata."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import LIMIT, bytes_of, head_of
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.reached import curves_of
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.syne_tune_metadata import FILE, Metadata, find_metadata
from sweepbrief.sources.trees import json_file
from sweepbrief.sweep import Note, Source

if TYPE_CHECKING:
    from sweepbrief.sweep import Status, Study

SOURCE: Final = SourceKind(
    "syne-tune", "Syne Tune", "an experiment folder with results.csv.zip or results.csv, and metadata.json", (".zip",)
)
_RESULTS: Final = ("results.csv.zip", "results.csv")
_HEADER: Final = (b"trial_id", b"st_tuner_time")
_COUNTED: Final = ("st_worker_iter", "st_worker_time")
_SETTING: Final = "config_"
_OWN: Final = "st_"


def _results_of(source: object) -> Path | None:
    if not isinstance(source, Path):
        return None
    if source.is_dir():
        return next((source / name for name in _RESULTS if (source / name).is_file()), None)
    return source if source.name in _RESULTS else None


def _unzipped(data: bytes, path: Path) -> bytes:
    """Give the one table in a ZIP file.

    Raises
    ------
    UnreadableSourceError
        If it is damaged, holds no table or too large a one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [entry for entry in archive.infolist() if entry.filename.endswith(".csv")]
            if len(names) != 1 or names[0].file_size > LIMIT:
                raise UnreadableSourceError("Results of Syne Tune are one table.", f"{path} holds {len(names)}.")
            return archive.read(names[0])
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise UnreadableSourceError(f"{path} must be a whole ZIP file.", " ".join(str(error).split())[:200]) from error


def _header(path: Path) -> bytes:
    """Give the first line of the table."""
    head = head_of(path)
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive, archive.open(archive.infolist()[0]) as file:
                return file.readline(65536)
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError, IndexError):
            return b""
    return head.split(b"\n", 1)[0]


def recognises(source: object) -> bool:
    """Tell whether a folder holds results with the columns that Syne Tune's tuner adds."""
    path = _results_of(source)
    if path is None:
        return False
    header = _header(path)
    damaged = not header and path.stat().st_size > 0 and (path.parent / FILE).is_file()
    return damaged or all(mark in header for mark in _HEADER)


def _frame(path: Path) -> pd.DataFrame:
    data = bytes_of(path)
    try:
        frame = pd.read_csv(io.BytesIO(_unzipped(data, path) if data.startswith(b"PK") else data))
    except (ValueError, pd.errors.ParserError) as error:
        raise UnreadableSourceError(f"{path} must hold a table.", " ".join(str(error).split())[:200]) from error
    counted = [name for name in _COUNTED if name in frame.columns]
    return frame.assign(**{name: pd.to_numeric(frame[name], errors="coerce").astype("float64") for name in counted})


def _status(row: Mapping[str, object], *, whole: bool) -> Status:
    """Tell how a trial ended by its last report, and whether it got as far as the farthest."""
    status, decision = str(row.get("st_status")).lower(), str(row.get("st_decision")).upper()
    if status in {"failed", "failing"}:
        return "failed"
    if whole:
        return "complete"
    if decision in {"STOP", "PAUSE"} or status in {"stopped", "stopping", "paused"}:
        return "pruned"  # a quick script has often completed by the time that the scheduler stops it
    return "complete" if status == "completed" else "running"


def _progress(frame: pd.DataFrame, resource: str | None) -> pd.Series:
    """Give how far a trial was at each report: what the scheduler counts, else the number of its reports."""
    name = resource if resource in frame.columns else "st_worker_iter"
    if name in frame.columns:
        return pd.to_numeric(frame[name], errors="coerce").astype("float64")
    return frame.groupby("trial_id").cumcount().astype("float64")


def _counts_reports(frame: pd.DataFrame, name: str) -> bool:
    """Tell whether a column only numbers the reports of a trial (epochs, steps)."""
    if name.startswith(_OWN) or name == "trial_id" or "st_worker_iter" not in frame.columns:
        return False
    ahead = (pd.to_numeric(frame[name], errors="coerce") - frame["st_worker_iter"]).to_numpy()
    return bool((ahead == ahead[0]).all() and (frame["st_worker_iter"] > 0).any())


def _number(cell: object) -> float | None:
    try:
        return float(str(cell))
    except ValueError:
        return None


def _runs(frame: pd.DataFrame, metadata: Metadata) -> list[Run]:
    progress = _progress(frame, metadata.resource)
    last = frame.assign(progress=progress).sort_values(["trial_id", "progress"], kind="stable").groupby("trial_id").tail(1)
    farthest = metadata.most if metadata.most is not None and metadata.resource in frame.columns else float(progress.max())
    settings = [name for name in frame.columns if name.startswith(_SETTING)]
    counts = [name for name in frame.columns if name == metadata.resource or _counts_reports(frame, name)]
    results = [n for n in frame.columns if n not in {*settings, *counts, "trial_id"} and not n.startswith(_OWN)]
    runs = []
    for cells in last.astype(object).to_dict("records"):
        row: dict[str, object] = {str(key): cell for key, cell in cells.items()}
        reached = float(str(row["progress"]))
        runs.append(
            Run(
                str(row["trial_id"]),
                {name[len(_SETTING) :]: row[name] for name in settings},
                {name: row[name] for name in results},
                _status(row, whole=reached >= farthest),
                order=_number(row["trial_id"]),
                seconds=_number(row.get("st_worker_time")),
                other={name: row[name] for name in counts},
            )
        )
    return runs


def _curves(frame: pd.DataFrame, metadata: Metadata) -> dict[str, pd.DataFrame]:
    """Give what every trial had reached after the same effort."""
    name = metadata.resource if metadata.resource in frame.columns else "st_worker_iter"
    if name not in frame.columns:
        return {}
    results = [objective.name for objective in metadata.objectives if objective.name in frame.columns]
    return curves_of(frame, "trial_id", str(name), results) if results else {}


def _silent(folder: Path, known: set[str]) -> list[Run]:
    """Give the trials that left a folder but never reported: they failed, or were stopped with the sweep."""
    runs = []
    for path in sorted(folder.glob("[0-9]*/config.json"), key=lambda path: path.parent.name.zfill(9)):
        name = path.parent.name
        if name in known or not name.isdigit():
            continue
        try:
            config = json_file(path, 1024**2)
        except UnreadableSourceError:
            config = {}
        ended = (path.parent / "end").is_file()
        settings = config if isinstance(config, Mapping) else {}
        runs.append(Run(name, settings, status="failed" if ended else "killed", order=float(name)))
    return runs


def read(source: object) -> tuple[Study, ...]:
    """Read an experiment folder; its pickled tuner is never touched.

    Raises
    ------
    UnreadableSourceError
        If it holds no results.
    """
    path = _results_of(source)
    if path is None:
        raise UnreadableSourceError(f"An experiment of Syne Tune holds {_RESULTS[0]}.", f"{source} does not.")
    frame, metadata = _frame(path), find_metadata(path.parent)
    if "trial_id" not in frame.columns or frame.empty:
        raise UnreadableSourceError("Results of Syne Tune have a row a report.", f"{path} has none.")
    runs = _runs(frame, metadata)
    runs += _silent(path.parent, {run.name for run in runs})
    several = len(frame) > frame["trial_id"].nunique()
    names = [objective.name for objective in metadata.objectives]
    study = study_of_runs(
        path.parent.name or path.stem,
        Source(SOURCE.name, str(source), digest_of((path, *metadata.files))),
        runs,
        space=metadata.space.parameters,
        objectives=metadata.objectives,
        sampler=metadata.sampler,
        notes=(
            *metadata.notes,
            *metadata.space.notes,
            *([Note("last_value", {"metrics": names})] if several and names else []),
        ),
    )
    stopped = bool((study.statuses == "pruned").any())
    return (replace(study, curves=_curves(frame, metadata)) if stopped else study,)
