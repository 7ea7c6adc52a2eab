"""The report as one HTML page that needs nothing but itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.house_templates import blamed_on_template
from sweepbrief.outputs.accent import accent_style
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
    own = document.templates
    style = "\n".join(("", font_faces(), text_of("page.css", own), accent_style(document.accent), ""))
    script = "\n" + text_of("page.js", own) + "\n" if document.script else ""
    with blamed_on_template(own):
        template = pages(own).get_template("report.html.jinja")
        page = template.render(
            document=document, label=document.labels, style=style, script=script, policy=policy(style, script)
        )
    return page.encode("utf-8", "replace")
