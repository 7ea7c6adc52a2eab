"""Templates are compiled once, and what is kept of them is never staler or less safe than they are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, FileSystemLoader

from sweepbrief.compiled_templates import CompiledTemplates

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with one template and the module of its filters, where Python may write bytecode."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "filters").mkdir()
    (tmp_path / "filters" / "filters.py").write_text("TWICE = 2\n")
    (tmp_path / "said.jinja").write_text("once")
    return tmp_path


def _environment(house: Path) -> Environment:
    kept = CompiledTemplates(house / "filters")
    return Environment(loader=FileSystemLoader(house), autoescape=True, bytecode_cache=kept)


def _said(house: Path) -> str:
    return _environment(house).get_template("said.jinja").render()


def _kept(house: Path) -> list[Path]:
    return sorted((house / "__pycache__").glob("*"))


def test_the_next_process_compiles_nothing(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one process compiled the next one reads, without a look at Jinja's compiler."""
    assert _said(house) == "once"
    assert len(_kept(house)) == 1
    monkeypatch.setattr(Environment, "compile", None)
    assert _said(house) == "once"


@pytest.mark.parametrize("changed", ["said.jinja", "filters/filters.py"])
def test_a_change_is_seen(house: Path, changed: str) -> None:
    """A changed template, or a changed filter, which Jinja may have applied to a constant already, is compiled again."""
    _said(house)
    before = _kept(house)[0].read_bytes()
    (house / changed).write_text("{{ 2 }} = 2\n")
    assert _said(house) == ("2 = 2" if changed == "said.jinja" else "once")
    assert _kept(house)[0].read_bytes() != before


@pytest.mark.parametrize("left", [1, 300])
def test_what_is_no_bytecode_is_passed_over(house: Path, left: int) -> None:
    """A file cut short, or of another version, is compiled again."""
    _said(house)
    whole = _kept(house)[0].read_bytes()
    _kept(house)[0].write_bytes(whole[:left] if left == 1 else whole[:-left])
    assert _said(house) == "once"
    assert _kept(house)[0].read_bytes() == whole


def test_nothing_runs_from_a_folder_open_to_everybody(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everybody may write, nothing is read and nothing is written."""
    _said(house)
    (house / "__pycache__").chmod(0o777)
    written = _kept(house)[0].stat().st_mtime_ns
    monkeypatch.setattr("sweepbrief.compiled_templates.marshal.loads", None)
    assert _said(house) == "once"
    assert _kept(house)[0].stat().st_mtime_ns == written


def test_python_told_to_write_no_bytecode_writes_none(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The switch for modules holds for templates."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert _said(house) == "once"
    assert not _kept(house)
