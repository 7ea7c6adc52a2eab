"""The report as a summary for a pull request (summary.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document import Card, Columns, Items, Picture, Prose, Strip, Table
from sweepbrief.outputs.marked import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sweepbrief.document import Document, Section

ROWS = 12
CARDS = 5
ITEMS = 8
TOLD = {
    "effects": ("effect-sizes",),
    "since": ("since-outcome", "since-advice-table"),
    "metrics": ("metric-matrix",),
    "groups": ("group-facts",),
}
"""Sections that belong into the summary beside those of page one, with those of their tables that do."""


def render(document: Document) -> bytes:
    """Render the headline, the facts, the parameter table, what to do, and why the measures differ.

    Parameters
    ----------
    document : Document
        The report as a value.

    Returns
    -------
    bytes
        Markdown in UTF-8, a few kilobytes; names and values cannot break out of their place.
    """
    lines = [f"## {marked(_escaped(document.headline))}", ""]
    for section in document.sections:
        if section.page_one or section.id == "disagreements":
            lines.extend(_section(section, document))
        elif section.id in TOLD:
            lines.extend(_told(section, document))
    lines.append(f"<sub>{marked(_escaped(document.title))}</sub>")
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace")


def _escaped(text: str) -> str:
    """Treat a plain text as inline HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _section(section: Section, document: Document) -> Iterator[str]:
    cards = [block for block in section.blocks if isinstance(block, Card)]
    if cards:
        yield from (f"### {marked(section.title)}", "")
        for card in cards[:CARDS]:
            yield from _card(card)
        return
    for block in section.blocks if section.page_one else ():
        if isinstance(block, Prose) and block.kind not in {"heading", "note"}:
            yield from (marked(block.html), "")
        elif isinstance(block, Strip):
            yield from _strip(block)
        elif isinstance(block, Table):
            yield from _table(block, document)
        elif isinstance(block, Columns):
            yield from _columns(block)


def _told(section: Section, document: Document) -> Iterator[str]:
    """Give a section's sentences, lists and chosen tables, under its title where there are any."""
    told = list(_sayings(section, document))
    yield from (f"### {marked(section.title)}", "", *told) if told else ()


def _sayings(section: Section, document: Document) -> Iterator[str]:
    """Leave out pictures and notes, such as the one that says why a section is absent: they stay in the report."""
    for place, block in enumerate(section.blocks):
        if isinstance(block, Prose) and block.kind == "heading":
            if isinstance(section.blocks[min(place + 1, len(section.blocks) - 1)], Picture):
                continue
            yield from (f"**{marked(block.html, bold=True)}**", "")
        elif isinstance(block, Prose) and block.kind != "note":
            yield from (marked(block.html), "")
        elif isinstance(block, Items):
            yield from (*(f"- {marked(item)}" for item in block.items[:ITEMS]), "")
        elif isinstance(block, Table) and block.id in TOLD[section.id]:
            yield from _table(block, document)


def _strip(strip: Strip) -> Iterator[str]:
    for name, value, remark in strip.facts:
        yield f"- {marked(name)}: **{marked(value, bold=True)}** ({marked(remark)})"
    yield ""


def _table(table: Table, document: Document) -> Iterator[str]:
    yield f"| {' | '.join(marked(head, cell=True) for head in table.head)} |"
    yield f"|{'---|' * len(table.head)}"
    for row in table.rows[:ROWS]:
        yield f"| {' | '.join(marked(cell.html, cell=True) for cell in row)} |"
    yield ""
    if len(table.rows) > ROWS:
        yield from (f"{ROWS} / {len(table.rows)} ({document.labels['report']}).", "")


def _columns(columns: Columns) -> Iterator[str]:
    for heading, items in columns.columns:
        yield from (f"### {marked(heading)}", "")
        for place, item in enumerate(items.items, start=1):
            yield f"{f'{place}.' if items.ordered else '-'} {marked(item)}"
        yield ""


def _card(card: Card) -> Iterator[str]:
    told = next((block.html for block in card.body if isinstance(block, Prose)), "")
    yield from (f"**{marked(card.title, bold=True)}**", "", marked(told), "")
