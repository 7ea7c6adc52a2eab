"""The bytes of a source, where they came from, and the digest that identifies them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sweepbrief.errors import UnreadableSourceError

LIMIT: Final = 2 * 1024**3
"""Bytes of one file that are read into memory at most."""

HEAD: Final = 64 * 1024
"""Bytes looked at to recognise a source."""


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that come from no file.

    Attributes
    ----------
    name : str
        What to call them, such as ``-`` for standard input.
    data : bytes
        The bytes.
    """

    name: str
    data: bytes


def head_of(source: object) -> bytes:
    """Give the first bytes of a file or blob; nothing for anything else."""
    if isinstance(source, Blob):
        return source.data[:HEAD]
    if isinstance(source, Path) and source.is_file():
        try:
            with source.open("rb") as file:
                return file.read(HEAD)
        except OSError:
            return b""
    return b""


def bytes_of(source: Path | Blob) -> bytes:
    """Give all bytes of a file or blob.

    Raises
    ------
    UnreadableSourceError
        If the file cannot be opened or is larger than ``LIMIT``.
    """
    if isinstance(source, Blob):
        return source.data
    try:
        if source.stat().st_size > LIMIT:
            raise UnreadableSourceError(
                f"A file of runs has at most {LIMIT // 1024**3} GiB.",
                f"{source} is larger.",
                "Export one row a run instead of one row a step.",
            )
        return source.read_bytes()
    except OSError as error:
        raise UnreadableSourceError(f"{source} must be readable.", error.strerror or str(error)) from error


def digest(*parts: bytes) -> str:
    """Give the SHA-256 of some bytes in hexadecimal."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part)
    return total.hexdigest()


def location_of(source: object) -> str:
    """Say where a source is, without user names, passwords and tokens."""
    if isinstance(source, Blob):
        return source.name
    text = str(source)
    if "://" in text:
        text = re.sub(r"(?<=://)[^/?#]*@", "", text)
        return re.sub(r"[?#].*$", "", text)
    return text
