"""The part each column of a table plays: a parameter, a result, a replicate index, a status, or bookkeeping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sweepbrief.sources.metric_names import is_logged, is_phase, is_result, is_time, may_be_result
from sweepbrief.sources.roles_by_name import is_bookkeeping, is_seed, is_status
from sweepbrief.sources.statuses import reads_as_statuses
from sweepbrief.sources.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sources.values import Values
    from sweepbrief.sources.words import Label

Role = Literal["parameter", "metric", "text_result", "replicate", "status", "bookkeeping", "unmarked", "empty"]

_FEW: Final = 12
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its values and the part it plays.

    Attributes
    ----------
    label : Label
        Its name, taken apart.
    cells : Values
        Its contents, brought to one type.
    role : str
        The part it plays.
    name : str
        What it is called from here on (unique).
    """

    label: Label
    cells: Values
    role: Role
    name: str


def _is_plain_metric(name: str, values: Values) -> bool:
    """Judge a numeric column without a tool's prefix by its name, and by its values where the name is ambiguous."""
    if not values.numeric:
        return False
    numbers = values.data.to_numpy()
    finite = numbers[np.isfinite(numbers)]
    fractional = bool((finite % 1 != 0).any())
    if is_result(name):
        return fractional or words_of(name)[-1] != "precision"  # 16 and 32 are a number format, not a result
    if is_bookkeeping(name):
        return False
    if is_logged(name):
        return True
    many = len(np.unique(finite)) > min(_FEW, len(finite) * _HALF)
    return fractional and (is_time(name) or (is_phase(name) and many))


def _marked_role(label: Label, values: Values) -> Role:
    """Follow a tool's prefix, but for bookkeeping among what it marks."""
    if label.mark == "attribute" or is_bookkeeping(label.short, marked=label.mark == "setting"):
        return "bookkeeping"
    if label.mark == "setting":
        return "parameter"
    return "metric" if values.numeric else "text_result"


def _plain_role(name: str, values: Values, *, marked: bool) -> Role:
    """Judge a column without a prefix; ``marked``: other columns of the table have one."""
    if is_status(name) and reads_as_statuses(values):
        return "status"
    if _is_plain_metric(name, values):
        return "metric"
    if is_bookkeeping(name):
        return "bookkeeping"
    if marked:
        return "metric" if values.numeric and may_be_result(name) else "unmarked"
    return "parameter"


def _role(label: Label, values: Values, *, marked: bool) -> Role:
    name = label.short
    if values.empty:
        return "empty"
    if label.mark not in {"result", "attribute"} and is_seed(name):
        return "replicate"
    return _marked_role(label, values) if label.mark != "none" else _plain_role(name, values, marked=marked)


def assign_roles(labels: Sequence[Label], values: Sequence[Values], changing: frozenset[str] = frozenset()) -> list[Role]:
    """Decide the part of every column of a table.

    Parameters
    ----------
    labels, values : sequences of equal length
        Names taken apart, and cells brought to one type.
    changing : frozenset of str
        Columns that change within a run: results, whatever they are called.

    Returns
    -------
    list of str
        One role a column. Where the table marks its settings with a prefix, columns without it are never parameters.
    """
    marked = any(label.mark == "setting" for label in labels)
    roles = [_role(label, column, marked=marked) for label, column in zip(labels, values, strict=True)]
    return [
        ("metric" if column.numeric else "text_result") if role == "parameter" and label.column in changing else role
        for role, label, column in zip(roles, labels, values, strict=True)
    ]
