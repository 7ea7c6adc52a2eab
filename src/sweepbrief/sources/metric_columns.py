"""Columns whose header states a metric's name, bounds and direction: ``metric:accuracy [0.0, 1.0] (maximize)``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sweepbrief.sweep import Objective

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sweepbrief.sweep import Direction

_NUMBER: Final = r"[-+]?(?:inf|nan|\d[\d.]*(?:[eE][-+]?\d+)?)"
_HEADER: Final = re.compile(
    rf"^metric:(?P<name>.*?)\s*(?:\[\s*{_NUMBER}\s*[;,]\s*{_NUMBER}\s*\])?\s*(?:\((?P<goal>min|max)imi[sz]e\))?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MetricColumn:
    """A column that holds a metric.

    Attributes
    ----------
    column : str
        As the table spells it.
    objective : Objective
        Its name without prefix and bounds, and its direction.
    """

    column: str
    objective: Objective


def metric_columns(columns: Iterable[str]) -> tuple[MetricColumn, ...]:
    """Find the columns of metrics.

    Parameters
    ----------
    columns : iterable of str
        Headers.

    Returns
    -------
    tuple of MetricColumn
        In the table's order; the direction is None where the header does not state it.
    """
    found = []
    for column in columns:
        header = _HEADER.match(column)
        if header:
            goal = (header["goal"] or "").lower()
            direction: Direction | None = {"min": "minimize", "max": "maximize"}.get(goal)  # type: ignore[assignment] # of two
            objective = Objective(header["name"].strip(), direction, "source" if direction else "unknown")
            found.append(MetricColumn(column, objective))
    return tuple(found)
