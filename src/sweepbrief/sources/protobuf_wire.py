"""The wire format of protocol buffers: fields by number, without a schema."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Field = tuple[int, int | bytes]
"""A field's number and its value: whole numbers as such, all else as the bytes that stand there."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST: Final = 10


class WireError(ValueError):
    """The bytes are no message."""


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """Read a number of variable length; give it and where it ends."""
    number = 0
    for count in range(_LONGEST):
        if place >= len(data):
            break
        byte = data[place]
        place += 1
        number |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:  # noqa: PLR2004 - the bit that says whether more follows
            return number, place
    raise WireError("A number is cut off or too long.")


def fields(data: bytes) -> Iterator[Field]:
    """Give the fields of a message one after another.

    Parameters
    ----------
    data : bytes
        The message.

    Yields
    ------
    tuple of (int, int or bytes)
        Number and value; the bytes of fixed numbers are little-endian.

    Raises
    ------
    WireError
        If the bytes are no message.
    """
    place, end = 0, len(data)
    while place < end:
        key, place = _varint(data, place)
        kind = key & 7
        if kind == _VARINT:
            value, place = _varint(data, place)
            yield key >> 3, value
            continue
        size = 8 if kind == _FIXED64 else 4 if kind == _FIXED32 else 0
        if kind == _BYTES:
            size, place = _varint(data, place)
        elif not size:
            raise WireError("A field is of no known kind.")
        if place + size > end:
            raise WireError("A field is cut off.")
        yield key >> 3, data[place : place + size]
        place += size


def message(data: bytes) -> dict[int, list[int | bytes]]:
    """Give all fields of a message by number, each in its order."""
    found: dict[int, list[int | bytes]] = {}
    for number, value in fields(data):
        found.setdefault(number, []).append(value)
    return found


def submessage(parts: dict[int, list[int | bytes]], number: int) -> bytes | None:
    """Give the last message under a number; None where there is none."""
    found = [value for value in parts.get(number, ()) if isinstance(value, bytes)]
    return found[-1] if found else None


def text(parts: dict[int, list[int | bytes]], number: int) -> str:
    """Give the text under a number, empty where there is none."""
    return (submessage(parts, number) or b"").decode("utf-8", errors="replace")


def double(parts: dict[int, list[int | bytes]], number: int) -> float | None:
    """Give the number of eight bytes under a number; None where there is none."""
    value = submessage(parts, number)
    return float(struct.unpack("<d", value)[0]) if value is not None and len(value) == 8 else None  # noqa: PLR2004 - its size


def whole(parts: dict[int, list[int | bytes]], number: int) -> int:
    """Give the whole number under a number, 0 where there is none."""
    found = [value for value in parts.get(number, ()) if isinstance(value, int)]
    return found[-1] if found else 0
