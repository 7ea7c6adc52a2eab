"""A parameter: a setting that the sweep varied, with the space it was drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["float", "int", "categorical", "bool"]
Scale = Literal["linear", "log"]
Missing = Literal["none", "inactive", "level", "unrecorded"]


@dataclass(frozen=True, slots=True)
class Condition:
    """When a parameter acts at all.

    Attributes
    ----------
    parent : str
        The parameter that switches it on.
    values : tuple of object
        The parent's values for which it is active.
    """

    parent: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A setting that the sweep varied.

    Attributes
    ----------
    name : str
        As the source spells it.
    kind : {"float", "int", "categorical", "bool"}
        ``bool`` has the values False and True; ``categorical`` values are compared by equality only.
    scale : {"linear", "log"}
        How the search space spaces its values; ``log`` only where the source says so or every value is positive, they span two
        decades or more, and a quarter of the distinct ones at least lie in the lower decades (below a tenth of the highest).
    low, high : float or None
        Ends of the searched range (the observed range where the source holds none); None for categories.
    choices : tuple of object or None
        The levels of a category, None elsewhere. A level None or NaN is a real level only where the source says so.
    active_when : Condition or None
        The condition the source records; None where it records none.
    range_known : bool
        True where the source states the range, False where it is only the observed one.
    missing : {"none", "inactive", "level", "unrecorded"}
        What a missing value means: nothing is missing; the parameter did not act in that run; "not set" is itself a level
        of the design; the source does not tell.
    step : float or None
        Distance between the values that the source allows; None where it allows every one, or does not tell.
    """

    name: str
    kind: Kind
    scale: Scale = "linear"
    low: float | None = None
    high: float | None = None
    choices: tuple[object, ...] | None = None
    active_when: Condition | None = None
    range_known: bool = False
    missing: Missing = "none"
    step: float | None = None

    @property
    def numeric(self) -> bool:
        """Whether the values have a size (``float`` and ``int``)."""
        return self.kind in {"float", "int"}
