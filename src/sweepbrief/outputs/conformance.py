"""What the standards ask of a PDF and the typesetter leaves open: scopes of heads, one link a place, widths, ends."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from sweepbrief.outputs.embedded import tidy

if TYPE_CHECKING:
    import pikepdf

PAGINATION = b"/Artifact <</Type /Pagination>> BDC"
LAST_BYTE = 0xFF
FIXED = frozenset({"/Length1", "/Params", "/Width", "/N"})
"""Marks of streams that are no drawings and whose length is told elsewhere: fonts, attachments, images, colour profiles."""


def conform(pdf: pikepdf.Pdf) -> None:
    """Complete a tagged PDF in place.

    Parameters
    ----------
    pdf : pikepdf.Pdf
        As the typesetter left it.
    """
    import pikepdf  # noqa: PLC0415 - loads only when a PDF is made

    found = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
    for one in found:
        if one.get("/S") == "/TH":
            _give_scope(one)
        elif one.get("/Subtype") in {"/CIDFontType0", "/CIDFontType2"}:
            tidy(one, pdf)
    _set_margins_aside(pdf)
    for drawing in (one for one in pdf.objects if isinstance(one, pikepdf.Stream)):
        if not FIXED & set(drawing.keys()) and drawing.get("/Type") != "/Metadata":
            _end_clearly(drawing)
    _drop_inner_links(pdf)


def _end_clearly(drawing: pikepdf.Stream) -> None:
    """Keep a compressed drawing from ending in a carriage return, which readers count to the line's end that follows it."""
    content = drawing.read_bytes()
    if zlib.adler32(content) & LAST_BYTE == ord("\r"):
        drawing.write(content + b"\n")


def _give_scope(cell: pikepdf.Dictionary) -> None:
    """Say whether a head stands over a column or beside a row (ISO 14289-1, 7.5)."""
    import pikepdf  # noqa: PLC0415 - see conform

    beside = cell.P.P.get("/S") != "/THead"
    attributes = cell.get("/A", pikepdf.Dictionary(O=pikepdf.Name.Table))
    attributes.Scope = pikepdf.Name.Row if beside else pikepdf.Name.Column
    cell.A = attributes


def _drop_inner_links(pdf: pikepdf.Pdf) -> None:
    """Keep one annotation a link: of nested elements only the outermost is tagged as one (ISO 14289-1, 7.18.5)."""
    import pikepdf  # noqa: PLC0415 - see conform

    pairs = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = {int(key): owner for key, owner in zip(pairs[::2], pairs[1::2], strict=True)}
    inner = set()
    for page in pdf.pages:
        kept = []
        for annotation in page.get("/Annots", []):
            owner = owners.get(int(annotation.get("/StructParent", -1)))
            if annotation.get("/Subtype") == "/Link" and owner is not None and owner.get("/S") != "/Link":
                owner.K = pikepdf.Array([kid for kid in owner.K if not _refers(kid, annotation)])
                inner.add(int(annotation.StructParent))
            else:
                kept.append(annotation)
        if "/Annots" in page:
            page.Annots = pikepdf.Array(kept)
    rest = [part for key, owner in owners.items() if key not in inner for part in (key, owner)]
    pdf.Root.StructTreeRoot.ParentTree.Nums = pikepdf.Array(rest)


def _refers(kid: pikepdf.Object, annotation: pikepdf.Object) -> bool:
    import pikepdf  # noqa: PLC0415 - see conform

    return isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid and bool(kid.Obj.objgen == annotation.objgen)


def _set_margins_aside(pdf: pikepdf.Pdf) -> None:
    """Mark running heads and page numbers as what they are, no part of the text that is read out (ISO 14289-1, 7.8)."""
    import pikepdf  # noqa: PLC0415 - see conform

    tree = pdf.Root.StructTreeRoot
    pairs = list(tree.ParentTree.Nums)
    owners = {int(key): owner for key, owner in zip(pairs[::2], pairs[1::2], strict=True)}
    tops = tree.K if isinstance(tree.K, pikepdf.Array) else [tree.K]
    read = {kid.objgen for top in tops for kid in top.K if isinstance(kid, pikepdf.Dictionary)}
    for page in pdf.pages:
        marks = owners[int(page.StructParents)]
        outside = [place for place, owner in enumerate(marks) if _adrift(owner, read)]
        content = page.Contents.read_bytes()
        for place in outside:
            content = re.sub(rb"/\w+\s*<<\s*/MCID %d\s*>>\s*BDC" % place, PAGINATION, content, count=1)
            marks[place] = None
        page.Contents.write(content)


def _adrift(owner: pikepdf.Object, read: set[tuple[int, int]]) -> bool:
    """Tell whether the branch that an element is on hangs from the document but is none of its parts."""
    branch, above = owner.P, owner.P.get("/P")
    return above is not None and bool(above.get("/S") == "/Document") and branch.objgen not in read
