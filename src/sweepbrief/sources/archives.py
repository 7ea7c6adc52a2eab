"""Archives as a layer below recognition: unpacked into a folder that is gone when the runs are read."""

from __future__ import annotations

import io
import re
import stat
import tarfile
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import Blob, head_of, location_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SUFFIXES: Final = (".zip", ".tar", ".tgz", ".gz", ".tbz2", ".bz2", ".txz", ".xz")
"""File names that may be archives, where a folder is searched."""

LARGEST: Final = 8 * 1024**3
"""Bytes that are unpacked, whatever is passed over included."""

RATIO: Final = 250
"""Unpacked bytes for one packed byte, beyond the first 64 MiB."""

MEMBERS: Final = 1_000_000
"""Files in one archive."""

NESTED: Final = 3
"""Archives within archives."""

_FREE: Final = 64 * 1024**2
_CHUNK: Final = 1024**2
_LEVELS: Final = 40
_ZIP: Final = b"PK\x03\x04"
_STREAMS: Final = ((b"\x1f\x8b", "gzip"), (b"BZh", "bz2"), (b"\xfd7zXZ\x00", "lzma"))
_TAR_MARK: Final = slice(257, 262)
_WEIGHTS: Final = re.compile(
    r"\.(h5|hdf5|keras|pt|pth|ckpt|safetensors|onnx|index|data-\d+-of-\d+|npy|npz|png|jpe?g|gif|mp4|wav|so|whl)$", re.IGNORECASE
)
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_DAMAGE: Final = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class _Budget:
    """What may still be unpacked."""

    def __init__(self, packed: int) -> None:
        self._packed, self._bytes, self._members = max(packed, 1), 0, 0

    def spend(self, count: int) -> None:
        """Count unpacked bytes.

        Raises
        ------
        UnreadableSourceError
            If there are too many, at once or for the archive's size.
        """
        self._bytes += count
        if self._bytes > LARGEST or (self._bytes > _FREE and self._bytes > RATIO * self._packed):
            raise UnreadableSourceError(
                f"An archive holds at most {LARGEST // 1024**3} GiB, and {RATIO} times its own size.",
                "This one holds more.",
                "Unpack it yourself and name the sweep inside.",
            )

    def enter(self, member: str) -> None:
        """Count a member.

        Raises
        ------
        UnreadableSourceError
            If there are too many, or this one would leave the folder.
        """
        self._members += 1
        if self._members > MEMBERS:
            raise UnreadableSourceError(f"An archive holds at most {MEMBERS:,} files.", "This one holds more.")
        parts = member.replace("\\", "/").split("/")
        if member.startswith(("/", "\\")) or ".." in parts or _DRIVE.match(member) or len(parts) > _LEVELS:
            raise UnreadableSourceError(
                "Every file of an archive lies inside it.", f"One is called {member[:200]!r}.", "Do not trust this archive."
            )


def is_archive(source: object) -> bool:
    """Tell by content whether a file or blob is an archive."""
    head = head_of(source)
    return head.startswith((_ZIP, *(mark for mark, _ in _STREAMS))) or head[_TAR_MARK] == b"ustar"


def _is_spreadsheet(names: list[str]) -> bool:
    return "[Content_Types].xml" in names


def _is_wanted(member: str) -> bool:
    """Pass over weights, pictures and what file managers leave: no reader looks at them."""
    name = member.rsplit("/", 1)[-1]
    return not (_WEIGHTS.search(name) or name.startswith("._") or name == ".DS_Store" or member.startswith("__MACOSX/"))


def _copy(opened: IO[bytes], target: Path, budget: _Budget) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with opened, target.open("wb") as file:
        while chunk := opened.read(_CHUNK):
            budget.spend(len(chunk))
            file.write(chunk)


def _unzip(file: IO[bytes], folder: Path, budget: _Budget) -> None:
    with zipfile.ZipFile(file) as archive:
        if _is_spreadsheet(archive.namelist()):
            raise UnreadableSourceError(
                "The source must be in a format that is read.", "It is a spreadsheet.", "Save the sheet of runs as CSV."
            )
        for member in archive.infolist():
            budget.enter(member.filename)
            if member.is_dir() or stat.S_ISLNK(member.external_attr >> 16) or not _is_wanted(member.filename):
                continue
            if member.flag_bits & 1:
                raise UnreadableSourceError("An archive must be open.", "It is protected by a password.", "Unpack it yourself.")
            _copy(archive.open(member), folder / member.filename.replace("\\", "/"), budget)


def _untar(file: IO[bytes], folder: Path, budget: _Budget) -> None:
    with tarfile.open(fileobj=file, mode="r|") as archive:
        for member in archive:
            budget.enter(member.name)
            opened = archive.extractfile(member) if member.isreg() and _is_wanted(member.name) else None
            if opened is not None:
                _copy(opened, folder / member.name, budget)
            elif member.isreg():
                budget.spend(member.size)


def _inner_name(source: Path | Blob) -> str:
    name = source.name if isinstance(source, Path) else "runs"
    return re.sub(r"\.(gz|bz2|xz)$", "", name, flags=re.IGNORECASE) or "runs"


def _expand(file: IO[bytes], kind: str, source: Path | Blob, folder: Path, budget: _Budget) -> None:
    """Unpack a compressed stream: a tar within it, else one file."""
    opener: Callable[[IO[bytes]], IO[bytes]] = import_module(kind).open
    with opener(file) as stream:
        start = stream.read(512)
        stream.seek(0)
        if start[_TAR_MARK] == b"ustar":
            _untar(stream, folder, budget)
        else:
            _copy(stream, folder / _inner_name(source), budget)


def _unpack(source: Path | Blob, folder: Path) -> None:
    head = head_of(source)
    size = len(source.data) if isinstance(source, Blob) else source.stat().st_size
    budget = _Budget(size)
    with io.BytesIO(source.data) if isinstance(source, Blob) else source.open("rb") as file:
        kind = next((kind for mark, kind in _STREAMS if head.startswith(mark)), None)
        if kind:
            _expand(file, kind, source, folder, budget)
        elif head.startswith(_ZIP):
            _unzip(file, folder, budget)
        else:
            _untar(file, folder, budget)


@contextmanager
def unpacked(source: Path | Blob) -> Iterator[Path]:
    """Unpack an archive for as long as it is read.

    Parameters
    ----------
    source : Path or Blob
        An archive: .zip, .tar, a compressed .tar, or one compressed file.

    Yields
    ------
    Path
        A folder named like the archive. Links and devices in it are left out.

    Raises
    ------
    UnreadableSourceError
        If it is damaged, protected, beyond a limit, or would write outside its folder.
    """
    with tempfile.TemporaryDirectory(prefix="sweepbrief-", ignore_cleanup_errors=True) as private:
        name = source.name if isinstance(source, Path) else "archive"
        root = Path(private).resolve() / (re.sub(r"(\.tar)?\.\w+$", "", name) or "archive")
        root.mkdir()
        try:
            _unpack(source, root)
        except UnreadableSourceError as error:
            raise UnreadableSourceError(error.expected, f"{location_of(source)}: {error.found}", error.remedy) from error
        except _DAMAGE as error:
            raise UnreadableSourceError(
                "An archive must be whole.", f"{location_of(source)}: {' '.join(str(error).split())[:200]}."
            ) from error
        yield root
