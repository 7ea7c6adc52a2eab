"""Add runs: where a sweep cannot be judged, how many it would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.advice import Advice
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise it where the sweep has no signal."""
    if grounds.diagnosis.signal != "none" or not grounds.parameters:
        return ()
    gain = Estimate(None, why_not="unknown")
    return (Advice("add_runs", None, grounds.measurements.design.n, grounds.diagnosis.runs_needed, "no_signal", gain),)
