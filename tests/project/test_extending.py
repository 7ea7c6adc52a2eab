"""CONTRIBUTING is tried: on a copy of the project, every file and line it shows is added, and a report still comes out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

STEP = re.compile(r"^(?:(New file|In) `([^`]+)`[^\n]*:\n\n)?```(python|jinja|diff|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CHECK = """
import json, sweepbrief
from sweepbrief.diagnosis import CAUSES
from sweepbrief.document.sections import SECTIONS
from sweepbrief.sources import read
sweep = sweepbrief.load("runs.arrows", metric="loss")
analysis = sweepbrief.analyse(sweep)
french = analysis.document("fr")
print(json.dumps({
    "kind": sweep.source.kind,
    "causes": sorted({finding.cause for finding in analysis.findings}),
    "scores": sorted(analysis.scores),
    "sections": [section.id for section in french.sections],
    "language": french.language,
    "text": analysis.to_dict("es")["parameters"]["lr"]["explanation"],
}))
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One block of the guide: a new file, a change of lines, or commands."""

    verb: str
    path: str
    language: str
    text: str


def steps() -> list[Step]:
    """Read the guide's part on extending, block by block; a block without a path belongs to the file named before it."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Extending it")[1].split("\n## ")[0]
    found, path = [], ""
    for verb, named, language, text in STEP.findall(guide):
        path = named or path
        found.append(Step(verb, path, language, text))
    return found


def follow(step: Step, project: Path) -> None:
    """Do what one block says."""
    if step.language == "sh":
        subprocess.run(["bash", "-ec", step.text], cwd=project, check=True)
        return
    path = project / step.path
    if step.language == "diff":
        before = "\n".join(line[1:] for line in step.text.splitlines() if line.startswith("-"))
        after = "\n".join(line[1:] for line in step.text.splitlines() if line.startswith("+"))
        content = path.read_text(encoding="utf-8")
        assert content.count(before) == 1, f"{step.path} holds {content.count(before)} times:\n{before}"
        path.write_text(content.replace(before, after), encoding="utf-8")
        return
    assert not path.exists(), step.path
    path.write_text(step.text, encoding="utf-8")
    if "/prose/en/" in step.path:
        for language in (project / "templates" / "prose").iterdir():
            (project / step.path.replace("/en/", f"/{language.name}/")).write_text(step.text, encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the project in which the whole guide was followed."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("src", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("test_registries.py", "test_layering.py", "source_tree.py"):
        (folder / "tests" / "project").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / "project" / name, folder / "tests" / "project" / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for cause in (ROOT / "src" / "sweepbrief" / "diagnosis" / "causes").glob("[a-z]*.py"):
        (folder / "tests" / f"test_{cause.name}").touch()
    (folder / "tests" / "test_at_the_edge.py").touch()
    for step in steps():
        follow(step, folder)
    return folder


def run(project: Path, *command: str) -> str:
    """Run Python in the copy and on the copy."""
    environment = os.environ | {"PYTHONPATH": str(project / "src"), "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, *command], cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_guide_shows_every_kind_of_extension() -> None:
    """A source, a cause, a language, a section and a measure are each shown with their files."""
    paths = {step.path.rsplit("/", 1)[0] for step in steps() if step.verb == "New file"}
    assert {"src/sweepbrief/" + folder for folder in ("sources", "diagnosis/causes", "document/sections", "measures")} <= paths
    assert any(step.language == "sh" and "templates/prose/fr" in step.text for step in steps())


@pytest.mark.usefixtures("project")
def test_every_step_of_the_guide_fits() -> None:
    """Each line the guide changes stands in the project as the guide shows it."""
    assert {step.language for step in steps()} == {"python", "jinja", "diff", "sh"}


@pytest.mark.tool
def test_what_the_guide_adds_is_used(project: Path) -> None:
    """A log of the new format gives a report with the new cause, measure, section and language in it."""
    lines = [f"lr={0.001 * n} width={n * 7 % 64} -> loss={(60 - n) ** 2 / 3600 + 0.01 * (n * 7 % 5)}" for n in range(1, 61)]
    (project / "runs.arrows").write_text("\n".join(lines), encoding="utf-8")
    made = json.loads(run(project, "-W", "error", "-c", CHECK).splitlines()[-1])
    assert made["kind"] == "arrow-log"
    assert "at_the_edge" in made["causes"]
    assert "kendall" in made["scores"]
    assert "cost" in made["sections"]
    assert made["language"] == "fr"
    assert made["text"]


@pytest.mark.tool
def test_the_guard_tests_pass_on_the_extended_copy(project: Path) -> None:
    """Registries and layering hold with everything added."""
    run(project, "-m", "pytest", "-p", "no:cacheprovider", "tests/project/test_registries.py", "tests/project/test_layering.py")
