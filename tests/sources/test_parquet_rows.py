"""Large Parquet files are read by sample and piece by piece, and say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sweepbrief.sources import parquet_rows, read
from sweepbrief.sources.choose import choose

if TYPE_CHECKING:
    from pathlib import Path

ROWS, KEPT = 3000, 400


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a file in several row groups that counts as large."""
    monkeypatch.setattr(parquet_rows, "MOST_ROWS", KEPT)
    monkeypatch.setattr(parquet_rows, "_PIECE", 128)
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"lr": rng.random(ROWS), "opt": rng.choice(["adam", "sgd"], ROWS), "val_loss": rng.random(ROWS)})
    frame.loc[17, "val_loss"], frame.loc[18, "lr"], frame.loc[19, "lr"] = -5.0, np.nan, np.inf
    frame.to_parquet(tmp_path / "runs.parquet", row_group_size=700)
    return tmp_path / "runs.parquet"


def test_a_sample_holds_the_ends_of_every_column(large: Path) -> None:
    """So many rows and the few with a column's ends, each as the file has it and in its order; the best run is among them."""
    whole = pd.read_parquet(large)
    raw = parquet_rows.sampled_rows(large)
    assert raw is not None
    assert KEPT <= len(raw.frame) <= KEPT + 4
    places = [whole.index[(whole["val_loss"] == loss)][0] for loss in raw.frame["val_loss"]]
    assert places == sorted(places)
    pd.testing.assert_frame_equal(raw.frame, whole.loc[places].reset_index(drop=True))
    known = whole["lr"][np.isfinite(whole["lr"])]
    assert {known.min(), known.max()} <= set(raw.frame["lr"])
    assert raw.frame["val_loss"].min() == -5.0
    assert raw.frame["val_loss"].max() == whole["val_loss"].max()


def test_a_sample_is_said_and_steady(large: Path) -> None:
    """Reading twice gives the same runs, and a note tells how many rows the file has."""
    one, two = (choose(read(large)) for _ in range(2))
    pd.testing.assert_frame_equal(one.settings, two.settings)
    facts = next(note.facts for note in one.notes if note.code == "sampled_rows")
    assert facts == {"rows": ROWS, "kept": len(one.settings)}


@pytest.mark.parametrize("shown", [10_000, KEPT])
def test_small_files_and_histories_are_read_whole(large: Path, shown: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of few rows is no sample, nor is one that may hold a row for each step: a sample would tear its runs apart."""
    if shown > ROWS:
        monkeypatch.setattr(parquet_rows, "MOST_ROWS", shown)
    else:
        frame = pd.read_parquet(large)
        frame.assign(run_id=np.arange(ROWS) // 10, step=np.arange(ROWS) % 10).to_parquet(large)
    assert parquet_rows.sampled_rows(large) is None
