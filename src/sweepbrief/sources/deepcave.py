"""DeepCAVE's folders: tables of trials with their configuration space, and what its recorder leaves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import deepcave_recorder, deepcave_table
from sweepbrief.sources.blob import head_of
from sweepbrief.sources.kind import SourceKind

if TYPE_CHECKING:
    from sweepbrief.sweep import Study

SOURCE: Final = SourceKind(
    "deepcave", "DeepCAVE", "a folder with trials.csv and configspace.csv, or one of its recorder with history.jsonl"
)


def _folder_of(source: object) -> Path | None:
    if not isinstance(source, Path):
        return None
    if source.is_dir():
        return source
    return source.parent if source.name in {deepcave_table.TRIALS, deepcave_recorder.HISTORY} else None


def _is_table(folder: Path) -> bool:
    trials, space = folder / deepcave_table.TRIALS, folder / deepcave_table.SPACE
    return trials.is_file() and (space.is_file() or b"metric:" in head_of(trials).split(b"\n", 1)[0])


def _is_recording(folder: Path) -> bool:
    history = folder / deepcave_recorder.HISTORY
    others = (deepcave_recorder.META, deepcave_recorder.CONFIGS)
    return head_of(history).lstrip().startswith(b"[") and any((folder / name).is_file() for name in others)


def recognises(source: object) -> bool:
    """Tell whether a folder holds a table of trials with its space, or a recorder's history with its configurations."""
    folder = _folder_of(source)
    return folder is not None and (_is_table(folder) or _is_recording(folder))


def read(source: object) -> tuple[Study, ...]:
    """Read a folder of DeepCAVE.

    Raises
    ------
    UnreadableSourceError
        If it is none, or cannot be read.
    """
    folder = _folder_of(source)
    if folder is not None and _is_table(folder):
        return (deepcave_table.read_table(folder, SOURCE.name),)
    if folder is not None and _is_recording(folder):
        return (deepcave_recorder.read_recording(folder, SOURCE.name),)
    expected = f"{deepcave_table.TRIALS} and {deepcave_table.SPACE}, or {deepcave_recorder.HISTORY}"
    raise UnreadableSourceError(f"A folder of DeepCAVE holds {expected}.", f"{source} does not.")
