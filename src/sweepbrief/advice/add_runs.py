"""Add runs: where a sweep, or a parameter of it, cannot be judged, how many it would take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.advice.advice import Advice
from sweepbrief.diagnosis import few_settings
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds

UNKNOWN = Estimate(None, why_not="unknown")


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise it where the sweep has no signal, or too weak a one to tell what a parameter does."""
    made = grounds.measurements.design.n
    if not grounds.parameters or grounds.diagnosis.tone == "strong" or not grounds.measurements.design.varies:
        return ()
    if grounds.diagnosis.signal == "none":
        facts: dict[str, object] = {"open": [], "settings": few_settings(grounds.measurements.design), "whole": _whole(grounds)}
        return (Advice("add_runs", None, made, grounds.diagnosis.runs_needed, "no_signal", UNKNOWN, facts),)
    unsure = {
        parameter.name: finding.facts["runs_needed"]
        for parameter in grounds.parameters
        for finding in grounds.diagnosis.verdicts[parameter.name].findings
        if finding.cause == "no_signal" and isinstance(finding.facts.get("runs_needed"), int)
    }
    if not unsure:
        return ()
    open_ones: dict[str, object] = {"open": list(unsure), "settings": None, "whole": _whole(grounds)}
    return (Advice("add_runs", None, made, max(unsure.values()), "weak_signal", UNKNOWN, open_ones),)  # type: ignore[type-var]


def _whole(grounds: Grounds) -> bool:
    """Tell whether every combination of the categories and switches was tried, and there is nothing else to vary."""
    design = grounds.measurements.design
    if any(parameter.numeric or parameter.active_when is not None for parameter in grounds.parameters):
        return False
    levels = [design.values[parameter.name].nunique(dropna=False) for parameter in grounds.parameters]
    return len(np.unique(design.groups)) == math.prod(levels)
