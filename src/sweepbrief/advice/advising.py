"""Advice for a sweep: every action is asked, the evidence answers, the largest expected gain comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice import (
    add_runs,
    change,
    drop_level,
    fix,
    guard,
    log_scale,
    narrow,
    repeat,
    save_time,
    separate,
    tie,
    widen,
)
from sweepbrief.advice.advice import Advice
from sweepbrief.advice.grounds import Grounds
from sweepbrief.measures import Estimate
from sweepbrief.sweep import given

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Diagnosis
    from sweepbrief.measures import Measurements
    from sweepbrief.sweep import Sweep

ACTIONS = (narrow, widen, drop_level, tie, guard, add_runs, separate, log_scale, save_time, fix, repeat, change)
"""Who is asked; among pieces of advice without a known gain, also the order in which they are given."""

MOST = 6
"""A list that people act on is short."""

RANGED = frozenset({"narrow", "widen", "fix", "drop_level"})
"""Actions after which nothing else need be said of the same parameter's range."""
LEAVING = frozenset({"narrow", "fix", "drop_level"})
"""Actions that leave a part of what was tried."""


CHOSEN = RANGED | {"guard", "log_scale", "save_time", "change"}
"""Actions that choose a value, which nobody can do of what runs were given to work on, or of how far they were let run."""


def advise(sweep: Sweep, measurements: Measurements, diagnosis: Diagnosis) -> tuple[Advice, ...]:
    """Say what to do next.

    Parameters
    ----------
    sweep : Sweep
        All runs.
    measurements : Measurements
        Their scores.
    diagnosis : Diagnosis
        What is said of them; advice rests on its findings alone.

    Returns
    -------
    tuple of Advice
        One to six, the largest expected gain first, then those whose gain is unknown; behind them a ``change`` where one
        setting of the best run is sure to improve it; a single ``none`` where nothing is justified.
    """
    grounds = Grounds(sweep, measurements, diagnosis)
    named = {parameter.name for parameter in grounds.parameters if given(parameter)}
    named |= sweep.effort
    proposed = [advice for action in ACTIONS for advice in action.propose(grounds)]
    found = [advice for advice in proposed if advice.parameter not in named or advice.action not in CHOSEN]
    found = [advice for advice in found if not _moot(grounds, advice, found) and not _said(advice, found)]
    found = [advice for advice in found if not disputed(advice, found)]
    single = [advice for advice in found if advice.action == "change"]
    found = [advice for advice in found if advice.action != "change"]
    if not found and not single:
        return (Advice("none", None, None, None, "no_finding", Estimate(None, why_not="unknown")),)
    return (*sorted(found, key=_worth)[:MOST], *single)


def _said(advice: Advice, found: list[Advice]) -> bool:
    """Tell whether other advice on the same parameter's range already says as much."""
    others = [other for other in found if other.parameter == advice.parameter and other.action in RANGED]
    if advice.action == "guard":
        others = [other for other in others if other.action != "fix" or not other.facts["inert"]]
    if advice.action in {"log_scale", "save_time"}:
        return any(other.action != "drop_level" for other in others)
    return advice.action == "guard" and any(_clear_of(other, advice.facts["span"], advice.facts["level"]) for other in others)


def disputed(advice: Advice, found: list[Advice]) -> bool:
    """Tell whether a change of the best run leads to a value that other advice leaves out: a reader could not do both."""
    return advice.action == "change" and any(
        not _inside(advice.after, other.after)
        for other in found
        if other.parameter == advice.parameter and other.action in LEAVING and not other.facts.get("inert")
    )


def _inside(value: object, left: object) -> bool:
    """Tell whether a value is among what is left: one value, some levels, or a stretch of numbers."""
    if not isinstance(left, tuple):
        return value == left
    if isinstance(value, (int, float)) and not isinstance(value, bool) and len(left) == 2:  # noqa: PLR2004 - both ends
        return bool(left[0] <= value <= left[1])
    return value in left


def _clear_of(advice: Advice, span: object, level: object) -> bool:
    """Tell whether what is left after a piece of advice lies outside a dangerous region."""
    if isinstance(span, tuple):
        ends = advice.after if isinstance(advice.after, tuple) else (advice.after, advice.after)
        return bool(ends[1] < span[0] or ends[0] > span[1])
    return level not in (advice.after if isinstance(advice.after, tuple) else (advice.after,))


def _worth(advice: Advice) -> tuple[bool, float]:
    """Sort by gain, unknown ones last; equals keep the order of the actions."""
    gain = advice.gain.value
    return gain is None, -(gain or 0.0)


def _moot(grounds: Grounds, advice: Advice, found: list[Advice]) -> bool:
    """Tell whether another piece fixes the condition away under which this one's parameter acts at all."""
    condition = next((one.active_when for one in grounds.parameters if one.name == advice.parameter), None)
    return condition is not None and any(
        other.action == "fix" and other.parameter == condition.parent and other.after not in condition.values for other in found
    )
