"""Results that a run wrote into files of its own: JSON, YAML or CSV, known by their names."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.small_files import content, inside
from sweepbrief.sources.trees import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sweepbrief.sources.small_files import Digest

_NAMES: Final = re.compile(
    r"(?:.*[_\-.])?(?:metrics?|results?|scores?|summary|evaluations?|eval|final|best|history|test|val|validation)(?:[_\-.].*)?",
    re.IGNORECASE,
)
_SUFFIXES: Final = frozenset({".json", ".yaml", ".yml", ".csv"})
_DEPTH: Final = 3
_MOST: Final = 50
_LARGEST: Final = 64 * 1024**2
_COUNTS: Final = frozenset({"step", "epoch", "iteration", "global_step", "timestamp", "time"})


def _candidates(folder: str, prefix: str = "", depth: int = 0) -> Iterator[str]:
    """Give the files of a run whose names are those of results, relative to its folder, in one order on every machine."""
    try:
        folders, files = inside(f"{folder}/{prefix}")
    except OSError:
        return
    for name in files:
        stem, dot, suffix = name.rpartition(".")
        if dot and f".{suffix.lower()}" in _SUFFIXES and _NAMES.fullmatch(stem):
            yield f"{prefix}{name}"
    for name in folders if depth < _DEPTH else ():
        if not name.startswith("."):
            yield from _candidates(folder, f"{prefix}{name}/", depth + 1)


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _last_values(text: str) -> dict[str, float]:
    """Give the last number in every column of a table."""
    found: dict[str, float] = {}
    for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        for name, cell in row.items():
            number = _number(cell) if isinstance(cell, str) else None
            if number is not None and isinstance(name, str):
                found[name.strip()] = number
    return {name: value for name, value in found.items() if name and name.lower() not in _COUNTS}


def _numbers(name: str, text: str) -> dict[str, float]:
    """Give the numbers in a file, nested ones under dotted names; none where it holds something else."""
    suffix = name.rpartition(".")[2].lower()
    try:
        if suffix == "csv":
            return _last_values(text)
        tree = json.loads(text) if suffix == "json" else load_yaml(text)
    except (UnreadableSourceError, ValueError, RecursionError, csv.Error):
        return {}
    if isinstance(tree, list) and tree and isinstance(tree[-1], Mapping):
        tree = tree[-1]  # one record a step: the last one
    flat = flatten(tree) if isinstance(tree, Mapping) else {}
    return {name: float(v) for name, v in flat.items() if isinstance(v, (int, float)) and not isinstance(v, bool)}


def results_in(folder: str, seen: Digest) -> tuple[dict[str, float], list[str]]:
    """Read what a run wrote of its results.

    Parameters
    ----------
    folder : str
        The run's folder.
    seen : Digest
        Takes the bytes of the files that hold results.

    Returns
    -------
    tuple of (dict of str to float, list of str)
        Numbers by name, of two files with the same name under ``file:name``; and the files, relative to the folder.
    """
    found: dict[str, float] = {}
    files = []
    for place in islice(_candidates(folder), _MOST):
        try:
            data = content(f"{folder}/{place}", _LARGEST)
        except (UnreadableSourceError, OSError):
            continue
        numbers = _numbers(place, data.decode("utf-8", errors="replace"))
        if numbers:
            seen.taken(data)
            files.append(place)
            for name, value in numbers.items():
                found[f"{place}:{name}" if name in found else name] = value
    return found, files
