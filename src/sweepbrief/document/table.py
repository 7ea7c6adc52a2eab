"""Tables of the report, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes
    ----------
    html : str
        Inline HTML, or inline SVG with presentation attributes.
    sort : float or str or None
        What the column sorts by.
    kind : str
        "text", "number", "head", "picture".
    """

    html: str
    sort: float | str | None = None
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Version:
    """Other contents for the second and following columns of a table: the same rows, seen by another metric.

    Attributes
    ----------
    label : str
        Plain text; what the reader chooses.
    caption : str
        Inline HTML, in place of the table's own.
    rows : tuple of tuple of Cell
        As long as the table's rows; the cells after the row's head, of as many columns as change.
    """

    label: str
    caption: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    id : str
        Anchor.
    caption : str
        Inline HTML: what it shows.
    head : tuple of str
        Inline HTML, one a column.
    rows : tuple of tuple of Cell
        The first cell of a row is its head.
    row_ids : tuple of str
        Anchors of the rows; empty for none.
    sortable : bool
        Whether the page's script may sort and filter it.
    versions : tuple of Version
        What the page's script may show in it, its own contents first; all of it stands elsewhere in the report too.
    """

    id: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_ids: tuple[str, ...] = ()
    sortable: bool = False
    versions: tuple[Version, ...] = ()
