"""The next search space, before any tool's words: one dimension a parameter, with what changed and why."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.advice.spaces.ends import inferred_step, on_grid, rounded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.advice.advice import Advice
    from sweepbrief.sweep import Condition, Parameter, Sweep

FEW = 8
"""A number that took at most this many values was chosen from a list, and is again."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """How one parameter is searched next.

    Attributes
    ----------
    name : str
        As the source spells it.
    kind : {"float", "int", "categorical", "bool"}
        Of its values.
    low, high : float or None
        Ends of its range; None where it is chosen from a list.
    log : bool
        Whether the range is searched by factors.
    step : float or None
        Distance between the values of a range; None where every value is allowed.
    choices : tuple of object
        What it is chosen from: one value where it is fixed, empty for a range.
    condition : Condition or None
        When it acts at all, as far as that still depends on what is drawn.
    gone : bool
        Whether it can no longer act, as what it depends on was settled otherwise.
    advice : tuple of Advice
        What changed it.
    """

    name: str
    kind: str
    low: float | None
    high: float | None
    log: bool
    step: float | None
    choices: tuple[object, ...]
    condition: Condition | None = None
    gone: bool = False
    advice: tuple[Advice, ...] = ()

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of the range, whole where its values are."""
        low, high = self.low or 0.0, self.high or 0.0
        return (int(low), int(high)) if self.kind == "int" else (float(low), float(high))


def dimensions(sweep: Sweep, advice: tuple[Advice, ...]) -> tuple[Dimension, ...]:
    """Apply advice to the space that was searched.

    Parameters
    ----------
    sweep : Sweep
        What was searched.
    advice : tuple of Advice
        What is to change.

    Returns
    -------
    tuple of Dimension
        In the sweep's order, but a parameter that others depend on before these.
    """
    space = {
        parameter.name: _dimension(sweep, parameter, tuple(one for one in advice if parameter.name in _about(one)))
        for parameter in sweep.parameters
    }
    conditions = {parameter.name: parameter.active_when for parameter in sweep.parameters if parameter.active_when}
    return tuple(_conditioned(space, name, conditions) for name in _parents_first(list(space), conditions))


def _about(advice: Advice) -> tuple[object, ...]:
    """Name the parameters that a piece of advice is about; the single change is for one run, not for the space."""
    if advice.action == "change":
        return ()
    return (advice.parameter, advice.facts["other"]) if advice.action in {"tie", "separate"} else (advice.parameter,)


def _parents_first(names: list[str], conditions: dict[str, Condition]) -> list[str]:
    placed: list[str] = []

    def place(name: str, above: frozenset[str]) -> None:
        parent = conditions[name].parent if name in conditions else None
        if parent in names and parent not in above and parent is not None:
            place(parent, above | {name})
        if name not in placed:
            placed.append(name)

    for name in names:
        place(name, frozenset({name}))
    return placed


def _conditioned(space: dict[str, Dimension], name: str, conditions: dict[str, Condition]) -> Dimension:
    """Keep a condition as far as the parent can still be drawn both ways."""
    found, condition = space[name], conditions.get(name)
    parent = space.get(condition.parent) if condition is not None else None
    if condition is None or parent is None:
        return found
    if parent.choices:
        able = [choice for choice in parent.choices if _among(choice, condition.values)]
        if not able or _conditioned(space, parent.name, conditions).gone:
            return replace(found, gone=True)
        if len(able) == len(parent.choices):
            return replace(found, condition=conditions.get(parent.name))
    return replace(found, condition=condition)


def _among(choice: object, values: tuple[object, ...]) -> bool:
    """Tell whether a choice is one of some values: 1 is 1.0, but True is not 1."""
    return any(choice == value and isinstance(choice, bool) == isinstance(value, bool) for value in values)


def _dimension(sweep: Sweep, parameter: Parameter, advice: tuple[Advice, ...]) -> Dimension:
    many = _many(sweep, parameter)
    tried: tuple[object, ...] = _tried(sweep, parameter) if many is None else (float(many[0]), float(many[-1]))
    low, high = _searched(parameter, tried)
    log, choices = parameter.scale == "log", tried if many is None else ()
    step = None
    if parameter.numeric:
        step = parameter.step or inferred_step(tried if many is None else many, whole=parameter.kind == "int")
    if parameter.numeric and len(tried) > FEW:
        choices = ()
    for one in sorted(advice, key=lambda one: one.action == "fix"):
        log = log or one.action == "log_scale" or (one.action in {"narrow", "widen"} and bool(one.facts.get("log")))
        if one.action in {"narrow", "widen", "guard", "save_time"} and parameter.numeric and isinstance(one.after, tuple):
            low, high, choices = _ranged(one, (low, high), choices)
        elif one.action == "fix":
            choices = (_plain(one.after, parameter.kind),)
        elif one.action in {"drop_level", "guard", "save_time"} and isinstance(one.after, tuple):
            choices = tuple(choice for choice in choices or one.after if _among(choice, one.after)) or choices
    if step is not None and not choices and low is not None and high is not None and parameter.low is not None:
        low, high = on_grid(low, high, step, parameter.low)
    low, high = (None, None) if choices else (low, high)
    log = log and low is not None and low > 0
    return Dimension(parameter.name, parameter.kind, low, high, log, None if choices else step, choices, advice=advice)


def _ranged(
    one: Advice, before: tuple[float | None, float | None], choices: tuple[object, ...]
) -> tuple[float | None, float | None, tuple[object, ...]]:
    """Give the range after a piece of advice; narrowing never reaches beyond what was searched."""
    low, high = (float(end) for end in one.after)  # type: ignore[attr-defined]
    if one.action == "widen":
        return (*rounded(low, high, within=(low, high)), ())
    low, high = rounded(low, high, within=before)
    low = low if before[0] is None else max(low, before[0])
    high = high if before[1] is None else min(high, before[1])
    if low >= high:
        return (*before, choices)
    kept = tuple(value for value in choices if isinstance(value, (int, float)) and low <= value <= high)
    return low, high, kept


def _searched(parameter: Parameter, tried: tuple[object, ...]) -> tuple[float | None, float | None]:
    if not parameter.numeric:
        return None, None
    if parameter.low is not None and parameter.high is not None:
        return parameter.low, parameter.high
    numbers = [float(value) for value in tried if isinstance(value, (int, float))]
    low = parameter.low if parameter.low is not None else min(numbers, default=None)
    return low, parameter.high if parameter.high is not None else max(numbers, default=None)


def _many(sweep: Sweep, parameter: Parameter) -> NDArray[np.float64] | None:
    """Give the numbers that occur, in order, where there are more than a list of choices holds."""
    column = sweep.settings[parameter.name]
    if not parameter.numeric or column.dtype != np.float64:
        return None
    distinct = np.unique(column.dropna().to_numpy())
    return distinct if len(distinct) > FEW else None


def _tried(sweep: Sweep, parameter: Parameter) -> tuple[object, ...]:
    """Give the values that occur, in order; the choices of a category as the source lists them."""
    if not parameter.numeric and parameter.choices:
        return tuple(_plain(choice, parameter.kind) for choice in parameter.choices)
    column = sweep.settings[parameter.name]
    if column.dtype == np.float64:
        distinct = np.unique(column.dropna().to_numpy()).tolist()
        values = [_plain(value, "int") for value in distinct] if parameter.kind == "int" else distinct
        return (*values, None) if parameter.missing == "level" and column.isna().any() else tuple(values)
    values = list({_plain(value, parameter.kind) for value in column.drop_duplicates().tolist()})
    known = [value for value in values if value is not None]
    ordered = sorted(known, key=lambda value: (isinstance(value, str), value if parameter.numeric else str(value)))
    unset = parameter.missing == "level" and column.isna().any()
    return (*ordered, None) if unset else tuple(ordered)


def _plain(value: object, kind: str) -> object:
    """Give a value as Python writes it: whole numbers whole, missing ones None, what is no scalar as text."""
    found = value.item() if hasattr(value, "item") else value
    if isinstance(found, float):
        if math.isnan(found):
            return None
        return int(found) if kind == "int" and found.is_integer() else found
    return found if found is None or isinstance(found, (bool, int, str)) else str(found)
