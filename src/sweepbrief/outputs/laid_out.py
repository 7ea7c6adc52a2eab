"""What stands where on pages that WeasyPrint has laid out, and the one thing that is written into them afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sweepbrief.outputs.drawing import Drawing

PLACE = "00"
"""Kept free in the style sheet where the page of a link's target will stand."""


NOWHERE = "?"


class Measure(NamedTuple):
    """Heights of what stands on one page, in CSS pixels.

    Attributes
    ----------
    room : float
        Height between the page's margins.
    content : float
        Height of everything.
    rows : tuple of float
        Heights of the rows of the longest table, without its head.
    """

    room: float
    content: float
    rows: tuple[float, ...]


def measure(pages: Any) -> Measure:  # noqa: ANN401 - the library carries no types
    """Measure the first page.

    Parameters
    ----------
    pages : weasyprint.Document
        Laid out.

    Returns
    -------
    Measure
        Of the first page alone.
    """
    box = pages.pages[0]._page_box  # noqa: SLF001 - the library tells heights nowhere else
    bodies = [found for found in box.descendants() if found.element_tag == "tbody"]
    rows = max(([row.height for row in body.children] for body in bodies), key=len, default=[])
    return Measure(box.height, box.children[0].margin_height(), tuple(rows))


def put_first(pages: Any, first: Any) -> None:  # noqa: ANN401 - the library carries no types
    """Put what stands on one document's first sheet in the place of what stands on another's, whose head and foot remain.

    Parameters
    ----------
    pages : weasyprint.Document
        Laid out; changed in place.
    first : weasyprint.Document
        Laid out with the same margins above and at the sides, and not more in height than the other's first sheet has room for.
    """
    sheet, held = (laid_out.pages[0]._page_box for laid_out in (pages, first))  # noqa: SLF001 - see measure
    sheet.children = (held.children[0], *sheet.children[1:])
    pages.pages[0] = type(pages.pages[0])(sheet)


def number_links(pages: Any) -> None:  # noqa: ANN401 - the library carries no types
    """Write the page of each link's target into the place kept for it.

    The style sheet could ask for these numbers itself, but then every page with a link to a later one is laid out twice.

    Parameters
    ----------
    pages : weasyprint.Document
        Laid out; changed in place: a line with a number shorter than its place closes up.
    """
    found: dict[str, int] = {}
    for number, page in enumerate(pages.pages, start=1):
        found |= {anchor: number for anchor in page.anchors if anchor not in found}
    for page in pages.pages:
        for path in list(_places(page._page_box, [])):  # noqa: SLF001 - see measure
            target = path[-1].element.get("href", "").removeprefix("#")
            _write(path, path[-1].text.replace(PLACE, str(found.get(target, NOWHERE))))


def draw_straight(pages: Any, pictures: Mapping[Any, Drawing]) -> None:  # noqa: ANN401 - the library carries no types
    """Put drawings in the place of pictures.

    Parameters
    ----------
    pages : weasyprint.Document
        Laid out; changed in place.
    pictures : mapping of Element to Drawing
        By the element whose place a drawing takes.
    """
    for page in pages.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - see measure
            if box.element in pictures and hasattr(box, "replacement"):
                box.replacement = pictures[box.element].in_place_of(box.replacement)


def _places(box: Any, path: list[Any]) -> Iterator[list[Any]]:  # noqa: ANN401 - the library carries no types
    """Find the kept places, each with all that it stands in."""
    for child in box.children:
        if getattr(child, "text", None) is None:
            yield from _places(child, [*path, box])
        elif child.element_tag == "a::after" and PLACE in child.text:
            yield [*path, box, child]


def _write(path: list[Any], written: str) -> None:
    """Set a text anew and move what follows on its line; in a place that floats to the right, the text itself."""
    from weasyprint.text.line_break import split_first_line  # noqa: PLC0415 - loads Pango

    text = path[-1]
    layout, _, _, width, _, _ = split_first_line(written, text.style, None, None, 0)
    gain = width - text.width
    text.text, text.pango_layout, text.width = written, layout, width
    line = max(place for place, box in enumerate(path) if type(box).__name__ == "LineBox")
    if path[line - 1].is_floated():
        text.translate(dx=-gain)
        return
    for around, inside in zip(path[line:-1], path[line + 1 :], strict=True):
        after = around.children[around.children.index(inside) + 1 :]
        for box in after:
            box.translate(dx=gain)
        around.width += gain
