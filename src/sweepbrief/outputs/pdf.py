"""The report as a PDF: tagged, archivable, with the runs and the claims inside."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

from sweepbrief.errors import MissingSystemLibraryError
from sweepbrief.outputs.archive import finish
from sweepbrief.outputs.fonts import font_faces
from sweepbrief.outputs.pages import pages, text_of
from sweepbrief.outputs.paper import following, rows_shown, sheets

if TYPE_CHECKING:
    from sweepbrief.document import Block, Document, Section

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
    weasyprint = _weasyprint()
    sheet = next((one for one in sheets(document) if _pages(weasyprint, _page(document, one, ())) == 1), sheets(document)[-1])
    page = _page(document, sheet, following(document, rows_shown(sheet)))
    attached = [
        weasyprint.Attachment(string=one.content.decode("utf-8", "replace"), name=one.name, description=one.description)
        for one in document.attachments
    ]
    target, identifier = io.BytesIO(), hashlib.sha256(page.encode("utf-8", "replace")).hexdigest()[:32].encode()
    _open(weasyprint, page).write_pdf(target, pdf_variant="pdf/a-3a", pdf_identifier=identifier, attachments=attached)
    return finish(target.getvalue(), document)


def _weasyprint() -> Any:  # noqa: ANN401 - the library carries no types
    try:
        import weasyprint  # noqa: PLC0415 - needs Pango and takes a second
    except OSError as error:
        found = f"It is missing here ({str(error).splitlines()[0]})."
        raise MissingSystemLibraryError(
            "The PDF is set with Pango, a library of the operating system.", found, REMEDY
        ) from error
    return weasyprint


def _open(weasyprint: Any, page: str) -> Any:  # noqa: ANN401 - see above
    """Read a page with no way out: only what it carries inside itself is opened."""
    inside = weasyprint.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    return weasyprint.HTML(string=page, url_fetcher=inside)


def _pages(weasyprint: Any, page: str) -> int:  # noqa: ANN401 - see above
    return len(_open(weasyprint, page).render().pages)


def _page(document: Document, sheet: tuple[Block, ...], sections: tuple[Section, ...]) -> str:
    template = pages().get_template("print.html.jinja")
    return template.render(document=document, label=document.labels, style=_style(document), executive=sheet, sections=sections)


def _style(document: Document) -> str:
    """Give the style sheet for this paper, with the words of the page's foot."""
    size = SIZES.get(document.paper, "A4")
    words = document.labels["page"].replace("{page}", '" counter(page) "').replace("{pages}", '" counter(pages) "')
    foot = f'@page{{@bottom-right{{content:"{words}";font:400 7.6pt/1 "Sweepbrief Sans",sans-serif;color:#5b6475}}}}'
    return "\n".join((font_faces(), text_of("print.css").replace("var(--paper-size)", size), foot))
