"""The basis of the measures: design, resamples, forest and explanation, each made once and shared by all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sweepbrief.measures.design import Design
    from sweepbrief.measures.explanation import Explanation
    from sweepbrief.measures.forest import Forest
    from sweepbrief.measures.resampling import Resamples


@dataclass(frozen=True, slots=True)
class Basis:
    """What a measure may draw on.

    Attributes
    ----------
    design : Design
        The runs that count.
    resamples : Resamples
        Shared bootstrap draws.
    forest : Forest or None
        None where none can be grown; ``why_not`` says why.
    explanation : Explanation or None
        SHAP values; None where there are none; ``shap_error`` says why.
    why_not : str
        Why there is no forest: ``too_few_runs``, ``constant``, ``no_parameters``, else empty.
    shap_error : str
        Why there is no explanation: ``not_additive`` or ``why_not``, else empty.
    seed : int
        Of everything random.
    """

    design: Design
    resamples: Resamples
    forest: Forest | None
    explanation: Explanation | None
    why_not: str = ""
    shap_error: str = ""
    seed: int = 0
