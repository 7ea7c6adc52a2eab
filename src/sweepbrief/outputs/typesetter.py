"""The typesetter: WeasyPrint with the report's own fonts, and no way out of the page."""

from __future__ import annotations

import io
import logging
import os
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.etree import ElementTree as ET

from sweepbrief.errors import MissingSystemLibraryError
from sweepbrief.outputs.base_styles import base_styles
from sweepbrief.outputs.drawing import SVG, TITLE, Drawing, drawable
from sweepbrief.outputs.fonts import FACES
from sweepbrief.outputs.laid_out import Measure, draw_straight, measure, number_links, put_first
from sweepbrief.templates_root import templates_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sweepbrief.document import Document

LaidOut: TypeAlias = Any
"""A `weasyprint.Document`: pages with everything in its place. The library carries no types."""
SCHEME = "font"
VARIANT = "pdf/a-3a"
DOCTYPE = "<!doctype html>"
ONLY_HTML = {"&nbsp;": "\N{NO-BREAK SPACE}", "<br>": "<br/>"}
"""What our templates write as HTML does and XML does not."""
CHANGED = (AttributeError, TypeError, ValueError, LookupError, ImportError)
"""What a release of the library raises that keeps its pages in another way than those we know."""
SOURCE_DATE = "SOURCE_DATE_EPOCH"
"""Name of the variable from which programs that write a date take it (reproducible-builds.org)."""
BY_LIBRARY = ".contents a::after { content: target-counter(attr(href), page) !important }"
REMEDY = "sudo apt-get install --yes libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class Typesetter:
    """Sets pages; fonts and a style that several pages share are read once.

    Parameters
    ----------
    style : str
        Style sheet of every page, beside what a page says itself.

    Raises
    ------
    MissingSystemLibraryError
        If Pango, which sets the text, is not installed.
    """

    def __init__(self, style: str = "") -> None:
        self._library = _weasyprint()
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - loads Pango

        self._inside = _only_inside(self._library)
        self._tree = _of_tree(self._library, style)
        self._fonts = FontConfiguration()
        self._pictures: dict[ET.Element, Drawing] = {}
        self._sheets = [self._sheet(_faces()), self._sheet(style)]

    def _sheet(self, style: str) -> Any:  # noqa: ANN401 - the library carries no types
        return self._library.CSS(string=style, font_config=self._fonts, url_fetcher=self._inside)

    def measure(self, page: str) -> tuple[LaidOut, Measure | None]:
        """Lay out a page and measure what stands on its first sheet; None where the library does not tell."""
        laid_out = self._laid_out(page)
        try:
            return laid_out, measure(laid_out)
        except CHANGED as error:
            self._told(error)
            return laid_out, None

    def write(self, page: str, document: Document) -> bytes:
        """Set a page as PDF/A-3a with the document's attachments.

        Parameters
        ----------
        page : str
            HTML.
        document : Document
            Whose attachments travel inside.

        Returns
        -------
        bytes
            PDF; neither packed nor given an identity, which `sweepbrief.outputs.archive` does quicker.
        """
        attached = self._attached(document)
        try:
            return self._written(self._quickly(self._laid_out(page)), attached)
        except CHANGED as error:
            self._told(error)
        opened = self._library.HTML(string=page, url_fetcher=self._inside)
        laid_out = opened.render(
            font_config=self._fonts, stylesheets=[*self._sheets, self._sheet(BY_LIBRARY)], pdf_variant=VARIANT
        )
        return self._written(laid_out, attached)

    def write_behind(self, first: LaidOut, page: str, document: Document) -> bytes | None:
        """Set a page whose first sheet has been laid out already.

        Parameters
        ----------
        first : weasyprint.Document
            What stands on the first sheet, as `measure` gave it; changed in place.
        page : str
            HTML; what it puts on its first sheet gives way.
        document : Document
            Whose attachments travel inside.

        Returns
        -------
        bytes or None
            As `write` does; None where the library keeps its pages in another way than we know.
        """
        try:
            laid_out = self._laid_out(page)
            put_first(laid_out, first)
            return self._written(self._quickly(laid_out), self._attached(document))
        except CHANGED as error:
            self._told(error)
            return None

    def _attached(self, document: Document) -> list[Any]:
        return [
            self._library.Attachment(string=one.content.decode("utf-8", "replace"), name=one.name, description=one.description)
            for one in document.attachments
        ]

    def _told(self, error: Exception) -> None:
        """Say that the library is another than the one whose pages we know how to finish."""
        version = getattr(self._library, "__version__", "")
        logging.getLogger(__name__).warning(
            "WeasyPrint %s sets the whole PDF by itself, which takes longer (%s).", version, error
        )

    def _quickly(self, laid_out: LaidOut) -> LaidOut:
        number_links(laid_out)
        draw_straight(laid_out, self._pictures)
        return laid_out

    def _written(self, laid_out: LaidOut, attached: list[Any]) -> bytes:
        target = io.BytesIO()
        with warnings.catch_warnings(), _undated():
            warnings.simplefilter("ignore", ResourceWarning)  # the library leaves its colour profile open
            laid_out.write_pdf(target, pdf_variant=VARIANT, pdf_identifier=b"", uncompressed_pdf=True, attachments=attached)
        return target.getvalue()

    def _laid_out(self, page: str) -> LaidOut:
        opened = self._open(page)
        return opened.render(font_config=self._fonts, stylesheets=self._sheets, pdf_variant=VARIANT)

    def _open(self, page: str) -> Any:  # noqa: ANN401 - the library carries no types
        """Open a page: quickly where it is also XML, as the shipped templates write it."""
        source = page.partition(DOCTYPE)[2]
        for written, meant in ONLY_HTML.items():
            source = source.replace(written, meant)
        try:
            root = ET.fromstring(source)  # noqa: S314 - our own page
        except ET.ParseError:
            return self._library.HTML(string=page, url_fetcher=self._inside)
        self._pictures |= {found: self._emptied(found) for found in root.iter(f"{SVG}svg") if drawable(found)}
        return self._tree(root, self._inside)

    def _emptied(self, picture: ET.Element) -> Drawing:
        """Take out of a picture all but its name: its place is laid out without it, and no style concerns its shapes."""
        children = list(picture)
        picture[:] = [child for child in children if child.tag == TITLE]
        return Drawing(picture.attrib["viewBox"], children, self._fonts)


@contextmanager
def _undated() -> Iterator[None]:
    """Let fonts that fontTools makes small, where HarfBuzz-Subset is missing, say no time at which that was done."""
    unset = SOURCE_DATE not in os.environ
    os.environ.setdefault(SOURCE_DATE, "0")
    try:
        yield
    finally:
        if unset:
            del os.environ[SOURCE_DATE]


def _weasyprint() -> Any:  # noqa: ANN401 - the library carries no types
    try:
        import weasyprint  # noqa: PLC0415 - needs Pango and takes a second
    except OSError as error:
        found = f"It is missing here ({str(error).splitlines()[0]})."
        raise MissingSystemLibraryError(
            "The PDF is set with Pango, a library of the operating system.", found, REMEDY
        ) from error
    return weasyprint


def _of_tree(library: Any, style: str) -> Any:  # noqa: ANN401 - the library carries no types
    """Make a page from elements: the library's own parser of HTML, in Python, takes longer than the styles."""
    wrapper = type(library.HTML(string="<html>").wrapper_element)

    class Tree(library.HTML):  # type: ignore[misc]  # the library carries no types
        """A page that is parsed already."""

        def __init__(self, root: ET.Element, url_fetcher: Any) -> None:  # noqa: ANN401 - the library carries no types
            super().__init__(string="<html>", url_fetcher=url_fetcher)
            self.wrapper_element = wrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element
            self._style = style + "".join(found.text or "" for found in root.iter("style"))

        def _ua_stylesheets(self, *args: Any, **kwargs: Any) -> list[Any]:  # noqa: ANN401 - see above
            return base_styles(super()._ua_stylesheets(*args, **kwargs), self._style)

    return Tree


def _only_inside(library: Any) -> Any:  # noqa: ANN401 - the library carries no types
    """Make a fetcher that opens what the page carries inside itself and the shipped fonts, and refuses everything else."""

    class Inside(library.URLFetcher):  # type: ignore[misc]  # the library carries no types
        """Refuses the outside world."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401 - the library's signature
            """Give a shipped font by its name; leave data addresses to the library."""
            name = url.removeprefix(f"{SCHEME}:")
            if url.startswith(f"{SCHEME}:") and name in {file for _, file, _, _ in FACES}:
                content = (templates_root() / "fonts" / f"{name}.ttf").read_bytes()
                return library.urls.URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})
            return super().fetch(url, headers)

    return Inside(allowed_protocols=("data",), allow_redirects=False)


def _faces() -> str:
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f'src:url({SCHEME}:{file}) format("truetype")}}'
        for family, file, weight, style in FACES
    )
