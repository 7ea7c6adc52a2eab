"""Advice of the earlier report: whether the new sweep followed it, and what the metric did meanwhile."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from sweepbrief.comparison.snapshot import Recommendation, Setting, Snapshot

Answer = Literal["followed", "partly", "not_followed", "unknown"]

SLACK: Final = 0.05
"""A range counts as inside the advised one where it sticks out by less than this part of it."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a piece of advice.

    Attributes
    ----------
    advice : Recommendation
        As the earlier report gave it.
    answer : {"followed", "partly", "not_followed", "unknown"}
        ``unknown`` where the new sweep does not tell.
    """

    advice: Recommendation
    answer: Answer


def followed(old: Snapshot, new: Snapshot) -> tuple[Followed, ...]:
    """Check every piece of advice that the earlier report gave, in its order."""
    asked = [advice for advice in old.advice if advice.action in CHECKS]
    return tuple(Followed(advice, CHECKS[advice.action](advice, old, new)) for advice in asked)


def _pair(value: object) -> tuple[float, float] | None:
    """Give a range as two numbers."""
    if not isinstance(value, list | tuple) or len(value) != 2:  # noqa: PLR2004 - a range has two ends
        return None
    if not all(isinstance(end, int | float) and not isinstance(end, bool) and math.isfinite(end) for end in value):
        return None
    return float(value[0]), float(value[1])


def _searched(setting: Setting | None) -> tuple[float, float] | None:
    return None if setting is None or setting.low is None or setting.high is None else (setting.low, setting.high)


def _one_value(advice: Recommendation, new: Snapshot) -> Any | None:  # noqa: ANN401 - a setting is of any type
    return new.fixed.get(advice.parameter or "")


def _unit(*ranges: tuple[float, float], setting: Setting | None) -> list[tuple[float, float]]:
    """Put ranges on the scale on which the parameter is searched."""
    log = setting is not None and setting.scale == "log" and min(end for one in ranges for end in one) > 0
    return [(math.log(a), math.log(b)) if log else (a, b) for a, b in ranges]


def _narrow(advice: Recommendation, old: Snapshot, new: Snapshot) -> Answer:
    asked, before = _pair(advice.after), old.settings.get(advice.parameter or "")
    value = _one_value(advice, new)
    now = _searched(new.settings.get(advice.parameter or "")) or _pair([value, value])
    was = _searched(before)
    if asked is None or now is None or was is None:
        return "unknown"
    (low, high), (a, b), (p, q) = _unit(asked, now, was, setting=before)
    slack = SLACK * max(high - low, 0.0)
    if low - slack <= a and b <= high + slack:
        return "followed"
    meets = a <= high and low <= b
    return "partly" if meets and b - a < (1 - SLACK) * (q - p) else "not_followed"


def _widen(advice: Recommendation, old: Snapshot, new: Snapshot) -> Answer:
    before = old.settings.get(advice.parameter or "")
    asked, was, now = _pair(advice.after), _searched(before), _searched(new.settings.get(advice.parameter or ""))
    if asked is None or was is None or now is None:
        return "unknown"
    (low, high), (p, q), (a, b) = _unit(asked, was, now, setting=before)
    beyond = [(p - a, p - low), (b - q, high - q)]
    wanted = [(got, want) for got, want in beyond if want > 0]
    if not wanted:
        return "unknown"
    reached = min(got / want for got, want in wanted)
    return "followed" if reached >= 1 - SLACK else "partly" if reached > SLACK else "not_followed"


def _fix(advice: Recommendation, old: Snapshot, new: Snapshot) -> Answer:  # noqa: ARG001 - one signature for all checks
    name = advice.parameter or ""
    if name in new.fixed:
        return "followed" if _equal(new.fixed[name], advice.after) else "partly"
    return "not_followed" if name in new.settings else "unknown"


def _equal(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9)
    return str(one) == str(other)


def _drop_level(advice: Recommendation, old: Snapshot, new: Snapshot) -> Answer:  # noqa: ARG001 - one signature
    name = advice.parameter or ""
    if name in new.fixed:
        return "not_followed" if _equal(new.fixed[name], advice.before) else "followed"
    setting = new.settings.get(name)
    if setting is None or setting.choices is None:
        return "unknown"
    return "not_followed" if any(_equal(choice, advice.before) for choice in setting.choices) else "followed"


def _add_runs(advice: Recommendation, old: Snapshot, new: Snapshot) -> Answer:
    if not isinstance(advice.after, int | float):
        return "unknown"
    return "followed" if new.used >= advice.after else "partly" if new.used > old.used else "not_followed"


def _repeat(advice: Recommendation, old: Snapshot, new: Snapshot) -> Answer:  # noqa: ARG001 - one signature
    if new.noise.value is None:
        return "not_followed"
    return "followed" if old.noise.value is None else "unknown"


def _log_scale(advice: Recommendation, old: Snapshot, new: Snapshot) -> Answer:  # noqa: ARG001 - one signature
    setting = new.settings.get(advice.parameter or "")
    return "unknown" if setting is None else "followed" if setting.scale == "log" else "not_followed"


def _separate(advice: Recommendation, old: Snapshot, new: Snapshot) -> Answer:
    pairs = [pair for pair in old.moved_together if advice.parameter in pair]
    if not pairs or any(name not in new.settings for pair in pairs for name in pair):
        return "unknown"
    left = sum(pair in new.moved_together for pair in pairs)
    return "followed" if not left else "partly" if left < len(pairs) else "not_followed"


CHECKS: Final[dict[str, Callable[[Recommendation, Snapshot, Snapshot], Answer]]] = {
    "narrow": _narrow,
    "widen": _widen,
    "fix": _fix,
    "drop_level": _drop_level,
    "add_runs": _add_runs,
    "repeat": _repeat,
    "log_scale": _log_scale,
    "separate": _separate,
}
"""By action: what the new sweep must show for the advice to have been followed."""
