"""Optuna's distributions, old and new, and the search space that all trials of a study span together."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.configuration_space import as_float
from sweepbrief.sources.optuna_records import Distribution
from sweepbrief.sources.space import from_choices, hashable
from sweepbrief.sweep import Note, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable

_FLOATS: Final = frozenset(
    {"FloatDistribution", "UniformDistribution", "LogUniformDistribution", "DiscreteUniformDistribution"}
)
_INTS: Final = frozenset({"IntDistribution", "IntUniformDistribution", "IntLogUniformDistribution"})
_LOGS: Final = frozenset({"LogUniformDistribution", "IntLogUniformDistribution"})


def parse_distribution(text: object) -> Distribution | None:
    """Read a distribution as Optuna stores it.

    Parameters
    ----------
    text : object
        JSON text or the mapping it holds.

    Returns
    -------
    Distribution or None
        None where it is of a kind that is not known.
    """
    try:
        tree = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return None
    if not isinstance(tree, Mapping) or not isinstance(tree.get("attributes"), Mapping):
        return None
    name, attributes = tree.get("name"), tree["attributes"]
    if name == "CategoricalDistribution":
        return Distribution("choice", choices=tuple(hashable(choice) for choice in attributes.get("choices", ())))
    if name not in _FLOATS | _INTS:
        return None
    low, high = attributes.get("low"), attributes.get("high")
    return Distribution(
        "float" if name in _FLOATS else "int",
        as_float(low),
        as_float(high),
        bool(attributes.get("log", name in _LOGS)),
        step=_step(attributes),
    )


def _step(attributes: Mapping[str, object]) -> float | None:
    """Give the distance between values; whole numbers that are drawn one by one need none."""
    step = attributes.get("step", attributes.get("q"))
    return float(step) if isinstance(step, (int, float)) and step != 1 else None


def outer_value(internal: object, distribution: Distribution | None) -> object:
    """Give the value that the objective function saw for the one that the storage holds."""
    if distribution is None or not isinstance(internal, (int, float)):
        return internal
    if distribution.kind == "choice":
        place = int(internal)
        return distribution.choices[place] if 0 <= place < len(distribution.choices) else None
    if distribution.kind == "int" and math.isfinite(internal):
        return round(internal)
    return float(internal)


def merge(name: str, distributions: Iterable[Distribution]) -> tuple[Parameter, tuple[Note, ...]]:
    """Describe a parameter by all the distributions its trials used.

    Parameters
    ----------
    name : str
        The parameter.
    distributions : iterable of Distribution
        At least one.

    Returns
    -------
    tuple of (Parameter, tuple of Note)
        The union of the ranges or choices, and notes where they differ between trials.
    """
    found = list(distributions)
    if any(distribution.kind == "choice" for distribution in found):
        sets = [distribution.choices for distribution in found if distribution.kind == "choice"]
        choices = list({(type(choice), choice): choice for members in sets for choice in members}.values())
        parameter, notes = from_choices(name, choices)
        changed = any(set(map(repr, members)) != set(map(repr, choices)) for members in sets)
        return parameter, (*notes, Note("choices_changed", {"parameter": name})) if changed else notes
    lows = [distribution.low for distribution in found if distribution.low is not None]
    highs = [distribution.high for distribution in found if distribution.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    parameter = Parameter(
        name,
        "int" if all(distribution.kind == "int" for distribution in found) else "float",
        "log" if all(distribution.log for distribution in found) else "linear",
        low,
        high,
        range_known=True,
        step=steps.pop() if len(steps := {distribution.step for distribution in found}) == 1 else None,
    )
    changed = len(set(lows)) > 1 or len(set(highs)) > 1
    return parameter, (Note("range_changed", {"parameter": name, "low": low, "high": high}),) if changed else ()
