"""What paper shows of a report: page one as a sheet of its own, the rest in order, long tables cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sweepbrief.document import ON_PAGE_ONE, Columns, Strip, Table

if TYPE_CHECKING:
    from sweepbrief.document import Block, Document, Section

LONGEST = 60
"""Rows of a table on paper; all of them are in the attached files."""


def executive(document: Document) -> tuple[Block, ...]:
    """Give the blocks of page one: lede, facts, the first rows of the parameter table, what to do and not to conclude.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    tuple of Block
        In reading order; fits one sheet.
    """
    blocks = [block for section in document.sections if section.page_one for block in section.blocks]
    return tuple(_first_rows(block, document) for block in blocks)


def _first_rows(block: Block, document: Document) -> Block:
    if not isinstance(block, Table):
        return block
    rest = len(block.rows) - ON_PAGE_ONE
    caption = f"{block.caption} {document.labels['rest']}" if rest > 0 else block.caption
    return replace(block, caption=caption, rows=block.rows[:ON_PAGE_ONE], row_ids=block.row_ids[:ON_PAGE_ONE])


def following(document: Document) -> tuple[Section, ...]:
    """Give the sections after page one; the parameter table again only where page one could not hold it whole.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    tuple of Section
        In order, with tables cut to what a reader turns pages for.
    """
    found = []
    for section in document.sections[1:]:
        blocks = tuple(_cut(block) for block in section.blocks if not isinstance(block, Columns | Strip))
        if section.page_one and not any(isinstance(block, Table) and len(block.rows) > ON_PAGE_ONE for block in section.blocks):
            continue
        found.append(replace(section, blocks=blocks))
    return tuple(found)


def _cut(block: Block) -> Block:
    if isinstance(block, Table) and len(block.rows) > LONGEST:
        return replace(block, rows=block.rows[:LONGEST], row_ids=block.row_ids[:LONGEST])
    return block
