"""An objective: a metric and the direction in which it is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["minimize", "maximize"]


@dataclass(frozen=True, slots=True)
class Objective:
    """A metric and the direction in which it is better.

    Attributes
    ----------
    name : str
        As the source spells it.
    direction : {"minimize", "maximize"} or None
        None where the source does not tell.
    told_by : {"source", "name", "caller", "unknown"}
        Who says so: the source, the metric's name (``val_loss``), the caller, or nobody.
    """

    name: str
    direction: Direction | None = None
    told_by: Literal["source", "name", "caller", "unknown"] = "unknown"
