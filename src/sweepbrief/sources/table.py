"""Tables of runs: CSV, TSV, Parquet, JSON, JSON lines, a pandas DataFrame or a list of mappings."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import Blob, bytes_of, digest, head_of, location_of
from sweepbrief.sources.delimited import decode, is_text, read_delimited, sniff
from sweepbrief.sources.json_text import read_json, records_table
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.parquet_rows import sampled_rows
from sweepbrief.sources.raw_table import RawTable, unique_names
from sweepbrief.sources.refusals import refuse_charts, refuse_logs, refuse_spaces, refuse_unknown
from sweepbrief.sources.table_study import study_of_table
from sweepbrief.sources.values import as_text
from sweepbrief.sources.wandb_table import understood
from sweepbrief.sweep import Source, Study

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE: Final = SourceKind(
    "table",
    "A table, one row a run",
    "CSV, TSV, Parquet, JSON and JSON lines; CSV on standard input (-); a pandas DataFrame; a list of mappings",
    (".csv", ".tsv", ".parquet", ".pq", ".json", ".jsonl", ".ndjson"),
)
MOST_COLUMNS: Final = 3000
"""Columns of a table at most: each is compared with each other for repeating it."""
_PARQUET: Final = b"PAR1"
_NAMELESS: Final = "sweep"


def recognises(source: object) -> bool:
    """Tell whether a source is a table: by its suffix, or text with the same number of cells in every line."""
    if isinstance(source, pd.DataFrame) or _is_records(source):
        return True
    head = head_of(source)
    if head.startswith(_PARQUET):
        return True
    if not is_text(head):
        return False
    if isinstance(source, Blob) or (isinstance(source, Path) and source.suffix.lower() in SOURCE.suffixes):
        return True
    text = head.decode("utf-8", errors="replace")
    if text.lstrip()[:1] in {"{", "["}:
        return True
    lines = text.splitlines()[:20]
    delimiter = sniff(text)
    return len(lines) > 1 and all(line.count(delimiter) == lines[0].count(delimiter) > 0 for line in lines[:-1])


def _is_records(source: object) -> bool:
    return isinstance(source, (list, tuple)) and bool(source) and all(isinstance(record, Mapping) for record in source)


def _frame_digest(frame: pd.DataFrame) -> str:
    """Identify a table by its values."""
    parts = []
    for name, column in frame.items():
        parts.append(str(name).encode())
        if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_complex_dtype(column.dtype):
            parts.append(np.ascontiguousarray(column.to_numpy(dtype="float64", na_value=np.nan)).tobytes())
        else:
            parts.append("\x1f".join(as_text(cell) for cell in column.astype(object)).encode("utf-8", "replace"))
    return digest(*parts)


def _of_frame(frame: pd.DataFrame) -> RawTable:
    if frame.empty or not len(frame.columns):
        raise UnreadableSourceError("A table of runs has a row a run.", f"This one has the shape {frame.shape}.")
    flat = frame.columns.map(
        lambda name: ".".join(str(part) for part in name if str(part)) if isinstance(name, tuple) else name
    )
    columns, notes = unique_names(flat)
    names = tuple(".".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in frame.index)
    table = frame.reset_index(drop=True)
    table.columns = pd.Index(columns)
    return RawTable(table, _frame_digest(table), notes, names if len(set(names)) == len(names) else None, own_names=True)


def _of_parquet(data: bytes) -> RawTable:
    try:
        frame = pd.read_parquet(io.BytesIO(data))
    except (ValueError, OSError, KeyError, NotImplementedError) as error:
        raise UnreadableSourceError("The file must be whole Parquet.", " ".join(str(error).split())[:200]) from error
    raw = _of_frame(frame)
    plain_rows = isinstance(frame.index, pd.RangeIndex)
    return RawTable(raw.frame, digest(data), raw.notes, None if plain_rows else raw.names)


def _of_bytes(source: Path | Blob) -> RawTable:
    sample = sampled_rows(source) if isinstance(source, Path) and head_of(source).startswith(_PARQUET) else None
    if sample is not None:
        return sample
    data = bytes_of(source)
    if not data.strip():
        refuse_unknown(location_of(source), b"")
    if data.startswith(_PARQUET):
        return _of_parquet(data)
    if not is_text(data[:65536]):
        refuse_unknown(location_of(source), data[:65536])
    start = decode(data[: 4096 + len(data) % 2])[0].lstrip()[:1] if not data.startswith((b"\xff\xfe", b"\xfe\xff")) else ""
    return read_json(data) if start in {"{", "["} else read_delimited(data)


def raw_table(source: object) -> RawTable:
    """Read the cells of any table.

    Raises
    ------
    UnreadableSourceError
        If the source is no table of runs.
    """
    if isinstance(source, pd.DataFrame):
        return _of_frame(source)
    if isinstance(source, (Path, Blob)):
        return _of_bytes(source)
    if _is_records(source):
        records: Sequence[Mapping[str, object]] = list(source)  # type: ignore[call-overload] # checked one line above
        raw = records_table(records, "")
        return RawTable(raw.frame, _frame_digest(raw.frame), raw.notes, own_names=True)
    raise UnreadableSourceError("A table is a file, a DataFrame or a list of mappings.", f"Found {type(source).__name__}.")


def _refuse_many(columns: int) -> None:
    """Refuse a table whose columns could not be compared with one another in reasonable time."""
    if columns > MOST_COLUMNS:
        raise UnreadableSourceError(
            f"A table of runs has at most {MOST_COLUMNS:,} columns.",
            f"Found {columns:,}.",
            "Keep the columns of the parameters and metrics that matter, and try again.",
        )


def read(source: object) -> tuple[Study, ...]:
    """Read a table of runs as one study.

    Raises
    ------
    UnreadableSourceError
        If it is no table, one of more than `MOST_COLUMNS` columns, the data of a chart, the log of one run, or a search space.
    """
    raw = raw_table(source)
    _refuse_many(len(raw.frame.columns))
    columns = [str(name) for name in raw.frame.columns]
    refuse_charts(columns)
    refuse_spaces(columns)
    refuse_logs(raw.frame)
    location = location_of(source) if isinstance(source, (Path, Blob)) else type(source).__name__
    name = source.stem if isinstance(source, Path) else _NAMELESS
    study = study_of_table(raw, Source(SOURCE.name, location, raw.sha256), name)
    return (understood(study, raw.frame, source),)
