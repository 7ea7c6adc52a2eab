"""TensorBoard log folders whose sessions state hyperparameters (the HParams plugin), without TensorBoard."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import head_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.small_files import Digest, inside
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
_Sessions = dict[str, Session]
_STATUSES: Final[dict[int, Status]] = {0: "unknown", 1: "complete", 2: "failed", 3: "running"}


def _event_files(root: Path) -> Iterator[tuple[str, str]]:
    """Give the event files in a folder and those below, in one order on every machine: each one's folder and its name."""
    places = [("", 0)]
    for _ in range(_FOLDERS):
        if not places:
            return
        place, depth = places.pop()
        try:
            folders, files = inside(f"{root}/{place}")
        except OSError:
            continue
        yield from ((place, name) for name in files if _NAME.search(name))
        below = [name for name in folders if not name.startswith(".")] if depth < _DEPTH else []
        places += [(f"{place}/{name}" if place else name, depth + 1) for name in reversed(below)]


def recognises(source: object) -> bool:
    """Tell whether a folder holds event files that begin a session with hyperparameters."""
    if not isinstance(source, Path) or not source.is_dir():
        return False
    looked_at = islice(_event_files(source), _LOOKED_AT)
    return any(_MARK in head_of(source / place / name) for place, name in looked_at)


def _sessions(root: Path, seen: Digest) -> tuple[_Sessions, list[str]]:
    """Read all event files by their folders; give these, and the folders with something unreadable."""
    found: _Sessions = {}
    broken = []
    for place, name in _event_files(root):
        session = found.setdefault(place, Session())
        try:
            fine = read_events(f"{root}/{place}/{name}", session, seen)
        except OSError:
            fine = False
        if not fine:
            broken.append(place or ".")
    return found, list(dict.fromkeys(broken))


def _above(place: str) -> Iterator[str]:
    """Give the folders that hold a folder, the nearest first; the root has no name."""
    while place:
        place = place.rpartition("/")[0]
        yield place


def _owners(sessions: _Sessions) -> dict[str, list[str]]:
    """Give for every session with hyperparameters its own folder and those below that belong to it."""
    owners = {place: [place] for place, session in sessions.items() if session.hparams is not None}
    for place, session in sessions.items():
        if session.hparams is None and place:
            above = next((holder for holder in _above(place) if holder in owners), None)
            if above is not None:
                owners[above].append(place)
    return owners


def _metrics(folder: str, places: list[str], sessions: _Sessions) -> tuple[dict[str, object], set[str]]:
    """Give a session's last scalars, its parent's where it has none of its own, and those logged more than once."""
    found = [(place, sessions[place]) for place in places]
    parent = sessions.get(folder.rpartition("/")[0]) if folder else None
    if not any(session.scalars for _, session in found) and parent is not None and parent.hparams is None:
        found = [(folder, parent)]
    values: dict[str, object] = {}
    several = set()
    for place, session in found:
        prefix = "" if place == folder else f"{place[len(folder) :].lstrip('/')}/"
        values.update({f"{prefix}{tag}": value for tag, (_, value) in session.scalars.items()})
        several |= {f"{prefix}{tag}" for tag, count in session.counts.items() if count > 1}
    return values, several


def _label(folder: str, root: Path) -> str:
    """Name a session by its folder; the moment after which PyTorch calls a folder of its own is left out."""
    before, _, last = folder.rpartition("/")
    return (before if before and _STAMP.fullmatch(last) else folder) or root.name


def _run(folder: str, root: Path, session: Session, metrics: Mapping[str, object], *, told: bool) -> Run:
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


def _observed(sessions: _Sessions) -> dict[str, list[object]]:
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
    seen = Digest()
    sessions, broken = _sessions(source, seen)
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
    owners = _owners(sessions)
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
        Source(SOURCE.name, str(source), seen.hexadecimal),
        runs,
        space=space.parameters,
        objectives=tuple(Objective(name) for name in known) if len(known) == 1 else (),
        notes=(*space.notes, *notes),
    )
    return (study,)
