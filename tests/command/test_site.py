"""The index of many reports: newest first, complete without scripts, safe from names, whole or not at all."""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from sweepbrief.errors import WrongUsageError
from sweepbrief.site import collect, moment, write_site

sys.path.insert(0, str(Path(__file__).parents[1] / "comparison"))

from planted_brief_of_reports import findings


def put(folder: Path, best: float = 0.3, page: bool = True, **sweep: Any) -> None:  # noqa: ANN401, FBT001, FBT002 - fields of a sweep
    """Write a report's findings, and a page beside them."""
    found = json.loads(json.dumps(findings()))
    found["sweep"] |= sweep
    found["sweep"]["objective"]["best"] = best
    folder.mkdir(parents=True)
    (folder / "findings.json").write_text(json.dumps(found))
    if page:
        (folder / "report.html").write_text("<!doctype html><title>r</title>")


def test_the_newest_comes_first(tmp_path: Path) -> None:
    """Dates in paths decide; the other page holds the same reports by name."""
    put(tmp_path / "2026-01-05-a", name="zebra")
    put(tmp_path / "2026-03-01-b", name="ant")
    put(tmp_path / "2026-02-01-c", name="bee")
    assert [entry.moment for entry in collect(tmp_path).entries] == ["2026-03-01", "2026-02-01", "2026-01-05"]
    newest, by_name = (path.read_text() for path in write_site(tmp_path))
    row = re.compile(r'<th scope="row" data-sort="(\w+)"')
    assert row.findall(newest)[:3] == ["ant", "bee", "zebra"]
    assert row.findall(by_name)[:3] == ["ant", "bee", "zebra"]
    assert 'href="by-name.html"' in newest
    assert 'href="index.html"' in by_name
    assert 'href="./2026-03-01-b/report.html"' in newest


def test_the_index_is_the_same_each_time(tmp_path: Path) -> None:
    """Same reports, same bytes; its own pages are no reports."""
    put(tmp_path / "2026-01-05")
    first = [path.read_bytes() for path in write_site(tmp_path)]
    assert [path.read_bytes() for path in write_site(tmp_path)] == first


def test_sweeps_of_one_name_are_followed(tmp_path: Path) -> None:
    """Three reports on one sweep make a trend; another sweep makes none."""
    for month, best in ((1, 0.3), (2, 0.29), (3, 0.28)):
        put(tmp_path / f"2026-0{month}-01", best)
    put(tmp_path / "2026-04-01", name="another")
    page = write_site(tmp_path)[0].read_text()
    assert page.count("<figure") == 1
    assert "3\N{NO-BREAK SPACE}reports on" in page


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    """Neither a sweep, a metric, a sentence nor a folder forms markup or an address of its own."""
    hostile = '"><script>alert(1)</script>'
    folder = tmp_path / 'javascript:alert(1)"><img src=x onerror=alert(2)>'
    put(folder, name=hostile)
    found = json.loads((folder / "findings.json").read_text())
    found["headline"] = hostile
    found["sweep"]["objective"]["name"] = hostile
    (folder / "findings.json").write_text(json.dumps(found))
    page = write_site(tmp_path)[0].read_text()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert all(address.startswith(("./", "#", "by-name.html")) for address in re.findall(r'href="([^"]*)"', page))
    assert "default-src 'none'" in unescape(page)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A damaged report stands in the index as such, and stops nothing; a source beside it is no report."""
    put(tmp_path / "good")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "findings.json").write_text('{"schema": "sweepbrief-findings/0"}')
    (tmp_path / "runs.json").write_text("[1, 2]")
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.4 not ours")
    found = collect(tmp_path)
    assert [entry.path for entry in found.entries] == ["good/report"]
    assert [place for place, _ in found.skipped] == ["bad/findings.json"]
    assert "bad/findings.json" in write_site(tmp_path)[0].read_text()


def test_an_empty_folder_has_an_index_too(tmp_path: Path) -> None:
    """It says that there is nothing yet."""
    assert "no report here yet" in write_site(tmp_path)[0].read_text()


def test_somebody_elses_page_is_left_alone(tmp_path: Path) -> None:
    """An index.html that we did not write is refused, and so is what is no folder."""
    (tmp_path / "index.html").write_text("<!doctype html><title>my docs</title>")
    with pytest.raises(WrongUsageError, match="another page"):
        write_site(tmp_path)
    assert "my docs" in (tmp_path / "index.html").read_text()
    with pytest.raises(WrongUsageError, match="folder"):
        write_site(tmp_path / "index.html")


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("lr/2026-11-21/report", "2026-11-21"),
        ("20261121-0630/report", "2026-11-21T06:30"),
        ("2025-01-01/2026-11-21T06:30-nightly/report", "2026-11-21T06:30"),
    ],
)
def test_a_date_is_read_off_the_path(place: str, wanted: str) -> None:
    """The last date counts, with its time where it has one."""
    assert moment(place, Path(__file__)) == wanted


@pytest.mark.parametrize("place", ["2026-13-40/report", "run12026112199/report", "report"])
def test_what_is_no_date_is_none(place: str) -> None:
    """Impossible dates and longer numbers are passed over for the file's own time."""
    assert moment(place, Path(__file__)).endswith(tuple("0123456789"))
    assert "T" in moment(place, Path(__file__))
