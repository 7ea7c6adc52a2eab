"""Hydra's multirun folders: overrides, the sweeper's syntax, and results in the jobs' own files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from real_files import DATA, needs_data

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import read

if TYPE_CHECKING:
    from pathlib import Path

OPTUNA = """hydra:
  sweeper:
    sampler: {_target_: optuna.samplers.TPESampler}
    _target_: hydra_plugins.hydra_optuna_sweeper.optuna_sweeper.OptunaSweeper
    direction: maximize
    params:
      optimizer.lr: tag(log, interval(0.001, 0.1))
      depth: range(1, 5)
      act: choice(relu, tanh)
"""
BASIC = """hydra:
  sweeper: {_target_: hydra._internal.core_plugins.basic_sweeper.BasicSweeper}
  overrides:
    task: [+optimizer.lr=0.1, depth="1,2", act='relu,tanh']
"""


def job(folder: Path, number: int, overrides: list[str], results: dict[str, Any] | str | None, kept: str = ".hydra") -> None:
    place = folder / str(number) / kept
    place.mkdir(parents=True)
    (place / "overrides.yaml").write_text("".join(f"- {override}\n" for override in overrides))
    (place / "hydra.yaml").write_text("hydra: {}\n")
    (place / "config.yaml").write_text("optimizer: {lr: 0.05}\ndepth: 3\nact: relu\n")
    if isinstance(results, str):
        (folder / str(number) / "logs").mkdir()
        (folder / str(number) / "logs" / "metrics.csv").write_text(results)
    elif results is not None:
        (folder / str(number) / "metrics.json").write_text(json.dumps(results))


def test_overrides_space_and_results(tmp_path: Path) -> None:
    """Declared ranges and scales are read; what a job does not override has its configuration's value."""
    (tmp_path / "multirun.yaml").write_text(OPTUNA)
    job(tmp_path, 0, ["optimizer.lr=1e-2", "depth=2", "act=tanh"], {"val": {"acc": 0.5}, "epochs": 3})
    job(tmp_path, 2, ["++optimizer.lr=0.02", "depth=1"], {"val": {"acc": 0.75}, "epochs": 3})
    job(tmp_path, 10, ["optimizer.lr=0.03", "depth=4", "act=relu"], {"val": {"acc": 0.25}, "epochs": 3})
    (tmp_path / "optimization_results.yaml").write_text("name: optuna\nbest_params: {depth: 1}\nbest_value: 0.75\n")
    (study,) = read(tmp_path)
    assert list(study.statuses.index) == ["0", "2", "10"]
    assert study.settings["optimizer.lr"].tolist() == [0.01, 0.02, 0.03]
    assert study.settings["act"].tolist() == ["tanh", "relu", "relu"]
    parameters = {p.name: p for p in study.parameters}
    assert (parameters["optimizer.lr"].scale, parameters["optimizer.lr"].high) == ("log", 0.1)
    assert (parameters["depth"].kind, parameters["depth"].low, parameters["depth"].high) == ("int", 1, 5)
    assert [(o.name, o.direction, o.told_by) for o in study.objectives] == [("val.acc", "maximize", "source")]
    assert study.sampler == "adaptive"
    assert list(study.metrics.columns) == ["val.acc"]


def test_the_last_values_of_a_table(tmp_path: Path) -> None:
    """A table of steps gives the last number in each column; a job without results failed if later ones have some."""
    (tmp_path / "multirun.yaml").write_text(BASIC)
    table = "epoch,train_loss,val_loss\n0,0.9,\n0,,0.8\n1,0.5,\n1,,{}\n"
    for number in (0, 1, 2, 3):
        text = table.format(0.1 * number) if number in {0, 2} else None
        job(tmp_path, number, ["+optimizer.lr=0.1", f"depth={number % 2 + 1}", "act=relu"], text, kept="kept")
    (study,) = read(tmp_path)
    assert list(study.statuses) == ["complete", "failed", "complete", "unknown"]
    assert study.metrics["val_loss"].tolist()[::2] == [0.0, 0.2]
    assert "epoch" not in study.metrics
    assert study.sampler == "grid"
    assert [note.facts["files"] for note in study.notes if note.code == "result_files"] == [["logs/metrics.csv"]]


def test_without_results_it_is_refused(tmp_path: Path) -> None:
    """Jobs without results, a single run and a configuration alone are refused, each with its reason."""
    (tmp_path / "multirun.yaml").write_text(BASIC)
    with pytest.raises(UnreadableSourceError, match="none of its jobs"):
        read(tmp_path)
    job(tmp_path, 0, ["depth=1"], None)
    with pytest.raises(UnreadableSourceError, match="settings, not results"):
        read(tmp_path)
    with pytest.raises(UnreadableSourceError, match="one run"):
        read(tmp_path / "0")


@needs_data
def test_a_real_configuration_alone_is_refused() -> None:
    """The configuration of a real sweep holds no results."""
    for source in (DATA / "hydra/prol", DATA / "hydra/prol/multirun.yaml"):
        with pytest.raises(UnreadableSourceError, match="results"):
            read(source)
