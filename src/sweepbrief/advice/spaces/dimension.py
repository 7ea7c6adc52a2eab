"""The next search space, before any tool's words: one dimension a parameter, with what changed and why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sweepbrief.advice.advice import Advice
    from sweepbrief.sweep import Parameter, Sweep

FEW = 8
"""A number that took at most this many values was chosen from a list, and is again."""
DIGITS = 3
"""Significant digits of a range's ends, rounded outward."""


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
    choices : tuple of object
        What it is chosen from: one value where it is fixed, empty for a range.
    remarks : tuple of str
        What changed and why, in the vocabulary's own words; on one line each.
    """

    name: str
    kind: str
    low: float | None
    high: float | None
    log: bool
    choices: tuple[object, ...]
    remarks: tuple[str, ...] = ()


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
        In the sweep's order.
    """
    return tuple(
        _dimension(sweep, parameter, [one for one in advice if one.parameter == parameter.name])
        for parameter in sweep.parameters
    )


def _dimension(sweep: Sweep, parameter: Parameter, advice: list[Advice]) -> Dimension:
    tried = _tried(sweep, parameter)
    low, high, log, choices = parameter.low, parameter.high, parameter.scale == "log", tried
    if parameter.numeric and len(tried) > FEW:
        choices = ()
    for one in advice:
        log = log or one.action == "log_scale" or bool(one.facts.get("log"))
        if one.action in {"narrow", "widen"} and isinstance(one.after, tuple):
            low, high = rounded(*one.after)
            choices = tuple(value for value in choices if low <= value <= high) if one.action == "narrow" else ()  # type: ignore[operator]
        elif one.action == "fix":
            choices = (one.after,)
        elif one.action == "drop_level" and isinstance(one.after, tuple):
            choices = one.after
    positive = low is not None and low > 0
    return Dimension(
        parameter.name,
        parameter.kind,
        None if choices else low,
        None if choices else high,
        log and positive and not choices,
        tuple(_plain(value, parameter.kind) for value in choices),
        (*(f"{one.action}: {one.reason}" for one in advice), *_condition(parameter)),
    )


def _tried(sweep: Sweep, parameter: Parameter) -> tuple[object, ...]:
    """Give the values that occur, in order; the choices of a category as the source lists them."""
    if not parameter.numeric and parameter.choices:
        return parameter.choices
    values = {_plain(value, parameter.kind) for value in sweep.settings[parameter.name].tolist()}
    known = [value for value in values if value is not None]
    return tuple(sorted(known, key=lambda value: (isinstance(value, str), value if parameter.numeric else str(value))))


def _plain(value: object, kind: str) -> object:
    """Give a value as Python writes it: whole numbers whole, missing ones None."""
    if isinstance(value, float) and math.isnan(value):
        return None
    return int(value) if kind == "int" and isinstance(value, float) else value


def _condition(parameter: Parameter) -> tuple[str, ...]:
    condition = parameter.active_when
    if condition is None:
        return ()
    return (" ".join(f"only where {condition.parent!r} is one of {list(condition.values)!r}".split("\n")),)


def rounded(low: float, high: float) -> tuple[float, float]:
    """Round a range outward to a few digits, so that nothing advised is lost."""
    return _digits(low, math.floor), _digits(high, math.ceil)


def _digits(value: float, towards: Callable[[float], int]) -> float:
    if not value:
        return 0.0
    places = DIGITS - 1 - math.floor(math.log10(abs(value)))
    scaled = value * 10.0**places
    whole = round(scaled) if math.isclose(scaled, round(scaled), rel_tol=1e-9) else towards(scaled)
    return float(f"{whole / 10.0**places:.{DIGITS}g}")
