"""Separate: vary independently what moved together, by a small crossed design, so that credit can be given."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.advice.advice import Advice
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.advice.grounds import Grounds

CROSSED = 3
"""Values of each that a crossing takes: two would show a slope, three also a bend."""
AMONG = (1 / 6, 1 / 2, 5 / 6)
"""Quantiles that stand for the low, the middle and the high third of what was tried."""


def propose(grounds: Grounds) -> tuple[Advice, ...]:
    """Advise it once for every pair whose credit the data cannot divide."""
    found: dict[frozenset[str], Advice] = {}
    for parameter, finding in grounds.findings("shared_credit"):
        other = str(finding.facts["other"])
        pair = frozenset({parameter.name, other})
        if not finding.facts["separable"] and pair not in found:
            gain = Estimate(None, why_not="unknown")
            facts = {"other": other, **_design(grounds, parameter.name, other)}
            found[pair] = Advice("separate", parameter.name, None, None, finding.cause, gain, facts)
    return tuple(found.values())


def _design(grounds: Grounds, first: str, second: str) -> dict[str, object]:
    """Name the values to cross, and count the combinations of the thirds that no run has tried."""
    chosen = [_levels(grounds, name) for name in (first, second)]
    codes = [_codes(grounds, name, levels) for name, levels in zip((first, second), chosen, strict=True)]
    cells = list(product(range(len(chosen[0])), range(len(chosen[1]))))
    empty = sum(not bool(((codes[0] == one) & (codes[1] == other)).any()) for one, other in cells)
    return {"first_values": chosen[0], "second_values": chosen[1], "cells": len(cells), "empty": empty}


def _levels(grounds: Grounds, name: str) -> list[object]:
    parameter = next(one for one in grounds.parameters if one.name == name)
    if parameter.numeric:
        chosen = np.quantile(grounds.values(name), AMONG, method="nearest")
        return list(dict.fromkeys(int(value) if parameter.kind == "int" else float(value) for value in chosen))
    counts = grounds.measurements.design.values[name].value_counts()
    return sorted(counts.index[:CROSSED].tolist(), key=str)


def _codes(grounds: Grounds, name: str, levels: list[object]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    column = grounds.measurements.design.values[name]
    if all(isinstance(level, (int, float)) and not isinstance(level, bool) for level in levels):
        ends = np.quantile(grounds.values(name), [1 / 3, 2 / 3])
        return np.asarray(np.searchsorted(ends, column.to_numpy(dtype=np.float64), side="left"), dtype=np.int64)
    return np.array([levels.index(value) if value in levels else -1 for value in column.tolist()], dtype=np.int64)
