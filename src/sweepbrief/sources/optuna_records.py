"""Optuna's studies and trials as plain records, the same for every kind of storage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sweepbrief.sweep import Direction, Status

STATES: Final[dict[str, Status]] = {
    "RUNNING": "running",
    "COMPLETE": "complete",
    "PRUNED": "pruned",
    "FAIL": "failed",
    "WAITING": "waiting",
}
"""Optuna's states in the common vocabulary."""

STATE_NUMBERS: Final[tuple[str, ...]] = ("RUNNING", "COMPLETE", "PRUNED", "FAIL", "WAITING")
"""The same states by the number under which journals keep them."""

DIRECTIONS: Final[dict[object, Direction | None]] = {
    "MINIMIZE": "minimize",
    "MAXIMIZE": "maximize",
    "NOT_SET": None,
    1: "minimize",
    2: "maximize",
    0: None,
}
"""Directions by the names and numbers under which storages keep them."""


@dataclass(slots=True)
class Distribution:
    """What a trial's value was drawn from.

    Attributes
    ----------
    kind : {"float", "int", "choice"}
        Sort of distribution.
    low, high : float or None
        Its range; None for choices.
    log : bool
        Whether it is spaced logarithmically.
    choices : tuple of object
        The choices, in the order to which stored numbers refer.
    step : float or None
        Distance between the values that can be drawn; None where every one can.
    """

    kind: str
    low: float | None = None
    high: float | None = None
    log: bool = False
    choices: tuple[object, ...] = ()
    step: float | None = None


@dataclass(slots=True)
class Trial:
    """One trial while it is read.

    Attributes
    ----------
    number : int
        Count within the study.
    state : str
        Optuna's own word.
    outcomes : dict of int to float
        Objective's position to its value; infinities kept.
    reports : dict of float to float
        Step to the value that the trial reported there, along the way.
    params : dict of str to object
        Values as the objective function saw them.
    distributions : dict of str to Distribution
        What they were drawn from.
    start, complete : object
        Moments as stored.
    user_attrs, system_attrs : dict of str to object
        Attributes.
    """

    number: int
    state: str = "RUNNING"
    outcomes: dict[int, float] = field(default_factory=dict)
    reports: dict[float, float] = field(default_factory=dict)
    params: dict[str, object] = field(default_factory=dict)
    distributions: dict[str, Distribution] = field(default_factory=dict)
    start: object = None
    complete: object = None
    user_attrs: dict[str, object] = field(default_factory=dict)
    system_attrs: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class StudyRecord:
    """One study while it is read.

    Attributes
    ----------
    name : str
        As stored.
    directions : list of {"minimize", "maximize"} or None
        One an objective.
    metric_names : list of str
        Names given to the objectives, else empty.
    trials : list of Trial
        In the order of their numbers.
    """

    name: str
    directions: list[Direction | None] = field(default_factory=list)
    metric_names: list[str] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
