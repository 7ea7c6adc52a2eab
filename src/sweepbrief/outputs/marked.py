"""Inline HTML turned into Markdown that shows the same text and nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SPECIAL = re.compile(r"([\\`*{}\[\]<>|#~$@]|(?<![^\W_])_|_(?![^\W_]))")
LINE_START = re.compile(r"^(\s*\d*)([-+=.)])(?=\s|$|[-=])")
REFERENCE = re.compile(r"(?<=@)(?=\w)|(?<=#)(?=\d)")
"""Where a forge would see a person or an issue: it looks at the text that is shown, so that a backslash does not stop it."""
MARKS = {"b": "**", "em": "*"}
SILENT = frozenset({"svg", "title"})


class _Reader(HTMLParser):
    """Collects text, with marks for bold, emphasis and code; pictures are left out."""

    def __init__(self, *, bold: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open = {"b": int(bold), "em": 0}
        self.silent = 0
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a mark; a block-like span begins after a space."""
        self.silent += tag in SILENT
        self.code += tag == "code"
        if tag == "span" and ("class", "sub") in attrs:
            self.parts.append(" ")
        self._mark(tag, 1)

    def _mark(self, tag: str, step: int) -> None:
        """Set a mark where the outermost of nested elements opens or closes."""
        if self.silent or tag not in MARKS:
            return
        before = self.open[tag]
        self.open[tag] = before + step
        if 0 in (before, self.open[tag]):
            self.parts.append(MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        self._mark(tag, -1)
        self.silent -= tag in SILENT
        self.code -= tag == "code"

    def handle_data(self, data: str) -> None:
        """Take text: escaped, or fenced where it is code."""
        if self.silent or not data:
            return
        self.parts.append(_code(data) if self.code else SPECIAL.sub(r"\\\1", REFERENCE.sub("\N{WORD JOINER}", data)))


def _code(text: str) -> str:
    """Fence code by one backtick more than it holds in a row."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence, space = "`" * (longest + 1), " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def marked(html: str, *, cell: bool = False, bold: bool = False) -> str:
    """Turn inline HTML into Markdown on one line.

    Parameters
    ----------
    html : str
        Inline HTML of a block.
    cell : bool
        Whether it stands in a table: bars inside code are escaped too.
    bold : bool
        Whether it stands inside bold already.

    Returns
    -------
    str
        Markdown; text cannot form links, mentions, headings, lists or tags.
    """
    reader = _Reader(bold=bold)
    reader.feed(html)
    reader.close()
    line = re.sub(r"\s+", " ", "".join(reader.parts)).strip()
    if cell:
        line = re.sub(r"(?<!\\)\|", r"\\|", line)
    return LINE_START.sub(r"\1\\\2", line)
