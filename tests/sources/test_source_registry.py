"""Every reader says what it is, and every source finds its reader by content."""

from __future__ import annotations

import csv
import io
import sqlite3
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from optuna_files import FakeTrial, uniform, write_storage
from real_files import DATA, needs_data

from sweepbrief.errors import SweepbriefError, UnreadableSourceError, WrongUsageError
from sweepbrief.sources import SOURCES, Blob, SourceKind, choose, inspect, read

if TYPE_CHECKING:
    from pathlib import Path

TRIALS = [FakeTrial(values=((0.1 * n, "FINITE"),), params={"x": (0.1 * n, uniform(0, 1))}) for n in range(5)]
FRAME = pd.DataFrame({"lr": np.linspace(0, 1, 9), "loss": np.linspace(1, 0, 9)})


def test_readers_have_names_of_their_own() -> None:
    """Each reader has a kind with a name, a title and what it reads."""
    names = [reader.SOURCE.name for reader in SOURCES]
    assert len(set(names)) == len(names)
    assert all(reader.SOURCE.title and reader.SOURCE.reads for reader in SOURCES)
    assert names[-1] == "table"


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    """A storage called ``.csv`` and a table called ``.db`` find their readers; a wish overrules."""
    assert read(write_storage(tmp_path / "runs.csv", {"s": TRIALS}))[0].source.kind == "optuna-sqlite"
    FRAME.to_csv(tmp_path / "runs.db", index=False)
    assert read(tmp_path / "runs.db")[0].source.kind == "table"
    with pytest.raises(UnreadableSourceError):
        read(tmp_path / "runs.db", "optuna-sqlite")
    with pytest.raises(WrongUsageError, match="table"):
        read(tmp_path / "runs.db", "tabel")


def test_a_folder_with_one_source_is_that_source(tmp_path: Path) -> None:
    """Beside notes and settings, the one table counts; of several, one must be named; of none, it is said what is read."""
    folder = tmp_path / "results"
    (folder / "inner").mkdir(parents=True)
    with pytest.raises(UnreadableSourceError, match="Parquet"):
        read(folder)
    FRAME.to_csv(folder / "inner" / "runs.csv", index=False)
    assert read(folder)[0].name == "runs"
    (folder / "config.json").write_text('{"lr": [0, 1], "epochs": {"min": 1}}')
    (folder / "README.txt").write_text("Runs, of Monday,\nand of Tuesday,\n")
    FRAME.to_csv(folder / "top.csv", index=False)
    assert read(folder)[0].name == "top"
    FRAME.to_csv(folder / "other.csv", index=False)
    with pytest.raises(WrongUsageError, match=r"other.csv, top.csv"):
        read(folder)


def test_what_does_not_exist_names_its_neighbours(tmp_path: Path) -> None:
    """A misspelt path is answered with the file that is there."""
    FRAME.to_csv(tmp_path / "runs.csv", index=False)
    with pytest.raises(UnreadableSourceError, match=r"runs\.csv\?"):
        read(tmp_path / "run.csv")
    with pytest.raises(UnreadableSourceError):
        read("x" * 5000)
    with pytest.raises(UnreadableSourceError):
        read("wandb://a/b")


def test_third_parties_are_asked_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader from the entry-point group reads what no built-in one recognises, and nothing else."""
    reader = SimpleNamespace(
        SOURCE=SourceKind("other", "Another tool", "objects"),
        recognises=lambda source: isinstance(source, SimpleNamespace),
        read=lambda source: read(source.frame),
    )
    point = SimpleNamespace(load=lambda: reader)
    monkeypatch.setattr(
        "sweepbrief.sources.registry.entry_points", lambda group: [point] if group == "sweepbrief.sources" else []
    )
    assert len(read(SimpleNamespace(frame=FRAME))[0].statuses) == 9
    assert read(FRAME)[0].source.kind == "table"


def test_inspection_shows_every_study(tmp_path: Path) -> None:
    """All studies, runs by status, parameters with ranges or choices, metrics with directions, and notes."""
    path = write_storage(tmp_path / "study.db", {"s": TRIALS, "t": [FakeTrial(state="FAIL")]})
    shown = inspect(read(path), str(path))
    assert (shown["kind"], shown["location"]) == ("optuna-sqlite", str(path))
    first, second = shown["studies"]  # type: ignore[misc] # a list of two
    assert first["runs"] == {"found": 5, "by_status": {"complete": 5}}
    assert first["parameters"] == [
        {"name": "x", "kind": "float", "scale": "linear", "range": [0.0, 1.0], "distinct": 5, "active_when": None}
    ]
    assert first["metrics"] == [{"name": "value", "direction": "minimize", "finite": 5}]
    assert second["runs"] == {"found": 1, "by_status": {"failed": 1}}


@needs_data
def test_inspection_of_real_sources_is_complete() -> None:
    """Conditions and levels of real sweeps are shown."""
    (study,) = inspect(read(DATA / "optuna/asreview/svm_db.sqlite3"), "svm")["studies"]  # type: ignore[misc] # a list of one
    shown = {parameter["name"]: parameter for parameter in study["parameters"]}
    assert shown["kernel"]["choices"] == ["linear", "rbf"]
    assert shown["gamma"]["active_when"] == {"parent": "kernel", "values": ["rbf"]}


def test_ten_thousand_runs_are_read_quickly(tmp_path: Path) -> None:
    """10,000 runs with 13 columns take a few seconds at most, in a table and in a storage."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.random((10_000, 12)), columns=[f"p{n}" for n in range(12)])
    frame["opt"] = np.array(["adam", "sgd", "lion"])[rng.integers(0, 3, 10_000)]
    frame.assign(loss=rng.random(10_000)).to_csv(tmp_path / "runs.csv", index=False)
    start = time.perf_counter()
    assert len(choose(read(tmp_path / "runs.csv")).parameters) == 13
    assert time.perf_counter() - start < 8
    write_storage(tmp_path / "study.db", {"s": TRIALS * 400})
    with sqlite3.connect(tmp_path / "study.db") as connection:
        assert connection.execute("SELECT count(*) FROM trials").fetchone() == (2000,)
    connection.close()
    start = time.perf_counter()
    assert int(choose(read(tmp_path / "study.db")).used.sum()) == 2000
    assert time.perf_counter() - start < 5


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_runs_or_one_short_error(data: bytes) -> None:
    """Whatever bytes arrive, they are read as studies or refused in at most three lines."""
    said = ""
    try:
        assert read(Blob("-", data))
    except SweepbriefError as error:
        said = str(error)
    assert len(said.splitlines()) <= 3


CELLS = ["", "1", "0.5", "nan", "inf", "None", "true", '{"a": 1}', "adam", "2024-01-01", "finished", "<b>", "学"]
HEADS = [
    "lr",
    "loss",
    "seed",
    "state",
    "config.lr",
    "summary.loss",
    "run_id",
    "_step",
    "created_at",
    "duration",
    "",
    "val_acc_seed0",
]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_table_is_a_sweep_or_one_short_error(data: st.DataObject) -> None:
    """Odd columns with odd cells give a sweep whose every column is accounted for, or an error with a remedy."""
    heads = data.draw(st.lists(st.sampled_from(HEADS), min_size=1, max_size=6))
    rows = data.draw(
        st.lists(st.lists(st.sampled_from(CELLS), min_size=len(heads), max_size=len(heads)), min_size=1, max_size=8)
    )
    text, said = io.StringIO(), ""
    csv.writer(text).writerows([heads, *rows])
    try:
        (study,) = read(Blob("-", text.getvalue().encode()))
        sweep = choose(study, metric="loss", direction="minimize")
    except SweepbriefError as error:
        said = str(error)
    assert len(said.splitlines()) <= 3
    if said:
        return
    known = {*sweep.settings.columns, *sweep.metrics.columns, *(item.name for item in sweep.excluded)}
    assert {*study.settings.columns, *study.metrics.columns, *study.bookkeeping.columns} <= known
    assert bool(np.isfinite(sweep.outcome).all())
