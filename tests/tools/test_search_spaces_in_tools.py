"""Each tool takes the search space written for it, and draws settings from it: in range, on the grid, under their condition."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from tool_venvs import run_script

from sweepbrief.advice import SPACES, Advice
from sweepbrief.measures import Estimate
from sweepbrief.sweep import Condition, Objective, Parameter, Source, Sweep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DRAWS = 40
HOSTILE = "lr'\" # x: {\n import os"
UNKNOWN = Estimate(None, why_not="unknown")
FIRM = {"weak": False}
FACTS = {"mean": 0.2, "log": True, "weak": False}
ADVICE = (
    Advice("narrow", HOSTILE, (1e-5, 1.0), (8.3137e-4, 0.03714), "non_monotone", UNKNOWN, FACTS),
    Advice(
        "drop_level",
        "solver",
        "sgd",
        ("adam", "lion"),
        "categorical_effect",
        UNKNOWN,
        {"mean": 0.4, "rest": 0.2, "weak": False},
    ),
    Advice(
        "fix",
        "depth",
        None,
        2,
        "irrelevant",
        UNKNOWN,
        {"inert": True, "why": "common", "mean": None, "most": 0.01} | FIRM,
    ),
)
SCRIPTS = {
    "wandb": """
import json, yaml
import numpy as np
from sweeps.config.schema import validator
from sweeps import next_run
config = yaml.safe_load(open("space.txt", encoding="utf-8"))
assert not list(validator.iter_errors(config)), [error.message for error in validator.iter_errors(config)]
np.random.seed(0)
drawn = [{name: found["value"] for name, found in next_run(config, []).config.items()} for _ in range(DRAWS)]
print(json.dumps(drawn, default=lambda value: value.item()))
""",
    "optuna": """
import json, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
space = {}
exec(open("space.txt", encoding="utf-8").read(), space)
drawn = []
study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
def objective(trial):
    settings = space["suggest"](trial)
    assert trial.params == settings
    drawn.append(settings)
    return 0.0
study.optimize(objective, n_trials=DRAWS)
print(json.dumps(drawn))
""",
    "keras-tuner": """
import json, os
os.environ["KERAS_BACKEND"] = "numpy"
import keras_tuner
space = {}
exec(open("space.txt", encoding="utf-8").read(), space)
hp = keras_tuner.HyperParameters()
space["define"](hp)
oracle = keras_tuner.oracles.RandomSearchOracle(objective=keras_tuner.Objective("loss", "min"), max_trials=DRAWS, seed=0,
                                                hyperparameters=hp)
oracle._set_project_dir(".", "tuned")
drawn = []
for number in range(DRAWS):
    trial = oracle.create_trial("tuner0")
    if trial.status != "RUNNING":
        break
    drawn.append(space["define"](trial.hyperparameters))
    oracle.update_trial(trial.trial_id, {"loss": 0.0})
    trial.status = "COMPLETED"
    oracle.end_trial(trial)
print(json.dumps(drawn))
""",
    "ray": """
import json, random
import numpy as np
random.seed(0); np.random.seed(0)
space = {}
exec(open("space.txt", encoding="utf-8").read(), space)
from ray.tune.search.variant_generator import generate_variants
drawn = [next(iter(generate_variants(space["param_space"])))[1] for _ in range(DRAWS)]
print(json.dumps(drawn, default=float))
""",
    "sklearn": """
import json
from sklearn.model_selection import ParameterSampler
space = {}
exec(open("space.txt", encoding="utf-8").read(), space)
drawn = [dict(one) for one in ParameterSampler(space["param_distributions"], DRAWS, random_state=0)]
print(json.dumps(drawn, default=lambda value: value.item()))
""",
}


def sweep() -> Sweep:
    """Give a sweep with every kind of dimension: log, linear, whole, stepped, listed, switched on, a flag, one not set."""
    rng = np.random.default_rng(1)
    runs = 60
    kernel = rng.choice(["linear", "poly", "rbf"], runs)
    columns: dict[str, Any] = {
        HOSTILE: 10 ** rng.uniform(-5, 0, runs),
        "solver": rng.choice(["adam", "lion", "sgd"], runs).astype(object),
        "depth": rng.choice([1.0, 2.0, 3.0], runs),
        "gamma": np.where(kernel == "linear", np.nan, 10 ** rng.uniform(-4, 1, runs)),
        "kernel": kernel.astype(object),
        "width": rng.choice(np.arange(32.0, 513.0, 32.0), runs),
        "schedule": pd.Series([("cosine", None)[place % 2] for place in range(runs)], dtype=object),
        "nesterov": pd.Series([place % 3 == 0 for place in range(runs)], dtype=object),
        "momentum": np.round(rng.integers(0, 10, runs) * 0.1, 1),
        "batch": np.round(2.0 ** rng.uniform(3, 10, runs)),
    }
    parameters = (
        Parameter(HOSTILE, "float", "log", 1e-5, 1.0, range_known=True),
        Parameter("solver", "categorical", choices=("adam", "lion", "sgd"), range_known=True),
        Parameter("depth", "int", "linear", 1, 3, range_known=True),
        Parameter("gamma", "float", "log", 1e-4, 10.0, active_when=Condition("kernel", ("poly", "rbf")), range_known=True),
        Parameter("kernel", "categorical", choices=("linear", "poly", "rbf"), range_known=True),
        Parameter("width", "int", "linear", 32, 512, range_known=True, step=32),
        Parameter("schedule", "categorical", choices=("cosine", None), range_known=True),
        Parameter("nesterov", "bool", range_known=True),
        Parameter("momentum", "float", "linear", 0.0, 0.9, range_known=True, step=0.1),
        Parameter("batch", "int", "log", 8, 1024, range_known=True),
    )
    index = pd.Index([f"run {place}" for place in range(runs)])
    settings = pd.DataFrame(columns).set_index(index)
    return Sweep(
        name="every kind",
        source=Source("table", "-", "0"),
        settings=settings,
        metrics=pd.DataFrame({"val loss": rng.normal(size=runs)}, index=index),
        statuses=pd.Series("complete", index=index),
        parameters=parameters,
        objectives=(Objective("val loss", "minimize"),),
        used=pd.Series(data=True, index=index),
        order=None,
        seconds=None,
        replicates=pd.DataFrame(index=index),
        sampler="random",
    )


@pytest.mark.parametrize("tool", SCRIPTS)
def test_the_tool_draws_from_its_space(tool: str, tool_python: Callable[[str], Path], tmp_path: Path) -> None:
    """Forty settings, drawn by the tool itself, respect every range, grid, level and condition that the tool can hold."""
    space = next(one for one in SPACES if tool == one.NAME)
    written = space.write(sweep(), ADVICE)
    (tmp_path / "space.txt").write_text(written, encoding="utf-8")
    done = run_script(tool_python("search_spaces"), f"DRAWS = {DRAWS}\n{SCRIPTS[tool]}", tmp_path, WANDB_MODE="disabled")
    assert done.returncode == 0, done.stderr[-2000:]
    drawn = json.loads(done.stdout.splitlines()[-1])
    assert len(drawn) == DRAWS
    for one in drawn:
        check(one, tool)
    assert len({one["kernel"] for one in drawn}) == 3
    assert len({json.dumps(one["schedule"]) for one in drawn}) == 2
    if tool == "wandb":
        assert "# name" in written
        return
    logs = [math.log10(one[HOSTILE]) for one in drawn]
    assert abs(np.mean(logs) - (math.log10(8.31e-4) + math.log10(0.0372)) / 2) < 0.25


def check(one: dict[str, Any], tool: str) -> None:
    """Hold one draw against the space."""
    assert (HOSTILE in one) == (tool != "wandb")
    assert 8.31e-4 <= one.get(HOSTILE, 0.01) <= 0.0372
    assert one["solver"] in {"adam", "lion"}
    assert one["depth"] == 2
    assert one["width"] in range(32, 513, 32)
    assert one["schedule"] in {"cosine", None}
    assert one["nesterov"] in {True, False}
    assert round(one["momentum"] * 10, 6) in range(10)
    assert 8 <= one["batch"] <= 1024
    assert float(one["batch"]).is_integer()
    acts = one["kernel"] in {"poly", "rbf"}
    assert (one.get("gamma") is not None) == (acts or tool == "wandb")
    assert one.get("gamma") is None or 1e-4 <= one["gamma"] <= 10
