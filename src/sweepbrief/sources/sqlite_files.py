"""SQLite files opened for reading only, so that nothing is ever written beside them."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC: Final = b"SQLite format 3\x00"
_JOURNAL_BYTE: Final = 18
_WAL: Final = 2
_PATIENCE: Final = 10.0


def is_sqlite(head: bytes) -> bool:
    """Tell whether bytes are the start of an SQLite database."""
    return head.startswith(_MAGIC)


def open_readonly(path: Path) -> sqlite3.Connection:
    """Open a database for reading.

    Parameters
    ----------
    path : Path
        An existing file; any character may stand in its name.

    Returns
    -------
    sqlite3.Connection
        It cannot write. A database in write-ahead mode without its log is opened as one that nobody changes, since SQLite would
        otherwise create files beside it.

    Raises
    ------
    sqlite3.Error
        If it cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(_JOURNAL_BYTE + 1)
    at_rest = head[_JOURNAL_BYTE:] == bytes([_WAL]) and not path.with_name(f"{path.name}-wal").exists()
    address = f"file:{quote(str(path.resolve()))}?mode=ro{'&immutable=1' if at_rest else ''}"
    return sqlite3.connect(address, uri=True, timeout=_PATIENCE)


def tables_of(path: Path) -> frozenset[str]:
    """Name the tables of a database; none where it cannot be read."""
    try:
        with contextlib.closing(open_readonly(path)) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except (sqlite3.Error, OSError):
        return frozenset()
    return frozenset(str(name) for (name,) in rows)
