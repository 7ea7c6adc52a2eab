"""W&B itself runs small sweeps without a network, and what it leaves is read: finished, failed and killed runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tool_venvs import run_script

from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SWEEP = """
import math, os, pathlib, random
import wandb

random.seed(1)
for n in range(10):
    lr, opt = 10 ** random.uniform(-4, -1), random.choice(["adam", "sgd"])
    config = pathlib.Path("wandb/sweep-tiny/config-r%d.yaml" % n)
    config.parent.mkdir(parents=True, exist_ok=True)
    entry = "%s:\\n  desc: null\\n  value: %s\\n"
    config.write_text("wandb_version: 1\\n\\n" + entry % ("lr", repr(lr)) + entry % ("opt", opt))
    settings = {"lr": lr, "opt": opt, "layers": [32, 16], "drop": None, "nested": {"a": 1}, "half": lr / 2}
    run = wandb.init(project="vision", id="r%d" % n, name="run %d" % n, config=settings)
    run.define_metric("val_loss", summary="min")
    for epoch in range(4):
        run.log({"val_loss": (math.log10(lr) + 2) ** 2 + 1 / (epoch + 1), "train/acc": 0.2 * epoch, "epoch": epoch})
    if n == 9:
        run.log({"val_loss": float("nan")})
    run.summary["best_epoch"] = 3
    run.finish(exit_code=3 if n == 8 else 0)
"""
CRASH = """
import wandb

run = wandb.init(project="vision", id="crash", config={"lr": 0.5, "opt": "adam"})
run.log({"val_loss": 1.0})
raise ValueError("diverged")
"""
KILL = """
import os, signal, time
import wandb

run = wandb.init(project="vision", id="kill", config={"lr": 0.5, "opt": "adam"})
for step in range(3000):
    run.log({"val_loss": float(step)})
time.sleep(2)
os.kill(os.getpid(), signal.SIGKILL)
"""
YAML = """
method: random
metric: {name: val_loss, goal: minimize}
parameters:
  lr: {distribution: log_uniform_values, min: 1e-4, max: 0.1}
  opt: {values: [adam, sgd, lion]}
"""


@pytest.mark.parametrize("tool", ["wandb", "wandb_old"])
def test_what_the_client_leaves_is_read(tool: str, tool_python: Callable[[str], Path], tmp_path: Path) -> None:
    """Ten runs, a crash and a kill: settings, minima, exit codes and the sweep's space, by the first and the latest layout."""
    python = tool_python(tool)
    quiet = {"WANDB_MODE": "offline", "WANDB_SILENT": "true", "WANDB_DIR": str(tmp_path), "WANDB_DISABLE_GIT": "true"}
    done = run_script(python, SWEEP, tmp_path, **quiet)
    assert done.returncode == 0, done.stderr[-2000:]
    (tmp_path / "sweep.yaml").write_text(YAML)
    (study,) = read(tmp_path / "wandb")
    assert (study.name, study.source.kind) == ("tiny", "wandb")
    assert dict(study.statuses.value_counts()) == {"complete": 9, "failed": 1}
    lr, opt = study.parameters[:2]
    assert (lr.name, lr.low, lr.high, lr.scale, lr.range_known) == ("lr", 1e-4, 0.1, "log", True)
    assert opt.choices == ("adam", "sgd", "lion")
    assert [(o.name, o.direction) for o in study.objectives] == [("val_loss.min", "minimize")]
    assert {"half": "not_swept"}.items() <= {item.name: item.reason for item in study.excluded}.items()
    sweep = choose(study)
    assert int(sweep.used.sum()) in {8, 9}  # recent clients take a NaN for the minimum, older ones pass over it
    distance = (np.log10(study.settings.loc[sweep.used, "lr"]) + 2).abs()
    assert sweep.best_run == distance.idxmin()
    alone = {"WANDB__DISABLE_SERVICE": "true", "WANDB_START_METHOD": "thread"}  # old clients: no helper outlives the kill
    assert run_script(python, CRASH, tmp_path, **quiet).returncode != 0
    assert run_script(python, KILL, tmp_path, **quiet, **alone).returncode != 0
    runs = [study for study in read(tmp_path / "wandb") if study.name != "tiny"]
    statuses = [status for study in runs for status in study.statuses]
    assert sorted(statuses) == ["crashed", "failed"]
