"""Configuration spaces as ConfigSpace writes them, in JSON and in the PCS text format: ranges, choices and conditions."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.space import from_choices, from_range, hashable
from sweepbrief.sweep import Condition, Note

if TYPE_CHECKING:
    from sweepbrief.sweep import Parameter

_MOST: Final = 100
_Tree = Mapping[str, object]


@dataclass(slots=True)
class ConfigurationSpace:
    """A search space as declared.

    Attributes
    ----------
    parameters : dict of str to Parameter
        In the file's order; constants are not among them.
    values : dict of str to tuple
        The values of each parameter that has few, which conditions refer to.
    notes : list of Note
        What was noticed.
    """

    parameters: dict[str, Parameter] = field(default_factory=dict)
    values: dict[str, tuple[object, ...]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def add_choices(self, name: str, choices: Sequence[object]) -> None:
        """Declare a parameter by its choices."""
        self.values[name] = tuple(hashable(choice) for choice in choices)
        if len(choices) > 1:
            self.parameters[name], notes = from_choices(name, choices)
            self.notes.extend(notes)

    def add_range(self, name: str, ends: tuple[object, object], *, log: bool, whole: bool, step: object = None) -> None:
        """Declare a parameter by the ends of its range."""
        low, high = as_float(ends[0]), as_float(ends[1])
        parameter = from_range(name, low, high, log=log, whole=whole)
        if whole and low is not None and high is not None and high - low <= _MOST:
            self.values[name] = tuple(range(math.ceil(low), math.floor(high) + 1))
        distance = as_float(step)
        self.parameters[name] = dataclasses.replace(parameter, step=distance) if distance and not log else parameter

    def activate(self, child: str, parent: str, test: str, operand: object) -> None:
        """Let a parameter act only where its parent passes a test; the first test of a parameter stands.

        Where the parent's passing values cannot be listed, it is known only that the parameter acts in some runs.
        """
        found = self.parameters.get(child)
        if found is None or found.active_when:
            return
        values = _passing(test, operand, self.values.get(parent, ()))
        condition = Condition(parent, values) if values else None
        self.parameters[child] = dataclasses.replace(found, active_when=condition, missing="inactive")

    def activate_by_any(self, child: str, parent: str, tests: Sequence[tuple[str, object]]) -> None:
        """Let a parameter act where its parent passes one of several tests."""
        values = [value for test, operand in tests for value in _passing(test, operand, self.values.get(parent, ()))]
        self.activate(child, parent, "IN", list(dict.fromkeys(values)))


def as_float(value: object) -> float | None:
    """Give a finite number, None for anything else."""
    try:
        number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else math.nan
    except OverflowError:  # a whole number that no float holds
        return None
    return number if math.isfinite(number) else None


def _passing(test: str, operand: object, values: tuple[object, ...]) -> tuple[object, ...]:
    """Give the parent's values that pass a test; none where they cannot be listed."""
    if test == "EQ":
        return (hashable(operand),)
    if test == "IN":
        return tuple(hashable(value) for value in operand) if isinstance(operand, (list, tuple)) else ()
    if test == "NEQ":
        return tuple(value for value in values if value != operand)
    place = values.index(operand) if operand in values else None
    if place is None or test not in {"GT", "LT"}:
        return ()
    return values[place + 1 :] if test == "GT" else values[:place]


def _listed(tree: _Tree, name: str) -> list[_Tree]:
    items = tree.get(name)
    if isinstance(items, Mapping):  # ConfigSpace 0.4 and before kept some of them by name
        items = list(items.values())
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def _add(space: ConfigurationSpace, entry: _Tree) -> None:
    name, kind = str(entry.get("name")), str(entry.get("type"))
    choices = entry.get("choices", entry.get("sequence", entry.get("items")))
    if isinstance(choices, list):
        space.add_choices(name, choices)
    elif kind.endswith(("float", "int")):
        ends = entry.get("lower"), entry.get("upper")
        space.add_range(name, ends, log=bool(entry.get("log")), whole=kind.endswith("int"), step=entry.get("q"))
    elif "value" in entry:
        space.values[name] = (hashable(entry["value"]),)


def _activate(space: ConfigurationSpace, condition: _Tree) -> None:
    parts = _listed(condition, "conditions")
    if parts:
        if str(condition.get("type")) == "AND":  # of several tests that must hold, the first that can be listed is told
            for part in parts:
                _activate(space, part)
        elif len({(str(part.get("child")), str(part.get("parent"))) for part in parts}) == 1:
            space.activate_by_any(str(parts[0].get("child")), str(parts[0].get("parent")), [_test(part) for part in parts])
        return
    space.activate(str(condition.get("child")), str(condition.get("parent")), *_test(condition))


def _test(condition: _Tree) -> tuple[str, object]:
    test = str(condition.get("type", "EQ"))
    return test, condition.get("values") if test == "IN" else condition.get("value")


def space_of_json(tree: object) -> ConfigurationSpace:
    """Read a configuration space from the tree that its JSON holds.

    Parameters
    ----------
    tree : object
        As ``ConfigurationSpace.to_json`` of any version writes it.

    Returns
    -------
    ConfigurationSpace
        Empty where the tree is something else.
    """
    space = ConfigurationSpace()
    if not isinstance(tree, Mapping):
        return space
    for entry in _listed(tree, "hyperparameters"):
        _add(space, entry)
    for condition in _listed(tree, "conditions"):
        _activate(space, condition)
    forbidden = len(_listed(tree, "forbiddens"))
    if forbidden:
        space.notes.append(Note("forbidden", {"clauses": forbidden}))
    return space
