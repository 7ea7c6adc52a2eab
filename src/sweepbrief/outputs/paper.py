"""What paper shows of a report: page one as a sheet of its own, the rest in order, long tables cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sweepbrief.document import MOST_ON_PAGE_ONE, Code, Columns, Items, Prose, Strip, Table

if TYPE_CHECKING:
    from sweepbrief.document import Block, Document, Section

LONGEST = 30
"""Rows of a table on paper; its caption says that the page has all."""
WHOLE = frozenset({"claims"})
"""Tables that are printed in full: a claim is worth what can be looked up."""
LONGEST_CODE = 60
"""Lines of a text to copy on paper."""
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
    caption = _captioned(block, document, f"rest_{shown}")
    return replace(block, id=f"{block.id}{IN_SHORT}", caption=caption, rows=block.rows[:shown], row_ids=block.row_ids[:shown])


def _rest(block: Block, shown: int, document: Document) -> Block:
    """Give what page one could not hold of its table: nobody reads the same rows twice on paper."""
    if not isinstance(block, Table) or len(block.rows) <= shown or not shown:
        return block
    caption = _captioned(block, document, f"before_{shown}")
    return replace(block, caption=caption, rows=block.rows[shown:], row_ids=block.row_ids[shown:])


def _captioned(block: Table, document: Document, label: str) -> str:
    """Add to a caption, which may end without a stop, where the other rows are."""
    stop, gap = document.labels.get("stop", "."), document.labels.get("gap", " ")
    told = document.labels.get(label, "")
    return f"{block.caption.removesuffix(stop)}{stop}{gap}{told}" if told else block.caption


def _briefer(block: Block) -> Block:
    """Keep two points a list: the last resort where names or sentences are very long."""
    if not isinstance(block, Columns):
        return block
    return Columns(tuple((heading, Items(items.items[:2], items.ordered)) for heading, items in block.columns))


def following(document: Document, shown: int) -> tuple[Section, ...]:
    """Give the sections after page one; of the parameter table only the rows that page one could not hold.

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
        held = shown if section.page_one else 0
        printed = (_rest(block, held, document) for block in map(_bare, section.blocks) if _printed(block, section))
        blocks = tuple(_cut(block, document) for block in printed)
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
        codes = [bare for bare in map(_bare, section.blocks) if isinstance(bare, Code)]
        return block in [code for code in codes if code.text.count("\n") <= LONGEST_CODE][:MOST_CODES]
    return not isinstance(block, Columns | Strip)


def _bare(block: Block) -> Block:
    """Leave the remarks out of a text to copy: on paper the table of advice above it gives the reasons."""
    if not isinstance(block, Code):
        return block
    lines = [line for line in block.text.splitlines(keepends=True) if not line.lstrip().startswith("#")]
    return replace(block, text="".join(lines))


def _cut(block: Block, document: Document) -> Block:
    if not isinstance(block, Table) or len(block.rows) <= LONGEST or block.id in WHOLE:
        return block
    caption = _captioned(block, document, "cut").replace("{shown}", str(LONGEST)).replace("{total}", str(len(block.rows)))
    return replace(block, caption=caption, rows=block.rows[:LONGEST], row_ids=block.row_ids[:LONGEST])
