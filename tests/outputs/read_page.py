"""Reads a page as a browser would: elements in order, with their attributes."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """Collects elements and text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: dict[str, str] = {"style": "", "script": "", "data": ""}
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        kind = "data" if tag == "script" and ("type", "application/json") in attrs else tag
        self.inside = kind if kind in self.text else self.inside

    def handle_endtag(self, tag: str) -> None:
        """Leave style or script."""
        self.inside = "" if tag in {"style", "script"} else self.inside

    def handle_data(self, data: str) -> None:
        """Keep what stands in style and script."""
        if self.inside:
            self.text[self.inside] += data

    def values(self, attribute: str) -> list[str]:
        """Give every value of an attribute."""
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]
