"""TensorBoard log folders whose sessions state hyperparameters (the HParams plugin), without TensorBoard."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import head_of
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.tensorboard_events import Session, read_events
from sweepbrief.sources.tensorboard_experiment import read_experiments
from sweepbrief.sweep import Note, Objective, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sweepbrief.sweep import Status, Study

SOURCE: Final = SourceKind(
    "tensorboard", "TensorBoard, HParams", "a folder of event files whose sessions state hyperparameters"
)
_NAME: Final = re.compile(r"tfevents\.\d")
_MARK: Final = b"_hparams_/session_start_info"
_DEPTH: Final = 4
_FOLDERS: Final = 100_000
_LOOKED_AT: Final = 64
_STAMP: Final = re.compile(r"\d{9,}(\.\d+)?")
_STATUSES: Final[dict[int, Status]] = {0: "unknown", 1: "complete", 2: "failed", 3: "running"}


def _event_files(root: Path) -> Iterator[Path]:
    """Give the event files in a folder and those below, in one order on every machine."""
    for seen, (folder, inside, files) in enumerate(os.walk(root)):
        place = Path(folder)
        inside[:] = sorted(name for name in inside if not name.startswith(".")) if _depth(place, root) < _DEPTH else []
        if seen >= _FOLDERS:
            return
        yield from (place / name for name in sorted(files) if _NAME.search(name))


def _depth(place: Path, root: Path) -> int:
    return len(place.relative_to(root).parts)


def recognises(source: object) -> bool:
    """Tell whether a folder holds event files that begin a session with hyperparameters."""
    if not isinstance(source, Path) or not source.is_dir():
        return False
    for count, path in enumerate(_event_files(source)):
        if count >= _LOOKED_AT:
            return False
        if _MARK in head_of(path):
            return True
    return False


def _sessions(root: Path) -> tuple[dict[Path, Session], list[Path], list[str]]:
    """Read all event files by their folders; give them, the files, and the folders with something unreadable."""
    found: dict[Path, Session] = {}
    files, broken = [], []
    for path in _event_files(root):
        session = found.setdefault(path.parent, Session())
        try:
            fine = read_events(path, session)
        except OSError:
            fine = False
        files.append(path)
        if not fine:
            broken.append(str(path.parent.relative_to(root)))
    return found, files, list(dict.fromkeys(broken))


def _owners(sessions: Mapping[Path, Session], root: Path) -> dict[Path, list[Path]]:
    """Give for every session with hyperparameters its own folder and those below that belong to it."""
    owners: dict[Path, list[Path]] = {folder: [folder] for folder, session in sessions.items() if session.hparams is not None}
    for folder, session in sessions.items():
        if session.hparams is None and folder != root:
            above = next((parent for parent in folder.parents if parent in owners), None)
            if above is not None:
                owners[above].append(folder)
    return owners


def _metrics(folder: Path, places: list[Path], sessions: Mapping[Path, Session]) -> tuple[dict[str, object], set[str]]:
    """Give a session's last scalars, its parent's where it has none of its own, and those logged more than once."""
    found = [(place, sessions[place]) for place in places]
    parent = sessions.get(folder.parent)
    if not any(session.scalars for _, session in found) and parent is not None and parent.hparams is None:
        found = [(folder, parent)]
    values: dict[str, object] = {}
    several = set()
    for place, session in found:
        prefix = "" if place == folder else f"{place.relative_to(folder).as_posix()}/"
        values.update({f"{prefix}{tag}": value for tag, (_, value) in session.scalars.items()})
        several |= {f"{prefix}{tag}" for tag, count in session.counts.items() if count > 1}
    return values, several


def _label(folder: Path, root: Path) -> str:
    """Name a session by its folder; the moment after which PyTorch calls a folder of its own is left out."""
    parts = folder.relative_to(root).parts
    kept = parts[:-1] if len(parts) > 1 and _STAMP.fullmatch(parts[-1]) else parts
    return "/".join(kept) or folder.name


def _run(folder: Path, root: Path, session: Session, metrics: Mapping[str, object], *, told: bool) -> Run:
    status: Status = _STATUSES.get(session.status or 0, "unknown") if session.status is not None else "running"
    start, end = session.start, session.end
    return Run(
        _label(folder, root),
        session.hparams or {},
        metrics,
        status if told else "complete",
        order=start or session.first,
        seconds=end - start if start and end is not None and end >= start else None,
    )


def _observed(sessions: Mapping[Path, Session]) -> dict[str, list[object]]:
    """Give the values of every hyperparameter."""
    found: dict[str, list[object]] = {}
    for session in sessions.values():
        for name, value in (session.hparams or {}).items():
            found.setdefault(name, []).append(value)
    return found


def read(source: object) -> tuple[Study, ...]:
    """Read a log folder.

    Raises
    ------
    UnreadableSourceError
        If no session in it states hyperparameters.
    """
    if not isinstance(source, Path) or not source.is_dir():
        raise UnreadableSourceError("Logs of TensorBoard are a folder.", f"Found {source}.")
    sessions, files, broken = _sessions(source)
    stated = {folder: session for folder, session in sessions.items() if session.hparams is not None}
    if not stated:
        raise UnreadableSourceError(
            "A TensorBoard folder states hyperparameters (the HParams plugin).",
            f"{source} holds scalars alone.",
            "Log them with SummaryWriter.add_hparams or hp.hparams, or export a table with one row a run.",
        )
    told = any(session.status is not None for session in stated.values())
    runs: list[Run] = []
    several: set[str] = set()
    owners = _owners(sessions, source)
    for folder, session in stated.items():
        metrics, repeated = _metrics(folder, owners[folder], sessions)
        several |= repeated
        runs.append(_run(folder, source, session, metrics, told=told))
    observed = _observed(stated)
    space, declared = read_experiments((s.experiment for s in sessions.values() if s.experiment is not None), observed)
    known = [name for name in declared if any(name in run.metrics for run in runs)]
    notes = [
        *([] if told else [Note("no_status")]),
        *([Note("last_value", {"metrics": sorted(several)})] if several else []),
        *([Note("parts_unreadable", {"part": "tfevents", "runs": broken})] if broken else []),
    ]
    study = study_of_runs(
        source.name,
        Source(SOURCE.name, str(source), digest_of(files)),
        runs,
        space=space.parameters,
        objectives=tuple(Objective(name) for name in known) if len(known) == 1 else (),
        notes=(*space.notes, *notes),
    )
    return (study,)
