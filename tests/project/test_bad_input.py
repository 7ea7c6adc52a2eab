"""Whatever comes in, there comes out an honest report or one short error with the right status, and nothing half-written."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sweepbrief.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

USAGE, UNREADABLE, EMPTY = 2, 3, 4
LONGEST_ERROR = 4  # lines: three of ours, or click's usage and its sentence


def runs(count: int = 40, seed: int = 0) -> pd.DataFrame:
    """Make an ordinary table of runs."""
    rng = np.random.default_rng(seed)
    rate, width = 10 ** rng.uniform(-4, -1, count), rng.integers(8, 128, count)
    loss = (np.log10(rate) + 2.5) ** 2 + 0.1 * rng.normal(size=count)
    return pd.DataFrame({"learning_rate": rate, "width": width, "val_loss": loss})


def command(*arguments: str) -> int:
    """Run the command line and give its exit status."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    code = stopped.value.code
    return code if isinstance(code, int) else 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an output folder in which an older report stands."""
    older = tmp_path / "out"
    older.mkdir()
    for name in ("report.html", "findings.json", "summary.md"):
        (older / name).write_text("an older report")
    return older


def nothing(path: Path) -> None:
    """Leave the file missing."""
    path.unlink(missing_ok=True)


def noise(path: Path) -> None:
    """Write bytes that mean nothing."""
    path.write_bytes(np.random.default_rng(0).bytes(5000))


def half_a_database(path: Path) -> None:
    """Write the first half of an sqlite file."""
    whole = path.with_suffix(".whole")
    with sqlite3.connect(whole) as connection:
        connection.execute("create table trials (trial_id integer, state text)")
        connection.executemany("insert into trials values (?, ?)", [(n, "COMPLETE" * 50) for n in range(200)])
    connection.close()
    content = whole.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def all_failed(path: Path) -> None:
    """Write runs of which none finished."""
    runs().assign(status="failed", val_loss=np.nan).to_csv(path, index=False)


def no_number(path: Path) -> None:
    """Write runs whose metric is never a finite number."""
    runs().assign(val_loss=[np.inf, -np.inf] * 20).to_csv(path, index=False)


REFUSED: list[tuple[str, Callable[[Path], object], tuple[str, ...], set[int]]] = [
    ("missing.csv", nothing, (), {UNREADABLE}),
    ("empty.csv", lambda path: path.write_bytes(b""), (), {UNREADABLE}),
    (
        "header.csv",
        lambda path: path.write_text("learning_rate,width,val_loss\n"),
        ("--metric", "val_loss"),
        {UNREADABLE, EMPTY},
    ),
    ("noise.csv", noise, (), {UNREADABLE}),
    ("noise.db", noise, (), {UNREADABLE}),
    ("half.db", half_a_database, (), {UNREADABLE}),
    ("half.json", lambda path: path.write_text('[{"lr": 0.1, "val_loss"'), (), {UNREADABLE}),
    ("folder", lambda path: path.mkdir(), (), {UNREADABLE}),
    ("runs.csv", lambda path: runs().to_csv(path, index=False), ("--metric", "val_los"), {USAGE}),
    ("runs.csv", lambda path: runs().to_csv(path, index=False), ("--direction", "sideways"), {USAGE}),
    (
        "runs.csv",
        lambda path: runs().rename(columns={"val_loss": "zeta"}).to_csv(path, index=False),
        ("--metric", "zeta"),
        {USAGE},
    ),
    ("runs.csv", lambda path: runs().to_csv(path, index=False), ("--format", "docx"), {USAGE}),
    ("runs.csv", lambda path: runs().to_csv(path, index=False), ("--fail-on", "bad-luck"), {USAGE}),
    ("runs.csv", lambda path: runs().to_csv(path, index=False), ("--source-kind", "no-such-tool"), {USAGE}),
    ("runs.csv", lambda path: runs().to_csv(path, index=False), ("--config", "no-such-file.toml"), {USAGE}),
    ("failed.csv", all_failed, ("--metric", "val_loss"), {EMPTY}),
    ("infinite.csv", no_number, ("--metric", "val_loss"), {EMPTY}),
]


@pytest.mark.parametrize(
    ("name", "make", "options", "statuses"), REFUSED, ids=[" ".join((case[0], *case[2])) for case in REFUSED]
)
def test_what_cannot_be_reported_is_one_short_error(  # noqa: PLR0913, PLR0917 - a table of cases and two fixtures
    name: str,
    make: Callable[[Path], object],
    options: tuple[str, ...],
    statuses: set[int],
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It says what was expected and found, leaves with the right status, and does not touch the older report."""
    source = folder.parent / name
    make(source)
    assert command("report", str(source), "--output", str(folder), "--quiet", *options) in statuses
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    assert 1 <= len(shown.err.strip().splitlines()) <= LONGEST_ERROR, shown.err
    assert not shown.out
    assert {path.name: path.read_text() for path in folder.iterdir()} == dict.fromkeys(
        ("report.html", "findings.json", "summary.md"), "an older report"
    )


def test_a_misspelt_metric_is_answered_with_the_close_ones(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The error names the metric that was probably meant."""
    runs().to_csv(folder.parent / "runs.csv", index=False)
    command("report", str(folder.parent / "runs.csv"), "--metric", "val_los", "--output", str(folder))
    assert "val_loss" in capsys.readouterr().err.replace("val_los'", "")


def wide() -> pd.DataFrame:
    """Make 60 runs with 400 columns."""
    rng = np.random.default_rng(1)
    return pd.DataFrame({f"p{n:03d}": rng.uniform(size=60) for n in range(399)} | {"val_loss": rng.normal(size=60)})


def non_latin() -> pd.DataFrame:
    """Make runs whose columns and levels are written in other scripts."""
    levels = np.where(np.arange(40) % 2, "עברית", "中文")
    return runs().rename(columns={"learning_rate": "学習率", "width": "Ширина"}).assign(طريقة=levels)


def hostile() -> pd.DataFrame:
    """Make runs whose columns and levels are markup, cells of a spreadsheet, and line breaks."""
    script = "<script>window.pwned = 1</script>"
    levels = np.where(np.arange(40) % 2, "</td><img src=x onerror=alert(1)>", "=1+1|`{{ 7 * 7 }}`\n# heading")
    return runs().rename(columns={"learning_rate": script, "width": "a|b" + "w" * 200}).assign(level=levels)


REPORTED: dict[str, Callable[[], pd.DataFrame]] = {
    "one run": lambda: runs().head(1),
    "two runs": lambda: runs().head(2),
    "five runs": lambda: runs().head(5),
    "constant metric": lambda: runs().assign(val_loss=0.5),
    "constant parameters": lambda: runs().assign(learning_rate=0.1, width=8),
    "some infinite": lambda: runs().assign(val_loss=lambda table: table["val_loss"].where(table.index > 5, np.inf)),
    "some missing": lambda: runs().assign(val_loss=lambda table: table["val_loss"].where(table.index > 5)),
    "huge numbers": lambda: runs().assign(val_loss=lambda table: table["val_loss"] * 1e300),
    "wide": wide,
    "non-Latin": non_latin,
    "hostile": hostile,
}


@pytest.mark.parametrize("name", REPORTED)
def test_what_can_be_reported_is_reported_honestly(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Odd sweeps give a whole report whose ledger accounts for every run."""
    table = REPORTED[name]()
    source = folder.parent / "odd.csv"
    table.to_csv(source, index=False)
    options = ("--metric", "val_loss", "--format", "html,json,md", "--output", str(folder), "--quiet")
    status = command("report", str(source), *options)
    shown = capsys.readouterr()
    assert status == 0, shown.err
    assert shown.out.split() == [str(folder / name) for name in ("report.html", "findings.json", "summary.md")]
    ledger = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    assert ledger["sweep"]["runs"]["found"] == len(table)
    assert ledger["sweep"]["runs"]["used"] == int(np.isfinite(table["val_loss"]).sum())
    if name in {"one run", "two runs", "five runs", "constant metric", "constant parameters"}:
        assert ledger["sweep"]["signal"] == "none"


def test_markup_in_names_stays_text(folder: Path) -> None:
    """A column called <script> is read, not run, and cannot open a table row or a template."""
    source = folder.parent / "hostile.csv"
    hostile().to_csv(source, index=False)
    command("report", str(source), "--metric", "val_loss", "--format", "html,md", "--output", str(folder), "--quiet")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script>window.pwned" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;window.pwned" in page
    assert "<script>" not in (folder / "summary.md").read_text(encoding="utf-8")


def test_two_columns_of_one_name_are_told_apart_or_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A duplicate column is never taken for the other one in silence."""
    source = folder.parent / "twice.csv"
    lines = ["lr,lr,val_loss", *(f"0.{n},{n},{n % 7}" for n in range(1, 40))]
    source.write_text("\n".join(lines))
    status = command("report", str(source), "--format", "json", "--output", str(folder), "--quiet")
    shown = capsys.readouterr()
    assert status in {0, UNREADABLE}
    assert "Traceback" not in shown.err
    if status == 0:
        ledger = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
        assert len(ledger["parameters"]) + len(ledger["excluded"]) > 1


def test_an_output_that_is_a_file_is_left_alone(folder: Path) -> None:
    """``--output`` naming an existing file of another kind is wrong usage."""
    runs().to_csv(folder.parent / "runs.csv", index=False)
    other = folder.parent / "thesis.tex"
    other.write_text("chapter one")
    assert command("report", str(folder.parent / "runs.csv"), "--output", str(other), "--quiet") == USAGE
    assert other.read_text() == "chapter one"
