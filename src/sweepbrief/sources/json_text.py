"""JSON and JSON lines as records, in each of the layouts in which people keep runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import digest
from sweepbrief.sources.delimited import decode
from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.raw_table import RawTable, unique_names
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

_LISTS: Final = ("runs", "trials", "results", "records", "rows", "data", "experiments", "items")
_REMEDY: Final = "Write a list of records, one a run, or one record a line."


def load_json(text: str) -> object:
    """Parse JSON, with NaN and infinities as Python writes them.

    Raises
    ------
    UnreadableSourceError
        If the text is no JSON or nested too deeply.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableSourceError("The file must hold JSON.", " ".join(str(error).split())[:200], _REMEDY) from error


def _lines(text: str) -> tuple[list[object], tuple[Note, ...]]:
    """Parse one record a line; a broken last line is a note."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    records: list[object] = []
    for position, (number, line) in enumerate(lines):
        try:
            records.append(json.loads(line))
        except (ValueError, RecursionError) as error:
            if position and position == len(lines) - 1:
                return records, (Note("half_written", {"line": number}),)
            raise UnreadableSourceError(
                "Every line must be one JSON record.", f"Line {number}: {' '.join(str(error).split())[:160]}.", _REMEDY
            ) from error
    return records, ()


def _mappings(values: Sequence[object]) -> bool:
    return bool(values) and all(isinstance(value, Mapping) for value in values)


def _split_layout(tree: Mapping[str, object]) -> list[Mapping[str, object]] | None:
    """Read pandas' ``orient="split"``."""
    columns, rows = tree.get("columns"), tree.get("data")
    if isinstance(columns, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows):
        return [dict(zip(map(str, columns), row, strict=False)) for row in rows]
    return None


def _columns_layout(tree: Mapping[str, object]) -> list[Mapping[str, object]] | None:
    """Read columns of equal length, as lists or as mappings from row to value."""
    values = list(tree.values())
    if (
        values
        and all(isinstance(value, list) for value in values)
        and len({len(v) for v in values if isinstance(v, list)}) == 1
    ):
        frame = {name: value for name, value in tree.items() if isinstance(value, list)}
        return [dict(zip(frame, row, strict=True)) for row in zip(*frame.values(), strict=True)]
    if not _mappings(values):
        return None
    inner = [set(value) for value in values if isinstance(value, Mapping)]
    if all(str(key).isdigit() for keys in inner for key in keys):
        rows = dict.fromkeys(key for value in values if isinstance(value, Mapping) for key in value)
        return [{n: v.get(row) for n, v in tree.items() if isinstance(v, Mapping)} for row in rows]
    return None


def _find_records(tree: object) -> list[Mapping[str, object]] | None:
    if isinstance(tree, list):
        return tree if _mappings(tree) else None
    if not isinstance(tree, Mapping):
        return None
    for name in _LISTS:
        inner = tree.get(name)
        if isinstance(inner, list) and _mappings(inner):
            return inner
        if isinstance(inner, Mapping) and name in {"runs", "trials"} and _mappings(list(inner.values())):
            return [{"id": key, **value} for key, value in inner.items()]
    found = _split_layout(tree) or _columns_layout(tree)
    if found is None and len(tree) > 1 and _mappings(list(tree.values())):
        found = [{"id": key, **value} for key, value in tree.items() if isinstance(value, Mapping)]
    return found


def records_table(records: Sequence[Mapping[str, object]], sha256: str, notes: tuple[Note, ...] = ()) -> RawTable:
    """Lay records out as a table, nested settings flattened.

    Parameters
    ----------
    records : sequence of mapping
        One a run.
    sha256 : str
        Digest of what they were read from.
    notes : tuple of Note
        What was noticed before.
    """
    rows = [flatten(record) for record in records]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    frame = pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=object) for name in columns})
    names, repeated = unique_names(columns)
    frame.columns = pd.Index(names)
    return RawTable(frame, sha256, notes + repeated)


def read_json(data: bytes) -> RawTable:
    """Read runs from JSON: a list of records, columns, ``{"runs": [...]}``, or one record a line.

    Raises
    ------
    UnreadableSourceError
        If there are no runs in it.
    """
    text, _ = decode(data)
    notes: tuple[Note, ...] = ()
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        if not text.lstrip().startswith("{") or "\n" not in text.strip():
            load_json(text)
        tree, notes = _lines(text)
    if isinstance(tree, Mapping) and "\n" not in text.strip() and _find_records(tree) is None:
        tree = [tree]
    records = _find_records(tree)
    if not records or not any(records):
        raise UnreadableSourceError("JSON of runs holds records.", "There are none in it.", _REMEDY)
    return records_table(records, digest(data), notes)
