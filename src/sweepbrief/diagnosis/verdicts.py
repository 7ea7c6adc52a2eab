"""Verdicts: for each parameter the causes that hold, the main one first, and whether it acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis.causes import (
    agreement,
    categorical_effect,
    interaction,
    irrelevant,
    monotone_nonlinear,
    no_signal,
    non_monotone,
    outliers,
)
from sweepbrief.diagnosis.finding import Verdict
from sweepbrief.diagnosis.scales import DOUBTFUL

if TYPE_CHECKING:
    from types import ModuleType

    from sweepbrief.diagnosis.context import Context

CAUSES: tuple[ModuleType, ...] = (
    outliers,
    agreement,
    monotone_nonlinear,
    non_monotone,
    categorical_effect,
    interaction,
    irrelevant,
    no_signal,
)
"""In the order in which they lead an explanation."""


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
    if not found:
        found = [no_signal.admit(context, parameter, DOUBTFUL)]
    effect = context.effect(parameter)
    relevant = True if effect.acts else False if any(one.cause == irrelevant.CAUSE for one in found) else None
    return Verdict(parameter, relevant, tuple(found))
