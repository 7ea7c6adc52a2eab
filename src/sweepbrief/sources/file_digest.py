"""The digest of a source that lies in several files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_CHUNK: Final = 1024**2


def digest_of(paths: Iterable[Path]) -> str:
    """Give the SHA-256 of the files' contents, one after another, in hexadecimal.

    Parameters
    ----------
    paths : iterable of Path
        Files in an order that is always the same; what cannot be opened is passed over.
    """
    total = hashlib.sha256()
    for path in paths:
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    total.update(chunk)
        except OSError:
            continue
    return total.hexdigest()
