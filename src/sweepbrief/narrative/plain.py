"""Inline HTML turned into plain text and into Markdown."""

from __future__ import annotations

import re
from html.parser import HTMLParser

MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#~|!&@])")
CODE = re.compile(r"[^`|\n]+")


class _Text(HTMLParser):
    """Collects the text of inline HTML, with the marks of Markdown where asked for."""

    def __init__(self, *, marked: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.marked = marked
        self.pieces: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember how the text inside is marked: names and code as code, the rest by tag."""
        name = tag == "b" and dict(attrs).get("class") == "parameter"
        self.open.append("code" if name else tag)
        self._mark()

    def handle_endtag(self, tag: str) -> None:
        """Close the mark."""
        del tag
        self._mark()
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Take the text, escaped for where it stands."""
        if not self.marked:
            self.pieces.append(data)
        elif self.open[-1:] == ["code"] and CODE.fullmatch(data):
            self.pieces.append(f"`{data}`")
        else:
            self.pieces.append(escaped(data))

    def _mark(self) -> None:
        if self.marked:
            self.pieces.append({"b": "**", "strong": "**", "em": "*"}.get(self.open[-1], ""))


def escaped(text: str) -> str:
    """Escape hostile text for Markdown: no markup, no table cell, no line and no mention of a person can begin in it.

    Parameters
    ----------
    text : str
        Plain text.

    Returns
    -------
    str
        One line of Markdown that shows the text.
    """
    line = " ".join(text.split("\n"))
    entities = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;", "@": "@\N{ZERO WIDTH NO-BREAK SPACE}"}
    return MARKDOWN.sub(lambda found: entities.get(found[1], "\\" + found[1]), line)


def _read(html: str, *, marked: bool) -> str:
    reader = _Text(marked=marked)
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces)


def plain(html: str) -> str:
    """Give the text of inline HTML: no tags, entities resolved.

    Parameters
    ----------
    html : str
        Inline HTML as the prose produces it.

    Returns
    -------
    str
        What a reader would see.
    """
    return _read(html, marked=False)


def markdown(html: str) -> str:
    """Give inline HTML as one line of Markdown.

    Parameters
    ----------
    html : str
        Inline HTML as the prose produces it.

    Returns
    -------
    str
        Names and code as code spans, ``b`` and ``em`` as Markdown's own, all other text escaped.
    """
    return _read(html, marked=True)
