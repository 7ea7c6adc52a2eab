"""Tables become studies: every column is a parameter, a result, or listed as left out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sweepbrief.sources import Blob, choose, read

if TYPE_CHECKING:
    from pathlib import Path
from planted_tables import RNG, RUNS, filed, parts, runs


def test_every_format_holds_the_same_sweep(tmp_path: Path) -> None:
    """CSV, TSV, Parquet, JSON, JSON lines, standard input, a DataFrame and a list of mappings tell the same."""
    frame = runs(layers=np.arange(RUNS) % 3, aug=np.arange(RUNS) % 2 == 0)
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_csv(tmp_path / "b.tsv", index=False, sep="\t")
    frame.to_parquet(tmp_path / "c.parquet")
    frame.to_json(tmp_path / "d.json", orient="records", double_precision=15)
    frame.to_json(tmp_path / "e.jsonl", orient="records", lines=True, double_precision=15)
    sources: list[object] = sorted(tmp_path.iterdir())
    sources += [Blob("-", (tmp_path / "a.csv").read_bytes()), frame, frame.to_dict("records")]
    first = choose(read(sources[0]))
    assert [(p.name, p.kind, p.scale) for p in first.parameters] == [
        ("lr", "float", "log"),
        ("opt", "categorical", "linear"),
        ("layers", "int", "linear"),
        ("aug", "bool", "linear"),
    ]
    for source in sources[1:]:
        other = choose(read(source))
        assert [p.kind for p in other.parameters] == [p.kind for p in first.parameters], source
        np.testing.assert_allclose(other.settings["lr"], first.settings["lr"], rtol=1e-9)
        assert other.settings["aug"].tolist() == first.settings["aug"].tolist()
        np.testing.assert_allclose(other.outcome, first.outcome, rtol=1e-9)


def test_standard_input_is_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` reads a CSV from standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(runs().to_csv(index=False).encode())))
    assert len(choose(read("-")).parameters) == 2


def test_counters_and_folders_that_trainers_log_are_bookkeeping() -> None:
    """How far a run was, and where it wrote its logs, is neither setting nor result; what was done a second is a result."""
    frame = runs(logging_dir="x", **{"train/global_step": range(RUNS), "eval/samples_per_second": RNG.random(RUNS)})
    left = parts(frame, metric="eval/samples_per_second")[1]
    assert (left["logging_dir"], left["train/global_step"]) == ("bookkeeping", "bookkeeping")
    assert "eval/samples_per_second" in read(frame)[0].metrics.columns


def test_bookkeeping_is_left_out_and_listed() -> None:
    """Names, ids, times, users and steps are no parameters; each is listed, and any can be asked for."""
    frame = runs(
        run_id=[f"x{n}" for n in range(RUNS)],
        created_at=pd.date_range("2024-01-01", periods=RUNS).astype(str),
        user="me",
        _runtime=RNG.random(RUNS),
        State="finished",
        tags="a",
        **{"Unnamed: 0": range(RUNS), "system.gpu.0": RNG.random(RUNS), "num_params": RNG.integers(1, 9, RUNS)},
    )
    names, left = parts(frame)
    assert names == ["lr", "opt"]
    assert left == {
        "run_id": "bookkeeping",
        "created_at": "order",
        "user": "bookkeeping",
        "_runtime": "bookkeeping",
        "State": "bookkeeping",
        "tags": "bookkeeping",
        "Unnamed: 0": "bookkeeping",
        "system.gpu.0": "bookkeeping",
        "num_params": "bookkeeping",
    }
    sweep = choose(read(frame))
    assert sweep.best_run.startswith("x")
    assert sweep.order is not None
    assert sweep.order.is_monotonic_increasing
    assert sweep.seconds is not None
    assert parts(frame, parameters=["lr", "num_params"])[0] == ["lr", "num_params"]


@pytest.mark.parametrize("name", ["seed", "random_state", "config.seed", "fold", "torch_seed"])
def test_seeds_are_replicates_unless_named(name: str) -> None:
    """A column of seeds is no parameter, is kept as a replicate index, and is analysed when named."""
    short = name.removeprefix("config.")
    frame = runs(**{name: np.arange(RUNS) % 5})
    source: object = frame
    if "." in name:
        source = filed(frame.rename(columns={"lr": "config.lr", "opt": "config.opt"}))
    sweep = choose(read(source))
    assert list(sweep.replicates.columns) == [short]
    assert (short, "replicate") in {(item.name, item.reason) for item in sweep.excluded}
    asked = choose(read(source), parameters=["lr", short])
    assert [p.name for p in asked.parameters] == ["lr", short]
    assert not len(asked.replicates.columns)


@pytest.mark.parametrize("prefix", ["config/", "config.", "params_", "param_", "params.", "hparams/", "config_"])
def test_prefixes_of_settings_are_understood(prefix: str) -> None:
    """A tool's prefix is taken off, and a column without it is not taken for a setting."""
    frame = runs(oddity=RNG.random(RUNS)).rename(columns={"lr": f"{prefix}lr", "opt": f"{prefix}opt"})
    names, left = parts(filed(frame))
    assert names == ["lr", "opt"]
    assert left["oddity"] == "unmarked"
    assert parts(filed(frame), ignore=[f"{prefix}lr"])[0] == ["opt"]
    assert parts(filed(frame), metric="oddity", direction="maximize")[1]["val_loss"] == "other_metric"
    assert parts(frame)[0] == [f"{prefix}lr", f"{prefix}opt"], "a DataFrame's columns keep the caller's names"


@pytest.mark.parametrize("prefix", ["metrics.", "summary/", "metric:", "summary."])
def test_prefixes_of_results_are_understood(prefix: str) -> None:
    """What a tool marks as a result is one, whatever it is called."""
    frame = runs(lucky=RNG.random(RUNS)).drop(columns="val_loss").rename(columns={"lucky": f"{prefix}lucky"})
    sweep = choose(read(filed(frame)), direction="maximize")
    assert sweep.objective.name == "lucky"
    assert [p.name for p in sweep.parameters] == ["lr", "opt"]


def test_other_results_are_no_parameters() -> None:
    """Results beside the metric are listed as such."""
    frame = runs(
        **{name: RNG.random(RUNS) for name in ("train_accuracy", "test_f1", "val_ppl", "best_epoch", "train/grad_norm")}
    )
    names, left = parts(frame, metric="val_loss")
    assert names == ["lr", "opt"]
    assert set(left.values()) == {"other_metric", "bookkeeping"} or set(left.values()) == {"other_metric"}


def test_a_setting_and_a_result_of_one_name_are_told_apart() -> None:
    """``config.loss`` beside ``summary.loss``: the result keeps the short name, and a note says so."""
    frame = runs().rename(columns={"lr": "config.lr", "opt": "config.loss", "val_loss": "summary.loss"})
    sweep = choose(read(filed(frame)))
    assert [p.name for p in sweep.parameters] == ["lr", "config.loss"]
    assert sweep.objective.name == "loss"
    assert "name_collision" in [note.code for note in sweep.notes]


def test_statuses_decide_which_runs_count() -> None:
    """A status column in any tool's words is brought to one vocabulary."""
    words = ["finished", "FAILED", "crashed", "killed", "Running", "COMPLETE", "pruned", "queued", "Early Stopped", "odd"] * 4
    sweep = choose(read(runs(state=words)))
    assert sweep.counts == {
        "complete": 8,
        "pruned": 8,
        "failed": 4,
        "crashed": 4,
        "killed": 4,
        "running": 4,
        "waiting": 4,
        "unknown": 4,
    }
    assert int(sweep.used.sum()) == 8
    assert {"status_words", "still_running"} <= {note.code for note in sweep.notes}


def test_a_column_of_states_that_are_no_statuses_is_bookkeeping() -> None:
    """``state`` with the names of places says nothing about how runs ended."""
    sweep = choose(read(runs(state=np.array(["CA", "NY"])[np.arange(RUNS) % 2])))
    assert sweep.counts == {"complete": RUNS}


def test_runs_without_a_value_do_not_count() -> None:
    """Missing, infinite and worded values are left out, each for its reason."""
    frame = runs()
    frame["val_loss"] = frame["val_loss"].astype(object)
    frame.loc[[0, 1, 2, 3], "val_loss"] = [None, np.inf, "diverged", -np.inf]
    sweep = choose(read(frame))
    left = {item.name: item.reason for item in sweep.excluded if item.what == "run"}
    assert left == {"0": "no_value", "1": "infinite", "2": "no_value", "3": "infinite"}
    assert sweep.counts == {"complete": RUNS - 2, "unknown": 2}
    assert {"metric_words", "no_status"} <= {note.code for note in sweep.notes}


def test_what_missing_settings_mean_is_told() -> None:
    """Conditional, crossed, written-as-None and unexplained gaps are four different things."""
    frame = runs(steps=np.arange(RUNS) % 4)
    frame["momentum"] = pd.Series(RNG.random(RUNS)).where(frame["opt"] == "sgd")
    frame["width"] = pd.Series(RNG.random(RUNS)).where(RNG.random(RUNS) < 0.7)
    frame["depth"] = np.array(["2", "4", "None", "8"])[RNG.integers(0, 4, RUNS)]
    sweep = choose(read(frame))
    missing = {p.name: p.missing for p in sweep.parameters}
    assert missing == {
        "lr": "none",
        "opt": "none",
        "steps": "none",
        "momentum": "inactive",
        "width": "unrecorded",
        "depth": "level",
    }
    depth = next(p for p in sweep.parameters if p.name == "depth")
    assert depth.numeric
    assert {"conditional", "missing_unexplained", "missing_level"} <= {note.code for note in sweep.notes}


def test_a_number_that_is_set_or_not_is_a_switch() -> None:
    """One value or none, crossed with the rest, is a category of two levels."""
    frame = runs()
    frame["patience"] = np.where(RNG.random(RUNS) < 0.5, 5.0, np.nan)
    patience = choose(read(frame)).parameters[-1]
    assert (patience.kind, patience.choices, patience.missing) == ("categorical", ("5", None), "level")
