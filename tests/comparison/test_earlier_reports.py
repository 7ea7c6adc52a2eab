"""An earlier report is read where it is whole, and refused with one clear error where it is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted_brief_of_reports import findings

from sweepbrief.comparison import read_findings, snapshot
from sweepbrief.errors import SweepbriefError, UnreadableSourceError

if TYPE_CHECKING:
    from pathlib import Path


def test_what_the_ledger_says_is_what_is_read() -> None:
    """Metric, runs, best value, ranking and advice survive the way through the file."""
    found = snapshot(findings(), "findings.json")
    assert (found.metric, found.direction) == ("val_loss", "minimize")
    assert found.ranked()[0] == "learning_rate"
    assert found.settings["learning_rate"].best == (3e-4, 3e-3)
    assert found.leading[0] == found.best
    assert [one.action for one in found.advice] == [one["action"] for one in findings()["advice"]]


def pdf(path: Path, content: bytes | None) -> Path:
    """Write a PDF of one empty page, with findings attached or without."""
    with pikepdf.new() as made:
        made.add_blank_page()
        if content is not None:
            made.attachments["findings.json"] = content
        made.save(path)
    return path


def test_findings_travel_in_a_pdf(tmp_path: Path) -> None:
    """The attachment is taken for what it is, and the file is not touched."""
    path = pdf(tmp_path / "report.pdf", json.dumps(findings()).encode())
    before = path.read_bytes()
    assert read_findings(path) == findings()
    assert read_findings(tmp_path) == findings()
    assert path.read_bytes() == before


def test_a_source_is_no_report(tmp_path: Path) -> None:
    """Tables, other JSON and folders without a report are left to the readers of sources."""
    (tmp_path / "runs.csv").write_text("a,loss\n1,2\n")
    (tmp_path / "runs.json").write_text('[{"a": 1, "loss": 2}]')
    assert read_findings(tmp_path / "runs.csv") is None
    assert read_findings(tmp_path / "runs.json") is None
    assert read_findings(tmp_path) is None


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("findings.json", b'{"schema": "sweepbrief-findings/1", "sw', "JSON"),
        ("findings.json", b"\xff\xfe", "JSON"),
        ("findings.json", b'{"schema": NaN}', "no JSON"),
        ("findings.json", b"[" * 100_000, "JSON"),
        ("old.pdf", b"%PDF-1.7 and then nothing", "opened"),
        ("report.html", b"<!doctype html><title>x</title>", "is a page"),
    ],
)
def test_a_damaged_report_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    """Cut, garbled, not JSON at all: an error of the source, with what to do."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableSourceError, match=words):
        read_findings(tmp_path / name)


def test_a_pdf_without_findings_is_refused(tmp_path: Path) -> None:
    """Somebody else's PDF is no report."""
    with pytest.raises(UnreadableSourceError, match="carries none"):
        read_findings(pdf(tmp_path / "paper.pdf", None))
    with pytest.raises(UnreadableSourceError, match="JSON"):
        read_findings(pdf(tmp_path / "cut.pdf", b'{"schema": "sweepb'))


@pytest.mark.parametrize("schema", [None, 1, "sweepbrief-findings/0", "sweepbrief-findings/2"])
def test_another_schema_is_refused(schema: object) -> None:
    """Older, newer or none: the error names both, and the way out."""
    with pytest.raises(UnreadableSourceError, match="sweepbrief-findings/1"):
        snapshot({**findings(), "schema": schema}, "old.json")


def test_a_report_of_the_first_version_is_read() -> None:
    """What was added to the schema since may be missing."""
    old = json.loads(json.dumps(findings()))
    for name in ("leading", "median", "good", "noise"):
        old["sweep"]["objective"].pop(name, None)
    for entry in old["parameters"].values():
        entry.pop("levels", None)
        entry.pop("label", None)
    found = snapshot(old, "old.json")
    assert found.leading == ()
    assert found.good.value is None


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=2), st.just({})
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_damaged_gives_one_error_or_none(data: st.DataObject) -> None:
    """Any value anywhere in the file replaced by another: it is read, or refused as damaged, and nothing else happens."""
    damaged = json.loads(json.dumps(findings()))
    place: Any = damaged
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        inside = place[key]
        if isinstance(inside, dict | list) and inside and data.draw(st.booleans()):
            place = inside
            continue
        place[key] = data.draw(VALUES)
        break
    try:
        snapshot(damaged, "damaged.json")
    except SweepbriefError as error:
        assert len(str(error).splitlines()) <= 3  # noqa: PT017 - most damage is refused, some is harmless
