"""Typefaces inside a PDF hold what its pages show, and nothing that makes it large."""

from __future__ import annotations

import io
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.misc import timeTools
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from sweepbrief.outputs import OUTPUTS
from sweepbrief.outputs.embedded import tidy
from sweepbrief.outputs.glyphs import lacking

if TYPE_CHECKING:
    from sweepbrief.document import Document

WORDS = "学習率は指標を動かす"


def _typeset() -> pikepdf.Pdf:
    import weasyprint  # noqa: PLC0415 - loads Pango

    return pikepdf.open(io.BytesIO(weasyprint.HTML(string=f'<p style="font-family: Noto Sans CJK JP">{WORDS}').write_pdf()))


def _font(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/CIDFontType0"]
    if not fonts:
        pytest.skip("the installed typeface is of another kind")
    return fonts[0]


def _drawn(outlines: CFFFontSet, code: int) -> list[tuple[str, object]]:
    pen = RecordingPen()
    outlines[0].CharStrings[f"cid{code:05d}"].draw(pen)
    return list(pen.value)


@pytest.mark.skipif(bool(lacking(WORDS)), reason="no typeface for these letters")
def test_a_typeface_of_many_letters_is_cut_to_those_shown() -> None:
    """Ten letters of sixty thousand stay, found by the numbers that the page calls them by, with the outlines they had."""
    pdf = _typeset()
    font = _font(pdf)
    codes = [int(code) for code in font.W if not isinstance(code, pikepdf.Array)]
    whole = font.FontDescriptor.FontFile3.read_bytes()
    tidy(font, pdf)
    cut = font.FontDescriptor.FontFile3
    outlines = CFFFontSet()
    outlines.decompile(io.BytesIO(cut.read_bytes()), None)
    assert cut.Subtype == "/CIDFontType0C"
    assert len(cut.read_bytes()) < len(whole) / 20
    assert outlines[0].charset[1:] == [f"cid{code:05d}" for code in sorted(codes)]
    with TTFont(io.BytesIO(whole), lazy=True) as face:
        assert all(_drawn(outlines, code) == _drawn(face["CFF "].cff, code) for code in codes)
    assert len(codes) == len(set(WORDS))


def test_typefaces_cut_without_the_library_for_it_say_no_time(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where HarfBuzz-Subset is missing, fontTools cuts typefaces, and writes when: two days give the same bytes."""
    from weasyprint.pdf import fonts  # noqa: PLC0415 - loads Pango

    monkeypatch.setattr(fonts, "harfbuzz_subset", None)

    def made(seconds: int) -> bytes:
        monkeypatch.setattr(timeTools, "time", SimpleNamespace(time=lambda: seconds))
        return OUTPUTS["pdf"](replace(document, sections=document.sections[:1]))

    assert made(1_700_000_000) == made(1_800_000_000)
