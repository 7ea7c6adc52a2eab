"""The package's source read as syntax trees: its modules and what they import."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "sweepbrief"
STAGES = ("sweep", "sources", "measures", "diagnosis", "advice", "comparison", "narrative", "figures", "document", "outputs")


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name.

    Attributes
    ----------
    module : str
        The module that imports, dotted.
    target : str
        What is imported from, dotted: ``numpy``, ``sweepbrief.sweep``.
    name : str
        What is taken from it; empty for ``import target``.
    line : int
        Where.
    inside : bool
        Whether it stands in a function.
    typing : bool
        Whether it stands under ``if TYPE_CHECKING``.
    """

    module: str
    target: str
    name: str
    line: int
    inside: bool
    typing: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.name or self.target} from {self.target}"


@cache
def modules() -> dict[str, ast.Module]:
    """Parse every module of the package, by dotted name (a package's face by the package's name)."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = ["sweepbrief", *path.relative_to(PACKAGE).with_suffix("").parts]
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return found


@cache
def imports() -> tuple[Import, ...]:
    """List every import of the package."""
    return tuple(found for module, tree in modules().items() for found in _walk(module, tree, inside=False, typing=False))


def stage(module: str) -> str:
    """Give the stage a module belongs to; empty for those at the top of the package and for other packages."""
    parts = module.split(".")
    return parts[1] if parts[0] == "sweepbrief" and len(parts) > 1 and parts[1] in STAGES else ""


def is_face(module: str) -> bool:
    """Whether a dotted name is a folder, not a file."""
    return (PACKAGE.parent / Path(*module.split("."))).is_dir()


def _walk(module: str, node: ast.AST, *, inside: bool, typing: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(module, alias.name, "", child.lineno, inside, typing)
        elif isinstance(child, ast.ImportFrom):
            for alias in child.names:
                yield Import(module, "." * child.level + (child.module or ""), alias.name, child.lineno, inside, typing)
        else:
            deeper = inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            guarded = typing or (isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"))
            yield from _walk(module, child, inside=deeper, typing=guarded)
