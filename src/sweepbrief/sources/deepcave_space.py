"""DeepCAVE's table of a configuration space, one row a parameter."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.configuration_space import ConfigurationSpace
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from pathlib import Path

_TRUE: Final = frozenset({"true", "1", "1.0", "yes"})


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _value(text: str, column: frozenset[str]) -> object:
    """Give a level as a run's table is read: numbers where every level is one."""
    if all(_number(other) is not None for other in column):
        number = float(text)
        return int(number) if number.is_integer() else number
    return text


def _declare(space: ConfigurationSpace, row: dict[str, str]) -> None:
    name, kind = row.get("name", ""), row.get("type", "").lower()
    items = [row[key] for key in row if key.startswith("item_") and row[key]]
    if items:
        space.add_choices(name, [_value(item, frozenset(items)) for item in items])
    elif kind in {"float", "integer", "uniform_float", "uniform_int", "int"}:
        log = row.get("log", "").strip().lower() in _TRUE
        ends = _number(row.get("lower")), _number(row.get("upper"))
        space.add_range(name, ends, log=log, whole=kind in {"integer", "uniform_int", "int"})


def space_of_csv(path: Path) -> tuple[ConfigurationSpace, list[str]]:
    """Read a table of parameters.

    Parameters
    ----------
    path : Path
        ``configspace.csv`` with the columns name, type, log, lower, upper and item_0, item_1, ...

    Returns
    -------
    tuple of (ConfigurationSpace, list of str)
        The space, and the names of all parameters, constants too; empty where the table cannot be read, which a note says.
    """
    space = ConfigurationSpace()
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = [{key: value or "" for key, value in row.items() if isinstance(key, str)} for row in csv.DictReader(file)]
    except (OSError, csv.Error):
        return ConfigurationSpace(notes=[Note("part_unreadable", {"part": path.name})]), []
    named = [row for row in rows if row.get("name")]
    for row in named:
        _declare(space, row)
    return space, [row["name"] for row in named]
