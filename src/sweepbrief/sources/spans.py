"""A parameter as its observed values describe it, where the source states no search space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sweepbrief.sources.conditions import find_conditions
from sweepbrief.sources.grid_levels import missing_levels
from sweepbrief.sources.values import Values
from sweepbrief.sweep import Note, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sweepbrief.sweep import Condition, Missing, Scale

_DECADES: Final = 100.0
_LOWER: Final = 0.25
_RARE: Final = 0.1


def scale_of(values: NDArray[np.float64]) -> Scale:
    """Judge by observed values whether they were spaced by factors.

    Parameters
    ----------
    values : float64 array
        Finite values.

    Returns
    -------
    {"linear", "log"}
        ``log`` where all are positive, span two decades or more, and a quarter of the distinct ones at least lie below a tenth
        of the highest: of values drawn evenly, a tenth does.
    """
    distinct = np.unique(values)
    if len(distinct) == 0 or distinct[0] <= 0 or distinct[-1] < _DECADES * (1 - 1e-9) * distinct[0]:
        return "linear"
    return "log" if float(np.mean(distinct <= distinct[-1] / 10 * (1 + 1e-9))) >= _LOWER else "linear"


def describe(name: str, values: Values, condition: Condition | None, missing: Missing) -> Parameter:
    """Describe a parameter by the values observed.

    Parameters
    ----------
    name : str
        The parameter.
    values : Values
        Its column.
    condition : Condition or None
        When it acts.
    missing : {"none", "inactive", "level", "unrecorded"}
        What a missing value means.
    """
    if values.numeric:
        finite = values.data.to_numpy()[np.isfinite(values.data.to_numpy())]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (None, None)
        return Parameter(name, values.kind, scale_of(finite), low, high, active_when=condition, missing=missing)
    if values.kind == "bool":
        return Parameter(name, "bool", active_when=condition, missing=missing)
    levels: tuple[object, ...] = tuple(sorted(values.data.dropna().unique(), key=str))
    if missing == "level":
        levels += (None,)
    return Parameter(name, "categorical", choices=levels, active_when=condition, missing=missing)


def _is_switch(column: pd.Series) -> bool:
    """Tell whether a number is either set, always to the same value, or not: in a tenth of the runs each at least."""
    share = float(column.isna().mean())
    return column.dtype == np.float64 and len(column.dropna().unique()) == 1 and _RARE <= share <= 1 - _RARE


def _switch(name: str, values: Values) -> Values:
    """Take a number that is set or not for a category of two levels."""
    numbers = values.data
    cells = np.empty(len(numbers), dtype=object)
    written = [None if missing else f"{number:g}" for number, missing in zip(numbers, numbers.isna(), strict=True)]
    cells[:] = written
    return Values("categorical", pd.Series(cells, index=numbers.index, name=name, dtype=object), unset=True)


def _declared_conditions(
    found: Mapping[str, Condition], settings: pd.DataFrame, declared: Mapping[str, Parameter]
) -> dict[str, Condition]:
    """Put declared conditions in place of those read off the runs."""
    said = {name: p.active_when for name, p in declared.items() if p.active_when and p.active_when.parent in settings.columns}
    return {**found, **{name: condition for name, condition in said.items() if condition}}


def describe_all(
    columns: Mapping[str, Values],
    settings: pd.DataFrame,
    finished: pd.Series[bool],
    declared: Mapping[str, Parameter] | None = None,
) -> tuple[tuple[Parameter, ...], dict[str, Values], tuple[Note, ...]]:
    """Describe the parameters of a table and what their missing values mean.

    Parameters
    ----------
    columns : mapping of str to Values
        The parameters' columns.
    settings : pandas.DataFrame
        The same values as a table.
    finished : pandas.Series of bool
        Runs that were set up completely.
    declared : mapping of str to Parameter, optional
        The search space where the source holds it: its conditions are taken as they are, its numbers stay numbers.

    Returns
    -------
    tuple of (tuple of Parameter, dict of str to Values, tuple of Note)
        In the columns' order; the columns, where a number that is either set to one value or not set has become a category of
        these two levels.
    """
    known = settings[finished] if bool(finished.any()) else settings
    crossed = missing_levels(known)
    gaps = [name for name in columns if settings[name].isna().any() and not columns[name].unset and name not in crossed]
    conditions = _declared_conditions(find_conditions(known, gaps), settings, declared or {})
    parameters, notes = [], []
    kept = dict(columns)
    for name in columns:
        if name not in conditions and _is_switch(known[name]):
            kept[name] = _switch(name, columns[name])
    for name, values in kept.items():
        runs = int(settings[name].isna().sum())
        lacking = int(known[name].isna().sum())
        condition = conditions.get(name)
        missing: Missing = "none"
        if runs and (values.unset or name in crossed) and not (condition and declared and name in declared):
            missing = "level"
            notes.append(Note("missing_level", {"parameter": name, "runs": runs}))
        elif runs and condition:
            missing = "inactive"
            notes.append(Note("conditional", {"parameter": name, "parent": condition.parent, "values": list(condition.values)}))
        elif runs and declared and name in declared and declared[name].missing == "inactive":
            missing = "inactive"  # by a condition that cannot be listed
        elif runs:
            missing = "unrecorded"
            notes += [Note("missing_unexplained", {"parameter": name, "runs": lacking})] if lacking else []
        parameters.append(describe(name, values, condition, missing))
    return tuple(parameters), kept, tuple(notes)
