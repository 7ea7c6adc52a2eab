"""TensorBoard's own messages, and PyTorch's way of writing them, are read with the values that its own reader finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tool_venvs import run_script

from sweepbrief.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SESSIONS = """
import json, pathlib, random

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.plugins.hparams import api_pb2, plugin_data_pb2, summary_v2
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboardX import SummaryWriter

random.seed(0)
truth = {}
for number in range(6):
    lr = 10 ** random.uniform(-4, -1)
    with SummaryWriter(f"torch/run{number}") as writer:
        for step in range(5):
            writer.add_scalar("train/loss", 1 / (step + 1), step)
        given = {"lr": lr, "batch": random.choice([16, 32]), "act": random.choice(["relu", "tanh"]), "norm": bool(number % 2)}
        writer.add_hparams(given, {"hparam/acc": 0.5 + lr})
    truth[f"run{number}"] = given
pathlib.Path("torch.json").write_text(json.dumps(truth))


def end(status):
    info = plugin_data_pb2.SessionEndInfo(status=status, end_time_secs=1060.0)
    content = plugin_data_pb2.HParamsPluginData(version=0, session_end_info=info).SerializeToString()
    plugin = summary_pb2.SummaryMetadata.PluginData(plugin_name="hparams", content=content)
    metadata = summary_pb2.SummaryMetadata(plugin_data=plugin)
    summary = summary_pb2.Summary()
    summary.value.add(tag="_hparams_/session_end_info", metadata=metadata)
    return summary


domains = [
    summary_v2.HParam("lr", summary_v2.RealInterval(1e-4, 1e-1)),
    summary_v2.HParam("units", summary_v2.IntInterval(8, 64)),
    summary_v2.HParam("opt", summary_v2.Discrete(["adam", "sgd"])),
]
writer = EventFileWriter("api")
declared = summary_v2.hparams_config_pb(hparams=domains, metrics=[summary_v2.Metric("val/acc")])
writer.add_event(event_pb2.Event(wall_time=1.0, summary=declared))
writer.close()
for number in range(5):
    given = {"lr": 10 ** random.uniform(-4, -1), "units": random.randint(8, 64), "opt": random.choice(["adam", "sgd"])}
    writer = EventFileWriter(f"api/{number}")
    writer.add_event(event_pb2.Event(wall_time=2.0, summary=summary_v2.hparams_pb(given, start_time_secs=1000.0 + number)))
    for step in range(3):
        value = summary_pb2.Summary.Value(tag="val/acc", simple_value=0.5 + step / 10 + number / 100)
        writer.add_event(event_pb2.Event(wall_time=3.0, step=step, summary=summary_pb2.Summary(value=[value])))
    if number < 4:
        status = api_pb2.STATUS_SUCCESS if number < 3 else api_pb2.STATUS_FAILURE
        writer.add_event(event_pb2.Event(wall_time=4.0, summary=end(status)))
    writer.close()
found = {}
for number in range(5):
    reader = EventAccumulator(f"api/{number}").Reload()
    found[str(number)] = reader.Scalars("val/acc")[-1].value
pathlib.Path("api.json").write_text(json.dumps(found))
"""


def test_tensorboard_sessions(tool_python: Callable[[str], Path], tmp_path: Path) -> None:
    """Hyperparameters, domains, statuses and the last scalars are those that were written."""
    done = run_script(tool_python("tensorboard"), SESSIONS, tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    (torch,) = read(tmp_path / "torch")
    given = json.loads((tmp_path / "torch.json").read_text())
    assert set(torch.statuses.items()) == {(name, "complete") for name in given}
    for name, settings in given.items():
        assert {key: torch.settings.loc[name, key] for key in settings} == pytest.approx(settings)
        assert torch.metrics.loc[name, "hparam/acc"] == pytest.approx(0.5 + settings["lr"], rel=1e-6)
    assert {p.name: p.kind for p in torch.parameters} == {"lr": "float", "batch": "int", "act": "categorical", "norm": "bool"}
    (api,) = read(tmp_path / "api")
    assert list(api.statuses) == ["complete"] * 3 + ["failed", "running"]
    found = json.loads((tmp_path / "api.json").read_text())
    assert api.metrics["val/acc"].to_dict() == pytest.approx(found)
    parameters = {p.name: p for p in api.parameters}
    assert (parameters["lr"].low, parameters["units"].high, parameters["opt"].choices) == (1e-4, 64, ("adam", "sgd"))
    assert [objective.name for objective in api.objectives] == ["val/acc"]
