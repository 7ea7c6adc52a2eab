"""The readers, in the order in which they are asked, and the way from a source to the one that reads it."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import SweepbriefError, UnreadableSourceError, WrongUsageError
from sweepbrief.sources import (
    aim,
    algoperf,
    amltk,
    ax,
    ax_summary,
    bohb,
    deepcave,
    dvc,
    hydra,
    keras_tuner,
    mlflow_files,
    mlflow_server,
    mlflow_sqlite,
    neptune,
    optuna_journal,
    optuna_live,
    optuna_sqlite,
    ray_tune,
    sklearn_results,
    smac3,
    syne_tune,
    table,
    tensorboard,
    ultralytics,
    wandb_live,
    wandb_runs,
)
from sweepbrief.sources.archives import NESTED, is_archive, unpacked
from sweepbrief.sources.blob import Blob, head_of, location_of
from sweepbrief.sources.folders import find_source
from sweepbrief.sources.near import suggest
from sweepbrief.sources.refusals import refuse_unknown

if TYPE_CHECKING:
    from sweepbrief.sources.kind import Reader
    from sweepbrief.sweep import Study

_FAULTS: Final = (OSError, RecursionError, MemoryError, OverflowError)
_PARQUET: Final = "pyarrow.lib"

SOURCES: Final[tuple[Reader, ...]] = (
    optuna_sqlite,
    optuna_journal,
    optuna_live,
    keras_tuner,
    mlflow_files,
    mlflow_sqlite,
    mlflow_server,
    ray_tune,
    smac3,
    bohb,
    amltk,
    deepcave,
    sklearn_results,
    ax,
    ax_summary,
    wandb_runs,
    wandb_live,
    syne_tune,
    dvc,
    tensorboard,
    hydra,
    ultralytics,
    algoperf,
    neptune,
    aim,
    table,
)
"""Readers that come with the package: the specific ones first, tables last."""

GROUP: Final = "sweepbrief.sources"
"""Entry-point group of third parties' readers, asked only when no built-in one recognises a source."""


def _third_party() -> tuple[Reader, ...]:
    return tuple(point.load() for point in entry_points(group=GROUP))


def readers() -> tuple[Reader, ...]:
    """Give all readers: those that come with the package, then those that third parties have installed."""
    return (*SOURCES, *_third_party())


def _located(source: object) -> object:
    """Give a source as readers expect it: paths as ``Path``, standard input as ``Blob``.

    Raises
    ------
    UnreadableSourceError
        If a path does not exist.
    """
    if isinstance(source, str) and source == "-":
        return Blob("-", sys.stdin.buffer.read())
    if isinstance(source, bytes):
        return Blob("bytes", source)
    if isinstance(source, str) and "://" in source:
        return source
    if not isinstance(source, (str, Path)):
        return source
    path = Path(source).expanduser()
    try:
        exists = path.exists()
    except OSError:
        exists = False
    if not exists:
        near = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
        raise UnreadableSourceError("The source must exist.", f"There is no {path}.", suggest(path.name, near) if near else "")
    return path


def _reader(source: object, kind: str | None) -> Reader | None:
    if kind is None:
        return next((reader for reader in SOURCES if reader.recognises(source)), None) or next(
            (reader for reader in _third_party() if reader.recognises(source)), None
        )
    known = readers()
    for reader in known:
        if reader.SOURCE.name == kind:
            return reader
    raise WrongUsageError(
        "The kind of source must be one that is read.", f"There is no {kind}.", suggest(kind, [r.SOURCE.name for r in known])
    )


def _asked(source: Path, readers: tuple[Reader, ...]) -> Path:
    """Find the source in a folder that is none itself; wrappings of one folder in another are taken off first."""
    while not any(reader.recognises(source) for reader in readers):
        inside = [entry for entry in source.iterdir() if not entry.name.startswith(".")]
        if len(inside) != 1:
            return find_source(source, readers)
        source = inside[0]
        if source.is_file():
            break
    return source


def _of_archive(archive: Path | Blob, kind: str | None, depth: int) -> tuple[Study, ...]:
    """Read what an archive holds, and call it by the archive's own place.

    Raises
    ------
    SweepbriefError
        As for any source, with the archive's place in the text.
    """
    if depth >= NESTED:
        raise UnreadableSourceError("Archives lie in archives three deep at most.", f"{location_of(archive)} holds more.")
    with unpacked(archive) as root:

        def placed(text: str) -> str:
            return text.replace(str(root), location_of(archive))

        try:
            studies = _read(root, kind, depth + 1)
        except SweepbriefError as error:
            raise type(error)(placed(error.expected), placed(error.found), placed(error.remedy), error.add) from None
    sources = [replace(study.source, location=placed(study.source.location)) for study in studies]
    return tuple(replace(study, source=source) for study, source in zip(studies, sources, strict=True))


def _read(located: object, kind: str | None, depth: int = 0) -> tuple[Study, ...]:
    reader = _reader(located, kind)
    known = reader is not None and (kind is None or reader.recognises(located))
    if isinstance(located, (Path, Blob)) and not known and is_archive(located):
        return _of_archive(located, kind, depth)
    if isinstance(located, Path) and not known and located.is_dir():
        found = _asked(located, (reader,) if reader else SOURCES)
        return _read(found, kind, depth) if found != located else _told(reader, located)
    return _told(reader, located)


def _told(reader: Reader | None, located: object) -> tuple[Study, ...]:
    """Let a reader read.

    Raises
    ------
    UnreadableSourceError
        If there is none, or it cannot.
    """
    if reader is None:
        if isinstance(located, (Path, Blob)):
            refuse_unknown(location_of(located), head_of(located))
        raise UnreadableSourceError(
            "The source must be a file, a folder, an address, a table or a live study.",
            f"Found {location_of(located) if isinstance(located, str) else type(located).__name__}.",
            "Run `sweepbrief sources` for what it reads.",
        )
    try:
        return reader.read(located)
    except SweepbriefError:
        raise
    except Exception as error:
        if not isinstance(error, _FAULTS) and type(error).__module__ != _PARQUET:
            raise
        told = " ".join(str(error).split())[:200]
        raise UnreadableSourceError("The source must be readable.", f"{location_of(located)}: {told}.") from error


def read(source: object, kind: str | None = None) -> tuple[Study, ...]:
    """Read all studies in a source.

    Parameters
    ----------
    source : object
        A path (file, folder, archive), an address, ``-`` for standard input, a DataFrame, a list of mappings, or a live object.
    kind : str, optional
        Name of the reader to use; else the one that recognises the content.

    Returns
    -------
    tuple of Study
        At least one.

    Raises
    ------
    UnreadableSourceError
        If nothing recognises the source, or it cannot be read.
    WrongUsageError
        If there is no such kind, or a folder holds several sources.
    """
    return _read(_located(source), kind)
