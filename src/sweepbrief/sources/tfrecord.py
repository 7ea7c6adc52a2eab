"""TFRecord files: length, checksum, bytes, checksum, one record after another."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.small_files import content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sweepbrief.sources.small_files import Digest

_LENGTH: Final = struct.Struct("<Q")
_HEAD: Final = 12
_TAIL: Final = 4
_AT_ONCE: Final = 8 * 1024**2
LARGEST: Final = 16 * 1024**2
"""Bytes of one record that are read; larger ones hold pictures or graphs and are passed over."""


def records(path: str, seen: Digest) -> Iterator[bytes]:
    """Give the records of a file; a record that is cut off ends it, as a writer that was stopped leaves it.

    Parameters
    ----------
    path : str
        The file.
    seen : Digest
        Takes the bytes read.
    """
    try:
        data = seen.taken(content(path, _AT_ONCE))
    except UnreadableSourceError:
        yield from _one_by_one(path, seen)
        return
    place, size = 0, len(data)
    while place + _HEAD <= size:
        end = place + _HEAD + _LENGTH.unpack_from(data, place)[0]
        if end + _TAIL > size:
            return
        yield data[place + _HEAD : end]
        place = end + _TAIL


def _one_by_one(path: str, seen: Digest) -> Iterator[bytes]:
    """Give the records of a long file without holding it in memory."""
    with open(path, "rb") as file:  # noqa: PTH123 - paths are text among tens of thousands of files
        size = file.seek(0, 2)
        file.seek(0)
        while True:
            head = seen.taken(file.read(_HEAD))
            if len(head) < _HEAD:
                return
            (length,) = _LENGTH.unpack_from(head)
            if file.tell() + length + _TAIL > size:
                return
            if length > LARGEST:
                file.seek(length + _TAIL, 1)
                continue
            yield seen.taken(file.read(length))
            file.seek(_TAIL, 1)
