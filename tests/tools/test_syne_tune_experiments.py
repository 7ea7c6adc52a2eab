"""Syne Tune itself runs small searches, and its folders are read with the values of its own experiment table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tool_venvs import run_script

from sweepbrief.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRAIN = """
from argparse import ArgumentParser

from syne_tune import Reporter

parser = ArgumentParser()
for name, kind in (("lr", float), ("width", int), ("act", str), ("epochs", int)):
    parser.add_argument(f"--{name}", type=kind)
given, _ = parser.parse_known_args()
if given.width > 40:
    raise SystemExit(1)
report = Reporter()
for epoch in range(1, given.epochs + 1):
    report(epoch=epoch, loss=(given.lr - 0.01) ** 2 + 1 / epoch + given.width / 1000)
"""
SEARCH = f"""
import json, os, pathlib

from syne_tune import StoppingCriterion, Tuner
from syne_tune.backend import LocalBackend
from syne_tune.config_space import choice, loguniform, randint
from syne_tune.experiments import load_experiment
from syne_tune.optimizer.baselines import ASHA, RandomSearch

pathlib.Path("train.py").write_text({TRAIN!r})
space = {{"lr": loguniform(1e-4, 1e-1), "width": randint(1, 64), "act": choice(["relu", "tanh"]), "epochs": 3}}
if os.environ["KIND"] == "asha":
    scheduler = ASHA(space, metric="loss", do_minimize=True, time_attr="epoch", max_t=3, random_seed=1)
else:
    scheduler = RandomSearch(space, metrics=["loss"], do_minimize=True, random_seed=1)
tuner = Tuner(
    trial_backend=LocalBackend(entry_point="train.py"),
    scheduler=scheduler,
    stop_criterion=StoppingCriterion(max_num_trials_finished=5),
    n_workers=2,
    tuner_name="mini",
    max_failures=20,
    results_update_interval=1,
    sleep_time=0.2,
)
tuner.run()
table = load_experiment(tuner.name).results
last = table.sort_values("epoch").groupby("trial_id").tail(1)
rows = {{str(row.trial_id): [row.config_lr, row.loss, int(row.epoch)] for row in last.itertuples()}}
pathlib.Path("truth.json").write_text(json.dumps({{"path": str(tuner.tuner_path), "rows": rows}}))
"""


@pytest.mark.parametrize(("kind", "sampler"), [("asha", "unknown"), ("random", "random")])
def test_syne_tune_searches(kind: str, sampler: str, tool_python: Callable[[str], Path], tmp_path: Path) -> None:
    """The last report of every trial is its result; those stopped before the end, and those that failed, are told apart."""
    done = run_script(tool_python("syne_tune"), SEARCH, tmp_path, KIND=kind)
    assert done.returncode == 0, done.stderr[-2000:]
    truth = json.loads((tmp_path / "truth.json").read_text())
    (study,) = read(truth["path"])
    assert (study.source.kind, study.sampler) == ("syne-tune", sampler)
    assert [(o.name, o.direction) for o in study.objectives] == [("loss", "minimize")]
    for name, (lr, loss, epoch) in truth["rows"].items():
        assert study.settings.loc[name, "lr"] == pytest.approx(lr)
        assert study.metrics.loc[name, "loss"] == pytest.approx(loss)
        assert (study.statuses[name] == "complete") == (epoch == 3)
    silent = [name for name in study.statuses.index if name not in truth["rows"]]
    assert set(study.statuses[silent]) <= {"failed", "killed"}
    assert all(study.settings.loc[name, "width"] > 40 for name in silent if study.statuses[name] == "failed")
    parameters = {p.name: p for p in study.parameters}
    assert (parameters["lr"].scale, parameters["width"].low, parameters["width"].high) == ("log", 1, 64)
