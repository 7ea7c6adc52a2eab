"""An archive is the sweep inside it: unpacked within limits into a folder that is gone afterwards, called by its own place."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import tempfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from optuna_files import FakeTrial, uniform, write_storage

from sweepbrief.errors import UnreadableSourceError, WrongUsageError
from sweepbrief.sources import Blob, archives, read

if TYPE_CHECKING:
    from pathlib import Path

CSV = b"lr,loss\n" + b"".join(b"%g,%g\n" % (0.1 * n, 1 / (n + 1)) for n in range(9))
TRIALS = [FakeTrial(values=((0.1 * n, "FINITE"),), params={"x": (0.1 * n, uniform(0, 1))}) for n in range(5)]


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, mode: str, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload] # the mode is a literal at every call
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


@pytest.fixture(autouse=True)
def private(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder in which temporary folders are made."""
    folder = tmp_path_factory.mktemp("private")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_every_kind_of_archive_is_the_source_inside(tmp_path: Path, private: Path) -> None:
    """ZIP, TAR, compressed TAR and one compressed file give the runs inside; nothing stays behind."""
    wrapped = {"sweep/results/runs.csv": CSV, "sweep/results/model.pt": b"\0" * 99}
    made = [
        zipped(tmp_path / "a.zip", **wrapped),
        tarred(tmp_path / "b.tar", "w", wrapped),
        tarred(tmp_path / "c.tar.gz", "w:gz", wrapped),
        tarred(tmp_path / "d.tgz", "w:gz", wrapped),
        tarred(tmp_path / "e.tar.xz", "w:xz", wrapped),
    ]
    (tmp_path / "runs.csv.gz").write_bytes(gzip.compress(CSV))
    plain = tmp_path / "runs.csv"
    plain.write_bytes(CSV)
    (reference,) = read(plain)
    for path in [*made, tmp_path / "runs.csv.gz"]:
        (study,) = read(path)
        assert study.settings.equals(reference.settings)
        assert (study.name, study.source.kind, study.source.sha256) == ("runs", "table", reference.source.sha256)
        assert study.source.location.startswith(str(path))
    assert read(made[0])[0].source.location == f"{made[0]}/sweep/results/runs.csv"
    assert len(read(Blob("-", gzip.compress(CSV)))[0].statuses) == 9
    assert list(private.iterdir()) == []


def test_what_lies_in_an_archive_is_recognised_by_content(tmp_path: Path) -> None:
    """A storage in a ZIP in a TAR is a storage; several sources are listed by their places in the archive."""
    storage = write_storage(tmp_path / "study.db", {"s": TRIALS}).read_bytes()
    inner = zipped(tmp_path / "inner.zip", **{"study.db": storage}).read_bytes()
    outer = tarred(tmp_path / "outer.tar.gz", "w:gz", {"inner.zip": inner})
    assert read(outer)[0].source.kind == "optuna-sqlite"
    several = zipped(tmp_path / "several.zip", **{"one/a.csv": CSV, "one/b.csv": CSV})
    with pytest.raises(WrongUsageError, match=r"several\.zip/one holds a\.csv, b\.csv"):
        read(several)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "runs.csv.gz").write_bytes(gzip.compress(CSV))
    assert len(read(folder)[0].statuses) == 9


def test_what_would_leave_the_folder_is_refused(tmp_path: Path) -> None:
    """Absolute places and ways upward refuse the whole archive; links in it are left out."""
    for name in ("../evil.csv", "/tmp/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:/evil.csv"):  # noqa: S108 - never written
        for path in (zipped(tmp_path / "a.zip", **{name: CSV}), tarred(tmp_path / "a.tar", "w", {name: CSV})):
            with pytest.raises(UnreadableSourceError, match=r"lies inside it"):
                read(path)
    assert not (tmp_path / "evil.csv").exists()
    with tarfile.open(tmp_path / "links.tar", "w") as archive:
        link = tarfile.TarInfo("secret.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        member = tarfile.TarInfo("runs.csv")
        member.size = len(CSV)
        archive.addfile(member, io.BytesIO(CSV))
    assert read(tmp_path / "links.tar")[0].name == "runs"
    entry = zipfile.ZipInfo("secret.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "links.zip", "w") as zipped_links:
        zipped_links.writestr(entry, "/etc/passwd")
        zipped_links.writestr("runs.csv", CSV)
    assert read(tmp_path / "links.zip")[0].name == "runs"


def test_what_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, private: Path) -> None:
    """Size, number, ratio and depth have limits, each said in an error; nothing stays behind."""
    bomb = tmp_path / "runs.csv.gz"
    bomb.write_bytes(gzip.compress(b"0" * 80_000_000))
    with pytest.raises(UnreadableSourceError, match="250 times"):
        read(bomb)
    monkeypatch.setattr(archives, "MEMBERS", 3)
    with pytest.raises(UnreadableSourceError, match="at most 3 files"):
        read(zipped(tmp_path / "many.zip", **{f"{n}.csv": CSV for n in range(4)}))
    data = CSV
    for _ in range(4):
        data = gzip.compress(data)
    (tmp_path / "deep.gz").write_bytes(data)
    with pytest.raises(UnreadableSourceError, match="three deep"):
        read(tmp_path / "deep.gz")
    assert list(private.iterdir()) == []


def test_what_cannot_be_unpacked_says_why(tmp_path: Path) -> None:
    """Damaged, cut and empty archives, and spreadsheets, each give one error with the archive's own name."""
    whole = gzip.compress(os.urandom(20_000))
    (tmp_path / "cut.gz").write_bytes(whole[:3000])
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04" + b"x" * 50)
    zipped(tmp_path / "book.xlsx", **{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    zipped(tmp_path / "empty.zip")
    zipped(tmp_path / "prose.zip", **{"a.txt": b"Nothing to see here.", "b.txt": b"Nor here."})
    for name in ("cut.gz", "bad.zip", "book.xlsx", "prose.zip"):
        with pytest.raises(UnreadableSourceError, match=name) as caught:
            read(tmp_path / name)
        assert len(str(caught.value).splitlines()) <= 3
        assert "sweepbrief-" not in str(caught.value)


def test_a_folder_of_pickles_names_the_line_that_exports_them(tmp_path: Path) -> None:
    """Only pickles: refused with a command for the tool that wrote them, quoted for a shell."""
    for mark, line in (
        (b"optuna.study", "trials_dataframe"),
        (b"sklearn.model_selection._search\nGridSearchCV", "cv_results_"),
        (b"ray.tune.tuner", "ExperimentAnalysis"),
        (b"hyperopt.base\nTrials", "misc"),
        (b"skopt", "func_vals"),
        (b"pandas", "read_pickle"),
    ):
        folder = tmp_path / line
        (folder / "it's").mkdir(parents=True)
        (folder / "it's" / "study.pkl").write_bytes(b"\x80\x04\x95\x01\x00\x00\x00\x00\x00\x00\x00\x8c" + mark)
        (folder / "notes.txt").write_text("Hello.")
        with pytest.raises(UnreadableSourceError, match=line):
            read(folder)
