"""A folder as a source: the one file or folder in it that is recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sweepbrief.errors import SweepbriefError, UnreadableSourceError, WrongUsageError
from sweepbrief.sources.archives import SUFFIXES, is_archive
from sweepbrief.sources.near import listed
from sweepbrief.sources.pickles import refuse_pickles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sweepbrief.sources.kind import Reader

_DEPTH: Final = 3
_ENTRIES: Final = 2000
_TRIED: Final = 20


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))[:_ENTRIES]
    except OSError:
        return []


def _recognised(path: Path, readers: Sequence[Reader]) -> bool:
    """Tell whether an entry is a source: a folder by what it holds, a file by suffix and content."""
    if path.is_dir():
        return any(reader.recognises(path) for reader in readers)
    suffix = path.suffix.lower()
    return any(suffix in reader.SOURCE.suffixes and reader.recognises(path) for reader in readers)


def _holds_runs(path: Path, readers: Sequence[Reader]) -> bool:
    """Tell whether something recognised really holds runs with results (a configuration file does not)."""
    reader = next(reader for reader in readers if reader.recognises(path))
    try:
        return any(len(study.metrics.columns) and len(study.statuses) for study in reader.read(path))
    except SweepbriefError:
        return False


def _levels(folder: Path) -> Iterator[list[Path]]:
    level = [folder]
    for _ in range(_DEPTH):
        inside = [entry for parent in level for entry in _entries(parent)][:_ENTRIES]
        yield inside
        level = [entry for entry in inside if entry.is_dir()]


def find_source(folder: Path, readers: Sequence[Reader]) -> Path:
    """Find the source in a folder, the nearest level first.

    Parameters
    ----------
    folder : Path
        An existing folder that is no source itself.
    readers : sequence of Reader
        Readers to ask.

    Returns
    -------
    Path
        The only source on the first level that has one; an archive only where nothing else is there.

    Raises
    ------
    WrongUsageError
        If that level has several.
    UnreadableSourceError
        If there is none within three levels.
    """
    levels = list(_levels(folder))
    for entries in levels:
        found = [path for path in entries if _recognised(path, readers)]
        if 1 < len(found) <= _TRIED:
            found = [path for path in found if _holds_runs(path, readers)] or found
        if found:
            return _only(folder, found)
    for entries in levels:
        archives = [path for path in entries if path.suffix.lower() in SUFFIXES and path.is_file() and is_archive(path)]
        if archives:
            return _only(folder, archives)
    refuse_pickles(folder, [entry for entries in levels for entry in entries])
    kinds = "; ".join(reader.SOURCE.reads for reader in readers)
    raise UnreadableSourceError("A folder holds a source.", f"Nothing in {folder} is recognised.", f"Read are: {kinds}.")


def _only(folder: Path, found: Sequence[Path]) -> Path:
    if len(found) == 1:
        return found[0]
    names = listed(str(path.relative_to(folder)) for path in found)
    raise WrongUsageError("A folder holds one source.", f"{folder} holds {names}.", f"Name one, e.g. {found[0]}.")
