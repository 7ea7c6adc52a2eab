"""The runs' names, their order and how long they took, found among a table's bookkeeping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sweepbrief.sources.roles_by_name import rank_name, rank_order, rank_seconds
from sweepbrief.sources.values import as_moments, as_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sweepbrief.sources.roles import Column


def _ranked(columns: Sequence[Column], rank: Callable[[str], int | None]) -> list[Column]:
    found = [(place, column) for column in columns if (place := rank(column.label.short)) is not None]
    return [column for _, column in sorted(found, key=lambda item: item[0])]


def _written(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def run_names(given: Sequence[str] | None, rows: int, columns: Sequence[Column]) -> pd.Index:
    """Name the runs: by the best column that gives each run a name of its own, else by row.

    Parameters
    ----------
    given : sequence of str or None
        Names that the table holds beside its columns; used at once where they are words.
    rows : int
        Number of runs.
    columns : sequence of Column
        The table's columns.

    Returns
    -------
    pandas.Index of str
        Unique.
    """
    if given and any(not name.lstrip("-").isdigit() for name in given):
        return pd.Index(given, name="run")
    for column in _ranked([c for c in columns if c.role == "bookkeeping"], rank_name):
        cells = column.cells.data
        if cells.notna().all() and cells.is_unique:
            names = [_written(cell) for cell in cells]
            if len(set(names)) == len(names):
                return pd.Index(names, name="run")
    return pd.Index(given or [str(number) for number in range(1, rows + 1)], name="run")


def find_order(columns: Sequence[Column]) -> tuple[str, pd.Series] | None:
    """Find the column that tells in which order runs were made, as float64; None where there is none."""
    for column in _ranked([c for c in columns if c.role == "bookkeeping"], rank_order):
        moments = as_moments(column.cells.data)
        if moments is not None and len(moments.unique()) > 1:
            return column.name, moments
    return None


def find_seconds(columns: Sequence[Column]) -> pd.Series | None:
    """Find how long the runs took, in seconds; None where no column tells."""
    for column in _ranked([c for c in columns if c.role in {"bookkeeping", "metric"}], rank_seconds):
        seconds = as_seconds(column.cells.data)
        if seconds is not None and seconds.notna().any():
            return seconds
    return None
