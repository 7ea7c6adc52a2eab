"""Text tables: the encoding, delimiter and decimal sign are read off the text itself."""

from __future__ import annotations

import csv
import io
import re
import warnings
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import digest
from sweepbrief.sources.raw_table import RawTable, unique_names
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from collections.abc import Sequence

DELIMITERS: Final = (",", "\t", ";", "|")
_ABSENT: Final = ["", "nan", "NaN", "NAN", "NA", "N/A", "n/a", "null", "NULL", "Null", "<NA>", "#N/A", "-nan", "-NaN", "NaT"]
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE: Final = 40
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_COMMA: Final = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
_POINT: Final = re.compile(r"[+-]?\d*\.\d+(?:[eE][+-]?\d+)?")


def decode(data: bytes) -> tuple[str, str]:
    """Decode text.

    Returns
    -------
    tuple of (str, str)
        The text without a byte-order mark, and the encoding.

    Raises
    ------
    UnreadableSourceError
        If the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise UnreadableSourceError("A table must be text.", f"It is no valid {encoding}.") from error
    if _CONTROL.search(data[:65536]):
        raise UnreadableSourceError("A table must be text.", "It holds binary data.", "Export the runs as CSV or JSON.")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "latin-1"


def is_text(head: bytes) -> bool:
    """Tell whether bytes look like the start of a text file."""
    return bool(head.strip()) and (head.startswith((b"\xff\xfe", b"\xfe\xff")) or not _CONTROL.search(head))


def _sample(text: str, delimiter: str) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(text[: 4 * 1024 * 1024], newline=""), delimiter=delimiter, strict=False):
            if row:
                rows.append(row)
            if len(rows) >= _SAMPLE:
                break
    except csv.Error:
        pass
    return rows


def sniff(text: str) -> str:
    """Choose the delimiter that gives the most columns, the same number in every row."""
    csv.field_size_limit(2**24)
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        rows = _sample(text, delimiter)
        width = len(rows[0]) if rows else 0
        agreeing = sum(len(row) == width for row in rows) / max(len(rows), 1)
        score = (agreeing, width) if width > 1 else (0.0, 0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _decimal_comma(rows: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Tell whether numbers are written with a decimal comma: some are, and none with a point."""
    if delimiter == ",":
        return False
    cells = [cell.strip() for row in rows[1:] for cell in row]
    return any(_COMMA.fullmatch(cell) for cell in cells) and not any(_POINT.fullmatch(cell) for cell in cells)


def _headed(text: str, delimiter: str) -> list[str]:
    rows = _sample(text, delimiter)
    if not rows:
        raise UnreadableSourceError("A table needs a line of column names and one line a run.", "The file is empty.")
    if len(rows) == 1:
        raise UnreadableSourceError(
            "A table needs a line of column names and one line a run.", "Only the line of column names is there."
        )
    unnamed = all(len(row) == len(rows[0]) + 1 for row in rows[1:])
    return ["", *rows[0]] if unnamed else rows[0]


def _parse(text: str, delimiter: str, decimal: str, width: int) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(
                io.StringIO(text),
                sep=delimiter,
                decimal=decimal,
                header=0,
                names=list(range(width)),
                index_col=False,
                keep_default_na=False,
                na_values=_ABSENT,
                skipinitialspace=True,
                low_memory=False,
            )
    except (ValueError, pd.errors.ParserError, pd.errors.ParserWarning, OverflowError) as error:
        raise UnreadableSourceError(
            "Every line of a table has as many cells as there are column names.", " ".join(str(error).split())[:200]
        ) from error


def read_delimited(data: bytes) -> RawTable:
    """Read a text table.

    Parameters
    ----------
    data : bytes
        A line of column names, then one line a run; separated by comma, tab, semicolon or bar.

    Returns
    -------
    RawTable
        Numbers as numbers, all else as text.

    Raises
    ------
    UnreadableSourceError
        If it is no such table.
    """
    text, encoding = decode(data)
    told = _SEPARATOR_LINE.match(text)
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else sniff(text)
    header = _headed(text, delimiter)
    comma = _decimal_comma(_sample(text, delimiter), delimiter)
    frame = _parse(text, delimiter, "," if comma else ".", len(header))
    names, notes = unique_names(header)
    frame.columns = pd.Index(names)
    if encoding == "latin-1":
        notes += (Note("encoding", {"encoding": "Latin-1"}),)
    if comma:
        notes += (Note("decimal_comma"),)
    return RawTable(frame.reset_index(drop=True), digest(data), notes)
