"""Nothing is written and then forgotten: what a folder holds is what its tuple names, under one name all the way down."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from source_tree import PACKAGE, ROOT

from sweepbrief import report_options
from sweepbrief.diagnosis import CAUSES
from sweepbrief.document import SECTIONS
from sweepbrief.measures import MEASURES
from sweepbrief.narrative import LANGUAGES
from sweepbrief.outputs import OUTPUTS
from sweepbrief.sources import SOURCES

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


def marked(folder: str, marker: str) -> set[str]:
    """Name the modules of a folder that define a name at their top, by assignment or as a function."""
    found = set()
    for path in (PACKAGE / folder).glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.AnnAssign):
                names = [ast.unparse(node.target)]
            elif isinstance(node, ast.Assign):
                names = [ast.unparse(target) for target in node.targets]
            else:
                names = [getattr(node, "name", "")]
            found |= {path.stem} if marker in names else set()
    return found - {"__init__"}


def stems(registered: tuple[ModuleType, ...]) -> list[str]:
    """Give the modules' own names, in the order of the tuple."""
    return [module.__name__.rsplit(".", 1)[1] for module in registered]


@pytest.mark.parametrize(
    ("folder", "marker", "registered"),
    [
        ("sources", "SOURCE", SOURCES),
        ("measures", "MEASURE", MEASURES),
        ("diagnosis/causes", "CAUSE", CAUSES),
        ("document/sections", "write", SECTIONS),
    ],
    ids=["sources", "measures", "causes", "sections"],
)
def test_every_module_of_a_folder_is_in_its_tuple(folder: str, marker: str, registered: tuple[ModuleType, ...]) -> None:
    """A new file counts once its name stands in the tuple, and each stands there once."""
    names = stems(registered)
    assert sorted(names) == sorted(marked(folder, marker))


def test_a_cause_has_one_name_all_the_way_down() -> None:
    """A cause is called the same in its file, its constant, and its test."""
    for cause in CAUSES:
        name = cause.__name__.rsplit(".", 1)[1]
        assert name == cause.CAUSE
        assert list((ROOT / "tests").rglob(f"test_{name}.py")), f"no test_{name}.py"


def test_every_cause_has_its_macros_in_every_language() -> None:
    """Whatever is found can be said: explanation, label, clause, title, caution, experiment and alternate text."""
    parts = ("", "_label", "_clause", "_title", "_not", "_settle", "_alt")
    for code in LANGUAGES:
        prose = "\n".join(path.read_text(encoding="utf-8") for path in _prose(code))
        for cause in CAUSES:
            missing = [cause.CAUSE + part for part in parts if f"macro {cause.CAUSE}{part}(" not in prose]
            assert not missing, f"{code}: {missing}"


def test_every_language_is_registered() -> None:
    """A folder of prose is a language of the command line, and the other way round."""
    written = {path.stem for path in (ROOT / "templates" / "prose").iterdir() if not path.name.startswith("_")}
    assert set(LANGUAGES) == written == set(report_options.LANGUAGES)


def test_every_output_is_offered() -> None:
    """The formats of the command line are those there are."""
    assert set(report_options.FORMATS) == set(OUTPUTS)


def test_every_source_says_what_it_reads() -> None:
    """A reader names itself for `sweepbrief sources`, once."""
    kinds = [source.SOURCE.name for source in SOURCES]
    assert len(kinds) == len(set(kinds))
    assert all(source.SOURCE.title for source in SOURCES)


def _prose(code: str) -> list[Path]:
    folder = ROOT / "templates" / "prose" / code
    return list(folder.rglob("*.jinja")) if folder.is_dir() else [folder.with_suffix(".jinja")]
