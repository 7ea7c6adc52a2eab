"""Claims about the files that the command writes."""

from pathlib import Path

import pytest

from sweepbrief.errors import WrongUsageError
from sweepbrief.writing import _names


def test_output_is_a_folder_or_a_stem(tmp_path: Path) -> None:
    """A path that ends like a file we write names the stem; every other path names a folder."""
    folder, names = _names(str(tmp_path / "out"), "s", ("html", "json"))
    assert (folder, names) == (tmp_path / "out", {"html": "report.html", "json": "findings.json"})
    folder, names = _names(str(tmp_path / "mine.html"), "s", ("html", "pdf"))
    assert (folder, names) == (tmp_path, {"html": "mine.html", "pdf": "mine.pdf"})


def test_a_dotted_folder_name_is_a_folder(tmp_path: Path) -> None:
    """A version number in the name does not make a stem of it."""
    assert _names(str(tmp_path / "v1.2"), "s", ("html",))[0] == tmp_path / "v1.2"


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "<script>", "", "...", "x" * 500])
def test_the_default_folder_lies_under_reports_whatever_the_sweep_is_called(name: str) -> None:
    """A sweep's name cannot lead out of the reports folder."""
    folder, _ = _names(None, name, ("html",))
    assert folder.parent == Path("reports")
    assert folder.name not in {"", ".", ".."}
    assert len(folder.name) <= 80


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    """An existing file is not turned into a folder."""
    (tmp_path / "taken").write_text("x")
    with pytest.raises(WrongUsageError):
        _names(str(tmp_path / "taken"), "s", ("html",))
