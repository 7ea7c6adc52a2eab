"""Aim: the table of runs that ``run.dataframe()`` gives, as CSV or data frame."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import Blob, bytes_of, digest, head_of, location_of
from sweepbrief.sources.delimited import is_text, read_delimited, sniff
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.raw_table import RawTable
from sweepbrief.sources.table_study import study_of_table
from sweepbrief.sweep import Note, Source, Study

SOURCE: Final = SourceKind("aim", "Aim", "the table of run.dataframe() as CSV or DataFrame, one row a run", (".csv",))
_OWN: Final = frozenset({"hash", "creation_time", "end_time", "archived", "active"})
_TRUE: Final = frozenset({"true", "1", "1.0"})


def _are_own(names: object) -> bool:
    return isinstance(names, (list, tuple, set, frozenset)) and {str(name).strip(' "') for name in names} >= _OWN


def recognises(source: object) -> bool:
    """Tell whether a table has the columns that Aim gives every run."""
    if isinstance(source, pd.DataFrame):
        return _are_own(list(source.columns))
    head = head_of(source)
    if not is_text(head):
        return False
    first = head.decode("utf-8", errors="replace").lstrip("\ufeff").split("\n", 1)[0].strip()
    return _are_own(first.split(sniff(first)))


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    """Say how runs ended and how long they took: a run is active until it ends, and Aim knows no failures."""
    table = frame.copy()
    ended = pd.to_numeric(table["end_time"], errors="coerce")
    began = pd.to_numeric(table["creation_time"], errors="coerce")
    active = table["active"].map(lambda cell: str(cell).strip().lower() in _TRUE).astype(bool)
    table["status"] = active.map({True: "running", False: "completed"})
    table["runtime"] = (ended - began).where(ended >= began)
    return table.drop(columns=["end_time", "active", "archived"])


def read(source: object) -> tuple[Study, ...]:
    """Read Aim's table of runs.

    Raises
    ------
    UnreadableSourceError
        If it is no table.
    """
    if isinstance(source, pd.DataFrame):
        frame, name, location = source.reset_index(drop=True), "runs", "DataFrame"
        notes: tuple[Note, ...] = ()
        sha256 = digest(frame.to_csv(index=False).encode())
    elif isinstance(source, (Path, Blob)):
        data = bytes_of(source)
        table = read_delimited(data)
        frame, notes, sha256 = table.frame, table.notes, digest(data)
        name, location = (source.stem if isinstance(source, Path) else "runs"), location_of(source)
    else:
        raise UnreadableSourceError("Aim's runs are a CSV or a data frame.", f"Found {type(source).__name__}.")
    return (study_of_table(RawTable(_prepared(frame), sha256, notes), Source(SOURCE.name, location, sha256), name),)
