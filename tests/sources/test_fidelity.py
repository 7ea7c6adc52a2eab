"""Runs made with different effort are not compared with each other unless the caller says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sweepbrief.errors import WrongUsageError
from sweepbrief.measures.encoding import encode
from sweepbrief.sources import choose, inspect, read
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sweep import Objective, Source

if TYPE_CHECKING:
    from sweepbrief.sweep import Study

RNG = np.random.default_rng(5)


def study(counts: dict[float, int], fidelity: str | None = "budget") -> Study:
    """Give a study with so many runs at each budget, the metric better with more of it."""
    runs = [
        Run(f"{budget:g}-{n}", {"lr": float(RNG.random())}, {"loss": 1 / budget + 0.01 * n}, other={"budget": budget})
        for budget, count in counts.items()
        for n in range(count)
    ]
    return study_of_runs(
        "s", Source("test", "here", "0"), runs, objectives=(Objective("loss", "minimize", "source"),), fidelity=fidelity
    )


def test_the_highest_level_with_enough_runs_is_analysed() -> None:
    """Of 60 runs at 1, 25 at 3 and 8 at 9, those at 3 count; the others are listed with their level, and the note says so."""
    sweep = choose(study({1: 60, 3: 25, 9: 8}))
    assert int(sweep.used.sum()) == 25
    assert {run.split("-")[0] for run in sweep.used.index[sweep.used]} == {"3"}
    (note,) = [note for note in sweep.notes if note.code == "fidelity"]
    assert dict(note.facts) == {"column": "budget", "value": 3.0, "runs": 25, "others": 68, "rule": "highest"}
    assert sum(item.reason == "other_fidelity" for item in sweep.excluded) == 68
    assert [p.name for p in sweep.parameters] == ["lr"]
    assert [(i.what, i.reason) for i in sweep.excluded if i.name == "budget"] == [("parameter", "fidelity")]
    assert bool(sweep.metrics.loc[sweep.used, "loss"].notna().all())


@pytest.mark.parametrize(
    ("counts", "level", "rule"),
    [({2: 8, 4: 8, 10: 3}, "4-", "most"), ({2: 8, 4: 6, 10: 5}, "10-", "half"), ({1: 12, 3: 5, 9: 2}, "1-", "most")],
)
def test_without_enough_runs_a_high_level_with_many_is_analysed(counts: dict[float, int], level: str, rule: str) -> None:
    """Where not even all together are twenty runs, the highest level counts that has more than half as many as the fullest."""
    sweep = choose(study(counts))
    assert sweep.used.index[sweep.used][0].startswith(level)
    assert next(n.facts["rule"] for n in sweep.notes if n.code == "fidelity") == rule


def test_levels_too_small_by_themselves_are_analysed_together() -> None:
    """Of 12, 10 and 8 runs none is enough: all thirty count, with the budget as a setting, and the note says why."""
    sweep = choose(study({2: 12, 4: 10, 10: 8}))
    assert int(sweep.used.sum()) == 30
    assert [p.name for p in sweep.parameters] == ["lr", "budget"]
    assert [dict(n.facts) for n in sweep.notes if n.code == "fidelity_all"] == [
        {"column": "budget", "levels": 3, "rule": "few"}
    ]
    assert int(choose(study({2: 12, 4: 10, 10: 8}), fidelity="10").used.sum()) == 8


def test_a_run_that_went_on_shares_its_bag() -> None:
    """Runs of the same setting at two budgets are drawn together, so that none is predicted from the other."""
    frame = pd.DataFrame({"lr": [*RNG.random(12)] * 2, "budget": [1.0] * 12 + [3.0] * 12, "loss": RNG.random(24)})
    design = encode(choose(read(frame)))
    assert sorted(np.bincount(design.drawn)) == [2] * 12
    assert sorted(np.bincount(design.groups)) == [1] * 24
    assert design.drawn is not design.groups
    plain = encode(choose(read(frame.drop(columns="budget"))))
    assert plain.drawn is plain.groups


def test_the_caller_chooses() -> None:
    """A level, all of them with the level as a parameter, or another column; what does not exist is answered with what does."""
    levels = study({1: 30, 3: 25, 9: 8})
    assert int(choose(levels, fidelity="9").used.sum()) == 8
    assert int(choose(levels, fidelity=9).used.sum()) == 8
    together = choose(levels, fidelity="all")
    assert int(together.used.sum()) == 63
    assert [p.name for p in together.parameters] == ["lr", "budget"]
    assert "fidelity_all" in {note.code for note in together.notes}
    unnamed = study({1: 30, 3: 25}, fidelity=None)
    assert int(choose(unnamed).used.sum()) == 55
    assert int(choose(unnamed, fidelity="budget=3").used.sum()) == 25
    with pytest.raises(WrongUsageError, match=r"3 \(25 runs\)"):
        choose(levels, fidelity="4")
    with pytest.raises(WrongUsageError, match="records none"):
        choose(unnamed, fidelity="4")
    with pytest.raises(WrongUsageError, match="budget"):
        choose(unnamed, fidelity="budgets=3")


def test_one_level_is_no_choice() -> None:
    """Where every run was given the same, nothing is set aside and nothing is said."""
    sweep = choose(study({5: 30}))
    assert int(sweep.used.sum()) == 30
    assert not [note for note in sweep.notes if note.code == "fidelity"]


def test_inspection_counts_the_levels() -> None:
    """Finished runs are counted by level."""
    shown = inspect([study({1: 3, 2.5: 2})], "here")["studies"][0]  # type: ignore[index] # a list of one
    assert shown["fidelity"] == {"name": "budget", "finished": {"1": 3, "2.5": 2}}


def test_a_table_with_a_budget_is_analysed_at_one_level() -> None:
    """A column called budget with few levels is effort; with many, or a name of another kind, it is a setting."""
    frame = pd.DataFrame({"lr": RNG.random(60), "budget": [1.0, 3.0, 9.0] * 20, "loss": RNG.random(60)})
    sweep = choose(read(frame))
    assert [p.name for p in sweep.parameters] == ["lr"]
    assert int(sweep.used.sum()) == 20
    assert [p.name for p in choose(read(frame.assign(budget=RNG.random(60)))).parameters] == ["lr", "budget"]
    assert [p.name for p in choose(read(frame.rename(columns={"budget": "epochs"}))).parameters] == ["lr", "epochs"]
    assert [p.name for p in choose(read(frame), fidelity="all").parameters] == ["lr", "budget"]
    tuned = frame.rename(columns={"budget": "tuner/epochs"}).assign(**{"tuner/bracket": [2, 1, 0] * 20})
    assert [p.name for p in choose(read(tuned)).parameters] == ["lr"]
    assert int(choose(read(tuned)).used.sum()) == 20
