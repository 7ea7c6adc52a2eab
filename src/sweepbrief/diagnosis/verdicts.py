"""Verdicts: for each parameter the causes that hold, the main one first, and whether it acts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sweepbrief.diagnosis.causes import (
    adaptive_sampling,
    agreement,
    cardinality_bias,
    categorical_effect,
    conditional,
    confounded,
    interaction,
    irrelevant,
    monotone_nonlinear,
    no_signal,
    non_monotone,
    outliers,
    shared_credit,
    survivorship,
)
from sweepbrief.diagnosis.finding import Verdict
from sweepbrief.diagnosis.scales import CONFIDENT, DOUBTFUL

if TYPE_CHECKING:
    from types import ModuleType

    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.finding import Finding

CAUSES: tuple[ModuleType, ...] = (
    outliers,
    confounded,
    shared_credit,
    conditional,
    agreement,
    monotone_nonlinear,
    non_monotone,
    categorical_effect,
    interaction,
    cardinality_bias,
    irrelevant,
    adaptive_sampling,
    survivorship,
    no_signal,
)
"""In the order in which they lead an explanation."""

SILENCED = {
    "confounded": frozenset({"irrelevant", "cardinality_bias", "no_signal"}),
    "shared_credit": frozenset({"irrelevant", "cardinality_bias", "no_signal"}),
    "conditional": frozenset({"irrelevant", "cardinality_bias", "no_signal"}),
    "cardinality_bias": frozenset({"irrelevant"}),
}
"""Causes that tell more than others about a parameter without an effect of its own."""

OWN_SHAPES = frozenset({"agreement", "monotone_nonlinear", "non_monotone", "categorical_effect"})
"""What is not said of a parameter that may not act at all, as its twin may in its place."""


def judge(context: Context, parameter: str) -> Verdict:
    """Ask every cause about one parameter.

    Parameters
    ----------
    context : Context
        Of the whole sweep.
    parameter : str
        Its name.

    Returns
    -------
    Verdict
        With at least one finding.
    """
    found = [finding for cause in CAUSES if (finding := cause.detect(context, parameter)) is not None]
    silent = {cause for finding in found for cause in SILENCED.get(finding.cause, ())}
    silent |= OWN_SHAPES if _inseparable(context, parameter) else set()
    found = [finding for finding in found if finding.cause not in silent]
    if not found:
        found = [no_signal.admit(context, parameter, DOUBTFUL)]
    most = max(DOUBTFUL, round(1.0 - CONFIDENT / max(context.design.n, 1), 3))
    found = [replace(finding, confidence=min(finding.confidence, most)) for finding in found]
    return Verdict(parameter, _relevant(context, parameter, found), tuple(found))


def _relevant(context: Context, parameter: str, found: list[Finding]) -> bool | None:
    """Say whether the parameter acts; None where it cannot be told."""
    causes = {finding.cause for finding in found}
    if _inseparable(context, parameter):
        return None
    if causes == {no_signal.CAUSE}:
        return None
    if context.effect(parameter).acts or "conditional" in causes:
        return True
    return False if causes & {"irrelevant", "confounded", "cardinality_bias"} else None


def _inseparable(context: Context, parameter: str) -> bool:
    """Tell whether another parameter may act in its place."""
    return any(one.role == "inseparable" for one in shared_credit.companions(context, parameter))
