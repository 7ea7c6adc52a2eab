"""What is true of a planted sweep, as far as anyone could know it from the table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Truth = bool | None
Relevance = Literal["true", "false", "null", "unscored"]

CAUSES = (
    "agreement",
    "monotone_nonlinear",
    "non_monotone",
    "interaction",
    "conditional",
    "categorical_effect",
    "shared_credit",
    "confounded",
    "adaptive_sampling",
    "outliers",
    "survivorship",
    "cardinality_bias",
    "irrelevant",
    "no_signal",
)
CLAIM_RELEVANCE = frozenset(
    ("agreement", "monotone_nonlinear", "non_monotone", "interaction", "conditional", "categorical_effect", "adaptive_sampling")
)


@dataclass(frozen=True, slots=True)
class Partners:
    """Who must be named with a cause, and who may be."""

    required: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ParameterTruth:
    """What is true of a parameter.

    Attributes
    ----------
    name : str
        The parameter.
    causes : mapping of str to bool or None
        Every cause of `CAUSES`: true, false, or None where the definitions leave it open or no one could tell (not scored).
    relevant : {"true", "false", "null", "unscored"}
        Whether it acts; ``null``: the right answer is "cannot tell".
    partners : mapping of str to Partners
        By cause.
    strength : float
        Lambda of its strongest part.
    facts : mapping of str to float
        The figures the truth was decided by.
    """

    name: str
    causes: Mapping[str, Truth]
    relevant: Relevance
    partners: Mapping[str, Partners] = field(default_factory=dict)
    strength: float = 0.0
    facts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SweepTruth:
    """What is true of a sweep.

    Attributes
    ----------
    seed, runs : int
        Which sweep, and how many of its runs have a metric.
    signal : {"strong", "weak", "none"} or None
        None between the definitions.
    samplers : tuple of str
        Answers that are right; empty where none is held against anyone.
    parameters : mapping of str to ParameterTruth
        By name; parameters that do not vary among the runs that count are left out.
    """

    seed: int
    runs: int
    signal: Literal["strong", "weak", "none"] | None
    samplers: tuple[str, ...]
    parameters: Mapping[str, ParameterTruth]
