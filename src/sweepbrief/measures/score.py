"""A score: one number a parameter (or pair), with its interval or the reason why it has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and how far it can be trusted.

    Attributes
    ----------
    value : float or None
        None where it cannot be computed.
    low, high : float or None
        Ends of the 95 % interval; both None where there is none.
    why_not : str
        A word of the vocabulary that says why value or interval is missing (``too_few_runs``, ``constant``, ``category``,
        ``degenerate``, ...); empty where nothing is missing. Each has a macro ``why_not_<word>`` in every language.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    why_not: str = ""

    def to_dict(self) -> dict[str, float | str | None]:
        """Give value, low and high, and why_not where something is missing."""
        found: dict[str, float | str | None] = {"value": self.value, "low": self.low, "high": self.high}
        return {**found, "why_not": self.why_not} if self.why_not else found


@dataclass(frozen=True, slots=True)
class Scores:
    """One measure's score for every parameter.

    Attributes
    ----------
    measure : str
        Name of the measure, such as ``importance``.
    values : mapping of str to Estimate
        By parameter, in the sweep's order.
    """

    measure: str
    values: Mapping[str, Estimate]

    def ranked(self) -> list[str]:
        """Parameters from the largest score to the smallest; those without a value last, ties in the sweep's order."""
        found = {name: estimate.value for name, estimate in self.values.items()}
        return sorted(found, key=lambda name: (found[name] is None, -(found[name] or 0.0)))


@dataclass(frozen=True, slots=True)
class PairScore:
    """How much two parameters act together beyond their own effects.

    Attributes
    ----------
    parameters : tuple of two str
        In the sweep's order.
    relative_share : float
        2 A_ij / (A_ii + A_jj + 2 A_ij) with A the mean absolute SHAP (interaction) value; 0..1.
    mean_abs : float
        Mean of |2 Phi_ij| over the explained runs, in the metric's unit.
    """

    parameters: tuple[str, str]
    relative_share: float
    mean_abs: float


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a category.

    Attributes
    ----------
    value : object
        The level as the source spells it; None is a level too.
    runs : int
        How many runs have it and count.
    mean : Estimate
        Mean metric of these runs with its interval, in the metric's unit.
    """

    value: object
    runs: int
    mean: Estimate
