"""The PDF: tagged, archivable, self-contained, and the same every time."""

from __future__ import annotations

import io
import re
import sys
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest
import weasyprint
from fontTools.ttLib import TTFont

from sweepbrief.document import Cell, Code, Prose, Section, Table
from sweepbrief.errors import MissingSystemLibraryError
from sweepbrief.outputs import OUTPUTS, typesetter
from sweepbrief.outputs import pdf as pdf_output
from sweepbrief.outputs.archive import PADDING, saved
from sweepbrief.outputs.conformance import _end_clearly
from sweepbrief.outputs.paper import following, rows_shown, sheets
from sweepbrief.outputs.regional import regional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sweepbrief.document import Block, Document
    from sweepbrief.outputs.typesetter import LaidOut


SHORT = {"answer", "what_matters", "disagreements", "runs"}


def _short(document: Document) -> Document:
    """Keep the sections that have every kind of block: typesetting takes time."""
    return replace(document, sections=tuple(section for section in document.sections if section.id in SHORT))


def _laid_out(document: Document, sheet: tuple[Block, ...], sections: tuple[Section, ...]) -> LaidOut:
    setter = typesetter.Typesetter(pdf_output._style(document))  # noqa: SLF001 - pages are laid out nowhere else
    return setter._laid_out(pdf_output._page(document, sheet, sections))  # noqa: SLF001 - see above


@pytest.fixture(scope="module")
def short(document: Document) -> Document:
    return _short(document)


@pytest.fixture(scope="module")
def content(short: Document) -> bytes:
    return OUTPUTS["pdf"](short)


@pytest.fixture(scope="module")
def pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(content)) as opened:
        yield opened


def test_the_same_document_gives_the_same_pdf(short: Document, content: bytes) -> None:
    """No date, no random identity."""
    assert OUTPUTS["pdf"](short) == content
    assert b"CreationDate" not in content


def test_another_release_of_the_library_sets_the_pages_by_itself(
    short: Document, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where pages are kept in a way that we do not know, the PDF is still written, with numbers from the style sheet."""

    def unknown(*_: object) -> None:
        raise AttributeError("pages")

    for name in ("measure", "number_links", "draw_straight"):
        monkeypatch.setattr(typesetter, name, unknown)
    with pikepdf.open(io.BytesIO(OUTPUTS["pdf"](short))) as opened:
        assert len(opened.pages) > 2
        assert opened.open_metadata()["pdfaid:part"] == "3"
    told = [record.message for record in caplog.records if record.name == typesetter.__name__]
    assert {message.split(" sets ")[0] for message in told} == {f"WeasyPrint {weasyprint.__version__}"}


def test_both_standards_are_claimed(pdf: pikepdf.Pdf) -> None:
    """The metadata claims PDF/A-3a and PDF/UA-1, with the title and the language that they ask for."""
    with pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert meta["dc:title"] == "Sweep report: planted"
    assert pdf.Root.Lang == "en"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_runs_and_findings_travel_inside(pdf: pikepdf.Pdf, document: Document) -> None:
    """Both attachments are what the document holds, and say how they relate to it."""
    for attachment in document.attachments:
        assert pdf.attachments[attachment.name].get_file().read_bytes() == attachment.content
    assert {str(found.AFRelationship) for found in pdf.Root.AF} == {"/Data", "/Supplement"}


def test_every_head_of_a_table_says_what_it_heads(pdf: pikepdf.Pdf) -> None:
    """Heads in a table's first row stand over columns, the others beside rows (ISO 14289-1, 7.5)."""
    found = [(str(one.P.P.S), str(one.A.Scope)) for one in _dictionaries(pdf) if one.get("/S") == "/TH"]
    assert set(found) == {("/THead", "/Column"), ("/TBody", "/Row")}


def test_every_link_is_tagged_as_one(pdf: pikepdf.Pdf) -> None:
    """No annotation belongs to an element that is no link, and none is left in the tree that no page has (7.18.5)."""
    pairs = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip(map(int, pairs[::2]), pairs[1::2], strict=True))
    links = [one for page in pdf.pages for one in page.get("/Annots", []) if one.get("/Subtype") == "/Link"]
    assert links
    assert {str(owners[int(link.StructParent)].S) for link in links} == {"/Link"}
    kept = {link.objgen for link in links}
    assert {one.Obj.objgen for one in _dictionaries(pdf) if one.get("/Type") == "/OBJR"} == kept


def test_everything_drawn_is_read_out_or_set_aside(pdf: pikepdf.Pdf) -> None:
    """Each piece of text hangs from the document, but for running heads and page numbers, which are artifacts (7.1, 7.8)."""
    pairs = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip(map(int, pairs[::2]), pairs[1::2], strict=True))
    parts = {kid.objgen for kid in pdf.Root.StructTreeRoot.K[0].K}
    for page in pdf.pages:
        content = page.Contents.read_bytes()
        assert content.count(b"/Pagination") >= 2
        for place in map(int, re.findall(rb"/MCID (\d+)", content)):
            branch = owners[int(page.StructParents)][place]
            while branch.P.get("/S") != "/Document":
                branch = branch.P
            assert branch.objgen in parts


def test_letters_are_as_wide_as_their_typeface_says(pdf: pikepdf.Pdf) -> None:
    """The widths in the file are those of the embedded outlines, kerning aside (ISO 19005-3, 6.2.11.5)."""
    fonts = [one for one in _dictionaries(pdf) if one.get("/Subtype") == "/CIDFontType2"]
    assert fonts
    for font in fonts:
        with TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes())) as face:
            order, unit = face.getGlyphOrder(), 1000 / face["head"].unitsPerEm
            pairs = zip(list(font.W)[::2], list(font.W)[1::2], strict=True)
            wrong = [code for code, (width,) in pairs if abs(float(width) - face["hmtx"][order[code]][0] * unit) > 0.01]
        assert wrong == []


def test_no_drawing_ends_in_half_a_line() -> None:
    """A compressed stream whose last byte is a carriage return gets another end, and shows the same."""
    drawn = next(content for n in range(256) if zlib.adler32(content := b"1" * n + b" 0 m") & 0xFF == ord("\r"))
    with pikepdf.new() as made:
        made.add_blank_page()
        made.pages[0].Contents = made.make_stream(drawn)
        _end_clearly(made.pages[0].Contents)
        assert made.pages[0].Contents.read_bytes() == drawn + b"\n"
        target = io.BytesIO()
        made.save(target, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"\r\nendstream" not in target.getvalue()


def test_no_packed_stream_ends_so_either() -> None:
    """Of files whose objects are packed none holds a stream that ends in a carriage return, though some of these would."""
    padded = 0
    for count in range(110, 170):
        with pikepdf.new() as made:
            made.add_blank_page()
            made.Root.Names = pikepdf.Dictionary(Marks=pikepdf.Array([pikepdf.String("x" * count)]))
            content = saved(made)
        assert b"\r\nendstream" not in content
        with pikepdf.open(io.BytesIO(content)) as opened:
            assert str(opened.Root.Names.Marks[0]) == "x" * count
            padded += PADDING in opened.Root
    assert 0 < padded < 10


def _dictionaries(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]


def test_page_one_stands_alone(pdf: pikepdf.Pdf) -> None:
    """The contents begin on page two: the outline's first entry below the headline leads there."""
    with pdf.open_outline() as outline:
        first = outline.root[0].children[0]
        assert first.destination[0].objgen == pdf.pages[1].obj.objgen


def test_hostile_names_are_set_as_text(hostile: Document) -> None:
    """A name that is markup is printed, not obeyed."""
    with pikepdf.open(io.BytesIO(OUTPUTS["pdf"](_short(hostile)))) as opened:
        raw = b"".join(found.unparse() for found in opened.objects if isinstance(found, pikepdf.Dictionary))
    assert b"/JavaScript" not in raw
    assert b"evil.example" not in raw.replace(b"(http://evil.example)", b"")


def test_page_one_is_shortened_until_it_fits(document: Document) -> None:
    """Each trial is shorter than the one before; what it leaves out follows in full."""
    shown = [rows_shown(sheet) for sheet in sheets(document)]
    assert shown == sorted(shown, reverse=True)
    assert "what_matters" not in [section.id for section in following(document, 6)]
    assert "what_matters" in [section.id for section in following(document, 4)]


def test_no_row_is_printed_twice(document: Document) -> None:
    """The parameter table goes on where page one ends, says so, and each of its rows can still be linked to once."""
    sheet = next(sheet for sheet in sheets(document) if rows_shown(sheet) == 4)
    first = next(block for block in sheet if isinstance(block, Table))
    section = next(section for section in following(document, 4) if section.id == "what_matters")
    rest = next(block for block in section.blocks if isinstance(block, Table))
    blocks = [block for section in document.sections if section.page_one for block in section.blocks]
    whole = next(block for block in blocks if isinstance(block, Table))
    assert (*first.rows, *rest.rows) == whole.rows
    assert (*first.row_ids, *rest.row_ids) == whole.row_ids
    assert first.caption.endswith(f"{len(rest.rows)} more follow under “What matters”.")
    assert rest.caption.endswith("The first 4 are on page 1.")


def test_no_text_leaves_its_cell(document: Document) -> None:
    """Columns of fixed width wrap what they hold; a number, a picture and a remark in place of both."""
    boxes = [box for sheet in _laid_out(document, sheets(document)[0], ()).pages for box in sheet._page_box.descendants()]  # noqa: SLF001 - told nowhere else
    cells = [box for box in boxes if box.element_tag in {"td", "th"} and hasattr(box, "colspan")]
    words = [(cell, box) for cell in cells for box in cell.descendants() if getattr(box, "text", None)]
    ends = [(cell.position_x + cell.margin_width(), box) for cell, box in words]
    assert len(cells) > 20
    assert [box.text for end, box in ends if box.position_x + box.width > end + 1] == []


def test_a_long_table_is_cut_and_says_so(document: Document) -> None:
    """Of sixty rows thirty are printed, except of the claims, which are looked up on paper."""
    cells = tuple((Cell(str(number), number, "head"),) for number in range(60))
    tables = (Table("levels", "Levels", ("A",), cells), Table("claims", "Claims.", ("A",), cells))
    appendix = replace(document.sections[-1], blocks=tables)
    cut, whole = following(replace(document, sections=(document.sections[0], appendix)), 0)[0].blocks
    assert isinstance(cut, Table)
    assert len(cut.rows) == 30
    assert cut.caption == "Levels. 30 of 60 rows are printed; the web page has all."
    assert whole == tables[1]


def test_east_asian_headings_keep_their_parentheses_whole() -> None:
    """A line of a heading may end before or after an aside, not inside; other text breaks anywhere."""
    aside = "\uff083\u304c\u6700\u826f\uff09"
    page = f"<h1>depth{aside}</h1><p>depth{aside}</p>"
    assert regional(page, "ja") == f'<h1>depth<span class="nowrap">{aside}</span></h1><p>depth{aside}</p>'
    assert regional(page, "en") == page


def test_a_text_too_long_for_paper_takes_its_heading_along(document: Document) -> None:
    """Nothing is announced that does not follow."""
    section = next(section for section in document.sections if any(isinstance(block, Code) for block in section.blocks))
    long = tuple(replace(block, text="x\n" * 99) if isinstance(block, Code) else block for block in section.blocks)
    for blocks, there in ((section.blocks, True), (long, False)):
        sections = (document.sections[0], replace(section, blocks=blocks))
        printed = following(replace(document, sections=sections), 0)[0].blocks
        assert any(isinstance(block, Code) for block in printed) == there
        assert ("spaces" in [block.id for block in printed if isinstance(block, Prose)]) == there
        assert len(printed) > 1


def test_a_missing_library_is_named_with_its_remedy(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Pango the error holds the one command that installs it."""

    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(MissingSystemLibraryError, match="apt-get install"):
        OUTPUTS["pdf"](document)


@pytest.mark.parametrize("above", [24, 28])
def test_a_text_to_copy_stays_on_one_page(above: int, document: Document) -> None:
    """Nobody pastes half a search space: a text that would not fit below so many lines begins on the next page."""
    text = "\n".join(f"setting_{line}: {line}" for line in range(24))
    part = Section("part", "Part", (*(Prose(f"Line {line}.") for line in range(above)), Code(text, "For W&B")))
    laid_out = _laid_out(document, (), (part,))
    boxes = [sheet._page_box.descendants() for sheet in laid_out.pages]  # noqa: SLF001 - told nowhere else
    assert [sum(box.element_tag == "pre" for box in found) for found in boxes].count(0) == len(laid_out.pages) - 1


def test_page_one_is_laid_out_once_where_its_table_fits(
    short: Document, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that was measured is the page that is printed: to the last byte what a whole layout would give."""
    laid_out = []
    monkeypatch.setattr(typesetter.Typesetter, "write", lambda *_: laid_out.append("whole"))
    assert OUTPUTS["pdf"](short) == content
    assert laid_out == []
    monkeypatch.undo()
    monkeypatch.setattr(typesetter.Typesetter, "write_behind", lambda *_: laid_out.append("behind"))
    assert OUTPUTS["pdf"](short) == content
    assert laid_out == ["behind"]
