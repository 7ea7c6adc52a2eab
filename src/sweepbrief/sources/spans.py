"""A parameter as its observed values describe it, where the source states no search space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.sources.conditions import find_conditions
from sweepbrief.sources.grid_levels import missing_levels
from sweepbrief.sweep import Note, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from sweepbrief.sources.values import Values
    from sweepbrief.sweep import Condition, Missing, Scale

_DECADES: Final = 100.0


def scale_of(low: float, high: float) -> Scale:
    """Take positive values over two decades or more for a logarithmic scale."""
    return "log" if low > 0 and high / low >= _DECADES * (1 - 1e-9) else "linear"


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
        scale: Scale = scale_of(low, high) if low is not None and high is not None else "linear"
        return Parameter(name, values.kind, scale, low, high, active_when=condition, missing=missing)
    if values.kind == "bool":
        return Parameter(name, "bool", active_when=condition, missing=missing)
    levels: tuple[object, ...] = tuple(sorted(values.data.dropna().unique(), key=str))
    if missing == "level":
        levels += (None,)
    return Parameter(name, "categorical", choices=levels, active_when=condition, missing=missing)


def describe_all(
    columns: Mapping[str, Values], settings: pd.DataFrame, finished: pd.Series[bool]
) -> tuple[tuple[Parameter, ...], tuple[Note, ...]]:
    """Describe the parameters of a table and what their missing values mean.

    Parameters
    ----------
    columns : mapping of str to Values
        The parameters' columns.
    settings : pandas.DataFrame
        The same values as a table.
    finished : pandas.Series of bool
        Runs that were set up completely.

    Returns
    -------
    tuple of (tuple of Parameter, tuple of Note)
        In the columns' order.
    """
    known = settings[finished] if bool(finished.any()) else settings
    crossed = missing_levels(known)
    gaps = [name for name in columns if settings[name].isna().any() and not columns[name].unset and name not in crossed]
    conditions = find_conditions(known, gaps)
    parameters, notes = [], []
    for name, values in columns.items():
        runs = int(settings[name].isna().sum())
        condition = conditions.get(name)
        missing: Missing = "none"
        if runs and (values.unset or name in crossed):
            missing = "level"
            notes.append(Note("missing_level", {"parameter": name, "runs": runs}))
        elif runs and condition:
            missing = "inactive"
            notes.append(Note("conditional", {"parameter": name, "parent": condition.parent, "values": list(condition.values)}))
        elif runs:
            missing = "unrecorded"
            notes.append(Note("missing_unexplained", {"parameter": name, "runs": runs}))
        parameters.append(describe(name, values, condition, missing))
    return tuple(parameters), tuple(notes)
