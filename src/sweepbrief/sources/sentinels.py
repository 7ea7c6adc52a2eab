"""Numbers that tools and people write in place of a result that does not exist: failures, not data."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.sweep import Exclusion, Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sweepbrief.sweep import Direction, Objective, Study

_HUGE: Final = 1e300
_LIMITS: Final = frozenset({2.0**31 - 1, 2.0**31, 2.0**32 - 1, 2.0**63 - 1, float(np.finfo(np.float32).max)})
_BEYOND: Final = 10.0
_FAR_BEYOND: Final = 100.0
_SMALLEST_ROUND: Final = 999.0


def _is_round(size: float) -> bool:
    """Tell whether a number is a power of ten, or one less: what a person types for "worst"."""
    for number in (size, size + 1):
        power = round(math.log10(number))
        if number == 10.0**power:
            return True
    return False


def find_sentinels(values: pd.Series, direction: Direction | None) -> pd.Series[bool]:
    """Find the values of a metric that stand for no value.

    Parameters
    ----------
    values : pandas.Series of float
        A metric; NaN and infinities are passed over.
    direction : {"minimize", "maximize"} or None
        In which direction it is better.

    Returns
    -------
    pandas.Series of bool
        True for the largest numbers that computers hold, and for round numbers (1000, 999999, 1e6) that are the worst value and
        a hundred times beyond every other.
    """
    finite = np.sort(np.unique(np.abs(values[np.isfinite(values)].to_numpy())))[::-1]
    found = []
    for size, rest in zip(finite, [*finite[1:], 0.0], strict=False):
        worst = not bool((values == (size if direction == "maximize" else -size)).any())
        hard = (size >= _HUGE or size in _LIMITS) and size > _BEYOND * rest
        typed = len(finite) > 1 and size >= _SMALLEST_ROUND and worst and size > _FAR_BEYOND * rest and _is_round(size)
        if not (hard or typed):
            break
        found.append(size)
    return values.abs().isin(found)


def without_sentinels(
    study: Study, objectives: Sequence[Objective], columns: Sequence[pd.Series]
) -> tuple[Study, list[pd.Series], tuple[Note, ...]]:
    """Take fill-ins for failures.

    Parameters
    ----------
    study : Study
        What the source holds.
    objectives : sequence of Objective
        The metrics analysed, the primary one first.
    columns : sequence of pandas.Series
        Their values.

    Returns
    -------
    tuple of (Study, list of pandas.Series, tuple of Note)
        Runs whose primary metric is a fill-in have failed; elsewhere a fill-in is no value.
    """
    kept, notes, left_out = [], [], []
    statuses = study.statuses
    for place, (objective, column) in enumerate(zip(objectives, columns, strict=True)):
        found = find_sentinels(column, objective.direction)
        kept.append(column.mask(found))
        if not bool(found.any()):
            continue
        values = sorted({float(value) for value in column[found]})
        notes.append(Note("sentinels", {"metric": objective.name, "values": values, "runs": int(found.sum())}))
        if place == 0:
            failed = found & (statuses == "complete")
            statuses = statuses.mask(failed, "failed")
            left_out = [
                Exclusion("run", str(run), "sentinel", {"metric": objective.name, "value": float(column[run])})
                for run in column.index[failed]
            ]
    if not notes:
        return study, list(columns), ()
    return replace(study, statuses=statuses, excluded=(*study.excluded, *left_out)), kept, tuple(notes)
