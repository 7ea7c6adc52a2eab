"""Inline HTML turned into plain text."""

from __future__ import annotations

from html.parser import HTMLParser


class _Text(HTMLParser):
    """Collects the text of inline HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        """Take the text between tags."""
        self.pieces.append(data)


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
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces)
