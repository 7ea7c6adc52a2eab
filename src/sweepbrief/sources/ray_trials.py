"""Folders of Ray Tune's trials: settings, the last result, and whether an error was left."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.ray_state import opaque

if TYPE_CHECKING:
    from typing import Protocol

    class _Hash(Protocol):
        def update(self, data: bytes, /) -> None: ...


_TAIL: Final = 256 * 1024
_LARGEST: Final = 64 * 1024**2
FILES: Final = frozenset({"result.json", "progress.csv", "params.json"})
"""Files of a trial, at least one of which is there."""

_OWN: Final = frozenset({"training_iteration", "trial_id", "time_total_s"})


@dataclass(slots=True)
class TrialFolder:
    """What a trial's folder holds.

    Attributes
    ----------
    name : str
        The folder's name.
    params : dict of str to object
        Settings as logged.
    last : dict of str to object
        The last result.
    error : bool
        Whether an error was left.
    broken : list of str
        Files that could not be read in full.
    """

    name: str
    params: dict[str, object] = field(default_factory=dict)
    last: dict[str, object] = field(default_factory=dict)
    error: bool = False
    broken: list[str] = field(default_factory=list)


def _end(path: str, limit: int) -> bytes:
    """Give the last bytes of a file."""
    handle = os.open(path, os.O_RDONLY)  # tens of thousands of small files: a file object each would double the time
    try:
        size = os.fstat(handle).st_size
        os.lseek(handle, max(0, size - limit), os.SEEK_SET)
        return os.read(handle, min(size, limit))
    finally:
        os.close(handle)


def _parse(line: bytes) -> dict[str, object] | None:
    try:
        tree = json.loads(line)
    except (ValueError, RecursionError):
        return None
    found = opaque(tree) if isinstance(tree, Mapping) else None
    return found if isinstance(found, dict) else None


def last_result(path: str) -> tuple[dict[str, object], bool, bytes]:
    """Read the last line of ``result.json`` that is whole.

    Returns
    -------
    tuple of (dict, bool, bytes)
        The result, empty where there is none; whether a line could not be read; the bytes looked at.
    """
    for limit in (_TAIL, _LARGEST):
        data = _end(path, limit)
        lines = [line for line in data.split(b"\n") if line.strip()]
        for number, line in enumerate(reversed(lines)):
            found = _parse(line)
            if found is not None:
                return found, number > 0, data
        if len(data) < limit:
            return {}, bool(lines), data
    return {}, True, data


def _cell(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text or None


def _whole_rows(data: bytes) -> list[dict[str, object]]:
    """Give the whole rows of a table."""
    try:
        rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8", errors="replace"), newline="")) if row]
    except csv.Error:
        return []
    whole = [row for row in rows[1:] if len(row) == len(rows[0])]
    return [{name: _cell(cell) for name, cell in zip(rows[0], row, strict=True)} for row in whole]


def _rows(path: str) -> list[dict[str, object]]:
    try:
        return _whole_rows(_end(path, _LARGEST))
    except OSError:
        return []


def _last_row(path: str) -> tuple[dict[str, object], bytes]:
    """Read the last whole row of ``progress.csv``."""
    data = _end(path, _LARGEST)
    rows = _whole_rows(data)
    return rows[-1] if rows else {}, data


def read_folder(path: str, name: str, files: frozenset[str], seen: _Hash) -> TrialFolder:
    """Read one trial's folder.

    Parameters
    ----------
    path, name : str
        The folder and what it is called.
    files : frozenset of str
        Names of the files in it.
    seen : hashlib's object
        Takes the bytes read.
    """
    found = TrialFolder(name, error="error.txt" in files or "error.pkl" in files)
    seen.update(name.encode("utf-8", "surrogateescape"))
    if "params.json" in files:
        data = _end(f"{path}/params.json", _LARGEST)
        seen.update(data)
        params = _parse(data)
        found.params = params or {}
        found.broken += [] if params is not None else ["params.json"]
    if "result.json" in files:
        found.last, half, data = last_result(f"{path}/result.json")
        seen.update(data)
        found.broken += ["result.json"] if half else []
    if not found.last and "progress.csv" in files:
        found.last, data = _last_row(f"{path}/progress.csv")
        seen.update(data)
    return found


def reports_of(path: str) -> list[dict[str, object]]:
    """Read every result that a trial reported, in their order; lines that are broken are passed over.

    Parameters
    ----------
    path : str
        The trial's folder.
    """
    try:
        found = [_parse(line) for line in _end(f"{path}/result.json", _LARGEST).split(b"\n") if line.strip()]
    except OSError:
        found = []
    rows = [flatten(row, separator="/") for row in found if row is not None]
    return rows or _rows(f"{path}/progress.csv")


def looks_like_trial(path: str, files: frozenset[str]) -> bool:
    """Tell whether a folder is one of Ray's trials, by what its results record beside the metrics."""
    try:
        if "result.json" in files:
            with open(f"{path}/result.json", "rb") as file:  # noqa: PTH123 - one file of a few
                first = _parse(file.readline(_TAIL))
            return first is not None and bool(_OWN.intersection(first))
        if "progress.csv" in files:
            with open(f"{path}/progress.csv", "rb") as file:  # noqa: PTH123 - same
                return bool(_OWN.intersection(file.readline(_TAIL).decode("utf-8", errors="replace").strip().split(",")))
    except OSError:
        return False
    return False


def trial_folders(folder: str) -> list[tuple[str, str, frozenset[str]]]:
    """Give path, name and files of the folders that may be trials, by name."""
    found = []
    try:
        with os.scandir(folder) as entries:
            inner = sorted((entry.name, entry.path) for entry in entries if entry.is_dir())
        for name, path in inner:
            files = frozenset(os.listdir(path))  # noqa: PTH208 - see _end
            if FILES & files:
                found.append((path, name, files))
    except OSError:
        return found
    return found
