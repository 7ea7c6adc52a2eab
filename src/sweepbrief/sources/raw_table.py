"""A table as a file or object holds it, before any column is understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import pandas as pd


@dataclass(frozen=True, slots=True)
class RawTable:
    """Cells, with what was noticed while they were read.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a run (not yet checked); columns unique str; index a range.
    sha256 : str
        Digest of the bytes, or of the values where there are none.
    notes : tuple of Note
        What was assumed or noticed.
    names : tuple of str or None
        Names of the rows where the object itself holds them (a DataFrame's index), else None.
    own_names : bool
        Whether the columns' names are the caller's own (a DataFrame's) and stay as they are; else prefixes that a tool writes
        before them (``config.``) are taken off.
    """

    frame: pd.DataFrame
    sha256: str
    notes: tuple[Note, ...] = ()
    names: tuple[str, ...] | None = None
    own_names: bool = False


def unique_names(columns: Iterable[Hashable]) -> tuple[list[str], tuple[Note, ...]]:
    """Give every column a name of its own: further columns of a name become ``name (2)``, ``name (3)``.

    Returns
    -------
    tuple of (list of str, tuple of Note)
        The names in the same order, and a note for each name that stood on several columns.
    """
    found = [" ".join(str(column).split()) or f"Unnamed: {place}" for place, column in enumerate(columns)]
    taken: set[str] = set(found)
    seen: dict[str, int] = {}
    names = []
    for name in found:
        seen[name] = seen.get(name, 0) + 1
        unique, number = name, seen[name]
        while seen[name] > 1 and unique in taken:
            unique = f"{name} ({number})"
            number += 1
        taken.add(unique)
        names.append(unique)
    repeated = [name for name, count in seen.items() if count > 1]
    return names, tuple(Note("duplicate_columns", {"column": name, "copies": seen[name]}) for name in repeated)
