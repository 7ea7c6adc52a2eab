"""Level codes: whole numbers that stand for the levels of a category, recognised by jumps between neighbours.

A table that holds 0, 1, 2, ... for the names of distances or optimizers looks like one of numbers. Taken for numbers, its curve
is read as a size. The column is taken for a category where its values are consecutive whole numbers from 0 or 1, and the
metric's level means jump back and forth: two turns at least between neighbours that differ beyond noise, and a ratio of von
Neumann (1941, doi:10.1214/aoms/1177731677; squared differences of neighbours over squared distances from the mean) of one or
more. It is two for levels in any order, a half for a parabola, and an eighth for a line, each with nine levels.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.target import standardise
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.sweep import Parameter, Sweep

LEVELS = (5, 12)
"""Fewest and most levels: of fewer, any order has few turns, and of more, numbers are likelier."""
LEVEL_RUNS = 8
"""Runs that each level must have."""
JUMP = 4.5
"""Standard errors by which neighbours differ beyond noise, whichever of the columns is looked at."""
TURNS = 2
"""Changes of direction between such neighbours: a curve with one best or worst region has one."""
ROUGH = 1.0
"""Von Neumann's ratio of the level means from which on neighbours are no more alike than others."""
_DRAWN = 4.0


def read_codes(sweep: Sweep) -> Sweep:
    """Take whole numbers for the categories that they stand for.

    Parameters
    ----------
    sweep : Sweep
        As loaded.

    Returns
    -------
    Sweep
        With these parameters as categories and a note on each; the same object where there are none. Where the source states a
        range or a log scale, it means numbers.
    """
    used = sweep.used.to_numpy(dtype=bool)
    y = np.clip(standardise(np.asarray(sweep.outcome, dtype=np.float64), 1.0).y, -_DRAWN, _DRAWN)
    coded = [one for one in sweep.parameters if _may_be(one) and _jumps(sweep.settings.loc[used, one.name].to_numpy(), y)]
    if not coded:
        return sweep
    settings, names = sweep.settings.copy(), {one.name for one in coded}
    for name in names:
        settings[name] = settings[name].map(int).astype(object)
    turned = (_category(one, settings[one.name].tolist()) if one.name in names else one for one in sweep.parameters)
    notes = (Note("coded_levels", {"parameter": one.name}) for one in coded)
    return replace(sweep, settings=settings, parameters=tuple(turned), notes=(*sweep.notes, *notes))


def _may_be(parameter: Parameter) -> bool:
    return parameter.kind == "int" and parameter.scale == "linear" and not parameter.range_known and parameter.missing == "none"


def _category(parameter: Parameter, values: list[int]) -> Parameter:
    return replace(parameter, kind="categorical", low=None, high=None, choices=tuple(sorted(set(values))), step=None)


def _jumps(column: NDArray[np.float64], y: NDArray[np.float64]) -> bool:
    """Tell whether a column holds codes, and the level means jump back and forth."""
    if not bool(np.isfinite(column).all()):
        return False
    values, index, count = np.unique(column, return_inverse=True, return_counts=True)
    fits = LEVELS[0] <= len(values) <= LEVELS[1] and values[0] in {0.0, 1.0} and bool((np.diff(values) == 1.0).all())
    if not fits or int(count.min()) < LEVEL_RUNS:
        return False
    means = np.bincount(index, y) / count
    spare = np.bincount(index, np.square(y - means[index])) / (count - 1)
    steps = np.diff(means)
    sure = np.abs(steps) > JUMP * np.sqrt(spare[1:] / count[1:] + spare[:-1] / count[:-1])
    turns = int((np.diff(np.sign(steps[sure])) != 0).sum())
    spread = float(np.square(means - means.mean()).sum())
    return turns >= TURNS and float(np.square(steps).sum()) >= ROUGH * spread
