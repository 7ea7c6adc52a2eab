"""The report as a value: sections of blocks, not yet HTML."""

from sweepbrief.document.block import (
    Attachment,
    Block,
    Card,
    Cell,
    Code,
    Columns,
    Document,
    Items,
    Picture,
    Prose,
    Section,
    Strip,
    Table,
    Version,
)
from sweepbrief.document.brief import Brief, Options
from sweepbrief.document.index import PAGES, Collection, Entry, index
from sweepbrief.document.ledger import ledger
from sweepbrief.document.sections import SECTIONS
from sweepbrief.document.space_words import search_space
from sweepbrief.document.write import MOST_ON_PAGE_ONE, write

__all__ = [
    "MOST_ON_PAGE_ONE",
    "PAGES",
    "SECTIONS",
    "Attachment",
    "Block",
    "Brief",
    "Card",
    "Cell",
    "Code",
    "Collection",
    "Columns",
    "Document",
    "Entry",
    "Items",
    "Options",
    "Picture",
    "Prose",
    "Section",
    "Strip",
    "Table",
    "Version",
    "index",
    "ledger",
    "search_space",
    "write",
]
