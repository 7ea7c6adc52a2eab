"""KerasTuner itself searches with Hyperband and at random, and its projects and live tuners are read alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tool_venvs import run_script

from sweepbrief.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE_ROOT = str(Path(__file__).parents[2] / "src")
SEARCH = """
import json, sys
import keras
import keras_tuner as kt


class Planned(kt.HyperModel):
    '''A model whose quality is a known function of its settings; only the budget decides how close it gets.'''

    def build(self, hp):
        kind = hp.Choice("kind", ["mlp", "linear"])
        hp.Float("lr", 1e-4, 1e-1, sampling="log")
        if kind == "mlp":
            with hp.conditional_scope("kind", ["mlp"]):
                hp.Int("units", 8, 64, step=8)
                hp.Boolean("norm")
        model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        return model

    def fit(self, hp, model, *args, epochs=1, **kwargs):
        if hp.get("lr") > 0.09:
            raise RuntimeError("planned")
        loss = abs(hp.get("lr") - 0.01) + 1.0 / epochs
        return {"val_loss": loss, "val_accuracy": 1.0 - loss / 2.0}


common = dict(directory="projects", overwrite=True, max_retries_per_trial=0, max_consecutive_failed_trials=50)
tuners = [
    kt.Hyperband(Planned(), objective="val_loss", max_epochs=9, factor=3, seed=1, project_name="hyperband", **common),
    kt.RandomSearch(
        Planned(), objective=kt.Objective("val_accuracy", "max"), max_trials=12, executions_per_trial=2, seed=2,
        project_name="random", **common
    ),
    kt.GridSearch(Planned(), objective="val_loss", max_trials=6, project_name="grid", **common),
]
sys.path.insert(0, SOURCE_ROOT)
from sweepbrief.sources import read

told = {}
for tuner in tuners:
    tuner.search(epochs=4, verbose=0)
    (live,) = read(tuner)
    told[tuner.project_name] = {
        "trials": {
            name: [trial.status, trial.hyperparameters.values, trial.score] for name, trial in tuner.oracle.trials.items()
        },
        "live": [
            live.name, live.sampler, live.objectives[0].name, live.objectives[0].direction, live.statuses.to_dict(),
            {name: value for name, value in live.metrics[live.objectives[0].name].items() if value == value},
        ],
    }
print(json.dumps(told))
"""
STATUSES = {"COMPLETED": "complete", "FAILED": "failed", "INVALID": "failed"}
WANTED = {"hyperband": ("val_loss", "minimize"), "random": ("val_accuracy", "maximize"), "grid": ("val_loss", "minimize")}


@pytest.fixture(scope="module")
def projects(tool_python: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict]]:
    folder = tmp_path_factory.mktemp("keras_tuner")
    script = f"SOURCE_ROOT = {SOURCE_ROOT!r}\n{SEARCH}"
    done = run_script(tool_python("keras_tuner"), script, folder, KERAS_BACKEND="jax", TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr[-2000:]
    return folder / "projects", json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", WANTED)
def test_a_project_holds_what_the_oracle_knows(name: str, projects: tuple[Path, dict[str, dict]]) -> None:
    """Statuses, scores and active settings are those of the tool's own trials; the objective is found by its values."""
    folder, truth = projects
    (study,) = read(folder / name)
    metric, direction = WANTED[name]
    assert [(objective.name, objective.direction) for objective in study.objectives] == [(metric, direction)]
    trials = truth[name]["trials"]
    assert set(study.statuses.index) == set(trials)
    for trial, (status, values, score) in trials.items():
        assert study.statuses[trial] == STATUSES[status]
        assert study.settings.loc[trial, "lr"] == values["lr"]
        if score is not None:
            assert study.metrics.loc[trial, metric] == pytest.approx(score)
    known = {parameter.name: parameter for parameter in study.parameters}
    assert set(known) <= {"kind", "lr", "units", "norm"}
    assert (known["lr"].low, known["lr"].high, known["lr"].scale) == (1e-4, 1e-1, "log")
    assert (known["units"].step, known["units"].active_when.values) == (8.0, ("mlp",))


@pytest.mark.parametrize("name", WANTED)
def test_a_live_tuner_is_read_as_its_project(name: str, projects: tuple[Path, dict[str, dict]]) -> None:
    """The tuner itself gives the same runs and values, and also how it chose them."""
    folder, truth = projects
    label, sampler, metric, direction, statuses, values = truth[name]["live"]
    (study,) = read(folder / name)
    assert (label, (metric, direction)) == (name, WANTED[name])
    assert sampler == {"hyperband": "adaptive", "random": "random", "grid": "grid"}[name]
    assert statuses == study.statuses.to_dict()
    assert values == study.metrics[metric].dropna().to_dict()


def test_the_rungs_of_hyperband_are_its_budget(projects: tuple[Path, dict[str, dict]]) -> None:
    """Epochs are the budget, and nothing of the tuner's own is a parameter."""
    folder, truth = projects
    (study,) = read(folder / "hyperband")
    assert study.fidelity == "tuner/epochs"
    epochs = {trial: values["tuner/epochs"] for trial, (_, values, _) in truth["hyperband"]["trials"].items()}
    assert study.bookkeeping["tuner/epochs"].to_dict() == epochs
    assert len(set(epochs.values())) > 1
