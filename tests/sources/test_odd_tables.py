"""Tables that are wide, empty, repeated or no tables lose nothing and are explained."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_tables import RNG, RUNS, parts, runs

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import Blob, choose, read
from sweepbrief.sources.table import MOST_COLUMNS


def test_per_seed_columns_stand_behind_their_mean() -> None:
    """A result beside its per-seed columns is analysed alone; without it, it is their mean."""
    frame = runs().drop(columns="val_loss")
    for seed in range(3):
        frame[f"val_acc_seed{seed}"] = RNG.random(RUNS)
    sweep = choose(read(frame), metric="val_acc")
    np.testing.assert_allclose(sweep.outcome, frame.iloc[:, 2:].mean(axis=1))
    assert {item.reason for item in sweep.excluded} == {"per_seed"}
    whole = choose(read(frame.assign(val_acc=frame.iloc[:, 2:].mean(axis=1))))
    assert {note.code: note.facts for note in whole.notes}["per_seed_metrics"]["mean"] is True
    assert whole.objective.name == "val_acc"


def test_names_are_data() -> None:
    """Markup, other scripts, line breaks and brackets stand in names and levels unchanged, and can be asked for."""
    wild = ["<script>alert(1)</script>", "学习率", "معدل", "a|b`c", "lr[0]", "x" * 200]
    frame = runs(**{name: RNG.random(RUNS) for name in wild}).assign(opt=np.array(wild)[np.arange(RUNS) % len(wild)])
    sweep = choose(read(frame), parameters=wild)
    assert [p.name for p in sweep.parameters] == wild
    assert set(choose(read(frame)).parameters[1].choices or ()) == set(wild)


def test_wide_tables_work() -> None:
    """400 columns for 60 runs are a sweep like any other."""
    frame = pd.DataFrame(RNG.random((60, 400)), columns=[f"p{n}" for n in range(400)]).assign(loss=RNG.random(60))
    assert len(choose(read(frame)).parameters) == 400


def test_lists_are_levels_and_texts_that_differ_everywhere_are_no_parameters() -> None:
    """A list is one value of a category; free text is left out as an identifier."""
    sizes = [[64, 32], [64, 64]] * (RUNS // 2)
    names, left = parts(runs(sizes=sizes, remark=[f"tried {n}" for n in range(RUNS)]))
    assert names == ["lr", "opt", "sizes"]
    assert left == {"remark": "identifier"}


def test_empty_and_constant_columns_are_said() -> None:
    """Neither varies: each is listed, empty ones also as a note."""
    frame = runs(void=None, epochs=5)
    sweep = choose(read(frame))
    left = {item.name: (item.reason, dict(item.facts)) for item in sweep.excluded}
    assert left == {"void": ("empty", {}), "epochs": ("constant", {"value": 5})}
    assert {"empty_columns"} <= {note.code for note in sweep.notes}


def test_duplicate_columns_and_indices_are_handled() -> None:
    """Columns of one name are numbered; an index that repeats is replaced by row numbers; column levels are joined."""
    frame = runs()
    double = pd.concat([frame, np.sin(1e4 * frame[["lr"]])], axis=1)
    double.index = pd.Index(["same"] * RUNS)
    sweep = choose(read(double))
    assert [p.name for p in sweep.parameters] == ["lr", "opt", "lr (2)"]
    assert sweep.settings.index.is_unique
    layered = runs().set_axis(pd.MultiIndex.from_tuples([("config", "lr"), ("config", "opt"), ("summary", "loss")]), axis=1)
    assert [p.name for p in choose(read(layered)).parameters] == ["config.lr", "config.opt"]


@pytest.mark.parametrize("source", [pd.DataFrame(), pd.DataFrame({"a": []}), [], [1, 2], 5, None, {"a": 1}])
def test_objects_without_runs_are_one_error(source: object) -> None:
    """An empty table and objects that are no table stop with a sentence."""
    with pytest.raises(UnreadableSourceError) as caught:
        read(source)
    assert len(str(caught.value).splitlines()) <= 3


def test_the_digest_is_of_the_values() -> None:
    """Equal tables have equal digests, different ones different."""
    frame = runs()
    assert read(frame)[0].source == read(frame.copy())[0].source
    assert read(frame)[0].source.sha256 != read(frame.assign(lr=0.5))[0].source.sha256


def test_words_are_objects_and_numbers_are_floats() -> None:
    """Whatever pandas makes of strings, settings and bookkeeping hold float64 or objects with None."""
    frame = runs(user="me", name=[f"r{n}" for n in range(RUNS)], aug=True)
    frame.loc[3, "opt"] = None
    for source in (frame, frame.convert_dtypes(), Blob("-", frame.to_csv(index=False).encode())):
        (study,) = read(source)
        for table in (study.settings, study.bookkeeping, study.metrics):
            assert {str(dtype) for dtype in table.dtypes} <= {"object", "float64"}
        assert study.settings["opt"].iloc[3] is None
        assert [p.name for p in choose(study, parameters=["lr", "user", "name"]).parameters] == ["lr", "name"]


def test_too_many_columns_are_refused_at_once() -> None:
    """A table of more columns than can be compared ends with one error that tells the limit and the number found."""
    frame = pd.DataFrame(np.zeros((3, MOST_COLUMNS + 1)), columns=[f"c{k}" for k in range(MOST_COLUMNS + 1)])
    with pytest.raises(UnreadableSourceError, match=rf"at most 3,000 columns.\nFound {MOST_COLUMNS + 1:,}"):
        read(frame)
