"""The PDF as a viewer, an archive and a screen reader meet it."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pikepdf
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 1_000_000  # bytes

pytestmark = pytest.mark.usefixtures("poppler")


def text(path: Path, *options: str) -> str:
    """Extract the words of a PDF."""
    return subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True).stdout


def elements(node: pikepdf.Object, seen: set[tuple[int, int]]) -> Iterator[pikepdf.Dictionary]:
    """Walk the structure tree."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child, seen)
    elif isinstance(node, pikepdf.Dictionary) and node.objgen not in seen:
        if node.objgen != (0, 0):
            seen.add(node.objgen)
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"], seen)


@pytest.fixture(scope="module")
def document(digits: Path) -> Iterator[pikepdf.Pdf]:
    """Open the example's PDF."""
    with pikepdf.open(digits / "report.pdf") as pdf:
        yield pdf


def test_the_file_is_sound(digits: Path, hostile: Path) -> None:
    """An independent reader finds nothing to mend."""
    for folder in (digits, hostile):
        done = subprocess.run(["qpdf", "--check", str(folder / "report.pdf")], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_tagged_titled_and_has_a_language(document: pikepdf.Pdf) -> None:
    """A screen reader learns the title, the language and the structure; the claims of the file say so."""
    root = document.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang).startswith("en")
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with document.open_metadata() as metadata:
        assert metadata.get("dc:title")
        assert metadata.get("pdfuaid:part") == "1"
        assert metadata.get("pdfaid:part") == "3"
    with document.open_outline() as outline:
        assert len(outline.root) > 0


def test_every_figure_says_what_it_shows(document: pikepdf.Pdf) -> None:
    """Each picture in the structure tree carries a text of its own, and no two the same."""
    figures = [node for node in elements(document.Root.StructTreeRoot, set()) if str(node.S) == "/Figure"]
    texts = [str(node.get("/Alt", "")) for node in figures]
    assert texts
    assert all(texts)
    long = [alternate for alternate in texts if len(alternate) > 60]
    assert len(set(long)) == len(long)


def test_only_the_shipped_fonts_are_in_it(document: pikepdf.Pdf) -> None:
    """Every font is embedded, and the letters are the report's own wherever it is rendered."""
    fonts = set()
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys()), item
            fonts.add(re.sub(r"^/?[A-Z]{6}\+", "", str(item.FontName)).lstrip("/"))
    assert fonts
    assert all("Sweepbrief" in name.replace("-", "") for name in fonts), fonts


def test_pages_are_numbered_and_headed(digits: Path, document: pikepdf.Pdf) -> None:
    """After the first, each page says which of how many it is."""
    count = len(document.pages)
    pages = text(digits / "report.pdf", "-layout").split("\f")[:count]
    assert count > 1
    numbered = [number for number, words in enumerate(pages, start=1) if re.search(rf"\b{number} of {count}\b", words)]
    assert numbered[-1] == count
    assert len(numbered) >= count - 1


def test_it_carries_its_runs_and_its_ledger(digits: Path, document: pikepdf.Pdf) -> None:
    """Attached are the findings, the same as the file beside it, and the runs as a table."""
    names = list(document.attachments)
    ledger = next(name for name in names if name.endswith(".json"))
    attached = json.loads(document.attachments[ledger].get_file().read_bytes())
    assert attached == json.loads((digits / "findings.json").read_text(encoding="utf-8"))
    table = next(name for name in names if name.endswith(".csv"))
    rows = document.attachments[table].get_file().read_bytes().decode().strip().splitlines()
    assert len(rows) - 1 == attached["sweep"]["runs"]["found"]


def test_nothing_in_it_acts_on_its_own(document: pikepdf.Pdf) -> None:
    """No script, no launch action, no form."""
    assert "/OpenAction" not in document.Root or "/JS" not in document.Root.OpenAction
    assert "/AcroForm" not in document.Root
    assert "/JavaScript" not in document.Root.get("/Names", {})


def test_every_parameter_can_be_found_by_searching(digits: Path) -> None:
    """The words of the report are words, not shapes."""
    words = re.sub(r"\s+", "", text(digits / "report.pdf"))
    parameters = json.loads((digits / "findings.json").read_text(encoding="utf-8"))["parameters"]
    assert [name for name in parameters if name not in words] == []


def test_it_is_light(digits: Path) -> None:
    """The example's PDF goes through any mail server."""
    assert (digits / "report.pdf").stat().st_size < LARGEST
