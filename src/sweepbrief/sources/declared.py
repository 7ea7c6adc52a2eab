"""What a search space declares of a parameter, put together with what its values show."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sweepbrief.sources.spans import describe
from sweepbrief.sources.values import Values, settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.sweep import Missing, Parameter


def as_declared(parameter: Parameter, cells: pd.Series) -> Values:
    """Bring a column to the type that the search space declares; what does not fit it speaks for itself."""
    found = settle(cells)
    if parameter.numeric and found.numeric:
        return Values(parameter.kind, found.data.where(np.isfinite(found.data)), found.unset)
    if parameter.kind == "categorical" and found.kind != "categorical":
        written = {str(choice): choice for choice in parameter.choices or ()}
        values = np.empty(len(cells), dtype=object)
        values[:] = [_spelled(cell, written) for cell in cells]
        return Values("categorical", pd.Series(values, index=cells.index, name=cells.name, dtype=object))
    return found


def _spelled(cell: object, written: Mapping[str, object]) -> object:
    """Give a cell as the search space spells it: a space written as text says "True" where runs record a truth value."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return None
    return written.get(str(cell), cell if isinstance(cell, (str, int, float)) else str(cell))


def _fits(parameter: Parameter, values: Values) -> bool:
    return parameter.kind == values.kind or (parameter.numeric and values.numeric)


def with_space(known: Parameter, declared: Parameter | None, values: Values) -> Parameter:
    """Put the declared range, scale, choices and condition in place of the observed ones."""
    if declared is None or not _fits(declared, values):
        return known
    lows = [end for end in (known.low, declared.low) if end is not None]
    highs = [end for end in (known.high, declared.high) if end is not None]
    choices = declared.choices
    if choices is not None:
        seen = [level for level in values.data.dropna().unique() if level not in choices]
        choices = (*choices, *seen)
    missing: Missing = known.missing
    if choices and None in choices and known.missing == "unrecorded":
        missing = "level"
    elif (declared.active_when or declared.missing == "inactive") and known.missing in {"unrecorded", "level"}:
        missing = "inactive"
    return dataclasses.replace(
        declared,
        name=known.name,
        low=min(lows, default=None),
        high=max(highs, default=None),
        choices=choices,
        active_when=declared.active_when or known.active_when,
        missing=missing,
    )


def described(
    columns: Mapping[str, pd.Series], known: Mapping[str, Parameter], space: Mapping[str, Parameter]
) -> tuple[tuple[Parameter, ...], pd.DataFrame]:
    """Describe columns that were understood already by a search space that is found afterwards.

    Parameters
    ----------
    columns : mapping of str to pandas.Series
        Their values.
    known : mapping of str to Parameter
        What is known of them; a column without an entry speaks for itself.
    space : mapping of str to Parameter
        The search space as declared.

    Returns
    -------
    tuple of (tuple of Parameter, pandas.DataFrame)
        In the columns' order.
    """
    values = {name: as_declared(space[name], column) for name, column in columns.items()}
    parameters = tuple(
        with_space(known.get(name) or describe(name, found, None, "none"), space[name], found) for name, found in values.items()
    )
    return parameters, pd.DataFrame({name: found.data for name, found in values.items()})
