"""The pipeline holds: each stage sees what the table in the README lets it see, and nothing runs in a circle."""

from __future__ import annotations

import sys
from graphlib import CycleError, TopologicalSorter

import pytest
from source_tree import STAGES, imports, is_face, modules, stage

# What each stage may import of ours (beside errors and what finds and compiles templates), and of others anywhere in it.
OURS = {
    "sweep": set(),
    "sources": {"sweep"},
    "measures": {"sweep"},
    "diagnosis": {"sweep", "measures"},
    "advice": {"sweep", "measures", "diagnosis"},
    "comparison": {"sweep", "measures"},
    "narrative": {"sweep", "diagnosis", "advice", "comparison"},
    "figures": {"sweep", "measures", "diagnosis", "advice", "comparison"},
    "document": {"sweep", "measures", "diagnosis", "advice", "comparison", "narrative", "figures"},
    "outputs": {"document"},
}
OTHERS = {
    "sweep": {"numpy", "pandas"},
    "sources": {"numpy", "pandas", "yaml"},
    "measures": {"numpy", "pandas", "scipy", "sklearn", "shap", "numba", "joblib", "threadpoolctl"},
    "diagnosis": {"numpy", "pandas", "scipy", "sklearn", "joblib", "threadpoolctl"},
    "advice": {"numpy", "pandas"},
    "comparison": {"pikepdf"},
    "narrative": {"babel", "jinja2", "markupsafe"},
    "figures": {"matplotlib", "numpy"},
    "document": {"numpy", "pandas"},
    "outputs": {"fontTools", "jinja2", "markupsafe", "pikepdf", "weasyprint"},
}
LAZY = {  # tools of a format or an engine: inside functions only
    "sources": {"pyarrow", "optuna", "mlflow", "wandb", "sqlalchemy", "sklearn"},
}
TYPES = {"numpy", "pandas"}  # may name a value's type anywhere but in the prose
SHARED = {"compiled_templates", "errors", "house_templates", "templates_root"}
JOURNEY = {"sweepbrief.journey", "sweepbrief.results"}
TOP = {"click", "rich"}  # of the modules beside the stages
TOP_OWN = {"sweepbrief.compiled_templates": {"jinja2"}}  # what only stages that fill in templates import
TOP_LAZY = {"PIL", "jinja2", "joblib"}  # theirs too, inside functions: a logo, a house's own template, many sweeps at once


def test_every_stage_is_in_the_table() -> None:
    """The folders of the package are the stages, no more and no fewer."""
    folders = {name.split(".")[1] for name in modules() if is_face(name) and name != "sweepbrief"}
    assert folders == set(STAGES) == set(OURS) == set(OTHERS)


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_imports_only_earlier_stages(name: str) -> None:
    """Values flow one way: a stage sees those before it, as the table says."""
    allowed = OURS[name] | SHARED | {name}
    wrong = [
        str(found)
        for found in imports()
        if stage(found.module) == name and found.target.startswith("sweepbrief.") and found.target.split(".")[1] not in allowed
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_imports_only_its_own_libraries(name: str) -> None:
    """A stage cannot do another's work: prose cannot compute, figures cannot fit, diagnosis cannot draw."""
    wrong = []
    for found in imports():
        library = found.target.split(".")[0]
        if stage(found.module) != name or library in {"", "sweepbrief", *sys.stdlib_module_names}:
            continue
        typed = found.typing and library in TYPES and name != "narrative"
        lazy = found.inside and library in LAZY.get(name, set())
        if library not in OTHERS[name] and not typed and not lazy:
            wrong.append(str(found))
    assert not wrong, "\n".join(wrong)


def test_the_modules_beside_the_stages_live_on_little() -> None:
    """Command line, configuration and journey use click, rich and the standard library, and only the journey measures."""
    wrong = [
        str(found)
        for found in imports()
        if not stage(found.module)
        and found.target.split(".")[0] not in {"sweepbrief", *TOP, *TOP_OWN.get(found.module, set()), *sys.stdlib_module_names}
        and not (found.inside and found.target.split(".")[0] in TOP_LAZY)
    ]
    measuring = [
        str(found)
        for found in imports()
        if not stage(found.module)
        and stage(found.target) in {"measures", "diagnosis", "advice"}
        and found.module not in JOURNEY | {"sweepbrief"}
        and not found.typing
    ]
    assert not wrong + measuring, "\n".join(wrong + measuring)


def test_other_stages_are_met_at_their_face() -> None:
    """Across stages one imports from the folder, inside a stage from the defining module."""
    wrong = []
    for found in imports():
        here, there = stage(found.module), stage(found.target)
        if there and here != there and found.target != f"sweepbrief.{there}":
            wrong.append(f"{found}: across stages, from its face")
        if there and here == there and found.target == f"sweepbrief.{there}" and not _submodule(found.target, found.name):
            wrong.append(f"{found}: inside a stage, from the defining module")
    assert not wrong, "\n".join(wrong)


def test_imports_are_absolute_and_pyplot_is_not_among_them() -> None:
    """Where a name comes from is written out, and no picture goes through pyplot's global state."""
    wrong = [str(found) for found in imports() if found.target.startswith(".")]
    wrong += [str(found) for found in imports() if "pyplot" in (found.target, found.name) or "pyplot" in found.target]
    assert not wrong, "\n".join(wrong)


def test_nothing_imports_in_a_circle() -> None:
    """No module needs itself, not even through an import inside a function.

    The one edge left out is the package's own: it hands over the journey's names when they are first used.
    """
    graph: dict[str, set[str]] = {name: set() for name in modules()}
    for found in imports():
        if found.typing or found.module == "sweepbrief" or not found.target.startswith("sweepbrief"):
            continue
        submodule = f"{found.target}.{found.name}"
        graph[found.module].add(submodule if submodule in graph else found.target)
    for name, needs in graph.items():
        needs.discard(name)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def _submodule(target: str, name: str) -> bool:
    return f"{target}.{name}" in modules()
