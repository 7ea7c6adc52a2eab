"""The example plug-in, installed beside the package, reads a file through the command."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "examples/plugin_arff"
TABLE = """% made by hand
% maximize
@relation small_sweep
@attribute lr real
@attribute 'batch size' integer
@attribute opt {adam, sgd}
@attribute score numeric
@data
"""


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the scripts of an environment in which this checkout and the plug-in are installed."""
    home = tmp_path_factory.mktemp("plugin")
    shutil.copytree(PLUGIN, home / "package")
    made = _run(sys.executable, "-m", "venv", "--system-site-packages", home / "venv")
    assert made.returncode == 0, made.stderr
    site = _run(home / "venv/bin/python", "-c", "import site; print(site.getsitepackages()[0])").stdout.strip()
    own = _run(sys.executable, "-c", "import site; print(site.getsitepackages()[0])").stdout.strip()
    Path(site, "beside.pth").write_text(f"{own}\n{ROOT / 'src'}\n")  # the packages of this environment, this checkout first
    pip = (home / "venv/bin/python", "-m", "pip", "install", "-q", "--no-deps")
    done = _run(*pip, home / "package")
    if done.returncode:
        pytest.skip(f"the plug-in cannot be built here: {done.stderr[-300:]}")
    return home / "venv/bin"


def test_the_command_reads_with_the_plugin(scripts: Path, tmp_path: Path) -> None:
    """The command lists the plug-in, recognises its file by content, and reports on it; without it the file is refused."""
    rows = "".join(f"{0.001 * n},{8 * (n % 5 + 1)},{('adam', 'sgd')[n % 2]},{0.5 + 0.01 * n}\n" for n in range(1, 31))
    path = tmp_path / "runs.arff"
    path.write_text(TABLE + rows)
    main = "from sweepbrief.cli import main; main()"
    command = (scripts / "python", "-c", main)
    shown = _run(*command, "inspect", path, "--json")
    assert shown.returncode == 0, shown.stderr
    tree = json.loads(shown.stdout)
    assert tree["kind"] == "arff"
    (study,) = tree["studies"]
    assert (study["name"], study["runs"]["found"]) == ("small_sweep", 30)
    assert [parameter["name"] for parameter in study["parameters"]] == ["lr", "batch size", "opt"]
    assert study["metrics"] == [{"name": "score", "direction": "maximize", "finite": 30}]
    assert "arff" in _run(*command, "sources").stdout
    done = _run(*command, "report", path, "--format", "json", "--output", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out/findings.json").read_text())["sweep"]["source"]["kind"] == "arff"
    assert _run(sys.executable, "-c", main, "inspect", path).returncode == 3
