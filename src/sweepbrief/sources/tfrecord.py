"""TFRecord files: length, checksum, bytes, checksum, one record after another."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEAD: Final = 12
_TAIL: Final = 4
LARGEST: Final = 16 * 1024**2
"""Bytes of one record that are read; larger ones hold pictures or graphs and are passed over."""


def records(path: Path) -> Iterator[bytes]:
    """Give the records of a file; a record that is cut off ends it, as a writer that was stopped leaves it.

    Parameters
    ----------
    path : Path
        The file.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        while True:
            head = file.read(_HEAD)
            if len(head) < _HEAD:
                return
            (length,) = struct.unpack("<Q", head[:8])
            if file.tell() + length + _TAIL > size:
                return
            if length > LARGEST:
                file.seek(length + _TAIL, 1)
                continue
            yield file.read(length)
            file.seek(_TAIL, 1)
