"""DVC itself runs small experiments, and what it prints of them is read, as JSON and as CSV."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tool_venvs import run_script

from sweepbrief.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRAIN = """
import json, yaml

given = yaml.safe_load(open("params.yaml"))
if given["train"]["depth"] == 7:
    raise SystemExit(1)
loss = (given["train"]["lr"] - 0.03) ** 2 + given["train"]["depth"] / 10
json.dump({"val_loss": loss, "size": given["train"]["depth"] * 100}, open("metrics.json", "w"))
"""
STAGE = """
stages:
  train:
    cmd: python train.py
    deps: [train.py]
    params: [train.lr, train.depth, opt]
    metrics:
      - metrics.json:
          cache: false
"""
EXPERIMENTS = f"""
import os, pathlib, subprocess, sys

os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
os.environ.update(GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@b.c", GIT_COMMITTER_NAME="a", GIT_COMMITTER_EMAIL="a@b.c")
os.environ["DVC_NO_ANALYTICS"] = "1"
os.mkdir("repo")
os.chdir("repo")


def run(*command, check=True):
    return subprocess.run(command, check=check, capture_output=True, text=True).stdout


run("git", "init", "-q", ".")
run("dvc", "init", "-q")
pathlib.Path("params.yaml").write_text("train:\\n  lr: 0.1\\n  depth: 2\\nopt: adam\\n")
pathlib.Path("train.py").write_text({TRAIN!r})
pathlib.Path("dvc.yaml").write_text({STAGE!r})
run("git", "add", "-A")
run("git", "commit", "-qm", "first")
for lr, depth in ((0.01, 1), (0.03, 1), (0.03, 4)):
    run("dvc", "exp", "run", "-q", "-S", f"train.lr={{lr}}", "-S", f"train.depth={{depth}}")
run("dvc", "exp", "run", "-q", "--queue", "-S", "train.depth=9")
for kind in ("json", "csv"):
    pathlib.Path(f"../show.{{kind}}").write_text(run("dvc", "exp", "show", f"--{{kind}}"))
"""


def test_dvc_experiments(tool_python: Callable[[str], Path], tmp_path: Path) -> None:
    """Both outputs give the same experiments, with metrics and parameters told apart, and none of the workspace."""
    if shutil.which("git") is None:
        pytest.skip("there is no git here")
    done = run_script(tool_python("dvc"), EXPERIMENTS, tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    tables = []
    for name in ("show.json", "show.csv"):
        (study,) = read(tmp_path / name)
        assert study.source.kind == "dvc"
        assert sorted(study.statuses) == ["complete"] * 3 + ["waiting"]
        assert list(study.metrics.columns) == ["val_loss", "size"]
        assert {p.name for p in study.parameters} == {"train.lr", "train.depth", "opt"}
        done_ = study.statuses[study.statuses == "complete"].index
        expected = (study.settings["train.lr"] - 0.03) ** 2 + study.settings["train.depth"] / 10
        assert study.metrics["val_loss"][done_].tolist() == pytest.approx(expected[done_].tolist())
        tables.append(study.metrics.sort_index())
    assert tables[0].equals(tables[1])
