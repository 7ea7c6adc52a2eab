"""What of a large sweep rests on a part of its runs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis import LOST_LEAST, LOST_ROWS, MODEL_ROWS, ended

if TYPE_CHECKING:
    from sweepbrief.document.brief import Brief
    from sweepbrief.sweep import Sweep

BEYOND = 1.96
"""Standard errors that a sampled number is seldom further off: once in twenty times."""


def samples(brief: Brief) -> str:
    """Say what looks at a part of a large sweep, and by how much its numbers may be off for it.

    Parameters
    ----------
    brief : Brief
        What was found out.

    Returns
    -------
    str
        Inline HTML; empty where every step sees all runs.
    """
    say, measured, runs = brief.voice.say, brief.measurements, brief.used
    steps = {
        "permutation": (measured.permuted_rows, runs),
        "shap": (measured.shap_rows, runs),
        "causes": (MODEL_ROWS, runs),
        "times": (MODEL_ROWS, _timed(brief.sweep)),
        "losses": (LOST_ROWS, _asked_after(brief.sweep)),
    }
    drawn = {step: count for step, (count, whole) in steps.items() if 0 < count < whole}
    if not drawn:
        return ""
    told = [say(f"method_sample_{step}", runs=count) for step, count in drawn.items()]
    if measured.surrogate.bag:
        told.insert(0, say("method_sample_bag", count=measured.surrogate.bag))
    off = say("method_samples_off", off=BEYOND / math.sqrt(min(drawn.values())))
    return brief.voice.sentences(say("method_samples"), brief.voice.closed(brief.voice.items(told, len(told))), off)


def _timed(sweep: Sweep) -> int:
    """Count the runs whose times are compared."""
    if sweep.seconds is None:
        return 0
    seconds = sweep.seconds[sweep.used].to_numpy(np.float64)
    return int((np.isfinite(seconds) & (seconds > 0)).sum())


def _asked_after(sweep: Sweep) -> int:
    """Count the runs that are over, where enough of them were lost to ask why."""
    over = ended(sweep)
    lost = int((over & ~sweep.used.to_numpy()).sum())
    return int(over.sum()) if min(lost, int(over.sum()) - lost) >= LOST_LEAST else 0
