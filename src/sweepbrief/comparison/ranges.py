"""What was searched: ranges that moved, levels that came and went, parameters that were added, fixed or dropped."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.comparison.snapshot import Setting, Snapshot

Kind = Literal["narrower", "wider", "shifted", "rescaled", "levels", "added", "fixed", "dropped", "retyped"]

SAME: Final = 0.02
"""Ends that differ by less than this part of the range are the same: ranges are often the observed ones."""


@dataclass(frozen=True, slots=True)
class RangeMove:
    """A change of what was searched.

    Attributes
    ----------
    kind : str
        A word of the vocabulary; names the macro ``range_<kind>``.
    parameter : str
        Whom it is about.
    facts : mapping of str to object
        Named facts for the macro.
    """

    kind: Kind
    parameter: str
    facts: Mapping[str, object] = field(default_factory=dict)


def range_moves(old: Snapshot, new: Snapshot) -> tuple[RangeMove, ...]:
    """Say what was searched otherwise, parameter by parameter: those of the new sweep first, in its order."""
    found = [one for name, setting in new.settings.items() for one in _shared(name, old, setting)]
    gone = [name for name in old.settings if name not in new.settings]
    dropped = [
        RangeMove("fixed", name, {"value": new.fixed[name]}) if name in new.fixed else RangeMove("dropped", name)
        for name in gone
    ]
    return (*found, *dropped)


def _shared(name: str, old: Snapshot, now: Setting) -> list[RangeMove]:
    before = old.settings.get(name)
    if before is None:
        return [RangeMove("added", name, {"value": old.fixed.get(name), "fixed": name in old.fixed})]
    if (before.choices is None) != (now.choices is None) and (before.low is None) != (now.low is None):
        return [RangeMove("retyped", name, {"old": before.kind, "new": now.kind})]
    if now.low is not None and now.high is not None and before.low is not None and before.high is not None:
        return _ends(name, before, now)
    lost, come = _only(before, now), _only(now, before)
    return [RangeMove("levels", name, {"gone": lost, "come": come})] if lost or come else []


def _only(one: Setting, other: Setting) -> list[object]:
    known = [str(choice) for choice in other.choices or ()]
    return [choice for choice in one.choices or () if str(choice) not in known]


def _ends(name: str, before: Setting, now: Setting) -> list[RangeMove]:
    old, new = (before.low or 0.0, before.high or 0.0), (now.low or 0.0, now.high or 0.0)
    log = min(*old, *new) > 0 and "log" in {before.scale, now.scale}
    (a, b), (c, d) = (tuple(math.log(end) for end in ends) if log else ends for ends in (old, new))
    slack = SAME * max(b - a, d - c, 0.0)
    facts = {"old_low": old[0], "old_high": old[1], "low": new[0], "high": new[1]}
    up, down = c > a + slack, d < b - slack
    out_low, out_high = c < a - slack, d > b + slack
    kind: Kind | None = None
    if (up or down) and (out_low or out_high):
        kind = "shifted"
    elif up or down:
        kind = "narrower"
    elif out_low or out_high:
        kind = "wider"
    moves = [RangeMove(kind, name, facts)] if kind else []
    if before.scale != now.scale:
        moves.append(RangeMove("rescaled", name, {"log": now.scale == "log"}))
    return moves
