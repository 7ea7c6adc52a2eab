"""A sweep split by a parameter or any other column: one sweep a level."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.errors import WrongUsageError
from sweepbrief.sweep.record import Exclusion

if TYPE_CHECKING:
    import pandas as pd

    from sweepbrief.sweep.parameter import Parameter
    from sweepbrief.sweep.sweep import Sweep

MOST_GROUPS: Final = 12
"""Levels that are told apart at most."""


def _column(sweep: Sweep, by: str) -> pd.Series:
    """Find a column by name among parameters, replicates and bookkeeping."""
    frames = [frame for frame in (sweep.settings, sweep.replicates, sweep.bookkeeping) if frame is not None]
    for frame in frames:
        if by in frame.columns:
            return frame[by]
    names = [str(name) for frame in frames for name in frame.columns]
    close = difflib.get_close_matches(by, names, n=3, cutoff=0.5)
    remedy = f"Did you mean {', '.join(close)}?" if close else f"There are: {', '.join(names[:MOST_GROUPS])}." if names else ""
    raise WrongUsageError("Runs are grouped by a column of the source.", f"There is no {by}.", remedy)


def _levels(column: pd.Series) -> list[object]:
    """Give the levels in order: numbers by size, words by letter, "not set" last."""
    present = list(column.dropna().unique())
    if column.dtype == np.float64:
        levels: list[object] = [int(value) if float(value).is_integer() else float(value) for value in sorted(present)]
    else:
        levels = sorted(present, key=lambda value: (str(type(value)), str(value)))
    return [*levels, None] if column.isna().any() else levels


def _lost(parameter: Parameter, part: Sweep, rows: pd.Series) -> Exclusion | None:
    """Say why a parameter is not analysed in a part, None where it is."""
    column = part.settings.loc[rows & part.used, parameter.name]
    distinct = len(column.dropna().unique()) + bool(parameter.missing == "level" and column.isna().any())
    if distinct > 1:
        return None
    values = [float(value) if parameter.numeric else value for value in column.dropna().unique()]
    if not values:
        return Exclusion("parameter", parameter.name, "empty")
    return Exclusion("parameter", parameter.name, "constant", {"value": values[0]})


def _part(sweep: Sweep, by: str, rows: pd.Series) -> Sweep:
    """Keep some runs of a sweep, and the parameters that vary among them."""
    lost = [Exclusion("parameter", by, "grouped")] if by in sweep.settings.columns else []
    lost += [found for p in sweep.parameters if p.name != by and (found := _lost(p, sweep, rows))]
    gone = {item.name for item in lost}
    kept = tuple(
        replace(p, active_when=None) if p.active_when and p.active_when.parent in gone else p
        for p in sweep.parameters
        if p.name not in gone
    )
    runs = set(rows.index[rows])
    return replace(
        sweep,
        settings=sweep.settings.loc[rows, [parameter.name for parameter in kept]],
        metrics=sweep.metrics.loc[rows],
        statuses=sweep.statuses.loc[rows],
        parameters=kept,
        used=sweep.used.loc[rows],
        order=None if sweep.order is None else sweep.order.loc[rows],
        seconds=None if sweep.seconds is None else sweep.seconds.loc[rows],
        replicates=sweep.replicates.loc[rows, [name for name in sweep.replicates.columns if name != by]],
        bookkeeping=None if sweep.bookkeeping is None else sweep.bookkeeping.loc[rows],
        excluded=(*(item for item in sweep.excluded if item.what != "run" or item.name in runs), *lost),
    )


def unfinished_levels(sweep: Sweep, by: str) -> tuple[object, ...]:
    """Name the levels of a column of which no run counts: `split` leaves them out.

    Parameters
    ----------
    sweep : Sweep
        All runs.
    by : str
        As for `split`.

    Returns
    -------
    tuple of object
        In the levels' order.
    """
    column = _column(sweep, by)
    rows = {level: column.isna() if level is None else column == level for level in _levels(column)}
    return tuple(level for level, found in rows.items() if not bool((found & sweep.used).any()))


def split(sweep: Sweep, by: str) -> tuple[tuple[object, Sweep], ...]:
    """Split a sweep by the levels of a column.

    Parameters
    ----------
    sweep : Sweep
        All runs.
    by : str
        A parameter, a replicate index or a column of bookkeeping.

    Returns
    -------
    tuple of (object, Sweep)
        Level and its runs, in the levels' order; "not set" is the level None and comes last. Levels without a run that counts
        are left out; so are parameters that do not vary within a part, with a reason.

    Raises
    ------
    WrongUsageError
        If there is no such column, or it has more than ``MOST_GROUPS`` levels.
    """
    column = _column(sweep, by)
    levels = _levels(column)
    if len(levels) > MOST_GROUPS:
        raise WrongUsageError(
            f"Runs are grouped by a column of at most {MOST_GROUPS} levels.", f"{by} has {len(levels)}.", "Name another column."
        )
    parts = []
    for level in levels:
        rows = column.isna() if level is None else column == level
        if bool((rows & sweep.used).any()):
            parts.append((level, _part(sweep, by, rows)))
    return tuple(parts)
