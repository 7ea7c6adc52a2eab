"""Ax itself runs small experiments, and its snapshots and summaries are read with the values that it was given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tool_venvs import run_script

from sweepbrief.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CLIENTS = """
import json, math, pathlib
from ax.api.client import Client
from ax.api.configs import ChoiceParameterConfig, RangeParameterConfig
from ax.service.ax_client import AxClient, ObjectiveProperties
from ax.storage.json_store.save import save_experiment


def loss(p):
    return (math.log10(p["lr"]) + 2) ** 2 + p["width"] / 100


truth = []
client = Client(random_seed=1)
client.configure_experiment(
    name="mini",
    parameters=[
        RangeParameterConfig(name="lr", bounds=(1e-4, 1e-1), parameter_type="float", scaling="log"),
        RangeParameterConfig(name="width", bounds=(8, 64), parameter_type="int"),
        ChoiceParameterConfig(name="opt", values=["adam", "sgd", "lion"], parameter_type="str"),
    ],
)
client.configure_optimization(objective="-loss")
for number in range(5):
    for index, settings in client.get_next_trials(max_trials=1).items():
        word = ("COMPLETED", "FAILED", "COMPLETED", "EARLY_STOPPED", "RUNNING")[number]
        value = loss(settings)
        if word == "FAILED":
            client.mark_trial_failed(index)
        elif word == "EARLY_STOPPED":
            client.attach_data(index, raw_data={"loss": value}, progression=1)
            client.mark_trial_early_stopped(index)
        elif word == "COMPLETED":
            client.complete_trial(index, raw_data={"loss": value})
        truth.append({"settings": settings, "word": word, "loss": value})
client.save_to_json_file("client.json")
client.summarize().to_csv("summary.csv", index=False)
pathlib.Path("truth.json").write_text(json.dumps(truth))

old = AxClient(random_seed=1, verbose_logging=False)
old.create_experiment(
    name="old",
    parameters=[
        {"name": "lr", "type": "range", "bounds": [1e-4, 1e-1], "log_scale": True},
        {"name": "width", "type": "range", "bounds": [8, 64], "value_type": "int"},
    ],
    objectives={"loss": ObjectiveProperties(minimize=True), "size": ObjectiveProperties(minimize=False)},
)
for number in range(4):
    settings, index = old.get_next_trial()
    old.complete_trial(index, raw_data={"loss": loss(settings), "size": float(settings["width"])})
old.save_to_json_file("snapshot.json")
save_experiment(old.experiment, "experiment.json")
old.get_trials_data_frame().to_csv("frame.csv", index=False)
"""
STATUSES = {"COMPLETED": "complete", "FAILED": "failed", "EARLY_STOPPED": "pruned", "RUNNING": "running"}


def test_ax_clients(tool_python: Callable[[str], Path], tmp_path: Path) -> None:
    """Both clients' files say the same as the tables that Ax itself makes of them."""
    done = run_script(tool_python("ax"), CLIENTS, tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    truth = json.loads((tmp_path / "truth.json").read_text())
    for name in ("client.json", "summary.csv"):
        (study,) = read(tmp_path / name)
        assert list(study.statuses) == [STATUSES[row["word"]] for row in truth]
        assert study.settings["lr"].tolist() == pytest.approx([row["settings"]["lr"] for row in truth])
        reported = [place for place, row in enumerate(truth) if row["word"] in {"COMPLETED", "EARLY_STOPPED"}]
        assert study.metrics["loss"].iloc[reported].tolist() == pytest.approx([truth[place]["loss"] for place in reported])
        assert list(study.metrics.columns) == ["loss"]
    (client,) = read(tmp_path / "client.json")
    assert [(o.name, o.direction) for o in client.objectives] == [("loss", "minimize")]
    parameters = {p.name: p for p in client.parameters}
    assert (parameters["lr"].scale, parameters["width"].kind, parameters["opt"].choices) == (
        "log",
        "int",
        ("adam", "sgd", "lion"),
    )
    snapshot, experiment, frame = (read(tmp_path / name)[0] for name in ("snapshot.json", "experiment.json", "frame.csv"))
    assert snapshot.metrics.equals(experiment.metrics)
    assert [(o.name, o.direction) for o in snapshot.objectives] == [("loss", "minimize"), ("size", "maximize")]
    assert snapshot.sampler == "random"
    assert frame.metrics["loss"].tolist() == pytest.approx(snapshot.metrics["loss"].tolist())
