"""SMAC itself runs small searches, and its output folders are read with the values that its own API gives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tool_venvs import run_script

from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SEARCH = """
import json, math, os, pathlib
from ConfigSpace import Categorical, ConfigurationSpace, EqualsCondition, Float, Integer
from smac import HyperparameterOptimizationFacade, MultiFidelityFacade, RandomFacade, Scenario

space = ConfigurationSpace(seed=1)
lr = Float("lr", (1e-4, 1e-1), log=True)
width = Integer("width", (8, 64))
opt = Categorical("opt", ["adam", "sgd"])
momentum = Float("momentum", (0.0, 0.99))
space.add(lr, width, opt, momentum)
space.add(EqualsCondition(momentum, opt, "sgd"))


def loss(config):
    if config["width"] > 55:
        raise ValueError("too wide")
    return (math.log10(config["lr"]) + 2) ** 2 + config["width"] / 100 + (0.1 if config["opt"] == "sgd" else 0.0)


def single(config, seed=0):
    return loss(config)


def several(config, seed=0):
    return {"loss": loss(config), "size": float(config["width"])}


def budgeted(config, seed=0, budget=1.0):
    return loss(config) + 1 / budget


kind = os.environ["KIND"]
more = {"single": {"crash_cost": 10.0}, "several": {"objectives": ["loss", "size"], "crash_cost": [10.0, 64.0]}}
more["budgeted"] = {"min_budget": 1, "max_budget": 9, "crash_cost": 10.0}
common = {"output_directory": pathlib.Path("out"), "n_trials": 24, "deterministic": True, "seed": 3}
scenario = Scenario(space, name=kind, **common, **more[kind])
facade = {"single": HyperparameterOptimizationFacade, "several": RandomFacade, "budgeted": MultiFidelityFacade}[kind]
if kind == "several":
    from smac.multi_objective.parego import ParEGO
    smac = facade(scenario, several, multi_objective_algorithm=facade.get_multi_objective_algorithm(scenario), overwrite=True)
else:
    smac = facade(scenario, {"single": single, "budgeted": budgeted}[kind], overwrite=True)
smac.optimize()
history = smac.runhistory
rows = [
    {"config": dict(history.get_config(key.config_id)), "budget": key.budget, "cost": value.cost, "status": value.status.name}
    for key, value in history.items()
]
pathlib.Path("truth.json").write_text(json.dumps(rows, default=float))
"""


@pytest.mark.parametrize(("kind", "sampler"), [("single", "adaptive"), ("several", "random"), ("budgeted", "adaptive")])
def test_smac_searches(kind: str, sampler: str, tool_python: Callable[[str], Path], tmp_path: Path) -> None:
    """Costs, settings, statuses and budgets are those of SMAC's own run history."""
    done = run_script(tool_python("smac"), SEARCH, tmp_path, KIND=kind)
    assert done.returncode == 0, done.stderr[-2000:]
    rows = json.loads((tmp_path / "truth.json").read_text())
    (study,) = read(tmp_path / "out")
    assert (study.source.kind, study.name, study.sampler) == ("smac3", kind, sampler)
    assert len(study.statuses) == len(rows)
    assert list(study.statuses == "complete") == [row["status"] == "SUCCESS" for row in rows]
    names = ["loss", "size"] if kind == "several" else ["cost"]
    assert [objective.name for objective in study.objectives] == names
    for place, row in enumerate(rows):
        costs = row["cost"] if isinstance(row["cost"], list) else [row["cost"]]
        if row["status"] == "SUCCESS":
            assert study.metrics.iloc[place][names].tolist() == pytest.approx(costs)
        assert study.settings["lr"].iloc[place] == pytest.approx(row["config"]["lr"])
        assert (study.settings["opt"].iloc[place] == "sgd") == ("momentum" in row["config"])
    assert (study.fidelity is not None) == (kind == "budgeted")
    if kind == "budgeted":
        assert study.bookkeeping["budget"].tolist() == pytest.approx([row["budget"] for row in rows])
    parameters = {p.name: p for p in study.parameters}
    assert (parameters["lr"].scale, parameters["width"].high) == ("log", 64)
    assert parameters["momentum"].active_when is not None
    assert choose(study, metric=names[0]).used.any()
