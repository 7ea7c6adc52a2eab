"""MLflow itself logs a small nested search into a folder, a database and a server, and each is read with its own values."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tool_venvs import run_script

from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from sweepbrief.sweep import Study

SOURCE_ROOT = str(Path(__file__).parents[2] / "src")
SEARCH = """
import json, sys
import mlflow
from mlflow import MlflowClient

mlflow.set_tracking_uri(sys.argv[1] if len(sys.argv) > 1 else ADDRESS)
mlflow.set_experiment("taxi: a/b")
with mlflow.start_run(run_name="parent"):
    mlflow.log_param("trials", 6)
    for number in range(6):
        with mlflow.start_run(run_name=f"child {number}", nested=True):
            depth = None if number == 0 else number
            mlflow.log_params({"lr": 10.0**-number, "opt/name": "adam", "use bias": bool(number % 2), "depth": depth})
            for step in range(3):
                mlflow.log_metric("val/loss 1", 1.0 / (number + 1) + 0.1 * step, step=step)
            mlflow.log_metric("bound", float("nan") if number == 1 else float("inf") if number == 2 else number)
try:
    with mlflow.start_run(run_name="broken"):
        mlflow.log_param("lr", 3.0)
        raise RuntimeError("planned")
except RuntimeError:
    pass
with mlflow.start_run(run_name="gone") as run:
    mlflow.log_param("lr", 1.0)
client = MlflowClient()
client.delete_run(run.info.run_id)
client.delete_experiment(client.create_experiment("thrown away"))
number = client.get_experiment_by_name("taxi: a/b").experiment_id
runs = client.search_runs([number])
truth = {run.info.run_name: [run.info.status, run.data.params, run.data.metrics.get("val/loss 1")] for run in runs}
print(json.dumps(truth))
"""
SERVER = """
import os, pathlib, signal, socket, subprocess, sys, time, urllib.request

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
command = [sys.executable, "-m", "mlflow", "server", "--backend-store-uri", "sqlite:///mlflow.db", "--port", str(port)]
silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
server = subprocess.Popen([*command, "--host", "127.0.0.1", "--workers", "1"], start_new_session=True, **silent)
try:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health")
            break
        except OSError:
            time.sleep(0.5)
    sys.path.insert(0, SOURCE_ROOT)
    import json
    from sweepbrief.sources import read

    (study,) = read(f"mlflow+http://127.0.0.1:{port}")
    losses = study.metrics["val/loss 1"]
    told = {"kind": study.source.kind, "name": study.name, "statuses": study.statuses.to_dict()}
    told["loss"] = {name: value for name, value in losses.items() if value == value}
    told["aside"] = {item.name: item.reason for item in study.excluded if item.what == "run"}
    told["bound"] = {name: str(value) for name, value in study.metrics["bound"].items()}
    print(json.dumps(told))
finally:
    os.killpg(server.pid, signal.SIGKILL)  # the server leaves its workers behind when it is only asked to end
    server.wait(60)
"""
STATUSES = {"FINISHED": "complete", "FAILED": "failed"}


def check(study: Study, truth: dict[str, list[object]]) -> None:
    """Compare a study with what MLflow's own client says of the same runs."""
    assert study.name == "taxi: a/b"
    aside = {item.name: item.reason for item in study.excluded if item.what == "run"}
    assert aside == {"parent": "parent_run", "gone": "deleted"}
    for name, (status, params, loss) in truth.items():
        assert study.statuses[name] == STATUSES[str(status)]
        if loss is not None:
            assert study.metrics.loc[name, "val/loss 1"] == loss
        if isinstance(params, dict) and name != "parent":
            assert study.settings.loc[name, "lr"] == float(params["lr"])
    assert math.isnan(float(study.metrics.loc["child 1", "bound"]))
    assert float(study.metrics.loc["child 2", "bound"]) == math.inf
    depth = next(parameter for parameter in study.parameters if parameter.name == "depth")
    assert (depth.kind, depth.missing) == ("int", "level")
    sweep = choose(study, metric="val/loss 1")
    assert (int(sweep.used.sum()), sweep.best_run) == (6, "child 5")


@pytest.mark.parametrize(("address", "place"), [("file:./mlruns", "mlruns"), ("sqlite:///mlflow.db", "mlflow.db")])
def test_what_mlflow_logged_is_what_is_read(
    address: str, place: str, tool_python: Callable[[str], Path], tmp_path: Path
) -> None:
    """Statuses, settings and last values are those of MLflow's own client; parents and deleted runs are set aside."""
    script = f"ADDRESS = {address!r}\n{SEARCH}"
    done = run_script(tool_python("mlflow"), script, tmp_path, MLFLOW_ALLOW_FILE_STORE="true")
    assert done.returncode == 0, done.stderr[-2000:]
    (study,) = read(tmp_path / place)
    assert [note.facts["studies"] for note in study.notes if note.code == "deleted_studies"] == [["thrown away"]]
    check(study, json.loads(done.stdout.splitlines()[-1]))


def test_a_tracking_server_gives_what_its_database_holds(tool_python: Callable[[str], Path], tmp_path: Path) -> None:
    """The server's runs are those of the database behind it."""
    script = f"ADDRESS = 'sqlite:///mlflow.db'\n{SEARCH}\nSOURCE_ROOT = {SOURCE_ROOT!r}\n{SERVER}"
    done = run_script(tool_python("mlflow"), script, tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    (study,) = read(tmp_path / "mlflow.db")
    assert (told["kind"], told["name"]) == ("mlflow-server", study.name)
    assert told["statuses"] == study.statuses.to_dict()
    assert told["loss"] == study.metrics["val/loss 1"].dropna().to_dict()
    assert told["aside"] == {"parent": "parent_run", "gone": "deleted"}
    assert (told["bound"]["child 1"], told["bound"]["child 2"]) == ("nan", "inf")
