"""The log of a W&B run (``run-<id>.wandb``): LevelDB's framing around protocol buffers, read without either library."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK: Final = b":W&B"
"""What every log begins with."""

_BLOCK: Final = 32768
_HEAD: Final = 7
_FULL, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4
_TYPES: Final = {kind: zlib.crc32(bytes([kind])) for kind in (_FULL, _FIRST, _MIDDLE, _LAST)}
_MORE: Final = 0x80
_SHIFT: Final = 7
_MOST: Final = 63
_COUNTED: Final = 2
_FIXED: Final = {1: 8, 5: 4}


class DamagedLogError(ValueError):
    """A log cannot be read further."""


def payloads(data: bytes) -> Iterator[bytes]:
    """Give the records of a log one after the other.

    Parameters
    ----------
    data : bytes
        The file; blocks are counted from its first byte.

    Yields
    ------
    bytes
        One protocol buffer each.

    Raises
    ------
    DamagedLogError
        If the log breaks off or a checksum is wrong.
    """
    place, size = _HEAD, len(data)
    parts: list[bytes] = []
    while place + _HEAD <= size:
        left = _BLOCK - place % _BLOCK
        if left < _HEAD:
            place += left
            continue
        checksum, length, kind = struct.unpack_from("<IHB", data, place)
        if kind == 0 and length == 0:
            place += left  # zeros to the end of a block
            continue
        end = place + _HEAD + length
        piece = data[place + _HEAD : end]
        if end > size or kind not in _TYPES or zlib.crc32(piece, _TYPES[kind]) & 0xFFFFFFFF != checksum:
            raise DamagedLogError
        place = end
        parts = [piece] if kind in {_FULL, _FIRST} else [*parts, piece]
        if kind in {_FULL, _LAST}:
            yield piece if kind == _FULL else b"".join(parts)
            parts = []
    if parts or place < size:
        raise DamagedLogError


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < _MORE:
            return value, place
        shift += _SHIFT
        if shift > _MOST:
            raise DamagedLogError


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Give the fields of a protocol buffer.

    Parameters
    ----------
    data : bytes
        One message.

    Yields
    ------
    tuple of (int, int or bytes)
        The field's number; its value as a number where it is written as one, else as bytes.

    Raises
    ------
    DamagedLogError
        If it is no such message.
    """
    place, size = 0, len(data)
    try:
        while place < size:
            tag, place = _varint(data, place)
            wire = tag & 7
            if wire == 0:
                value, place = _varint(data, place)
                yield tag >> 3, value
                continue
            if wire == _COUNTED:
                length, place = _varint(data, place)
            elif wire in _FIXED:
                length = _FIXED[wire]
            else:
                raise DamagedLogError
            if place + length > size:
                raise DamagedLogError
            yield tag >> 3, data[place : place + length]
            place += length
    except IndexError as error:
        raise DamagedLogError from error
