"""Files are written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sweepbrief.errors import WrongUsageError
from sweepbrief.outputs import write_atomically

if TYPE_CHECKING:
    from pathlib import Path


def test_files_appear_with_their_content(tmp_path: Path) -> None:
    """Every file stands in the folder, which is made where it is missing, and nothing else does."""
    folder = tmp_path / "a" / "b"
    paths = write_atomically(folder, {"one.html": b"1", "two.pdf": b"2"})
    assert [path.read_bytes() for path in paths] == [b"1", b"2"]
    assert sorted(path.name for path in folder.iterdir()) == ["one.html", "two.pdf"]


def test_a_failing_write_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full at the second file, both old files stay, and no leftover lies about."""
    write_atomically(tmp_path, {"one.html": b"old", "two.pdf": b"old"})

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sweepbrief.outputs.atomic.os.fsync", full)
    with pytest.raises(WrongUsageError, match="No space left"):
        write_atomically(tmp_path, {"one.html": b"new", "two.pdf": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"one.html": b"old", "two.pdf": b"old"}


def test_a_folder_that_is_a_file_is_an_error_of_usage(tmp_path: Path) -> None:
    """The message names the place and what to do."""
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(WrongUsageError, match="taken"):
        write_atomically(tmp_path / "taken", {"one.html": b"1"})
