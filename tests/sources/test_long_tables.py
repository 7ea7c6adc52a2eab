"""Histories, with several rows a run, become one row a run."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sweepbrief.sources import choose, read
from sweepbrief.sources.long_tables import last_rows


def history() -> pd.DataFrame:
    rows = [
        {"run_id": f"r{run}", "_step": step, "lr": 0.1 * run, "loss": 1 / (step + run + 1), "tokens": step * 100.0}
        for run in range(6)
        for step in range(4)
    ]
    return pd.DataFrame(rows).sample(frac=1, random_state=0, ignore_index=True)


def test_the_last_step_of_each_run_is_taken() -> None:
    """Rows in any order: the one with the highest step stays, and the count is said."""
    folded = last_rows(history())
    assert len(folded.frame) == 6
    assert set(folded.frame["_step"]) == {3}
    assert folded.changing == {"_step", "loss", "tokens"}
    assert folded.notes[0].facts == {"column": "run_id", "rows": 24, "runs": 6}


def test_what_changes_within_a_run_is_no_setting() -> None:
    """A column that moves from step to step is a result, whatever it is called."""
    sweep = choose(read(history()), metric="loss")
    assert [parameter.name for parameter in sweep.parameters] == ["lr"]
    assert ("tokens", "other_metric") in {(item.name, item.reason) for item in sweep.excluded}


def test_one_row_a_run_stays_as_it_is() -> None:
    """A table of runs with an epoch column is no history."""
    frame = pd.DataFrame({"run_id": ["a", "b"], "epoch": [3, 5], "lr": [1, 2], "loss": [0.1, 0.2]})
    assert last_rows(frame).frame is frame


def test_where_the_last_rows_say_nothing_the_best_or_the_middle_counts() -> None:
    """A metric that ends alike in every run is folded by its best row, and one whose best rows are alike by the median."""
    frame = history()
    frame["loss"] = np.where(frame["_step"] == 3, 1.0, frame["loss"])
    sweep = choose(read(frame), metric="loss")
    assert list(sweep.outcome) == [min(1.0, 1 / (run + 3)) for run in order(frame)]
    assert next(note.facts for note in sweep.notes if note.code == "history_fold") == {"metric": "loss", "fold": "min"}
    frame["loss"] = np.where(frame["_step"] == 3, 0.0, frame["loss"])
    sweep = choose(read(frame), metric="loss")
    assert next(note.facts["fold"] for note in sweep.notes if note.code == "history_fold") == "median"
    assert sweep.outcome.nunique() == 6


def test_the_caller_names_the_fold() -> None:
    """``loss.first`` is the first step's value, ``loss.max`` the highest; the direction is read off the metric's name."""
    frame = history()
    first = choose(read(frame), metric="loss.first")
    assert list(first.outcome) == [1 / (run + 1) for run in order(frame)]
    assert first.objective.direction == "minimize"
    assert choose(read(frame), metric="loss.min").outcome.equals(choose(read(frame), metric="loss").outcome.rename("loss.min"))


def order(frame: pd.DataFrame) -> list[int]:
    """Give the numbers of the runs in the order of their first rows."""
    return [int(name[1:]) for name in frame["run_id"].drop_duplicates()]
