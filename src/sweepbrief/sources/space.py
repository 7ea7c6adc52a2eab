"""Parameters as a search space declares them: ranges and choices."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.sources.spans import scale_of
from sweepbrief.sweep import Note, Parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sweep import Condition, Missing, Scale

_MANY: Final = 3


def from_range(  # noqa: PLR0913 - what a search space says of one parameter, by keyword
    name: str,
    low: float | None,
    high: float | None,
    *,
    log: bool = False,
    whole: bool = False,
    step: float | None = None,
    condition: Condition | None = None,
) -> Parameter:
    """Describe a parameter that was drawn from a range.

    Parameters
    ----------
    name : str
        The parameter.
    low, high : float or None
        Ends of the range; None where an end is not declared.
    log : bool
        Whether values were spaced by factors.
    whole : bool
        Whether only whole numbers were drawn.
    step : float, optional
        Distance between neighbouring values, where one is declared.
    condition : Condition, optional
        When it acts.
    """
    known = low is not None and high is not None
    spaced: Scale = "log" if log and (low is None or low > 0) else "linear"
    missing: Missing = "inactive" if condition else "none"
    return Parameter(
        name, "int" if whole else "float", spaced, low, high, None, condition, range_known=known, missing=missing, step=step
    )


def hashable(choice: object) -> object:
    """Give lists and mappings among choices as one line of JSON."""
    return json.dumps(choice) if isinstance(choice, (list, tuple, Mapping)) else choice


def _numeric(choices: Sequence[object]) -> bool:
    """Tell whether choices are numbers, no truth values and no infinities among them."""
    return bool(choices) and all(
        isinstance(choice, (int, float)) and not isinstance(choice, bool) and math.isfinite(choice) for choice in choices
    )


def from_choices(name: str, choices: Sequence[object]) -> tuple[Parameter, tuple[Note, ...]]:
    """Describe a parameter that was drawn from choices.

    Parameters
    ----------
    name : str
        The parameter.
    choices : sequence of object
        As declared: words, truth values, numbers, None.

    Returns
    -------
    tuple of (Parameter, tuple of Note)
        Choices among numbers alone are a number, which the note says; else a category, or a truth value.
    """
    offered = [hashable(choice) for choice in choices]
    if offered and all(isinstance(choice, bool) for choice in offered):
        return Parameter(name, "bool", range_known=True), ()
    if _numeric(offered):
        numbers = [float(choice) for choice in offered if isinstance(choice, (int, float))]
        whole = all(isinstance(choice, int) for choice in offered)
        scale: Scale = scale_of(np.array(numbers)) if len(offered) >= _MANY else "linear"
        parameter = Parameter(name, "int" if whole else "float", scale, min(numbers), max(numbers), range_known=True)
        return parameter, (Note("numeric_choices", {"parameter": name}),)
    return Parameter(name, "categorical", choices=tuple(offered), range_known=True), ()
