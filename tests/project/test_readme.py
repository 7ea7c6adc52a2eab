"""The README is true: its code runs, its commands exist, its table is the one the tests hold, its links arrive."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
from source_tree import PACKAGE, ROOT, STAGES
from test_layering import OURS

from sweepbrief import cli
from sweepbrief.diagnosis import CAUSES

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "reports/README.md")


def blocks(document: str, language: str) -> list[str]:
    """Give the code blocks of a document in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines a newcomer copies work as they stand, beside the example's file."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    code = blocks("README.md", "python")
    assert code
    exec(compile("\n".join(code), "README.md", "exec"), {})  # noqa: S102 - running the README is the test
    assert (tmp_path / "report.html").stat().st_size > 0


def test_the_commands_of_the_readme_exist() -> None:
    """Every command line shown uses commands and options there are, and every make target shown is one."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        for line in "\n".join(blocks(document, "(?:sh|console)")).splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            if words[:1] == ["make"]:
                assert set(words[1:]) <= targets, line
            if "sweepbrief" in words[:1]:
                command = cli.commands.commands[words[1]]
                options = {option for parameter in command.params for option in parameter.opts}
                assert {word for word in words if word.startswith("--")} <= options, line


def test_the_table_of_stages_is_the_one_the_tests_hold() -> None:
    """What the README says each stage may import is what the layering test allows."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for stage in STAGES:
        row = re.search(rf"^\| `{stage}` \| [^|]* \| ([^|]*) \|", text, re.MULTILINE)
        assert row, stage
        assert set(re.findall(r"`(\w+)`", row.group(1))) == OURS[stage], stage


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_inside_the_project_arrive(document: str) -> None:
    """Every relative link or picture is a file of the project, and every path in backquotes exists."""
    text = (ROOT / document).read_text(encoding="utf-8")
    folder = (ROOT / document).parent
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    assert [link for link in links if not (folder / link).exists()] == []
    paths = re.findall(r"(?<!New file )`((?:src|tests|templates|examples)/[\w./-]+)`", text)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_changelog_opens_with_this_version() -> None:
    """What changed in the version that the package states is written down."""
    version = re.search(r'__version__ = "([^"]+)"', (PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    heads = re.findall(r"^## \[?(\S+?)\]?(?: |$)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert version.group(1) in heads[:2]


def test_the_readme_names_every_cause() -> None:
    """The list of what is found is the list of causes."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(\w+)` \| [^|]* \|$", text, re.MULTILINE)
    assert set(named) == {cause.CAUSE for cause in CAUSES}
