"""The examples do what they say, and what lies in reports/ is what they make."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = ROOT / "examples"
REPORTS = ROOT / "reports"
FILES = ("report.html", "report.pdf", "findings.json", "summary.md")


def example(script: str, *arguments: str | Path, folder: Path = ROOT) -> str:
    """Run an example as a reader would and give what it prints."""
    command = [sys.executable, str(EXAMPLES / script), *map(str, arguments)]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def differences(left: Any, right: Any, place: str = "") -> list[str]:  # noqa: ANN401 - JSON is of many types
    """List where two JSON values differ; numbers count as equal within what another processor may change."""
    if isinstance(left, dict) and isinstance(right, dict):
        keys = sorted(left.keys() | right.keys())
        return [line for key in keys for line in differences(left.get(key), right.get(key), f"{place}/{key}")]
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        pairs = zip(left, right, strict=True)
        return [line for number, pair in enumerate(pairs) for line in differences(*pair, f"{place}/{number}")]
    if isinstance(left, float) and isinstance(right, int | float):
        return [] if left == pytest.approx(right, rel=1e-6, abs=1e-9) else [f"{place}: {left} and {right}"]
    return [] if left == right else [f"{place}: {left!r} and {right!r}"]


def kept(folder: str) -> dict[str, Any]:
    """Read a ledger that lies in reports/."""
    return dict(json.loads((REPORTS / folder / "findings.json").read_text(encoding="utf-8")))


def _numbers(ledger: dict[str, Any]) -> dict[str, Any]:
    """Leave the words out, and the command, which names the output."""
    parameters = {name: {**entry, "explanation": "", "label": ""} for name, entry in ledger["parameters"].items()}
    told = {part: [{**entry, "text": "", "risk": ""} for entry in ledger[part]] for part in ("advice", "claims")}
    words = {"language": "", "headline": "", "provenance": {**ledger["provenance"], "command": ""}}
    return {**ledger, **told, **words, "parameters": parameters}


def _words(ledger: dict[str, Any]) -> dict[str, str]:
    """Give what is said of each parameter."""
    return {name: entry["explanation"] for name, entry in ledger["parameters"].items()}


def test_the_example_sweep_was_really_trained(tmp_path: Path) -> None:
    """Training the first runs again gives the same settings, the same failures and the same scores."""
    output = tmp_path / "again.csv"
    example("01_train_digits_sweep.py", "--runs", "6", "--output", output)
    with output.open(encoding="utf-8") as file, (EXAMPLES / "digits_sweep.csv").open(encoding="utf-8") as kept:
        pairs = list(zip(csv.DictReader(file), csv.DictReader(kept), strict=False))
    assert len(pairs) == 6
    for again, before in pairs:
        measured = {"created_at", "duration", "val_accuracy", "val_loss"}
        assert {k: v for k, v in again.items() if k not in measured} == {k: v for k, v in before.items() if k not in measured}
        assert float(again["val_accuracy"] or -1) == pytest.approx(float(before["val_accuracy"] or -1), abs=0.02)


def test_the_example_sweep_is_what_it_says() -> None:
    """Several hundred runs, some of them failed for good reasons, some repeated with other seeds, in a small file."""
    path = EXAMPLES / "digits_sweep.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    failed = [row for row in rows if row["status"] == "failed"]
    assert len(rows) == 440
    assert 0 < len(failed) < 0.1 * len(rows)
    assert all(row["val_accuracy"] == "" for row in failed)
    assert all(row["momentum"] == "" for row in rows if row["solver"] == "adam")
    assert {row["seed"] for row in rows} == {"0", "1", "2"}
    assert path.stat().st_size < 100_000


def test_the_report_kept_is_what_the_code_makes_now(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The ledger kept in reports/ is the one this version computes."""
    from sweepbrief.cli import main  # noqa: PLC0415 - loads late, like everything heavy

    monkeypatch.chdir(ROOT)
    options = ["--metric", "val_accuracy", "--format", "json", "--output", str(tmp_path), "--quiet"]
    with pytest.raises(SystemExit) as stopped:
        main(["report", "examples/digits_sweep.csv", *options])
    assert stopped.value.code in {0, None}
    made = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))
    assert not differences(_numbers(kept("digits")), _numbers(made))
    assert not differences(_words(kept("digits")), _words(made))


@pytest.mark.parametrize("language", ["es", "ja", "zh"])
def test_the_report_in_another_language_tells_the_same_numbers(language: str) -> None:
    """A language changes the words of a ledger and nothing else."""
    english, other = kept("digits"), kept(f"digits_{language}")
    assert not differences(_numbers(english), _numbers(other))
    assert all(one != two for one, two in zip(_words(english).values(), _words(other).values(), strict=True))


def test_the_reports_kept_are_whole_and_small() -> None:
    """All four languages are there in every format, and the folder stays small."""
    folders = ("digits", "digits_es", "digits_ja", "digits_zh")
    assert not [f"{folder}/{name}" for folder in folders for name in FILES if not (REPORTS / folder / name).is_file()]
    assert sum(path.stat().st_size for path in REPORTS.rglob("*") if path.is_file()) < 10_000_000


@pytest.mark.parametrize(
    ("script", "folder"),
    [
        ("02_report_from_a_dataframe.py", "adam"),
        pytest.param("03_report_from_an_optuna_study.py", "wine_study", marks=pytest.mark.tool),
    ],
)
def test_the_python_examples_run(script: str, folder: str, tmp_path: Path) -> None:
    """Run from a copy of the project, each writes the folder it names."""
    (tmp_path / "examples").mkdir()
    for path in EXAMPLES.iterdir():
        (tmp_path / "examples" / path.name).symlink_to(path)
    copy = tmp_path / "examples" / f"run_{script}"
    copy.write_text((EXAMPLES / script).read_text(encoding="utf-8"), encoding="utf-8")
    example(str(copy), folder=tmp_path)
    assert {path.name for path in (tmp_path / "reports" / folder).iterdir()} == {"findings.json", "summary.md"}
