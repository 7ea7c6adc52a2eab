"""What a person gets who installs the package: the wheel alone, in a new environment, far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """Run a command in a folder and give what it prints."""
    done = subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution, and the wheel from that."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel with what it declares, nothing else, and give the environment's programs."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    wheel = next(built.glob("*.whl"))
    run(
        home / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--disable-pip-version-check",
        wheel,
        folder=home,
    )
    return home / "bin"


def test_the_wheel_holds_the_templates_and_the_licences(built: Path) -> None:
    """Prose, page, fonts and schema travel with the program, and so do the licences of all of it."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    templates = {path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}
    packaged = {name.removeprefix("sweepbrief/") for name in names if name.startswith("sweepbrief/templates/")}
    assert packaged >= {name for name in templates if "__pycache__" not in name}
    assert "sweepbrief/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any("OFL" in name for name in names)
    assert not [name for name in names if name.startswith(("tests/", "examples/"))]


def test_the_source_distribution_is_complete(built: Path) -> None:
    """Who packages for a distribution finds the tests, the examples and the two commands in it."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"Makefile", "LICENSE", "CHANGELOG.md", "README.md", "pyproject.toml", "examples/digits_sweep.csv"} <= names
    assert any(name.startswith("tests/project/") for name in names)
    assert any(name.startswith("templates/prose/") for name in names)


def test_the_installed_command_reports(installed: Path, tmp_path: Path) -> None:
    """From another folder, with none of the checkout in reach, the command writes all four files and prints their paths."""
    source = tmp_path / "runs.csv"
    source.write_bytes((ROOT / "examples" / "digits_sweep.csv").read_bytes())
    shown = run(
        installed / "sweepbrief", "report", "runs.csv", "--metric", "val_accuracy", "--format", "html,pdf,json,md",
        folder=tmp_path, OMP_NUM_THREADS="1",
    )  # fmt: skip
    written = ["report.html", "report.pdf", "findings.json", "summary.md"]
    assert shown.split() == [f"reports/runs/{name}" for name in written]
    assert all((tmp_path / line).stat().st_size > 0 for line in shown.split())


def test_the_installed_command_knows_its_formats_and_schema(installed: Path, tmp_path: Path) -> None:
    """The small commands work from the wheel too."""
    assert "table" in run(installed / "sweepbrief", "sources", folder=tmp_path)
    assert "sweepbrief-findings/1" in run(installed / "sweepbrief", "schema", folder=tmp_path)


def test_the_wheel_brings_the_compiled_kernel(built: Path, installed: Path, tmp_path: Path) -> None:
    """The wheel is made for this processor and any Python, and what it installs computes SHAP values with the kernel."""
    wheel = next(built.glob("*.whl"))
    assert wheel.name.endswith(".whl")
    assert "-py3-none-" in wheel.name
    assert "none-any" not in wheel.name
    with zipfile.ZipFile(wheel) as archive:
        assert "sweepbrief/measures/libtree_kernel.so" in archive.namelist()
    asked = "from sweepbrief.measures import kernel_name; print(kernel_name())"
    assert run(installed / "python", "-c", asked, folder=tmp_path).startswith("compiled")
    assert run(installed / "python", "-c", asked, folder=tmp_path, SWEEPBRIEF_KERNEL="numpy").strip() == "numpy"


def test_no_compiler_is_needed(built: Path, installed: Path, tmp_path: Path) -> None:
    """From the source distribution, without a C compiler, comes a wheel for every machine that computes the same in numpy."""
    source = next(built.glob("*.tar.gz"))
    build = (sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path)
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path, filter="data")
    folder = next(path for path in tmp_path.iterdir() if path.is_dir())
    run(*build, folder, folder=tmp_path, CC="")
    wheel = next(tmp_path.glob("*.whl"))
    assert wheel.name.endswith("-py3-none-any.whl")
    asked = "from sweepbrief.measures import kernel_name; print(kernel_name())"
    said = run(installed / "python", "-c", asked, folder=tmp_path, PYTHONPATH=str(wheel))
    assert said.startswith("numpy (the compiled kernel was not built here)")
