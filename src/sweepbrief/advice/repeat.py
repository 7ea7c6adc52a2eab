"""Repeat: the best runs once more with other seeds, where luck may have ranked them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.advice.advice import Advice
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds

BEST = 3
"""Different settings that are compared."""
SEEDS = 3
"""Repetitions that already tell a lucky run from a good one."""


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise it where the best settings differ by no more than noise, or where nobody measured the noise."""
    design, noise = grounds.measurements.design, grounds.measurements.noise.value
    best: dict[int, int] = {}
    for place in np.argsort(-grounds.sign * design.metric, kind="stable"):
        best.setdefault(int(design.groups[place]), int(place))
        if len(best) == BEST:
            break
    places = list(best.values())
    spread = float(np.ptp(design.metric[places]))
    if len(places) < BEST or not design.varies or (noise is not None and spread > noise):
        return ()
    facts = {"runs": [design.runs[place] for place in places], "spread": spread, "noise": noise}
    reason = "tie_of_runs" if spread <= 0 else "noise_unknown" if noise is None else "noise"
    return (Advice("repeat", None, None, SEEDS, reason, Estimate(None, why_not="unknown"), facts),)
