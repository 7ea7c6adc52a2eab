"""Small files, read by the ten thousand: one look at each folder, one at each file."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

_CHUNK: Final = 16 * 1024


def content(path: str, largest: int) -> bytes:
    """Give all bytes of a file.

    Parameters
    ----------
    path : str
        The file.
    largest : int
        Bytes at most.

    Raises
    ------
    OSError
        If it cannot be opened or is a folder.
    UnreadableSourceError
        If it is larger.
    """
    handle = os.open(path, os.O_RDONLY)  # a file object for each of tens of thousands would double the time
    try:
        data = os.read(handle, _CHUNK)
        if len(data) < _CHUNK:
            return data
        size = os.fstat(handle).st_size
        if size > largest:
            raise UnreadableSourceError(f"{path} must have at most {largest // 1024**2} MiB.", "It is larger.")
        parts = [data]
        while data := os.read(handle, max(size, _CHUNK)):
            parts.append(data)
        return b"".join(parts)
    finally:
        os.close(handle)


def inside(folder: str) -> tuple[list[str], list[str]]:
    """Give the names of the folders in a folder and those of its files, each sorted; links to folders are no folders.

    Raises
    ------
    OSError
        If it cannot be listed.
    """
    folders: list[str] = []
    files: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
    return sorted(folders), sorted(files)


class Digest:
    """The SHA-256 of everything that was read of a source, in the order in which it was read."""

    def __init__(self) -> None:
        self._total = hashlib.sha256()

    def taken(self, data: bytes) -> bytes:
        """Take what was read, and give it on."""
        self._total.update(data)
        return data

    def taken_all(self, parts: Sequence[bytes]) -> None:
        """Take several parts, one after another."""
        for part in parts:
            self._total.update(part)

    @property
    def hexadecimal(self) -> str:
        """The digest so far."""
        return self._total.hexdigest()
