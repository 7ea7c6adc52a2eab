"""Labels: recorded columns that say with which code, on which machine or in which part of a campaign a run was made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from sweepbrief.sweep import Sweep

_NAMES = """
    commit sha git hash rev revision branch version code release host hostname node machine worker device gpu site cluster
    partition queue project entity group experiment sweep study campaign session tag tags user username author dataset data
    docker image env environment generation
    """
_RESULTS = "status state time date duration runtime created updated started ended id uuid step epoch mem memory util"
_IDENTIFIED = "sweep group experiment project study campaign session host node machine commit worker"

NAMES = frozenset(re.findall(r"\w+", _NAMES))
"""Words of which a label's name holds at least one; what else is recorded of a run may be its outcome."""
RESULTS = frozenset(re.findall(r"\w+", _RESULTS))
"""Words that a label's name does not hold, but for the id of one of these:"""
IDENTIFIED = frozenset(re.findall(r"\w+", _IDENTIFIED))


def run_labels(sweep: Sweep) -> pd.DataFrame | None:
    """Give the recorded columns that label runs; None where there are none.

    Parameters
    ----------
    sweep : Sweep
        With its bookkeeping.

    Returns
    -------
    pandas.DataFrame or None
        Same index as the sweep's settings; neither seeds nor parameters.
    """
    if sweep.bookkeeping is None:
        return None
    taken = {*map(str, sweep.replicates.columns), *map(str, sweep.settings.columns), *map(str, sweep.metrics.columns)}
    names = [name for name in map(str, sweep.bookkeeping.columns) if name not in taken and _is_label(name)]
    return sweep.bookkeeping[names] if names else None


def _is_label(name: str) -> bool:
    words = frozenset(word for word in re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()) if word)
    spare = RESULTS - {"id"} if words & IDENTIFIED else RESULTS
    return bool(words & NAMES) and not words & spare
