"""Ray Tune itself runs small searches, and its experiment folders are read with the values of its own results."""

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
import json, os, pathlib
os.environ["RAY_AIR_NEW_OUTPUT"] = "0"
import ray
from ray import tune

ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")


def train(config):
    if config["net"]["width"] == 32 and config["opt"] == "sgd":
        raise ValueError("planned")
    for step in range(9):
        loss = (config["lr"] - 0.05) ** 2 + 1.0 / (step + 1) + config["net"]["width"] / 1000
        tune.report({"loss": loss, "eval": {"acc": step}})


def run(name, scheduler=None, samples=1):
    space = {
        "lr": tune.loguniform(1e-3, 1e-1),
        "opt": tune.grid_search(["adam", "sgd"]),
        "net": {"width": tune.grid_search([8, 16, 32])},
    }
    tuner = tune.Tuner(
        train,
        param_space=space,
        tune_config=tune.TuneConfig(
            num_samples=samples, metric="loss", mode="min", scheduler=scheduler, reuse_actors=True, max_concurrent_trials=2
        ),
        run_config=tune.RunConfig(name=name, storage_path=str(pathlib.Path("results").resolve()), verbose=0),
    )
    results = tuner.fit()
    results.get_dataframe().to_csv(f"{name}.csv", index=False)
    return {
        result.metrics["trial_id"]: [result.metrics["loss"], result.metrics["training_iteration"], result.config]
        for result in results
        if result.metrics and "loss" in result.metrics
    }


plain = run("plain")
halving = run("halving", tune.schedulers.ASHAScheduler(max_t=9, grace_period=1, reduction_factor=3), samples=2)
ray.shutdown()
print(json.dumps({"plain": plain, "halving": halving}))
"""


@pytest.fixture(scope="module")
def experiments(tool_python: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    folder = tmp_path_factory.mktemp("ray")
    done = run_script(tool_python("ray"), SEARCH, folder, RAY_CHDIR_TO_TRIAL_DIR="0", RAY_USAGE_STATS_ENABLED="0")
    assert done.returncode == 0, done.stderr[-2000:]
    return folder, json.loads(done.stdout.splitlines()[-1])


def test_an_experiment_folder_holds_what_ray_reported(experiments: tuple[Path, dict[str, dict[str, list]]]) -> None:
    """Last results and settings are those of the tool's own results; trials that raised have failed."""
    folder, truth = experiments
    (study,) = read(folder / "results" / "plain")
    assert study.source.kind == "ray-tune"
    assert study.statuses.value_counts().to_dict() == {"complete": 5, "failed": 1}
    for trial, (loss, _, config) in truth["plain"].items():
        assert study.metrics.loc[trial, "loss"] == loss
        assert study.settings.loc[trial, "lr"] == config["lr"]
        assert study.settings.loc[trial, "net/width"] == config["net"]["width"]
    assert study.statuses[study.settings["net/width"].eq(32) & study.settings["opt"].eq("sgd")].tolist() == ["failed"]
    sweep = choose(study, metric="loss")
    assert (sweep.objective.direction, int(sweep.used.sum())) == ("minimize", 5)


def test_trials_that_a_scheduler_stopped_are_stopped_early(experiments: tuple[Path, dict[str, dict[str, list]]]) -> None:
    """Ray calls them terminated: those that did not reach the last iteration are told apart by it."""
    folder, truth = experiments
    (study,) = read(folder / "results" / "halving")
    spent = {trial: iterations for trial, (_, iterations, _) in truth["halving"].items()}
    top = max(spent.values())
    early = [trial for trial, iterations in spent.items() if iterations < top and study.statuses[trial] != "failed"]
    assert early
    reached = sum(iterations == top for iterations in spent.values())
    assert all(study.statuses[trial] == ("pruned" if reached > 1 else "complete") for trial in early)


def test_a_result_table_from_ray_is_read(experiments: tuple[Path, dict[str, dict[str, list]]]) -> None:
    """The data frame of a result grid has the same settings and losses under the same names."""
    folder, truth = experiments
    (study,) = read(folder / "plain.csv")
    assert {"lr", "opt", "net/width"} <= {parameter.name for parameter in study.parameters}
    losses = sorted(loss for loss, _, _ in truth["plain"].values())
    assert sorted(study.metrics["loss"].dropna()) == pytest.approx(losses)
