"""One piece of advice: an action with its reason and what it can be expected to bring."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.measures import Estimate

Action = Literal[
    "narrow",
    "widen",
    "fix",
    "drop_level",
    "add_runs",
    "repeat",
    "separate",
    "log_scale",
    "tie",
    "guard",
    "save_time",
    "change",
    "none",
]


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice.

    Attributes
    ----------
    action : str
        What to do; names the macro ``advice_<action>`` in every language.
    parameter : str or None
        Whom it is about; None where it is about the sweep.
    before, after : object
        Range (two floats), level or value before and after; None where it does not apply.
    reason : str
        The cause or fact it follows from.
    gain : Estimate
        Expected gain in the metric's unit, positive is better; without value where unknown.
    facts : mapping of str to object
        Named facts for the macro.
    """

    action: Action
    parameter: str | None
    before: object
    after: object
    reason: str
    gain: Estimate
    facts: Mapping[str, object] = field(default_factory=dict)
