"""Hydra itself runs small sweeps, by its own sweeper and by Optuna's, and their folders are read."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from tool_venvs import run_script

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

APP = """
import json, pathlib

import hydra
from hydra.core.hydra_config import HydraConfig


@hydra.main(version_base=None, config_path=None)
def main(cfg):
    lr, depth, opt = float(cfg.get("lr", 0.1)), int(cfg.get("depth", 2)), cfg.get("opt", "adam")
    loss = (lr - 0.03) ** 2 + depth / 10 + (0.1 if opt == "sgd" else 0)
    if depth == 3 and opt == "adam":
        raise ValueError("diverged")
    place = pathlib.Path(HydraConfig.get().runtime.output_dir)
    (place / "metrics.json").write_text(json.dumps({"val_loss": loss, "settings": {"lr": lr}}))
    return loss


main()
"""
SWEEPS = f"""
import pathlib, subprocess, sys

pathlib.Path("app.py").write_text({APP!r})
own = [sys.executable, "app.py", "-m", "hydra.sweep.dir=own", "+lr=0.01,0.1", "+depth=1,2,3", "+opt=adam,sgd"]
subprocess.run(own, check=False)
optuna = ["hydra/sweeper=optuna", "hydra.sweeper.n_trials=6", "hydra.sweep.dir=opt", "hydra.sweeper.n_jobs=1"]
space = ["+lr=tag(log, interval(0.001, 0.1))", "+depth=range(1, 2)"]
subprocess.run([sys.executable, "app.py", "-m", *optuna, *space], check=True)
"""


def test_hydra_sweeps(tool_python: Callable[[str], Path], tmp_path: Path) -> None:
    """Every combination is a run, a job that raised has failed, and the sweeper's best value names the metric."""
    done = run_script(tool_python("hydra"), SWEEPS, tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    (own,) = read(tmp_path / "own")
    assert (len(own.statuses), own.sampler) == (12, "grid")
    bad = own.settings[(own.settings["depth"] == 3) & (own.settings["opt"] == "adam")].index
    assert set(own.statuses[bad]) <= {"failed", "unknown"}
    assert set(own.statuses.drop(bad)) == {"complete"}
    for name in own.statuses.index.drop(bad):
        written = json.loads((tmp_path / "own" / name / "metrics.json").read_text())
        assert own.metrics.loc[name, "val_loss"] == written["val_loss"]
        assert own.settings.loc[name, "lr"] == written["settings"]["lr"]
    (opt,) = read(tmp_path / "opt")
    assert (len(opt.statuses), opt.sampler) == (6, "adaptive")
    assert [(o.name, o.direction, o.told_by) for o in opt.objectives] == [("val_loss", "minimize", "source")]
    for job in (tmp_path / "own").glob("*/metrics.json"):
        job.unlink()
    with pytest.raises(UnreadableSourceError, match="settings, not results"):
        read(tmp_path / "own")
    shutil.rmtree(tmp_path / "own")
