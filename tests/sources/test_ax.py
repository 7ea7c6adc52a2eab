"""Ax's snapshots and experiments are read from every shape of their JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from ax_files import data, experiment, trial, word
from real_files import DATA, needs_data

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import read
from sweepbrief.sweep import Condition

if TYPE_CHECKING:
    from pathlib import Path

METRIC = {"__type": "Objective", "metric": {"__type": "Metric", "name": "loss", "lower_is_better": True}, "minimize": True}
CONSTRAINT = {
    "metric": {"__type": "Metric", "name": "size"},
    "op": {"__type": "ComparisonOp", "name": "LEQ"},
    "bound": 5,
    "relative": False,
}
WORDS = ("COMPLETED", "EARLY_STOPPED", "FAILED", "ABANDONED", "RUNNING", "CANDIDATE")


def settings(number: int) -> dict[str, Any]:
    base = {"lr": 0.01 * (number + 1), "width": 8 + number, "opt": "adam" if number % 2 else "sgd", "epochs": 9}
    return base if number % 2 else {**base, "momentum": 0.5}


def whole(config: object = None, *, steps: bool = False) -> dict[str, Any]:
    trials = {str(n): trial(n, word(status), settings(n)) for n, status in enumerate(WORDS)}
    by_trial = {str(n): data(n, {f"{n}_0": {"loss": float(n), "size": 4.0 + 2 * n}}, steps) for n in range(2)}
    config = config or {"objective": METRIC, "outcome_constraints": [CONSTRAINT]}
    return experiment(trials, by_trial, config)  # type: ignore[arg-type] # a mapping


def write(folder: Path, tree: object) -> Path:
    path = folder / "anything.json"
    path.write_text(json.dumps(tree))
    return path


@pytest.mark.parametrize("wrapped", ["experiment", "AxClient", "Client"])
def test_every_wrapping_is_the_same_study(wrapped: str, tmp_path: Path) -> None:
    """An experiment alone, and both clients' snapshots of it, give statuses, space, condition, fidelity and data."""
    tree = whole() if wrapped == "experiment" else {"_type": wrapped, "experiment": whole(), "generation_strategy": {}}
    (study,) = read(write(tmp_path, tree))
    assert (study.source.kind, study.name) == ("ax", "mini")
    assert list(study.statuses) == ["complete", "pruned", "failed", "killed", "running", "waiting"]
    assert study.metrics["loss"].tolist()[:2] == [0.0, 1.0]
    parameters = {p.name: p for p in study.parameters}
    assert list(parameters) == ["lr", "width", "opt", "momentum"]
    assert (parameters["lr"].scale, parameters["width"].kind, parameters["width"].high) == ("log", "int", 64)
    assert parameters["momentum"].active_when == Condition("opt", ("sgd",))
    assert (study.fidelity, study.sampler) == ("epochs", "random")
    assert study.seconds is not None
    assert study.seconds.tolist() == [60.0] * 6


def test_the_last_step_stands(tmp_path: Path) -> None:
    """Of a metric that was attached at several steps the value of the last step is taken, in whatever order they stand."""
    (study,) = read(write(tmp_path, whole(steps=True)))
    assert study.metrics["loss"].tolist()[:2] == [0.0, 1.0]


def test_broken_constraints_are_counted(tmp_path: Path) -> None:
    """A run beyond an absolute bound on another metric broke a constraint."""
    (study,) = read(write(tmp_path, whole()))
    assert [dict(note.facts) for note in study.notes if note.code == "constraints"] == [{"infeasible": 1, "runs": 2}]


@pytest.mark.parametrize(
    ("objective", "found"),
    [
        ({"expression": "-loss"}, [("loss", "minimize")]),
        ({"expression": "size, -loss"}, [("size", "maximize"), ("loss", "minimize")]),
        ({"expression": "2 * size + loss"}, []),
        (
            {"objectives": [METRIC, {"metric": {"name": "size"}, "minimize": False}]},
            [("loss", "minimize"), ("size", "maximize")],
        ),
        (
            {"metrics": [{"name": "loss"}, {"name": "size", "lower_is_better": False}], "minimize": True},
            [("loss", "minimize"), ("size", "maximize")],
        ),
        ({"metrics": [{"name": "loss"}, {"name": "size"}], "weights": [1, 1], "minimize": True}, []),
    ],
)
def test_objectives_of_every_spelling(objective: dict[str, Any], found: list[Any], tmp_path: Path) -> None:
    """Expressions, single and several objectives give their metrics; a weighted sum is no metric of its own."""
    (study,) = read(write(tmp_path, whole({"objective": objective})))
    assert [(o.name, o.direction) for o in study.objectives] == found


def test_batches_give_a_run_an_arm(tmp_path: Path) -> None:
    """Every arm of a batch is a run, the status quo too, and a note says so."""
    arms = [{"__type": "Arm", "name": f"0_{n}", "parameters": settings(n)} for n in range(3)]
    batch = {
        "__type": "BatchTrial",
        "status": 3,
        "status_quo": {"__type": "Arm", "name": "status_quo", "parameters": settings(4)},
        "generator_run_structs": [{"generator_run": {"arms": arms, "model_key": "Factorial"}, "weight": 1.0}],
    }
    by_trial = {"0": data(0, {"0_1": {"loss": 1.0}, "status_quo": {"loss": 2.0}})}
    (study,) = read(write(tmp_path, experiment({"0": batch}, by_trial, {"objective": METRIC})))
    assert list(study.statuses.items())[-1] == ("status_quo", "complete")
    assert (len(study.statuses), study.sampler) == (4, "grid")
    assert [dict(note.facts) for note in study.notes if note.code == "batch_trials"] == [{"trials": 1, "runs": 4}]


def test_benchmarks_without_experiments_are_refused(tmp_path: Path) -> None:
    """Traces without the settings that led to them are refused with the way to save the experiment."""
    tree = {"__type": "AggregatedBenchmarkResult", "results": [{"__type": "BenchmarkResult", "experiment": None}]}
    with pytest.raises(UnreadableSourceError, match="save_experiment"):
        read(write(tmp_path, tree))


@needs_data
def test_real_files() -> None:
    """The client's snapshot, the experiment of one batch, and the benchmark that keeps no configurations."""
    folder = DATA / "ax/tutorials"
    (hartmann,) = read(folder / "ax_client_snapshot.json")
    assert (len(hartmann.statuses), hartmann.objectives[0].name, hartmann.objectives[0].direction) == (
        25,
        "hartmann6",
        "minimize",
    )
    assert hartmann.sampler == "adaptive"
    (batch,) = read(folder / "hitl_exp.json")
    assert (len(batch.statuses), batch.parameters[0].range_known) == (65, True)
    with pytest.raises(UnreadableSourceError, match="without the settings"):
        read(folder / "mnist.json")
