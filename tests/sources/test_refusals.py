"""What is refused says what it is and what to do instead."""

from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import read
from sweepbrief.sources.refusals import refuse_charts

MARK = Path("unpickled")


class Trap:
    """An object that leaves a file when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (Path.touch, (MARK,))  # type: ignore[return-value] # what runs on loading


@pytest.mark.parametrize("name", ["study.pkl", "runs.csv", "runs"])
def test_a_pickle_is_never_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Whatever it is called, a pickle is refused with the line that exports the runs, and nothing in it runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(pickle.dumps(Trap()))
    with pytest.raises(UnreadableSourceError, match="python -c"):
        read(tmp_path / name)
    assert not MARK.exists()


@pytest.mark.parametrize(
    "columns",
    [
        ["Step", "brisk-1 - val_loss", "brisk-1 - val_loss__MIN", "brisk-1 - val_loss__MAX"],
        ["Step", "optimizer: adam - loss", "optimizer: sgd - loss"],
        ["epoch", "a - acc"],
    ],
)
def test_the_data_of_a_chart_is_refused(columns: list[str], tmp_path: Path) -> None:
    """One row a step and one column a run, or group of runs, is no table of runs."""
    path = tmp_path / "wandb_export.csv"
    pd.DataFrame([[0] + [0.5] * (len(columns) - 1)] * 3, columns=columns).to_csv(path, index=False)
    with pytest.raises(UnreadableSourceError, match="ungrouped"):
        read(path)


def test_a_table_with_dashes_is_no_chart() -> None:
    """A dash in a column's name is no reason to refuse a table."""
    refuse_charts(["step", "lr - base", "loss"])
    refuse_charts(["name", "a - b"])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b" \n\n", "is empty"),
        ("noise.bin", bytes(range(256)) * 8, "none of them"),
        ("noise.csv", bytes(range(256)) * 8, "none of them"),
        ("book.xlsx", b"PK\x03\x04" + b"x" * 50, "whole"),
        ("runs.gz", b"\x1f\x8b" + b"x" * 50, "whole"),
        ("words.txt", b"It was a dark night.\nNobody swept.\n", "none of them"),
        ("cut.parquet", b"PAR1" + b"\x00" * 40, "Parquet"),
    ],
)
def test_files_that_hold_no_runs_stop_with_one_error(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """Empty files, noise, archives and prose each give at most three lines that say what they are."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableSourceError, match=said) as caught:
        read(tmp_path / name)
    assert len(str(caught.value).splitlines()) <= 3


def test_the_database_of_another_tool_is_named_by_its_tables(tmp_path: Path) -> None:
    """An SQLite file without Optuna's tables says which it holds."""
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    connection.close()
    with pytest.raises(UnreadableSourceError, match="recipes"):
        read(tmp_path / "other.db")


def test_the_configuration_of_a_sweep_is_no_source(tmp_path: Path) -> None:
    """A sweep's configuration alone is refused as what it is, with what to name instead."""
    path = tmp_path / "sweep.yaml"
    path.write_text("method: random\nmetric: {name: loss, goal: minimize}\nparameters:\n  lr: {min: 0.001, max: 0.1}\n")
    with pytest.raises(UnreadableSourceError, match="configuration of a sweep"):
        read(path)


def test_a_database_with_damaged_text_is_refused(tmp_path: Path) -> None:
    """Names of tables that are no text are the sign of a damaged database: one clear error, whatever the bytes."""
    path = tmp_path / "study.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE trials (a)")
    connection.commit()
    connection.close()
    path.write_bytes(path.read_bytes().replace(b"trials", b"tr\xe6\xffls"))
    with pytest.raises(UnreadableSourceError):
        read(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("configspace.csv", "name,type,log,lower,upper,default\nlr,float,True,1e-5,0.1,0.001\nunits,integer,False,8,64,32\n"),
        (
            "configspace.json",
            '{"hyperparameters": [{"type": "uniform_float", "name": "lr"}], "conditions": [], "forbiddens": []}',
        ),
    ],
)
def test_a_search_space_is_no_table_of_runs(tmp_path: Path, name: str, text: str) -> None:
    """A configuration space by itself, one row a parameter, is refused for what it is."""
    (tmp_path / name).write_text(text)
    with pytest.raises(UnreadableSourceError, match="This is a search space"):
        read(tmp_path / name)


@pytest.mark.parametrize(("name", "first"), [("epoch", 0), ("                  epoch", 1), ("training_iteration", 1)])
def test_the_log_of_one_run_is_no_table_of_runs(tmp_path: Path, name: str, first: int) -> None:
    """One row an epoch, whatever else was logged: epochs are no runs, and none is ranked against another."""
    path = tmp_path / "results.csv"
    rows = [f"{first + place},{1 / (1 + place)},{0.01 * 0.9**place}" for place in range(12)]
    path.write_text("\n".join((f"{name},val/loss,lr/pg0", *rows)))
    with pytest.raises(UnreadableSourceError, match=r"log of one run: epoch|log of one run: training_iteration"):
        read(path)


def test_epochs_that_runs_were_given_are_a_setting(tmp_path: Path) -> None:
    """Epochs that do not count the rows are what runs were given."""
    path = tmp_path / "runs.csv"
    path.write_text("epoch,lr,val_loss\n" + "".join(f"{(1, 5, 10)[n % 3]},{0.1 / (1 + n)},{n * 0.1}\n" for n in range(12)))
    (study,) = read(path)
    assert len(study.statuses) == 12
