"""What paper shows of a report: page one as a sheet of its own, the rest in order, long tables cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sweepbrief.document import MOST_ON_PAGE_ONE, Code, Columns, Items, Prose, Strip, Table

if TYPE_CHECKING:
    from sweepbrief.document import Block, Document, Section

LONGEST = 60
"""Rows of a table on paper; all of them are in the attached files."""
SHORTEST = 2
MOST_CODES = 1
"""Texts to copy on paper, where few copy them; the page has all."""
SPACES = "spaces"
"""Anchor of the heading over the texts to copy."""
IN_SHORT = "-in-short"
"""Ends the anchor of a table that stands again in full."""


def sheets(document: Document) -> list[tuple[Block, ...]]:
    """Give page one in every length worth trying, the longest first.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    list of tuple of Block
        Lede, facts, the first rows of the parameter table, what to do and not to conclude; each shorter than the one before.
    """
    blocks = [block for section in document.sections if section.page_one for block in section.blocks]
    rows = max((len(block.rows) for block in blocks if isinstance(block, Table)), default=0)
    lengths = range(min(rows, MOST_ON_PAGE_ONE), SHORTEST - 1, -1) if rows > SHORTEST else (rows,)
    tried = [tuple(_first(block, shown, document) for block in blocks) for shown in lengths]
    return [*tried, tuple(_briefer(block) for block in tried[-1])]


def rows_shown(sheet: tuple[Block, ...]) -> int:
    """Count the rows of the parameter table on page one."""
    return max((len(block.rows) for block in sheet if isinstance(block, Table)), default=0)


def _first(block: Block, shown: int, document: Document) -> Block:
    if not isinstance(block, Table) or len(block.rows) <= shown:
        return block
    caption = f"{block.caption} {document.labels.get(f'rest_{shown}', '')}"
    return replace(block, id=f"{block.id}{IN_SHORT}", caption=caption, rows=block.rows[:shown], row_ids=())


def _briefer(block: Block) -> Block:
    """Keep two points a list: the last resort where names or sentences are very long."""
    if not isinstance(block, Columns):
        return block
    return Columns(tuple((heading, Items(items.items[:2], items.ordered)) for heading, items in block.columns))


def following(document: Document, shown: int) -> tuple[Section, ...]:
    """Give the sections after page one; the parameter table again only where page one could not hold it whole.

    Parameters
    ----------
    document : Document
        The report.
    shown : int
        Rows of the parameter table on page one.

    Returns
    -------
    tuple of Section
        In order, with tables cut to what a reader turns pages for.
    """
    found = []
    for section in document.sections[1:]:
        if section.page_one and not any(isinstance(block, Table) and len(block.rows) > shown for block in section.blocks):
            continue
        blocks = tuple(_cut(block) for block in map(_bare, section.blocks) if _printed(block, section))
        found.append(replace(section, blocks=_announced(blocks, section)))
    return tuple(found)


def _announced(blocks: tuple[Block, ...], section: Section) -> tuple[Block, ...]:
    """Take back the heading that announces texts to copy where all of them are too long for paper."""
    codes = [any(isinstance(block, Code) for block in some) for some in (blocks, section.blocks)]
    headings = [place for place, block in enumerate(blocks) if isinstance(block, Prose) and block.id == SPACES]
    return blocks[: headings[0]] if codes == [False, True] and headings else blocks


def _printed(block: Block, section: Section) -> bool:
    """Tell whether a block of a section is worth paper: page one's are there already, and nobody copies long texts from it."""
    if isinstance(block, Code):
        codes = [bare for bare in map(_bare, section.blocks) if isinstance(bare, Code) and bare.text.count("\n") <= LONGEST]
        return block in codes[:MOST_CODES]
    return not isinstance(block, Columns | Strip)


def _bare(block: Block) -> Block:
    """Leave the remarks out of a text to copy: on paper the table of advice above it gives the reasons."""
    if not isinstance(block, Code):
        return block
    lines = [line for line in block.text.splitlines(keepends=True) if not line.lstrip().startswith("#")]
    return replace(block, text="".join(lines))


def _cut(block: Block) -> Block:
    if isinstance(block, Table) and len(block.rows) > LONGEST:
        return replace(block, rows=block.rows[:LONGEST], row_ids=block.row_ids[:LONGEST])
    return block
