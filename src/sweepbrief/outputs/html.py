"""The report as one HTML page that needs nothing but itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.outputs.fonts import font_faces
from sweepbrief.outputs.pages import pages, text_of
from sweepbrief.outputs.policy import policy

if TYPE_CHECKING:
    from sweepbrief.document import Document


def render(document: Document) -> bytes:
    """Render the report as a page.

    Parameters
    ----------
    document : Document
        The report as a value.

    Returns
    -------
    bytes
        HTML in UTF-8 with style, script and fonts inside; makes no request.
    """
    style = "\n" + font_faces() + "\n" + text_of("page.css") + "\n"
    script = "\n" + text_of("page.js") + "\n"
    template = pages().get_template("report.html.jinja")
    page = template.render(document=document, label=document.labels, style=style, script=script, policy=policy(style, script))
    return page.encode("utf-8", "replace")
