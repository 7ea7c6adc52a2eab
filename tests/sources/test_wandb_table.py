"""Tables exported from W&B: runs are told from groups and charts, and a sweep's configuration beside them counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from real_files import DATA, needs_data

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from pathlib import Path

RNG = np.random.default_rng(3)


def browser(rows: int = 20) -> pd.DataFrame:
    """Give a runs table as the browser exports it."""
    return pd.DataFrame(
        {
            "Name": [f"sunny-sweep-{n}" for n in range(rows)],
            "State": ["finished", "crashed", "running", "finished"] * (rows // 4),
            "Notes": "-",
            "User": "me",
            "Tags": "",
            "Created": [f"2024-01-01T00:{n:02d}:00.000Z" for n in range(rows)],
            "Runtime": RNG.integers(10, 99, rows),
            "Sweep": "s4p8",
            "optimizer.lr": 10 ** RNG.uniform(-4, -1, rows),
            "width": RNG.choice([16, 32], rows),
            "host_ram": RNG.random(rows),
            "val_loss": RNG.random(rows),
            "system/gpu.0.temp": RNG.random(rows),
            "_wandb.runtime": RNG.integers(10, 99, rows),
            "_step": 10,
        }
    )


YAML = """
method: bayes
metric: {name: val_loss, goal: minimize}
parameters:
  optimizer: {parameters: {lr: {distribution: log_uniform_values, min: 1e-5, max: 1.0}}}
  width: {values: [16, 32, 64]}
"""


def test_the_runs_table_of_the_browser_is_read(tmp_path: Path) -> None:
    """States, order, names and run times are found; telemetry and bookkeeping are listed and no settings."""
    browser().to_csv(tmp_path / "wandb_export_2024-01-01T00_00_00.000+00_00.csv", index=False)
    (study,) = read(next(tmp_path.iterdir()))
    assert dict(study.statuses.value_counts()) == {"complete": 10, "crashed": 5, "running": 5}
    assert study.settings.index[0] == "sunny-sweep-0"
    assert study.order is not None
    assert bool(study.order.is_monotonic_increasing)
    assert study.seconds is not None
    sweep = choose(study, metric="val_loss")
    assert [p.name for p in sweep.parameters] == ["optimizer.lr", "width", "host_ram"]
    reasons = {item.name: item.reason for item in sweep.excluded if item.what == "parameter"}
    assert {reasons[name] for name in ("User", "Sweep", "gpu.0.temp", "_wandb.runtime", "_step")} <= {
        "bookkeeping",
        "unmarked",
    }


def test_the_configuration_beside_a_table_counts(tmp_path: Path) -> None:
    """Ranges, goal and method are the sweep's; a column that it did not vary is none of its parameters."""
    browser().to_csv(tmp_path / "runs.csv", index=False)
    (tmp_path / "sweep.yaml").write_text(YAML)
    (study,) = read(tmp_path / "runs.csv")
    lr, width = study.parameters[:2]
    assert (lr.name, lr.low, lr.high, lr.scale, lr.range_known) == ("optimizer.lr", 1e-5, 1.0, "log", True)
    assert (width.kind, width.low, width.high) == ("int", 16, 64)
    assert study.sampler == "adaptive"
    assert [(o.name, o.direction, o.told_by) for o in study.objectives] == [("val_loss", "minimize", "source")]
    sweep = choose(study)
    assert [p.name for p in sweep.parameters] == ["optimizer.lr", "width"]
    assert ("host_ram", "not_swept") in {(item.name, item.reason) for item in sweep.excluded}
    assert "host_ram" in [p.name for p in choose(study, parameters=["*", "host_ram"]).parameters]


def test_a_setting_that_the_runs_vary_was_not_fixed(tmp_path: Path) -> None:
    """A configuration that gives one value where the runs have several is of another date: the setting stays a parameter."""
    browser().to_csv(tmp_path / "runs.csv", index=False)
    (tmp_path / "sweep.yaml").write_text(YAML + "  host_ram: {value: 64}\n")
    sweep = choose(read(tmp_path / "runs.csv"))
    assert [p.name for p in sweep.parameters] == ["optimizer.lr", "width", "host_ram"]


def test_a_configuration_of_another_sweep_does_not_count(tmp_path: Path) -> None:
    """Other parameters, or a table from elsewhere: the table speaks for itself."""
    browser().to_csv(tmp_path / "runs.csv", index=False)
    (tmp_path / "sweep.yaml").write_text(
        "method: grid\nparameters: {a: {values: [1, 2]}, width: {values: [1, 2]}, c: {min: 0, max: 1}}\n"
    )
    assert read(tmp_path / "runs.csv")[0].sampler == "unknown"
    (tmp_path / "sweep.yaml").write_text(YAML)
    browser()[["optimizer.lr", "width", "val_loss"]].to_csv(tmp_path / "plain.csv", index=False)
    assert read(tmp_path / "plain.csv")[0].sampler == "unknown"


@pytest.mark.parametrize(
    "frame",
    [
        browser(8).assign(Name=[f"Group: g{n}" for n in range(8)], State=None),
        browser(8).drop(columns="State").assign(Name=[f"optimizer: o{n}" for n in range(8)]),
        browser(8).drop(columns="State").assign(Runs=3),
    ],
)
def test_groups_of_runs_are_said_to_be_groups(frame: pd.DataFrame, tmp_path: Path) -> None:
    """Rows that are means of groups are noted, with the way to single runs."""
    frame.to_csv(tmp_path / "runs.csv", index=False)
    assert "grouped_runs" in {note.code for note in read(tmp_path / "runs.csv")[0].notes}
    assert "grouped_runs" not in {note.code for note in read(browser())[0].notes}


def test_the_data_of_a_chart_is_refused(tmp_path: Path) -> None:
    """The same file name, one column a run: the error names the export that is wanted."""
    chart = pd.DataFrame({"Step": range(5), "a - val_loss": RNG.random(5), "a - val_loss__MIN": 0.0, "a - val_loss__MAX": 1.0})
    chart.to_csv(tmp_path / "wandb_export_2024-01-01T00_00_00.000+00_00.csv", index=False)
    with pytest.raises(UnreadableSourceError, match="runs table"):
        read(next(tmp_path.iterdir()))


@needs_data
@pytest.mark.parametrize(("name", "runs", "rows"), [("sweep_0_10_7_matrices", 3371, 28608), ("sweep_4_7_data", 320, 2672)])
def test_real_histories_are_folded_by_what_tells_runs_apart(name: str, runs: int, rows: int) -> None:
    """Every run ends at rank 1, its best: the median tells runs apart; the parameters are those of the sweep."""
    sweep = choose(read(DATA / f"wandb/sparse_tt/{name}.csv"))
    assert len(sweep.statuses) == runs
    notes = {note.code: note.facts for note in sweep.notes}
    assert notes["long_format"] == {"column": "run_id", "rows": rows, "runs": runs}
    assert notes["history_fold"] == {"metric": "rank", "fold": "median"}
    assert sweep.objective.told_by == "source"
    assert sweep.sampler == "grid"
    assert [p.name for p in sweep.parameters] == ["matrix_name", "padding", "amd", "rcm", "partial_gauss"]
    assert sweep.outcome.nunique() > 100


@needs_data
@pytest.mark.parametrize(("name", "runs"), [("gate_single_run", 1), ("prol", 5)])
def test_real_cells_with_whole_configurations_are_spread(name: str, runs: int) -> None:
    """Summary and configuration as Python text in a cell become results and settings."""
    (study,) = read(DATA / f"wandb/{name}/project.csv")
    assert len(study.statuses) == runs
    assert len(study.metrics.columns) > 1
    assert len(study.parameters) > 5
