"""Neptune: folders of Parquet files as its exporter writes them, and the runs table as CSV."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import Blob, bytes_of, digest, head_of, location_of
from sweepbrief.sources.delimited import is_text, read_delimited, sniff
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.neptune_attributes import attributes_of, runs_table
from sweepbrief.sources.raw_table import RawTable
from sweepbrief.sources.table_study import study_of_table
from sweepbrief.sweep import Source, Study

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE: Final = SourceKind(
    "neptune", "Neptune", "a folder of Parquet files from neptune-exporter; the runs table as CSV (columns sys/...)", (".csv",)
)
_PATH: Final = "attribute_path"
_NEEDED: Final = frozenset({"run_id", _PATH, "attribute_type"})
_OPTIONAL: Final = (
    "project_id",
    "step",
    "timestamp",
    "int_value",
    "float_value",
    "string_value",
    "bool_value",
    "datetime_value",
)
_OWN: Final = frozenset({"sys/id", "sys/name", "sys/state", "sys/creation_time", "sys/owner", "sys/failed", "sys/running_time"})
_SIGNS: Final = 2
_FILES: Final = 100_000


def _parquet_files(folder: Path) -> Iterable[Path]:
    """Give the Parquet files of an export: those in the folder, else those of its projects."""
    for pattern in ("*.parquet", "*/*.parquet", "*/*/*.parquet"):
        found = sorted(folder.glob(pattern))
        if found:
            return found[:_FILES]
    return ()


def _columns(path: Path) -> frozenset[str]:
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and only needed where there are Parquet files

    try:
        return frozenset(pq.read_schema(path).names)
    except (OSError, ValueError):
        return frozenset()


def recognises(source: object) -> bool:
    """Tell whether a source is an export of Neptune's attributes, or a table with its own columns."""
    if isinstance(source, Path) and source.is_dir():
        return any(_columns(path) >= _NEEDED for path in list(_parquet_files(source))[:3])
    head = head_of(source)
    if head.startswith(b"PAR1"):
        return isinstance(source, Path) and _columns(source) >= _NEEDED
    if not is_text(head):
        return False
    first = head.decode("utf-8", errors="replace").lstrip("\ufeff").split("\n", 1)[0].strip()
    return len(_OWN.intersection(name.strip(' "') for name in first.split(sniff(first)))) >= _SIGNS


def _read_file(path: Path, seen: hashlib._Hash) -> pd.DataFrame:
    data = bytes_of(path)
    seen.update(path.name.encode() + data)
    wanted = [name for name in (*_NEEDED, *_OPTIONAL) if name in _columns(path)]
    try:
        return pd.read_parquet(io.BytesIO(data), columns=sorted(wanted))
    except (ValueError, OSError) as error:
        raise UnreadableSourceError(f"{path} must be whole Parquet.", " ".join(str(error).split())[:200]) from error


def _of_export(source: Path) -> tuple[Study, ...]:
    """Read every project of an export as one study."""
    seen = hashlib.sha256()
    paths = [source] if source.is_file() else list(_parquet_files(source))
    parts = [_read_file(path, seen) for path in paths if _columns(path) >= _NEEDED]
    if not parts:
        raise UnreadableSourceError("A Neptune export holds Parquet files of attributes.", f"{source} holds none.")
    rows = pd.concat(parts, ignore_index=True)
    projects = rows["project_id"] if "project_id" in rows.columns else pd.Series(source.stem, index=rows.index)
    studies = []
    for project, part in rows.groupby(projects.astype(str), sort=True):
        raw = RawTable(attributes_of(part), seen.hexdigest())
        studies.append(study_of_table(raw, Source(SOURCE.name, str(source), seen.hexdigest()), str(project)))
    return tuple(studies)


def read(source: object) -> tuple[Study, ...]:
    """Read an export, or a table of runs.

    Raises
    ------
    UnreadableSourceError
        If it is neither.
    """
    if isinstance(source, Path) and (source.is_dir() or head_of(source).startswith(b"PAR1")):
        return _of_export(source)
    if not isinstance(source, (Path, Blob)):
        raise UnreadableSourceError("Runs from Neptune are a folder of Parquet files or a CSV.", f"Found {source!r:.80}.")
    data = bytes_of(source)
    table = read_delimited(data)
    raw = RawTable(runs_table(table.frame), digest(data), table.notes)
    name = source.stem if isinstance(source, Path) else "runs"
    return (study_of_table(raw, Source(SOURCE.name, location_of(source), raw.sha256), name),)
