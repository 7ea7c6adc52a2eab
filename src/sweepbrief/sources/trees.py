"""JSON and YAML files as plain data: limited in size, depth and repetition, and never run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 512 * 1024**2
"""Bytes of one JSON file that are parsed."""

LARGEST_YAML: Final = 16 * 1024**2
"""Bytes of one YAML file that are parsed: settings are small."""


def load_yaml(text: str) -> object:
    """Parse one YAML document as plain data (see `sweepbrief.sources.plain_yaml.parse`, which says what it refuses)."""
    from sweepbrief.sources.plain_yaml import parse  # noqa: PLC0415 - most sources hold no YAML, and its library is slow to load

    return parse(text, LARGEST_YAML)


def _text(path: Path, limit: int) -> str:
    try:
        if path.stat().st_size > limit:
            raise UnreadableSourceError(f"{path} must have at most {limit // 1024**2} MiB.", "It is larger.")
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UnreadableSourceError(f"{path} must be readable.", error.strerror or str(error)) from error


def yaml_file(path: Path) -> object:
    """Read a YAML file; see `load_yaml`."""
    try:
        return load_yaml(_text(path, LARGEST_YAML))
    except UnreadableSourceError as error:
        raise UnreadableSourceError(f"{path} must be readable as YAML.", error.found) from error


def json_file(path: Path, limit: int = LARGEST) -> object:
    """Read a JSON file, with NaN and infinities as Python writes them.

    Parameters
    ----------
    path : Path
        The file.
    limit : int
        Bytes at most.

    Raises
    ------
    UnreadableSourceError
        If it cannot be read, is too large, or no JSON.
    """
    try:
        return json.loads(_text(path, limit))
    except (ValueError, RecursionError) as error:
        raise UnreadableSourceError(f"{path} must hold JSON.", " ".join(str(error).split())[:200]) from error


def json_lines_file(path: Path, limit: int = LARGEST) -> tuple[list[object], tuple[Note, ...]]:
    """Read one JSON value a line; what cannot be parsed is noted.

    Parameters
    ----------
    path : Path
        The file.
    limit : int
        Bytes at most.

    Returns
    -------
    tuple of (list of object, tuple of Note)
        The values, and ``half_written`` for a broken last line or ``bad_lines`` for others.

    Raises
    ------
    UnreadableSourceError
        If the file cannot be read or is too large.
    """
    values: list[object] = []
    broken: list[int] = []
    lines = [(number, line) for number, line in enumerate(_text(path, limit).splitlines(), 1) if line.strip()]
    for number, line in lines:
        try:
            values.append(json.loads(line))
        except (ValueError, RecursionError):
            broken.append(number)
    last = lines[-1][0] if lines else 0
    notes = [Note("half_written", {"line": last})] if last in broken else []
    damaged = [number for number in broken if number != last]
    return values, (*notes, Note("bad_lines", {"lines": len(damaged)})) if damaged else tuple(notes)
