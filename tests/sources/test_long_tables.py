"""Histories, with several rows a run, become one row a run."""

from __future__ import annotations

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
    kept, changing, notes = last_rows(history())
    assert len(kept) == 6
    assert set(kept["_step"]) == {3}
    assert changing == {"_step", "loss", "tokens"}
    assert notes[0].facts == {"column": "run_id", "rows": 24, "runs": 6}


def test_what_changes_within_a_run_is_no_setting() -> None:
    """A column that moves from step to step is a result, whatever it is called."""
    sweep = choose(read(history()), metric="loss")
    assert [parameter.name for parameter in sweep.parameters] == ["lr"]
    assert ("tokens", "other_metric") in {(item.name, item.reason) for item in sweep.excluded}


def test_one_row_a_run_stays_as_it_is() -> None:
    """A table of runs with an epoch column is no history."""
    frame = pd.DataFrame({"run_id": ["a", "b"], "epoch": [3, 5], "lr": [1, 2], "loss": [0.1, 0.2]})
    assert last_rows(frame)[0] is frame
