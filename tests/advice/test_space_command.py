"""The command writes the next search space for the tool that is asked for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from click.testing import CliRunner

from sweepbrief import cli
from sweepbrief.advice import SPACES

if TYPE_CHECKING:
    from pathlib import Path


def test_the_command_writes_a_space(tmp_path: Path) -> None:
    """``sweepbrief next`` prints the space with its reasons in words, and nothing else, on standard output."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"rate": 10 ** rng.uniform(-5, 0, 60), "depth": rng.choice([1, 2, 3], 60)})
    frame["val_loss"] = (np.log10(frame["rate"]) + 2.5) ** 2 + rng.normal(0, 0.1, 60)
    frame.to_csv(tmp_path / "runs.csv", index=False)
    done = CliRunner().invoke(cli.commands, ["next", str(tmp_path / "runs.csv"), "--as", "optuna", "--quiet"])
    assert done.exit_code == 0, done.output
    assert "# Search rate from" in done.stdout
    tree = ast.parse(done.stdout)
    assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == ["suggest"]


def test_an_unknown_tool_is_refused(tmp_path: Path) -> None:
    """Asking for a tool that is not there names those that are."""
    (tmp_path / "runs.csv").write_text("a,val_loss\n1,2\n")
    done = CliRunner().invoke(cli.commands, ["next", str(tmp_path / "runs.csv"), "--as", "spearmint"])
    assert done.exit_code == 2
    assert "optuna" in done.output


def test_the_command_names_every_writer() -> None:
    """What ``--as`` takes is what there is."""
    assert [space.NAME for space in SPACES] == list(cli.TOOLS)
