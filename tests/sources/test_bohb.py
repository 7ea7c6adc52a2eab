"""BOHB's results are one run a configuration and budget."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from real_files import DATA, needs_data

from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, *, model: bool = False, tail: str = "") -> Path:
    times = {"submitted": 1.0, "started": 2.0, "finished": 5.5}
    results = [
        [[0, 0, 0], 1.0, times, {"loss": 0.5, "info": {"accuracy": 0.8, "note": "x"}}, None],
        [[0, 0, 0], 3.0, times, {"loss": 0.4, "info": {"accuracy": 0.9}}, None],
        [[0, 0, 1], 1.0, times, None, "Traceback (most recent call last):\n  ...\nValueError: bad\n"],
    ]
    configs = [[[0, 0, number], {"lr": 0.1 * (number + 1)}, {"model_based_pick": model}] for number in range(2)]
    (folder / "results.json").write_text("\n".join(json.dumps(line) for line in results) + tail)
    (folder / "configs.json").write_text("\n".join(json.dumps(line) for line in configs))
    return folder


def test_budgets_losses_and_exceptions(tmp_path: Path) -> None:
    """Each budget of a configuration is a run; an exception is a crash; what was logged beside the loss is a metric."""
    (study,) = read(write(tmp_path))
    assert list(study.statuses.items()) == [("0-0-0@1", "complete"), ("0-0-0@3", "complete"), ("0-0-1@1", "crashed")]
    assert (study.fidelity, study.sampler) == ("budget", "random")
    assert study.metrics["accuracy"].tolist()[:2] == [0.8, 0.9]
    assert study.bookkeeping["exception"].tolist()[2] == "ValueError: bad"
    assert study.seconds is not None
    assert study.seconds.iloc[0] == 3.5
    assert [note.code for note in study.notes if note.code == "part_missing"] == ["part_missing"]


def test_a_model_that_picked_is_adaptive(tmp_path: Path) -> None:
    """Configurations picked by a model make the sweep adaptive; a half-written line is a note."""
    (study,) = read(write(tmp_path, model=True, tail='\n[[0, 0, 1], 3.0, {"subm'))
    assert study.sampler == "adaptive"
    assert [note.facts["line"] for note in study.notes if note.code == "half_written"] == [4]


@needs_data
@pytest.mark.parametrize(("folder", "runs"), [("run_1", 65), ("run_2", 113)])
def test_real_results(folder: str, runs: int) -> None:
    """Real folders are read whole and analysed at the highest budget with enough runs."""
    (study,) = read(DATA / "bohb/deepcave" / folder)
    assert len(study.statuses) == runs
    assert study.fidelity == "budget"
    assert choose(study, metric="loss").objective.direction == "minimize"


@needs_data
def test_conditions_of_a_real_space() -> None:
    """Filters of the later layers act with that many layers, momentum with its optimizer."""
    (study,) = read(DATA / "bohb/deepcave/run_2")
    conditions = {p.name: (p.active_when.parent, p.active_when.values) for p in study.parameters if p.active_when}
    assert conditions == {
        "num_filters_2": ("num_conv_layers", (2, 3)),
        "num_filters_3": ("num_conv_layers", (3,)),
        "sgd_momentum": ("optimizer", ("SGD",)),
    }
