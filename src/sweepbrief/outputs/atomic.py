"""Writing files whole: a reader finds the old file or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sweepbrief.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_atomically(folder: str | Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, all of them complete before the first appears.

    Parameters
    ----------
    folder : str or pathlib.Path
        Made where it is missing.
    files : mapping of str to bytes
        File name to content.

    Returns
    -------
    list of pathlib.Path
        The files, in the order given.

    Raises
    ------
    WrongUsageError
        If the folder cannot be written; what stood there stays whole.
    """
    target = Path(folder)
    waiting: list[tuple[Path, Path]] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            waiting.append((_beside(target, name, content), target / name))
        for ready, final in waiting:
            ready.replace(final)
    except OSError as error:
        raise WrongUsageError(
            "The report needs a folder that can be written.",
            f"{target}: {error.strerror or error}.",
            "Choose another with --output.",
        ) from error
    finally:
        for ready, _ in waiting:
            ready.unlink(missing_ok=True)
    _settle(target)
    return [final for _, final in waiting]


def _beside(folder: Path, name: str, content: bytes) -> Path:
    """Write a file under a passing name in the folder where it belongs, so that renaming it is one step."""
    descriptor, passing = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=folder)
    ready = Path(passing)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        ready.chmod(0o666 & ~_mask())
    except OSError:
        ready.unlink(missing_ok=True)
        raise
    return ready


def _mask() -> int:
    """Give the mask under which new files are made."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _settle(folder: Path) -> None:
    """Make the new names survive a power cut, where the system lets a folder be synchronised."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
