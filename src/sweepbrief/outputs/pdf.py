"""The report as a PDF: tagged, archivable, with the runs and the claims inside."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from sweepbrief.errors import MissingSystemLibraryError
from sweepbrief.outputs.archive import finish
from sweepbrief.outputs.fonts import font_faces
from sweepbrief.outputs.pages import pages, text_of
from sweepbrief.outputs.paper import executive, following

if TYPE_CHECKING:
    from sweepbrief.document import Document

SIZES = {"a4": "A4", "letter": "letter"}
REMEDY = "sudo apt-get install --yes libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def render(document: Document) -> bytes:
    """Render the report as a PDF.

    Parameters
    ----------
    document : Document
        The report as a value.

    Returns
    -------
    bytes
        PDF/A-3a and PDF/UA-1 as far as structure and metadata go; the same bytes for the same document.

    Raises
    ------
    MissingSystemLibraryError
        If Pango, which sets the text, is not installed.
    """
    template = pages().get_template("print.html.jinja")
    page = template.render(
        document=document,
        label=document.labels,
        style=_style(document),
        executive=executive(document),
        sections=following(document),
    )
    return finish(_typeset(page, document), document)


def _style(document: Document) -> str:
    """Give the style sheet for this paper, with the words of the page's foot."""
    size = SIZES.get(document.paper, "A4")
    words = document.labels["page"].replace("{page}", '" counter(page) "').replace("{pages}", '" counter(pages) "')
    foot = f'@page{{@bottom-right{{content:"{words}";font:400 7.6pt/1 "Sweepbrief Sans",sans-serif;color:#5b6475}}}}'
    return "\n".join((font_faces(), text_of("print.css").replace("var(--paper-size)", size), foot))


def _typeset(page: str, document: Document) -> bytes:
    try:
        from weasyprint import HTML, Attachment, URLFetcher  # noqa: PLC0415 - needs Pango and takes a second
    except OSError as error:
        raise MissingSystemLibraryError(
            "The PDF is set with Pango, a library of the operating system.",
            f"It is missing here ({str(error).splitlines()[0]}).",
            REMEDY,
        ) from error
    attached = [
        Attachment(string=one.content.decode("utf-8", "replace"), name=one.name, description=one.description)
        for one in document.attachments
    ]
    target = io.BytesIO()
    inside = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    HTML(string=page, url_fetcher=inside).write_pdf(target, pdf_variant="pdf/a-3a", attachments=attached)
    return target.getvalue()
