"""Many sweeps at once: a report each, an index, and no failure that stops the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sweepbrief.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def _sweep(path: Path, seed: int) -> str:
    rng = np.random.default_rng(seed)
    x = rng.uniform(size=(24, 2))
    lines = [f"{a},{b},{3 * a + 0.1 * rng.normal()}" for a, b in x]
    path.write_text("\n".join(["rate,width,val_loss", *lines]) + "\n", encoding="utf-8")
    return str(path)


def test_one_failure_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two sweeps of the same name and a broken file between them: two reports, an index, and the broken file's status."""
    (tmp_path / "old").mkdir()
    broken = tmp_path / "broken.csv"
    broken.write_text("rate,val_loss\n", encoding="utf-8")
    sources = [_sweep(tmp_path / "runs.csv", 0), str(broken), _sweep(tmp_path / "old" / "runs.csv", 1)]
    with pytest.raises(SystemExit) as ended:
        main(["report", *sources, "--format", "json", "--output", str(tmp_path / "made")])
    assert ended.value.code == 3
    printed = capsys.readouterr()
    made = tmp_path / "made"
    assert printed.out.split() == [str(made / name) for name in ("runs/findings.json", "runs-2/findings.json", "index.html")]
    assert f"{broken}: " in printed.err
    assert "[3 of 3]" in printed.err
    assert (made / "runs" / "findings.json").read_bytes() != (made / "runs-2" / "findings.json").read_bytes()


def test_several_reports_go_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file name for several reports is refused before anything is read."""
    with pytest.raises(SystemExit) as ended:
        main(["report", "one.csv", "two.csv", "--output", str(tmp_path / "report.html")])
    assert ended.value.code == 2
    assert "folder" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
