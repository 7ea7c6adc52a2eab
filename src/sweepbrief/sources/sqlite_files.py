"""SQLite files opened for reading only, so that nothing is ever written beside them."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sweepbrief.sources.blob import bytes_of, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE)
    connection.text_factory = _text
    return connection


def _text(data: bytes) -> str:
    """Give text of a database; bytes that are none, as damage leaves them, do not stop the reading."""
    return data.decode("utf-8", errors="replace")


def tables_of(path: Path) -> frozenset[str]:
    """Name the tables of a database; none where it cannot be read."""
    try:
        with contextlib.closing(open_readonly(path)) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except (sqlite3.Error, OSError):
        return frozenset()
    return frozenset(str(name) for (name,) in rows)


def path_of(source: object) -> Path | None:
    """Give the path of a file or of an address ``sqlite:///file``; None for anything else."""
    if isinstance(source, Path):
        return source
    if isinstance(source, str) and source.startswith("sqlite:///"):
        return Path(source.removeprefix("sqlite:///").split("?", 1)[0])
    return None


def digest_of(path: Path) -> str:
    """Identify a database by its bytes and those of its write-ahead log."""
    log = path.with_name(f"{path.name}-wal")
    return digest(bytes_of(path), bytes_of(log) if log.is_file() else b"")


class Database:
    """Queries that know which columns this version's tables have."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._columns: dict[str, set[str]] = {}

    def columns(self, table: str) -> set[str]:
        """Give the names of a table's columns; none where there is no such table."""
        if table not in self._columns:
            rows = self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
            self._columns[table] = {str(name) for (name,) in rows}
        return self._columns[table]

    def rows(self, table: str, *wanted: str, order: str = "1") -> Iterator[tuple[object, ...]]:
        """Give rows of a table; a column that this version lacks is None."""
        have = self.columns(table)
        if not have:
            return
        picked = ", ".join(name if name in have else "NULL" for name in wanted)
        yield from self._connection.execute(f"SELECT {picked} FROM {table} ORDER BY {order}")  # noqa: S608 - names from modules
