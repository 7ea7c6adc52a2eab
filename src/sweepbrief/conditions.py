"""Conditions under which a continuous-integration job should stop (``--fail-on``)."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from sweepbrief.earlier import earlier, since
from sweepbrief.errors import WrongUsageError

if TYPE_CHECKING:
    from sweepbrief.comparison import Comparison
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


def not_reliable(analysis: Analysis) -> str:
    """Hold where the signal is too weak for the order of the parameters to be relied on."""
    r2, signal = analysis.measurements.surrogate.oob_r2.value, analysis.diagnosis.tone
    if signal == "strong":
        return ""
    return f"not-reliable: the signal is {signal} (out-of-bag R2 {'unknown' if r2 is None else format(r2, '.2f')})"


def worse_than(analysis: Analysis, old: str) -> str:
    """Hold where the best value is worse than an earlier sweep's by more than chance and noise explain."""
    found = _against(analysis, old)
    if found.better("best") is not False:
        return ""
    change = found.change("best")
    values = f"{change.new.value:.6g} after {change.old.value:.6g} in {old}"
    return f"worse-than: best {found.new.metric} {values} (p = {change.p_value:.2g})"


def importance_changed(analysis: Analysis, old: str) -> str:
    """Hold where a parameter weighs, or acts, otherwise than in an earlier sweep by more than chance explains."""
    names = [effect.parameter for effect in _against(analysis, old).proven if effect.p_value is not None]
    return f"importance-changed: {', '.join(names)} since {old}" if names else ""


PLAIN = {"no-signal": no_signal, "too-few-runs": too_few_runs, "best-at-edge": best_at_edge, "not-reliable": not_reliable}
SINCE = {"worse-than": worse_than, "importance-changed": importance_changed}
"""Conditions that name an earlier sweep: its source, findings.json, PDF or report folder."""


def check_names(conditions: tuple[str, ...]) -> None:
    """Refuse a condition there is not, before anything is computed.

    Parameters
    ----------
    conditions : tuple of str
        As given to ``--fail-on``.

    Raises
    ------
    WrongUsageError
        If one is unknown, its limit is no share between 0 and 1, or the file it names is not there.
    UnreadableSourceError
        If the earlier report it names is damaged or follows another schema.
    """
    for condition in conditions:
        name, separator, text = condition.partition("=")
        if (name in PLAIN and not separator) or (name == "failures-above" and 0.0 <= _number(text) <= 1.0):
            continue
        if name not in SINCE:
            files = " or ".join(f"{one}=OLD" for one in SINCE)
            raise WrongUsageError(
                f"--fail-on takes {', '.join(PLAIN)}, failures-above=SHARE (0 to 1), {files}.", f"Found {condition!r}."
            )
        if not text or not Path(text).exists():
            raise WrongUsageError(
                f"{name} names an earlier sweep or report.", f"There is no {text or 'file'}.", f"Write {name}=OLD."
            )
        earlier(text)


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
    lines = [_line(analysis, *condition.partition("=")[::2]) for condition in conditions]
    return [" ".join(line.split()) for line in lines if line]


def _line(analysis: Analysis, name: str, text: str) -> str:
    if name in PLAIN:
        return PLAIN[name](analysis)
    return SINCE[name](analysis, text) if name in SINCE else failures_above(analysis, _number(text))


def _against(analysis: Analysis, old: str) -> Comparison:
    """Hold the analysis against an earlier sweep."""
    found = since(analysis, old, seed=analysis.seed).comparison
    if found is None:
        raise WrongUsageError("An earlier sweep can be compared.", f"{old} cannot.")
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
