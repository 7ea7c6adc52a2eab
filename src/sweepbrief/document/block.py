"""The kinds of block that a section is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sweepbrief.document.table import Cell, Table, Version

__all__ = [
    "Attachment",
    "Block",
    "Card",
    "Cell",
    "Code",
    "Columns",
    "Document",
    "Items",
    "Picture",
    "Prose",
    "Section",
    "Strip",
    "Table",
    "Version",
]

VIEW_BOX = re.compile(r'viewBox="\S+ \S+ ([\d.]+) ')
WIDEST_COLUMN = 400.0
"""Points: pictures beyond are drawn for the full page width."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph or, with ``level``, a heading inside a section.

    Attributes
    ----------
    html : str
        Inline HTML, already escaped; only ``b``, ``em``, ``code``, ``a href="#..."`` and ``span``.
    kind : str
        "text", "lede", "heading", "caution", "note".
    id : str
        Anchor; empty for none.
    """

    html: str
    kind: str = "text"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list.

    Attributes
    ----------
    items : tuple of str
        Inline HTML.
    ordered : bool
        Numbered or not.
    """

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes
    ----------
    id : str
        Anchor.
    svg : str
        The SVG element, without prolog, ids prefixed by ``id``.
    alt : str
        Plain text that states what the picture shows.
    caption : str
        Inline HTML.
    numbers : Table or None
        The same as a table, for those who cannot see it.
    narrow : str
        The same drawn for a telephone; empty where ``svg`` is narrow enough.
    """

    id: str
    svg: str
    alt: str
    caption: str
    numbers: Table | None = None
    narrow: str = ""

    @property
    def wide(self) -> bool:
        """Whether it is drawn for the full width of a page, and has no room on a narrow screen."""
        found = VIEW_BOX.search(self.svg)
        return found is not None and float(found[1]) > WIDEST_COLUMN


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip of facts under the headline.

    Attributes
    ----------
    facts : tuple of (label, value, remark)
        Inline HTML each.
    """

    facts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One disagreement: a claim, its picture and its evidence.

    Attributes
    ----------
    id : str
        Anchor, ``<cause>-<parameter>`` made safe.
    kicker : str
        Small line above.
    title : str
        The claim as a sentence, inline HTML.
    body : tuple of Block
        Prose and pictures.
    margin : tuple of str
        Evidence, each a line of inline HTML.
    caution : str
        What it does not show, inline HTML.
    settle : str
        What would settle it, inline HTML.
    """

    id: str
    kicker: str
    title: str
    body: tuple[Prose | Picture | Items, ...]
    margin: tuple[str, ...] = ()
    caution: str = ""
    settle: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Two lists side by side, each with a heading.

    Attributes
    ----------
    columns : tuple of (heading, Items)
        Two.
    """

    columns: tuple[tuple[str, Items], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Text to copy.

    Attributes
    ----------
    text : str
        Unescaped.
    label : str
        What it is.
    """

    text: str
    label: str


Block = Prose | Items | Table | Picture | Strip | Card | Columns | Code


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report.

    Attributes
    ----------
    id : str
        Name of the module that writes it; the anchor.
    title : str
        Inline HTML.
    blocks : tuple of Block
        Its content; where it cannot be written, one Prose of kind "note" that says why.
    page_one : bool
        Whether it belongs to the executive sheet.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    page_one: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the PDF.

    Attributes
    ----------
    name : str
        File name.
    content : bytes
        The file.
    description : str
        What it holds.
    media_type : str
        Such as ``text/csv``.
    """

    name: str
    content: bytes
    description: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Document:
    """The report as a value.

    Attributes
    ----------
    title, headline, subtitle, kicker : str
        Plain text; the window's title, the finding as a sentence, what the report is about, the small line above.
    language : str
        BCP 47.
    labels : dict of str to str
        Words of the page itself in the reader's language (contents, skip link, page x of y, ...).
    sections : tuple of Section
        In order.
    attachments : tuple of Attachment
        runs.csv and findings.json.
    ledger : dict
        findings.json as a value.
    runs : tuple of (name, metric)
        The runs that pictures show, plain text, in the order that pictures count them; empty where they are too many to name.
    author, contact, footer, paper, logo, accent, templates : str
        As configured; paper is "a4" or "letter", logo a data URI, accent ``#rrggbb``, templates a folder; empty for none.
    script : bool
        Whether the page carries its script.
    """

    title: str
    headline: str
    subtitle: str
    kicker: str
    language: str
    labels: dict[str, str]
    sections: tuple[Section, ...]
    attachments: tuple[Attachment, ...] = ()
    ledger: dict[str, object] = field(default_factory=dict)
    runs: tuple[tuple[str, str], ...] = ()
    author: str = ""
    contact: str = ""
    footer: str = ""
    paper: str = "a4"
    logo: str = ""
    accent: str = ""
    templates: str = ""
    script: bool = True
