"""DeepCAVE's tables and recordings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from real_files import DATA, needs_data

from sweepbrief.sources import read

if TYPE_CHECKING:
    from pathlib import Path

SPACE = """name,type,log,lower,upper,default,distribution,item_0,item_1,ordered
alpha,float,True,1e-08,1.0,0.001,uniform,,,
kind,categorical,,,,a,,a,b,False
"""
TRIALS = """config_id,alpha,kind,metric:loss [0.0; inf] (minimize),status,start_time,end_time,budget,seed,additional
0,0.1,a,0.5,success,0,2,1,-1,
1,0.01,b,,crashed,2,3,1,-1,
2,0.2,b,0.25,SUCCESS,3,7,3,-1,
"""


def test_a_table_with_its_space(tmp_path: Path) -> None:
    """Parameters are those of the space, the metric's header states its direction, budgets are no parameter."""
    (tmp_path / "configspace.csv").write_text(SPACE)
    (tmp_path / "trials.csv").write_text(TRIALS)
    (study,) = read(tmp_path)
    assert [(p.name, p.kind, p.scale) for p in study.parameters] == [
        ("alpha", "float", "log"),
        ("kind", "categorical", "linear"),
    ]
    assert list(study.statuses) == ["complete", "crashed", "complete"]
    assert [(o.name, o.direction) for o in study.objectives] == [("loss", "minimize")]
    assert (study.fidelity, study.bookkeeping["budget"].tolist()) == ("budget", [1.0, 1.0, 3.0])


@pytest.mark.parametrize("seeded", [False, True])
def test_a_recording(seeded: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    """Both versions of a recorder's lines give costs in the objectives' directions; its own time comes last."""
    objectives = [{"name": "time", "optimize": "lower"}, {"name": "accuracy", "optimize": "upper"}]
    (tmp_path / "meta.json").write_text(json.dumps({"objectives": objectives, "budgets": [1, 2]}))
    (tmp_path / "configs.json").write_text(json.dumps({"0": {"x": 0.5}, "1": {"x": 0.25}}))
    lines: list[list[object]] = [[0, 1, [2.0, 0.9], 0.0, 2.0, 1, {}], [1, 2, [1.0, None], 2.0, 3.5, 4, {}]]
    if seeded:
        lines = [[*line[:2], 7, *line[2:]] for line in lines]
    (tmp_path / "history.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    (study,) = read(tmp_path)
    assert [(o.name, o.direction) for o in study.objectives] == [("accuracy", "maximize"), ("time", "minimize")]
    assert list(study.statuses) == ["complete", "crashed"]
    assert study.metrics["accuracy"].iloc[0] == 0.9
    assert study.settings["x"].tolist() == [0.5, 0.25]
    assert study.fidelity == "budget"


@needs_data
@pytest.mark.parametrize(("folder", "runs"), [("run_1", 20), ("run_2", 88), ("run_3", 42)])
def test_real_tables(folder: str, runs: int) -> None:
    """Real folders give the runs their index names, with declared ranges."""
    (study,) = read(DATA / "deepcave/dataframe" / folder)
    assert len(study.statuses) == runs
    assert all(parameter.range_known for parameter in study.parameters)
    assert study.objectives[0].direction == "maximize"
