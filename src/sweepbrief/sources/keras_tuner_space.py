"""KerasTuner's hyperparameters as a search space: ranges, choices, steps and the scopes in which they act."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.space import from_choices, from_range, hashable
from sweepbrief.sweep import Condition, Note, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOGS: Final = frozenset({"log"})


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


def _condition(config: Mapping[str, object]) -> Condition | None:
    """Give the innermost scope in which a parameter acts; scopes are nested, so it implies the outer ones."""
    scopes = config.get("conditions")
    for scope in reversed(scopes if isinstance(scopes, list) else []):
        inner = scope.get("config") if isinstance(scope, Mapping) else None
        if isinstance(inner, Mapping) and inner.get("name") is not None:
            values = inner.get("values", inner.get("value"))
            listed = values if isinstance(values, (list, tuple)) else [values]
            return Condition(str(inner["name"]), tuple(hashable(value) for value in listed))
    return None


def _ranged(name: str, kind: str, config: Mapping[str, object]) -> Parameter:
    log = config.get("sampling") in _LOGS
    low, high, step = (_number(config.get(key)) for key in ("min_value", "max_value", "step"))
    parameter = from_range(name, low, high, log=log, whole=kind == "Int")
    return dataclasses.replace(parameter, step=step if step and not log else None)  # a logarithmic step is a factor


def _declared(entry: object) -> tuple[Parameter, tuple[Note, ...]] | None:
    """Describe one entry of the space; None where it is of a kind that is not known."""
    config = entry.get("config") if isinstance(entry, Mapping) else None
    if not isinstance(entry, Mapping) or not isinstance(config, Mapping) or "name" not in config:
        return None
    name, kind = str(config["name"]), str(entry.get("class_name", "")).rsplit(".", 1)[-1]
    notes: tuple[Note, ...] = ()
    if kind in {"Int", "Float"}:
        parameter = _ranged(name, kind, config)
    elif kind == "Boolean":
        parameter = Parameter(name, "bool", range_known=True)
    elif kind in {"Choice", "Fixed"}:
        values = config.get("values") if kind == "Choice" else [config.get("value")]
        parameter, notes = from_choices(name, values if isinstance(values, (list, tuple)) else [])
    else:
        return None
    condition = _condition(config)
    return (dataclasses.replace(parameter, active_when=condition, missing="inactive" if condition else "none"), notes)


def _both(first: Parameter, second: Parameter) -> Parameter | None:
    """Span two declarations of one name: the wider range, all choices, all scopes of one parent; None where kinds differ."""
    if first.numeric != second.numeric or (not first.numeric and first.kind != second.kind):
        return None
    lows = [end for end in (first.low, second.low) if end is not None]
    highs = [end for end in (first.high, second.high) if end is not None]
    choices = None if first.choices is None else tuple(dict.fromkeys((*first.choices, *(second.choices or ()))))
    return dataclasses.replace(
        first,
        kind="float" if first.numeric and first.kind != second.kind else first.kind,
        scale=first.scale if first.scale == second.scale else "linear",
        low=min(lows, default=None),
        high=max(highs, default=None),
        choices=choices,
        active_when=_either(first.active_when, second.active_when),
        step=first.step if first.step == second.step else None,
    )


def _either(first: Condition | None, second: Condition | None) -> Condition | None:
    if first is None or second is None or first.parent != second.parent:
        return None
    return Condition(first.parent, tuple(dict.fromkeys((*first.values, *second.values))))


def space_of(entries: Iterable[object]) -> tuple[dict[str, Parameter], tuple[Note, ...]]:
    """Read the search space that a project declares.

    Parameters
    ----------
    entries : iterable of object
        ``{"class_name": "Int", "config": {"name": ..., "min_value": ..., ...}}`` and the like; a name may come several times:
        in several scopes, or because the model was changed during the search.

    Returns
    -------
    tuple of (dict of str to Parameter, tuple of Note)
        By name; notes where ranges differ between declarations, and where choices are numbers.
    """
    space: dict[str, Parameter] = {}
    notes: dict[str, tuple[Note, ...]] = {}
    for entry in entries:
        found = _declared(entry)
        if found is None:
            continue
        parameter, more = found
        before = space.get(parameter.name)
        if before is None:
            space[parameter.name], notes[parameter.name] = parameter, more
            continue
        spanned = _both(before, parameter)
        if spanned is None:
            continue  # the values speak for themselves where they do not fit the first declaration
        if spanned.numeric and ((before.low, before.high) != (parameter.low, parameter.high)):
            facts = {"parameter": parameter.name, "low": spanned.low, "high": spanned.high}
            notes[parameter.name] = (Note("range_changed", facts),)
        elif set(before.choices or ()) != set(parameter.choices or ()):
            notes[parameter.name] = (Note("choices_changed", {"parameter": parameter.name}),)
        space[parameter.name] = spanned
    return space, tuple(note for found in notes.values() for note in found)
