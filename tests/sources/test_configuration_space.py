"""Configuration spaces are read from every spelling of ConfigSpace's JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sweepbrief.sources.configuration_space import space_of_json
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.space_files import find_space
from sweepbrief.sweep import Condition, Source

if TYPE_CHECKING:
    from pathlib import Path

SPACE: dict[str, Any] = {
    "hyperparameters": [
        {"type": "uniform_float", "name": "lr", "lower": 1e-4, "upper": 0.1, "log": True, "default_value": 0.01},
        {"type": "uniform_int", "name": "layers", "lower": 1, "upper": 4, "log": False},
        {"type": "categorical", "name": "opt", "choices": ["adam", "sgd", "lbfgs"], "weights": None},
        {"type": "ordinal", "name": "size", "sequence": ["small", "medium", "large"]},
        {"type": "uniform_float", "name": "momentum", "lower": 0.0, "upper": 0.99, "log": False, "q": 0.01},
        {"type": "uniform_int", "name": "width_2", "lower": 8, "upper": 64, "log": True},
        {"type": "uniform_int", "name": "width_4", "lower": 8, "upper": 64, "log": True},
        {"type": "constant", "name": "seed", "value": 3},
    ],
    "conditions": [
        {"type": "EQ", "child": "momentum", "parent": "opt", "value": "sgd"},
        {"type": "GT", "child": "width_2", "parent": "layers", "value": 1},
        {
            "type": "AND",
            "child": "width_4",
            "conditions": [
                {"type": "NEQ", "child": "width_4", "parent": "opt", "value": "lbfgs"},
                {"type": "LT", "child": "width_4", "parent": "size", "value": "large"},
            ],
        },
    ],
    "forbiddens": [{"name": "opt", "type": "EQUALS", "value": "adam"}],
    "format_version": 0.4,
}


def test_ranges_choices_and_steps() -> None:
    """Ranges keep their scale, their ends and their step; choices their order; constants are no parameters."""
    space = space_of_json(SPACE)
    lr, layers, momentum = (space.parameters[name] for name in ("lr", "layers", "momentum"))
    assert (lr.kind, lr.scale, lr.low, lr.high, lr.range_known) == ("float", "log", 1e-4, 0.1, True)
    assert (layers.kind, layers.low, layers.high) == ("int", 1, 4)
    assert momentum.step == 0.01
    assert space.parameters["size"].choices == ("small", "medium", "large")
    assert "seed" not in space.parameters


def test_conditions_become_the_parents_values() -> None:
    """Equal, unequal, above and below are told as the values of the parent for which the child acts."""
    parameters = space_of_json(SPACE).parameters
    assert parameters["momentum"].active_when == Condition("opt", ("sgd",))
    assert parameters["width_2"].active_when == Condition("layers", (2, 3, 4))
    assert parameters["width_4"].active_when == Condition("opt", ("adam", "sgd"))


def test_tests_of_one_parent_are_told_together() -> None:
    """Where one of several tests of the same parent is enough, the values that pass any of them count."""
    either = [{"type": "EQ", "child": "momentum", "parent": "opt", "value": value} for value in ("sgd", "adam")]
    tree = {**SPACE, "conditions": [{"type": "OR", "child": "momentum", "conditions": either}]}
    assert space_of_json(tree).parameters["momentum"].active_when == Condition("opt", ("sgd", "adam"))


def test_a_condition_that_cannot_be_listed_still_explains_a_gap() -> None:
    """Above a number among fractions there are too many values to list: the parameter is inactive, not lost, where not set."""
    tree = {**SPACE, "conditions": [{"type": "GT", "child": "momentum", "parent": "lr", "value": 0.01}]}
    space = space_of_json(tree)
    assert (space.parameters["momentum"].active_when, space.parameters["momentum"].missing) == (None, "inactive")
    set_ = {1: {"momentum": 0.1}, 2: {"momentum": 0.2}}
    runs = [Run(str(n), {"lr": 10.0**-n, **set_.get(n, {})}, {"loss": 1.0 * n}) for n in (1, 2, 3, 4)]
    study = study_of_runs("s", Source("smac3", "x", ""), runs, space=space.parameters)
    assert {p.name: p.missing for p in study.parameters}["momentum"] == "inactive"
    assert "missing_unexplained" not in {note.code for note in study.notes}


def test_forbidden_combinations_are_noted() -> None:
    """The space says that it forbids combinations."""
    notes = space_of_json(SPACE).notes
    assert [(note.code, note.facts["clauses"]) for note in notes if note.code == "forbidden"] == [("forbidden", 1)]


def test_the_first_spelling_is_read_too(tmp_path: Path) -> None:
    """Spaces with ``default`` instead of ``default_value`` and hyperparameters by name are the same spaces."""
    by_name = {entry["name"]: entry for entry in SPACE["hyperparameters"]}
    (tmp_path / "configspace.json").write_text(json.dumps({**SPACE, "hyperparameters": by_name}))
    space, files = find_space(tmp_path)
    assert space.parameters == space_of_json(SPACE).parameters
    assert files == (tmp_path / "configspace.json",)


def test_missing_and_damaged_spaces_are_noted(tmp_path: Path) -> None:
    """Without a space, or with half of one, the runs still speak, and a note says so."""
    assert find_space(tmp_path)[0].notes[0].code == "part_missing"
    (tmp_path / "configspace.json").write_text('{"hyperparameters": [')
    space, _ = find_space(tmp_path)
    assert (space.parameters, space.notes[0].code) == ({}, "part_unreadable")
