"""Ultralytics' tuning results, as CSV and as lines of JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from real_files import DATA, needs_data

from sweepbrief.sources import read

if TYPE_CHECKING:
    from pathlib import Path

RUNS = ((0.5, 0.01, 0.9), (0.0, 0.02, 0.8), (0.6, 0.03, 0.7))


@pytest.mark.parametrize("lines", [True, False])
def test_fitness_is_maximised_and_zero_is_a_failure(lines: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    """The tuner writes a fitness of zero for a training that failed; its search learns from earlier iterations."""
    if lines:
        records = [
            {
                "iteration": n,
                "fitness": f,
                "hyperparameters": {"lr0": lr, "momentum": m},
                "metrics": {"val/box_loss": 1.0, "fitness": f} if f else {},
            }
            for n, (f, lr, m) in enumerate(RUNS, 1)
        ]
        (tmp_path / "tune_results.ndjson").write_text("\n".join(json.dumps(record) for record in records))
    else:
        table = "fitness,lr0,momentum\n" + "".join(f"{f},{lr},{m}\n" for f, lr, m in RUNS)
        (tmp_path / "tune_results.csv").write_text(table)
    (study,) = read(tmp_path)
    assert study.source.kind == "ultralytics"
    assert list(study.statuses.items()) == [("1", "complete"), ("2", "failed"), ("3", "complete")]
    assert study.metrics["fitness"].tolist()[::2] == [0.5, 0.6]
    assert [p.name for p in study.parameters] == ["lr0", "momentum"]
    assert (study.objectives[0].direction, study.sampler) == ("maximize", "adaptive")


@needs_data
def test_real_results() -> None:
    """The folder and the file are the same sweep of 51 iterations."""
    folder = DATA / "ultralytics/mt2024"
    for source in (folder, folder / "tune_results.csv"):
        (study,) = read(source)
        assert (len(study.statuses), study.source.kind) == (51, "ultralytics")
        assert study.metrics["fitness"].max() == 0.39904
