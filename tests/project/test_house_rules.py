"""What keeps the house readable: short modules, short functions, a sentence for each module, and no word about its makers."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from source_tree import PACKAGE, ROOT, modules

LONGEST_MODULE, LONGEST_FUNCTION = 300, 40
TEXT = {".py", ".md", ".toml", ".jinja", ".css", ".js", ".yml", ".json", ".svg", ".txt", ".html", ""}
# Paths of somebody's machine, and promises that are nobody's to keep.
FOREIGN = re.compile(
    r"(?<![\w.])/(?:home|Users|root)/[\w-]+|\b[A-Z]:\\Users\\|\bissue [1-9]\b|(?-i:\bTODO\b|\bFIXME\b)",
    re.IGNORECASE,
)


def tracked() -> list[Path]:
    """List the project's files: what git tracks, or all of a source distribution."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.split("\n") if listed.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_is_long(path: Path) -> None:
    """A module fits in a reader's head: at most 300 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_no_function_is_long() -> None:
    """A function does one thing: at most 40 lines beneath its docstring."""
    wrong = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                if lines > LONGEST_FUNCTION:
                    wrong.append(f"{name}.{node.name}: {lines} lines")
    assert not wrong, "\n".join(wrong)


def test_no_two_test_modules_share_a_name() -> None:
    """Test modules live in no package, so that two of one name cannot be collected together."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py")
    assert [name for name, count in names.items() if count > 1] == []


def test_every_module_opens_with_a_sentence() -> None:
    """Each module says what it is."""
    wrong = [name for name, tree in modules().items() if not (ast.get_docstring(tree) or "").split("\n")[0].endswith(".")]
    assert not wrong


def test_module_names_say_something() -> None:
    """No module is a drawer for the rest."""
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "core", "misc"}
    assert not [name for name in modules() if set(name.split(".")) & vague]


def test_the_project_speaks_of_itself_alone() -> None:
    """No file holds a path of the machine it was written on, or a document the reader cannot see."""
    wrong = []
    for path in tracked():
        if path.suffix not in TEXT or path == Path(__file__) or path.name.startswith("OFL"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if found := FOREIGN.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {found.group()}")
    assert not wrong, "\n".join(wrong)
