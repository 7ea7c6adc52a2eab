"""Typefaces inside a PDF: only the letters that its pages show, each with the width that the typeface gives it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf
    from fontTools.ttLib import TTFont

THOUSAND = 1000
"""Widths in a PDF are thousandths of the type size (ISO 32000-1, 9.2.4)."""
OUTLINES = "CFF "


def tidy(font: pikepdf.Dictionary, pdf: pikepdf.Pdf) -> None:
    """Tidy an embedded typeface in place.

    Parameters
    ----------
    font : pikepdf.Dictionary
        A descendant font, of either kind.
    pdf : pikepdf.Pdf
        Which it is in.
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - loads only when a PDF is made

    held = font.FontDescriptor.get("/FontFile2", font.FontDescriptor.get("/FontFile3"))
    if held is None or held.get("/Subtype", "/OpenType") != "/OpenType":
        return
    shown = list(_codes(font.W))
    with TTFont(io.BytesIO(held.read_bytes()), lazy=True) as face:
        _set_widths(font, face, shown)
        if OUTLINES in face and hasattr(face[OUTLINES].cff.topDictIndex[0], "ROS"):
            _cut(font, face, shown, pdf)


def _set_widths(font: pikepdf.Dictionary, face: TTFont, shown: list[int]) -> None:
    """Give each letter the width that its typeface says, without the kerning of its first place (ISO 19005-3, 6.2.11.5)."""
    import pikepdf  # noqa: PLC0415 - see tidy

    widths, unit = face["hmtx"].metrics, THOUSAND / face["head"].unitsPerEm
    order = face.getGlyphOrder()
    listed = [(code, _whole(widths[order[code]][0] * unit)) for code in shown if code < len(order)]
    font.W = pikepdf.Array([part for code, width in listed for part in (code, pikepdf.Array([width]))])


def _cut(font: pikepdf.Dictionary, face: TTFont, shown: list[int], pdf: pikepdf.Pdf) -> None:
    """Leave out the places of all letters that are not shown, which the typesetter keeps empty.

    A typeface of East Asian letters has sixty thousand of them, whose table of contents alone is most of the file. Letters are
    found by their number in the character collection (ISO 32000-1, 9.7.4.2), so the others may close up.
    """
    import pikepdf  # noqa: PLC0415 - see tidy

    outlines = face[OUTLINES]
    top = outlines.cff.topDictIndex[0]
    wanted = {".notdef", *(f"cid{code:05d}" for code in shown)}
    kept = [place for place, name in enumerate(top.charset) if name in wanted]
    letters, chosen = top.CharStrings, top.FDSelect
    letters.charStringsIndex.items = [letters.charStringsIndex[place] for place in kept]
    del letters.charStringsIndex.file, letters.charStringsIndex.offsets
    chosen.format, chosen.gidArray = None, [chosen[place] for place in kept]
    top.charset = [top.charset[place] for place in kept]
    letters.charStrings = {name: place for place, name in enumerate(top.charset)}
    top.numGlyphs = len(kept)
    font.FontDescriptor.FontFile3 = pdf.make_stream(outlines.compile(face), Subtype=pikepdf.Name.CIDFontType0C)


def _whole(width: float) -> float | int:
    return int(width) if width == int(width) else round(width, 3)


def _codes(listed: pikepdf.Object) -> Iterator[int]:
    """Read which letters a list of widths is about: a code and an array, or two codes and a number."""
    import pikepdf  # noqa: PLC0415 - see tidy

    place = 0
    while place < len(listed):
        first, second = int(listed[place]), listed[place + 1]
        if isinstance(second, pikepdf.Array):
            yield from range(first, first + len(second))
            place += 2
        else:
            yield from range(first, int(second) + 1)
            place += 3
