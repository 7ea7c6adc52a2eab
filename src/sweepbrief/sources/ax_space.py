"""Ax's search spaces and objectives, as its JSON stores them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.configuration_space import ConfigurationSpace
from sweepbrief.sweep import Objective

if TYPE_CHECKING:
    from collections.abc import Sequence

_TERM: Final = re.compile(r"^\s*(?P<sign>[-+]?)\s*(?P<name>[^\s*+\-,][^*+,]*?)\s*$")
_Tree = Mapping[str, object]


def listed(tree: _Tree, name: str) -> list[_Tree]:
    """Give the mappings in a list that a tree holds under a name."""
    items = tree.get(name)
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def _kind(entry: _Tree) -> str:
    kind = entry.get("parameter_type")
    return str(kind.get("name")) if isinstance(kind, Mapping) else str(kind)


def _activate(space: ConfigurationSpace, entry: _Tree) -> None:
    """Read which parameters a value switches on; its text is the key in the file."""
    dependents, name = entry.get("dependents"), str(entry.get("name"))
    if not isinstance(dependents, Mapping):
        return
    values = {str(value): value for value in space.values.get(name, ())}
    switched: dict[str, list[object]] = {}
    for text, children in dependents.items():
        for child in children if isinstance(children, list) else []:
            switched.setdefault(str(child), []).append(values.get(str(text), values.get(str(text).capitalize(), text)))
    for child, where in switched.items():
        space.activate(child, name, "IN", where)


def space_of_tree(tree: object) -> tuple[ConfigurationSpace, list[str]]:
    """Read a search space.

    Parameters
    ----------
    tree : object
        The experiment's ``search_space``.

    Returns
    -------
    tuple of (ConfigurationSpace, list of str)
        The space, and the parameters that are fidelities.
    """
    space = ConfigurationSpace()
    entries = listed(tree, "parameters") if isinstance(tree, Mapping) else []
    for entry in entries:
        name, values = str(entry.get("name")), entry.get("values")
        if isinstance(values, list):
            space.add_choices(name, values)
        elif "value" in entry:
            space.values[name] = (entry["value"],)
        else:
            ends = entry.get("lower"), entry.get("upper")
            space.add_range(name, ends, log=bool(entry.get("log_scale")), whole=_kind(entry) == "INT")
    for entry in entries:
        _activate(space, entry)
    return space, [str(entry.get("name")) for entry in entries if entry.get("is_fidelity")]


def metric_name(tree: _Tree) -> str:
    """Give the name of the metric of an objective or a constraint, empty where it has none of its own."""
    metric = tree.get("metric")
    return str(metric.get("name") or "") if isinstance(metric, Mapping) else ""


def _of_expression(text: str) -> tuple[Objective, ...]:
    """Read ``accuracy, -loss``: what has a minus is minimised; sums are no metric of their own."""
    terms = [_TERM.match(part) for part in text.split(",")]
    if any(term is None for term in terms):
        return ()
    return tuple(
        Objective(term["name"].strip(), "minimize" if term["sign"] == "-" else "maximize", "source") for term in terms if term
    )


def _of_metrics(tree: _Tree) -> tuple[Objective, ...]:
    """Read the first form of several objectives: metrics that share a direction unless they state their own."""
    found: list[Objective] = []
    for metric in listed(tree, "metrics"):
        lower = metric.get("lower_is_better")
        less = bool(tree.get("minimize")) if lower is None else bool(lower)
        found.append(Objective(str(metric.get("name")), "minimize" if less else "maximize", "source"))
    return tuple(found)


def objectives_of_tree(config: object) -> tuple[Objective, ...]:
    """Read what an experiment optimised.

    Parameters
    ----------
    config : object
        The experiment's ``optimization_config``.

    Returns
    -------
    tuple of Objective
        Empty where there is none, or it is a weighted sum of metrics, which is no metric itself.
    """
    tree = config.get("objective") if isinstance(config, Mapping) else None
    if not isinstance(tree, Mapping):
        return ()
    parts: Sequence[_Tree] = listed(tree, "objectives") or [tree]
    found: list[Objective] = []
    for part in parts:
        expression, name = part.get("expression"), metric_name(part)
        if isinstance(expression, str):
            found.extend(_of_expression(expression))
        elif name:
            found.append(Objective(name, "minimize" if part.get("minimize") else "maximize", "source"))
        elif "weights" not in part:
            found.extend(_of_metrics(part))
    return tuple(found)
