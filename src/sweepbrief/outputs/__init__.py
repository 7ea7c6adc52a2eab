"""A document written to a file: HTML, PDF, Markdown, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.outputs import html, json, markdown, pdf
from sweepbrief.outputs.accent import readable_accent
from sweepbrief.outputs.atomic import write_atomically
from sweepbrief.outputs.schema import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sweepbrief.document import Document

OUTPUTS: Mapping[str, Callable[[Document], bytes]] = {
    "html": html.render,
    "pdf": pdf.render,
    "json": json.render,
    "md": markdown.render,
}
"""By format; an output is a module with ``render(document) -> bytes``."""

FILE_NAMES: Mapping[str, str] = {"html": "report.html", "pdf": "report.pdf", "json": "findings.json", "md": "summary.md"}
"""What each format's file is called."""

__all__ = ["FILE_NAMES", "OUTPUTS", "readable_accent", "schema", "write_atomically"]
