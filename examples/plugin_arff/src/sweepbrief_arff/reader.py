"""Sweeps kept as ARFF: what each column holds stands above the rows."""

from __future__ import annotations

import csv
import hashlib
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import SourceKind
from sweepbrief.sweep import Objective, Parameter, Source, Study

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE: Final = SourceKind("arff", "ARFF", "a table of runs as Weka keeps it; the last attribute is the metric", (".arff",))
_ATTRIBUTE: Final = re.compile(r"""@attribute\s+(?:'([^']+)'|"([^"]+)"|(\S+))\s+(.+)""", re.IGNORECASE)
_DIRECTIONS: Final = {"minimize": "minimize", "maximize": "maximize"}


def recognises(source: object) -> bool:
    """Tell whether a file begins, after comments, with a relation."""
    if not isinstance(source, Path) or not source.is_file():
        return False
    with source.open("rb") as file:
        head = file.read(65536).decode("utf-8", errors="replace")
    lines = [line.strip() for line in head.splitlines() if line.strip() and not line.lstrip().startswith("%")]
    return bool(lines) and lines[0].lower().startswith("@relation")


def _levels(kind: str) -> list[str] | None:
    """Give the levels of a nominal attribute, None for a number."""
    if not kind.startswith("{"):
        return None
    return [level.strip().strip("'\"") for level in kind.strip("{} ").split(",")]


def _parameter(name: str, kind: str, column: pd.Series) -> Parameter:
    levels = _levels(kind)
    if levels is not None:
        return Parameter(name, "categorical", choices=tuple(levels), range_known=True)
    whole = kind.lower().startswith("integer")
    return Parameter(name, "int" if whole else "float", low=float(column.min()), high=float(column.max()))


def _column(cells: Sequence[str], kind: str, index: pd.Index) -> pd.Series:
    """Give a column as numbers or as levels; a question mark is no value."""
    if _levels(kind) is None:
        return pd.Series([math.nan if cell == "?" else float(cell) for cell in cells], index=index, dtype="float64")
    return pd.Series([None if cell == "?" else cell for cell in cells], index=index, dtype=object)


def read(source: object) -> tuple[Study, ...]:
    """Read a table: the last attribute is the metric, a comment ``% maximize`` or ``% minimize`` its direction.

    Raises
    ------
    UnreadableSourceError
        If it has no rows or fewer than two attributes.
    """
    data = Path(str(source)).read_bytes()
    lines = [line.strip() for line in data.decode("utf-8", errors="replace").splitlines()]
    attributes = [(found[1] or found[2] or found[3], found[4].strip()) for line in lines if (found := _ATTRIBUTE.match(line))]
    begin = next((place for place, line in enumerate(lines) if line.lower() == "@data"), len(lines))
    body = [line for line in lines[begin + 1 :] if line and not line.startswith("%")]
    rows = [row for row in csv.reader(body, quotechar="'", skipinitialspace=True) if len(row) == len(attributes)]
    if len(attributes) < 2 or not rows:  # noqa: PLR2004 - a parameter and a metric
        raise UnreadableSourceError("An ARFF table of runs has a parameter, a metric and rows.", f"{source} has not.")
    words = [line.lstrip("% ").lower() for line in lines if line.startswith("%")]
    direction = next((_DIRECTIONS[word] for word in words if word in _DIRECTIONS), None)
    index = pd.Index([str(number) for number in range(1, len(rows) + 1)], name="run")
    columns = {name: _column([row[n] for row in rows], kind, index) for n, (name, kind) in enumerate(attributes)}
    metric = attributes[-1][0]
    return (
        Study(
            name=lines[next(n for n, line in enumerate(lines) if line.lower().startswith("@relation"))].split(None, 1)[1],
            source=Source(SOURCE.name, str(source), hashlib.sha256(data).hexdigest()),
            settings=pd.DataFrame({name: columns[name] for name, _ in attributes[:-1]}, index=index),
            metrics=pd.DataFrame({metric: columns[metric]}, index=index),
            statuses=pd.Series(["complete"] * len(rows), index=index, dtype=object),
            parameters=tuple(_parameter(name, kind, columns[name]) for name, kind in attributes[:-1]),
            objectives=(Objective(metric, direction, "source" if direction else "unknown"),),  # type: ignore[arg-type] # of two
            order=None,
            seconds=None,
            sampler="unknown",
            bookkeeping=pd.DataFrame(index=index),
        ),
    )
