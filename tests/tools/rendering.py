"""Reports made as the command line makes them, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def render(source: Path, folder: Path, *options: str) -> Path:
    """Write a report of a source as the command line does, from the project's own folder."""
    command = [sys.executable, "-c", "from sweepbrief.cli import main; main()", "report", str(source)]
    command += ["--format", "html,pdf,json,md", "--output", str(folder), "--quiet", *options]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder
