"""The report as a PDF: tagged, archivable, with the runs and the claims inside."""

from __future__ import annotations

import gc
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sweepbrief.errors import MissingSystemLibraryError
from sweepbrief.house_templates import blamed_on_template
from sweepbrief.outputs.accent import readable_accent
from sweepbrief.outputs.archive import finish
from sweepbrief.outputs.breaks import breakable, spaced
from sweepbrief.outputs.glyphs import lacking, package_for, spelt
from sweepbrief.outputs.pages import pages, text_of
from sweepbrief.outputs.paper import following, rows_shown, sheets
from sweepbrief.outputs.regional import REGIONS, regional
from sweepbrief.outputs.sparing import sparing
from sweepbrief.outputs.typesetter import Typesetter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sweepbrief.document import Block, Document, Section
    from sweepbrief.outputs.typesetter import LaidOut

SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Of paper, in millimetres."""
ENDLESS = 3000.0
PIXELS = 96 / 25.4
LINE = 14.4
"""What the caption of a shortened table may take more, in pixels: it says how many rows are elsewhere."""
INK = "#1c2330"
STRAY = 20
"""Up to so many letters without a typeface are a name's affair, not the language's."""
FOOT = 'font:400 7.6pt/1.3 "Sweepbrief Sans",sans-serif;color:#5b6475'


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
    with _uncollected():
        typesetter = Typesetter("" if document.templates else _style(document))
        sheet, laid_out = _fitting(document, typesetter)
        sections = following(document, rows_shown(sheet))
        content = None
        if laid_out is not None:
            content = typesetter.write_behind(laid_out, _drawable(_page(document, (), sections), document), document)
        if content is None:
            content = typesetter.write(_drawable(_page(document, sheet, sections), document), document)
        return finish(content, document)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: a layout is one large living tree, which Python would walk through again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _fitting(document: Document, typesetter: Typesetter) -> tuple[tuple[Block, ...], LaidOut | None]:
    """Give the longest page one that fits on one sheet, from the heights of its rows on a sheet of any length.

    Where nothing had to be left out, it comes laid out: a page costs half a second, and this one is finished.
    """
    tried = sheets(document)
    endless = _page(document, tried[0], (), height=ENDLESS)
    laid_out, found = typesetter.measure(endless)
    if found is None:
        return tried[-1], None
    room = found.room - (ENDLESS - SIZES.get(document.paper, SIZES["a4"])[1]) * PIXELS
    for sheet in tried[:-1]:
        lost = found.rows[rows_shown(sheet) :]
        if found.content - sum(lost) + (LINE if lost else 0.0) <= room:
            finished = not lost and not document.templates and not lacking(endless)  # a house may lay page one elsewhere
            return sheet, laid_out if finished else None
    return tried[-1], None


def _page(document: Document, sheet: tuple[Block, ...], sections: tuple[Section, ...], height: float | None = None) -> str:
    with blamed_on_template(document.templates):
        template = pages(document.templates).get_template("print.html.jinja")
        page: str = template.render(
            document=document, label=document.labels, style=_own_style(document, height), executive=sheet, sections=sections
        )
    page = spaced(breakable(page))
    return regional(page if document.templates else sparing(page), document.language)  # a house may style any element


def _drawable(page: str, document: Document) -> str:
    """Make sure that every letter has a typeface: a language's own must have one, a stray letter in a name is spelt."""
    missing = lacking(page)
    if not missing:
        return page
    remedy = f"sudo apt-get install --yes {package_for(missing)}"
    if document.language in REGIONS and len(missing) > STRAY:
        expected = f"A PDF in this language ({document.language}) needs a typeface that holds its letters."
        raise MissingSystemLibraryError(expected, "None is installed here.", remedy)
    logging.getLogger(__name__).warning("No typeface here holds %s; the PDF spells them as codes. %s", missing[:20], remedy)
    return spelt(page, missing)


def _own_style(document: Document, height: float | None) -> str:
    """Give what a page says of its style itself: on a sheet of another height that; in a house's templates everything."""
    longer = "" if height is None else f"@page{{size:{SIZES.get(document.paper, SIZES['a4'])[0]}mm {height}mm}}"
    return _style(document) + longer if document.templates else longer


def _style(document: Document) -> str:
    """Give the style sheet for this paper with the words of the page's foot."""
    breadth, height = SIZES.get(document.paper, SIZES["a4"])
    count = _quoted(document.labels["page"]).replace("{page}", '" counter(page) "').replace("{pages}", '" counter(pages) "')
    left = document.footer or document.contact
    feet = [f"@page{{@bottom-right{{content:{count};width:20%;{FOOT}}}}}"]
    if left:
        feet.append(f"@page{{@bottom-left{{content:{_quoted(left)};width:80%;{FOOT}}}}}")
    mark = readable_accent(document.accent) if document.accent else INK
    sheet = text_of("print.css", document.templates)
    return "\n".join((sheet.replace("var(--paper-size)", f"{breadth}mm {height}mm").replace("var(--mark)", mark), *feet))


def _quoted(text: str) -> str:
    """Write a text as a CSS string that nothing inside it can end."""
    kept = (char if char.isalnum() or char in " {}.,:@/-()+" else f"\\{ord(char):x} " for char in text)
    return '"' + "".join(kept) + '"'
