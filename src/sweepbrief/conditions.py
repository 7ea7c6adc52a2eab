"""Conditions under which a continuous-integration job should stop (``--fail-on``)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sweepbrief.errors import WrongUsageError

if TYPE_CHECKING:
    from sweepbrief.results import Analysis

RUNS_PER_PARAMETER = 10
"""Fewer runs than this for each parameter are "too few": the usual rule of thumb for one regression coefficient (Harrell,
Regression Modeling Strategies, 2015, section 4.4, asks for 10 to 20)."""


def no_signal(analysis: Analysis) -> str:
    """Hold where the parameters explain nothing that noise would not."""
    r2 = analysis.measurements.surrogate.oob_r2.value
    if analysis.diagnosis.signal != "none":
        return ""
    return f"no-signal: the out-of-bag R2 is {'unknown' if r2 is None else format(r2, '.2f')}"


def too_few_runs(analysis: Analysis) -> str:
    """Hold where there are fewer than ten runs for each parameter that varied."""
    used, parameters = int(analysis.sweep.used.sum()), len(analysis.sweep.parameters)
    if used >= RUNS_PER_PARAMETER * max(parameters, 1):
        return ""
    return f"too-few-runs: {used} runs for {parameters} parameters, fewer than {RUNS_PER_PARAMETER} for each"


def best_at_edge(analysis: Analysis) -> str:
    """Hold where the advice is to widen a range because the best runs sit on its edge."""
    wider = [str(advice.parameter) for advice in analysis.advice if advice.action == "widen"]
    return f"best-at-edge: {', '.join(wider)}" if wider else ""


def failures_above(analysis: Analysis, limit: float) -> str:
    """Hold where more than a share of the runs failed, crashed or were killed."""
    counts = analysis.sweep.counts
    lost = sum(counts.get(status, 0) for status in ("failed", "crashed", "killed"))
    share = lost / len(analysis.sweep.statuses)
    return f"failures-above: {share:.3g} of the runs failed, more than {limit:g}" if share > limit else ""


PLAIN = {"no-signal": no_signal, "too-few-runs": too_few_runs, "best-at-edge": best_at_edge}


def check_names(conditions: tuple[str, ...]) -> None:
    """Refuse a condition there is not, before anything is computed.

    Parameters
    ----------
    conditions : tuple of str
        As given to ``--fail-on``.

    Raises
    ------
    WrongUsageError
        If one is unknown, or its limit is no share between 0 and 1.
    """
    for condition in conditions:
        name, separator, text = condition.partition("=")
        if name in PLAIN and not separator:
            continue
        if name != "failures-above" or not 0.0 <= _number(text) <= 1.0:
            raise WrongUsageError(
                f"--fail-on takes {', '.join(PLAIN)} or failures-above=SHARE (0 to 1).", f"Found {condition!r}."
            )


def held(analysis: Analysis, conditions: tuple[str, ...]) -> list[str]:
    """Say which conditions hold.

    Parameters
    ----------
    analysis : Analysis
        What was found.
    conditions : tuple of str
        Names that `check_names` accepts.

    Returns
    -------
    list of str
        One line for each that holds, in the order given.
    """
    lines = []
    for condition in conditions:
        name, _, text = condition.partition("=")
        lines.append(PLAIN[name](analysis) if name in PLAIN else failures_above(analysis, _number(text)))
    return [line for line in lines if line]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
