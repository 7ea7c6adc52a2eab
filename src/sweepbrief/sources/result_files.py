"""Results that a run wrote into files of its own: JSON, YAML or CSV, known by their names."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.trees import json_file, yaml_file

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES: Final = re.compile(
    r"(?:.*[_\-.])?(?:metrics?|results?|scores?|summary|evaluations?|eval|final|best|history|test|val|validation)(?:[_\-.].*)?",
    re.IGNORECASE,
)
_SUFFIXES: Final = frozenset({".json", ".yaml", ".yml", ".csv"})
_DEPTH: Final = 3
_MOST: Final = 50
_LARGEST: Final = 64 * 1024**2
_COUNTS: Final = frozenset({"step", "epoch", "iteration", "global_step", "timestamp", "time"})


def _candidates(folder: Path) -> Iterator[Path]:
    """Give the files of a run whose names are those of results, in one order on every machine."""
    count = 0
    for place, inside, files in os.walk(folder):
        depth = len(Path(place).relative_to(folder).parts)
        inside[:] = sorted(name for name in inside if not name.startswith(".")) if depth < _DEPTH else []
        for name in sorted(files):
            path = Path(place, name)
            if path.suffix.lower() in _SUFFIXES and _NAMES.fullmatch(path.stem):
                count += 1
                if count > _MOST:
                    return
                yield path


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _last_values(path: Path) -> dict[str, float]:
    """Give the last number in every column of a table."""
    found: dict[str, float] = {}
    if path.stat().st_size > _LARGEST:
        return found
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            for name, cell in row.items():
                number = _number(cell) if isinstance(cell, str) else None
                if number is not None and isinstance(name, str):
                    found[name.strip()] = number
    return {name: value for name, value in found.items() if name and name.lower() not in _COUNTS}


def _numbers(path: Path) -> dict[str, float]:
    """Give the numbers in a file, nested ones under dotted names; none where it holds something else."""
    try:
        if path.suffix.lower() == ".csv":
            return _last_values(path)
        tree = json_file(path, _LARGEST) if path.suffix.lower() == ".json" else yaml_file(path)
    except (UnreadableSourceError, OSError, csv.Error):
        return {}
    if isinstance(tree, list) and tree and isinstance(tree[-1], Mapping):
        tree = tree[-1]  # one record a step: the last one
    flat = flatten(tree) if isinstance(tree, Mapping) else {}
    return {name: float(v) for name, v in flat.items() if isinstance(v, (int, float)) and not isinstance(v, bool)}


def results_in(folder: Path) -> tuple[dict[str, float], list[str]]:
    """Read what a run wrote of its results.

    Parameters
    ----------
    folder : Path
        The run's folder.

    Returns
    -------
    tuple of (dict of str to float, list of str)
        Numbers by name, of two files with the same name under ``file:name``; and the files, relative to the folder.
    """
    found: dict[str, float] = {}
    files = []
    for path in _candidates(folder):
        numbers = _numbers(path)
        if numbers:
            place = path.relative_to(folder).as_posix()
            files.append(place)
            for name, value in numbers.items():
                found[f"{place}:{name}" if name in found else name] = value
    return found, files
