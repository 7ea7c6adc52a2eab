"""Sweeps with a planted truth, and what the diagnosis says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest.mock import patch

import sweepbrief
from sweepbrief.diagnosis import diagnose
from sweepbrief.measures import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sweepbrief.diagnosis import Diagnosis, Finding
    from sweepbrief.measures import Measurements
    from sweepbrief.sweep import Direction, Sweep

METRIC = "score"
CLAIMING = frozenset(
    {
        "agreement", "monotone_nonlinear", "non_monotone", "interaction", "conditional", "categorical_effect",
        "shared_credit", "confounded", "adaptive_sampling", "outliers", "survivorship",
    }
)  # fmt: skip
"""Causes that say something happened; the others say that nothing did, or that it cannot be told."""


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """A sweep, its scores, and its diagnosis."""

    sweep: Sweep
    measurements: Measurements
    diagnosis: Diagnosis

    def causes(self, parameter: str) -> set[str]:
        """Give the words said of a parameter."""
        return {finding.cause for finding in self.diagnosis.verdicts[parameter].findings}

    def relevant(self, parameter: str) -> bool | None:
        """Tell whether the parameter is held to act."""
        return self.diagnosis.verdicts[parameter].relevant

    def finding(self, parameter: str, cause: str) -> Finding:
        """Give a finding that must be there."""
        found = [finding for finding in self.diagnosis.verdicts[parameter].findings if finding.cause == cause]
        assert found, f"{parameter}: {cause} is missing among {sorted(self.causes(parameter))}"
        return found[0]

    def findings(self) -> list[Finding]:
        """Give everything that is said."""
        return [finding for verdict in self.diagnosis.verdicts.values() for finding in verdict.findings]


def number(finding: Finding, fact: str) -> float:
    """Give a fact that must be a number."""
    value = finding.facts[fact]
    assert isinstance(value, int | float), f"{fact} is {value!r}"
    return float(value)


def diagnosed(
    frame: pd.DataFrame,
    *,
    direction: Direction = "maximize",
    order: str | None = None,
    parameters: Sequence[str] | None = None,
    metric: str = METRIC,
) -> Diagnosed:
    """Take a table of runs from loading to the diagnosis.

    SHAP, which the diagnosis does not look at, is left out, the null importance, which it only cites, is measured on few
    permutations, and the forest, which it asks for its out-of-bag R2, has 40 trees: a sweep then takes
    less than half of the time.
    """
    names = list(parameters) if parameters is not None else [name for name in frame.columns if name not in {metric, order}]
    sweep = sweepbrief.load(frame, metric=metric, direction=direction, parameters=names, order=order)
    with (
        patch("sweepbrief.measures.measuring.explain", return_value=None),
        patch("sweepbrief.measures.null_importance._PERMUTATIONS", 4),
        patch("sweepbrief.measures.forest.TREES", 40),
    ):
        measurements = measure(sweep)
    return Diagnosed(sweep, measurements, diagnose(sweep, measurements))
