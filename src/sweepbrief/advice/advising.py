"""Advice for a sweep: every action is asked, the evidence answers, the largest expected gain comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice import add_runs, drop_level, fix, log_scale, narrow, repeat, separate, widen
from sweepbrief.advice.advice import Advice
from sweepbrief.advice.grounds import Grounds
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Diagnosis
    from sweepbrief.measures import Measurements
    from sweepbrief.sweep import Sweep

ACTIONS = (narrow, widen, drop_level, add_runs, separate, log_scale, fix, repeat)
"""Who is asked; among pieces of advice without a known gain, also the order in which they are given."""

MOST = 5
"""A list that people act on is short."""


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
        One to five, the largest expected gain first, then those whose gain is unknown; a single ``none`` where nothing is
        justified.
    """
    grounds = Grounds(sweep, measurements, diagnosis)
    found = [advice for action in ACTIONS for advice in action.propose(grounds)]
    found = [advice for advice in found if not _moot(grounds, advice, found)]
    ranged = {advice.parameter for advice in found if advice.action in {"narrow", "widen"}}
    found = [advice for advice in found if advice.action != "log_scale" or advice.parameter not in ranged]
    if not found:
        return (Advice("none", None, None, None, "no_finding", Estimate(None, why_not="unknown")),)
    return tuple(sorted(found, key=_worth)[:MOST])


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
