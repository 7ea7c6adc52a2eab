"""Virtual environments of the tools whose sweeps are read, each made once and kept until its requirements change."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

REQUIREMENTS: Final = Path(__file__).parent / "requirements"
VENVS: Final = Path(__file__).parents[2] / ".tool_venvs"
_PATIENCE: Final = 600


class NoToolError(Exception):
    """A tool cannot be installed here; the message says why."""


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    if done.returncode:
        raise NoToolError(" ".join((done.stderr or done.stdout).split())[-300:])


def tool_python(tool: str) -> Path:
    """Give the Python of a tool's environment.

    Parameters
    ----------
    tool : str
        Stem of a file in ``requirements``.

    Returns
    -------
    Path
        An interpreter that can import what the file lists.

    Raises
    ------
    NoToolError
        If it cannot be installed, for example without a network.
    """
    wanted = (REQUIREMENTS / f"{tool}.txt").read_bytes()
    stamp = hashlib.sha256(wanted + sys.version.encode()).hexdigest()
    home = VENVS / tool
    python, seal = home / "bin" / "python", home / "requirements.sha256"
    if seal.is_file() and seal.read_text() == stamp and python.exists():
        return python
    shutil.rmtree(home, ignore_errors=True)
    try:
        _run(sys.executable, "-m", "venv", str(home))
        _run(str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", str(REQUIREMENTS / f"{tool}.txt"))
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoToolError(str(error)) from error
    seal.write_text(stamp)
    return python


def run_script(python: Path, script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Let a tool run: its script in a folder of its own, without the network where the tool can be told so.

    Parameters
    ----------
    python : Path
        From `tool_python`.
    script : str
        Python source.
    folder : Path
        Where it runs and leaves its files.
    **environment : str
        Further environment variables.

    Returns
    -------
    subprocess.CompletedProcess
        Also where it failed: a crash may be what is tested.
    """
    (folder / "sweep_script.py").write_text(script, encoding="utf-8")
    variables = {**os.environ, "OMP_NUM_THREADS": "1", "HOME": str(folder), "PYTHONWARNINGS": "ignore", **environment}
    variables.pop("PYTHONPATH", None)
    command = [str(python), "sweep_script.py"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:  # no pipe: helpers that outlive the script would keep it open
        done = subprocess.run(
            command, cwd=folder, env=variables, stdout=said, stderr=subprocess.STDOUT, timeout=_PATIENCE, check=False
        )
        said.seek(0)
        text = said.read()
    return subprocess.CompletedProcess(command, done.returncode, text, text)
