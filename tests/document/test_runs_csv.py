"""The attached table holds every run, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest
from planted_brief import plant

from sweepbrief.document import runs_csv as table
from sweepbrief.document import write
from sweepbrief.document.runs_csv import FORMULA_STARTS, runs_csv


@pytest.mark.parametrize("hostile", [False, True])
def test_every_run_is_there_best_first(hostile: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """One row a run found; the first has the best value, the last ones have none."""
    brief = plant(60, hostile=hostile)
    rows = list(csv.reader(io.StringIO(runs_csv(brief.sweep).decode(), newline="")))
    assert len(rows) == 1 + len(brief.sweep.statuses)
    assert float(rows[1][2]) == brief.sweep.outcome.min()
    assert rows[-1][2] == ""


def test_no_text_is_taken_for_a_formula() -> None:
    """Only numbers begin with a sign."""
    brief = plant(40, hostile=True)
    settings = brief.sweep.settings
    settings.loc[settings.index[0], "optimizer"] = "=HYPERLINK(1)"
    for row in csv.reader(io.StringIO(runs_csv(brief.sweep).decode(), newline="")):
        for cell in row:
            if cell.startswith(FORMULA_STARTS):
                float(cell)


def test_a_large_sweep_attaches_its_best_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of values the best runs come along, as many as fit, and the attachment says of how many."""
    brief = plant(60)
    whole = runs_csv(brief.sweep).splitlines()
    monkeypatch.setattr(table, "FEWEST", 7)
    monkeypatch.setattr(table, "CELLS", 0)
    assert runs_csv(brief.sweep).splitlines() == whole[:8]
    told = next(one.description for one in write(brief).attachments if one.name == "runs.csv")
    assert told == f"The best runs as CSV: 7 of {len(whole) - 1}"
