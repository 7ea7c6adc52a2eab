"""Effects that appeared, vanished, turned, grew or shrank between two sweeps, each tested as a difference.

That an effect is significant in one sweep and not in the other is no sign that it differs (Gelman and Stern 2006,
doi:10.1198/000313006X152649): an effect has changed where the difference itself is beyond chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from sweepbrief.comparison.change import Change, difference, together
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.comparison.snapshot import Setting, Snapshot

Kind = Literal["appeared", "vanished", "turned", "level", "heavier", "lighter", "stronger", "weaker", "moved", "unproven"]

ORDER: tuple[Kind, ...] = (
    "turned", "level", "appeared", "vanished", "moved", "heavier", "lighter", "stronger", "weaker", "unproven",
)  # fmt: skip
"""The order in which effects are told."""


ELSEWHERE: Final = 0.1
"""Share of importance that parameters of one sweep alone may hold."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of one parameter's effect.

    Attributes
    ----------
    kind : str
        A word of the vocabulary; names the macro ``effect_<kind>``.
    parameter : str
        Whom it is about.
    facts : mapping of str to object
        Named facts for the macro.
    p_value : float or None
        Corrected; None where nothing was tested (``moved``, ``unproven``).
    """

    kind: Kind
    parameter: str
    facts: Mapping[str, object] = field(default_factory=dict)
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """The numbers of both sweeps held against each other, parameter by parameter.

    Attributes
    ----------
    importances, associations, levels : mapping of str to Change
        By parameter; corrected together. ``levels`` has the contrast of the old best level to the new one, where they differ.
    """

    importances: Mapping[str, Change]
    associations: Mapping[str, Change]
    levels: Mapping[str, Change]


def same_weights(old: Snapshot, new: Snapshot) -> bool:
    """Whether importances are shares of nearly the same whole: what only one sweep varied holds little in it."""
    parts = [
        sum(setting.importance.value or 0.0 for name, setting in one.settings.items() if name not in other.settings)
        for one, other in ((old, new), (new, old))
    ]
    return max(parts) <= ELSEWHERE


def hold(old: Snapshot, new: Snapshot, shared: list[str]) -> Held:
    """Test every shared parameter's importance, rank correlation and best level.

    Importances are not held against each other where either sweep has no signal: there they mean nothing; nor where other
    parameters, that only one of them varied, hold a good part of its importance: shares of different wholes do not compare.
    """
    sound = "none" not in {old.signal, new.signal}
    pairs = [(name, old.settings[name], new.settings[name]) for name in shared]
    importances = [difference("importance", name, a.importance, b.importance) for name, a, b in pairs]
    if not (sound and same_weights(old, new)):
        importances = [replace(one, low=None, high=None, p_value=None) for one in importances]
    associations = [difference("association", name, a.spearman, b.spearman) for name, a, b in pairs]
    contrasts = [found for name, a, b in pairs if sound and (found := _contrast(name, a, b, new.sign)) is not None]
    tested = together([*importances, *associations, *contrasts])
    groups = [
        {str(one.parameter): one for one in tested if one.what == what} for what in ("importance", "association", "level")
    ]
    return Held(*groups)


def _best_level(setting: Setting, sign: float, among: set[str]) -> str | None:
    known = {name: found.value for name, found in setting.levels.items() if name in among and found.value is not None}
    return max(sorted(known), key=lambda name: sign * known[name]) if len(known) > 1 else None


def _contrast(name: str, old: Setting, new: Setting, sign: float) -> Change | None:
    """Hold the step from the old best level to the new one against itself; the choice of levels is paid for."""
    among = set(old.levels) & set(new.levels)
    first, second = _best_level(old, sign, among), _best_level(new, sign, among)
    if first is None or second is None or first == second:
        return None
    steps = [difference("level", name, one.levels[first], one.levels[second]) for one in (old, new)]
    before, after = (Estimate(step.difference, step.low, step.high) for step in steps)
    return difference("level", name, before, after, family=math.comb(len(among), 2))


def effects(old: Snapshot, new: Snapshot, held: Held) -> tuple[Effect, ...]:
    """Say what became of every shared parameter's effect; nothing where nothing changed beyond chance."""
    found = [one for name in held.associations if (one := _effect(name, old, new, held)) is not None]
    ranks = {name: place for place, name in enumerate(new.ranked())}
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.kind), ranks[one.parameter])))


def _effect(name: str, old: Snapshot, new: Snapshot, held: Held) -> Effect | None:
    """Give the most telling change of one parameter."""
    before, after = old.settings[name], new.settings[name]
    weight, slope = held.importances[name], held.associations[name]
    tested = min((one.p_value for one in (weight, slope) if one.holds and one.p_value is not None), default=None)
    turned = _turned(name, slope) or _turned_level(name, before, after, held, new.sign)
    if turned:
        return turned
    if {before.relevant, after.relevant} == {True, False}:
        facts = {"old": weight.old.value, "new": weight.new.value}
        if tested is None:
            return Effect("unproven", name, {"appeared": bool(after.relevant), **facts})
        return Effect("appeared" if after.relevant else "vanished", name, facts, tested)
    return _moved(name, before, after) or _weighed(name, weight, slope)


def _turned(name: str, slope: Change) -> Effect | None:
    """Tell an association that changed its sign, beyond doubt on either side."""
    old, new = slope.old, slope.new
    if not slope.holds or None in {old.low, old.high, new.low, new.high, old.value, new.value}:
        return None
    sure = (old.low or 0.0) * (old.high or 0.0) > 0 and (new.low or 0.0) * (new.high or 0.0) > 0
    if not sure or (old.value or 0.0) * (new.value or 0.0) > 0:
        return None
    return Effect("turned", name, {"old": old.value, "new": new.value}, slope.p_value)


def _turned_level(name: str, old: Setting, new: Setting, held: Held, sign: float) -> Effect | None:
    found = held.levels.get(name)
    if found is None or not found.holds:
        return None
    among = set(old.levels) & set(new.levels)
    facts = {"old": _best_level(old, sign, among), "new": _best_level(new, sign, among)}
    return Effect("level", name, facts, found.p_value)


def _moved(name: str, old: Setting, new: Setting) -> Effect | None:
    """Tell a best region that lies elsewhere; regions that share a value have not moved."""
    if old.best is None or new.best is None or not (old.best[1] < new.best[0] or new.best[1] < old.best[0]):
        return None
    return Effect("moved", name, {"old_low": old.best[0], "old_high": old.best[1], "low": new.best[0], "high": new.best[1]})


def _weighed(name: str, weight: Change, slope: Change) -> Effect | None:
    if weight.holds and weight.difference is not None:
        facts = {"old": weight.old.value, "new": weight.new.value, "low": weight.low, "high": weight.high}
        return Effect("heavier" if weight.difference > 0 else "lighter", name, facts, weight.p_value)
    if slope.holds and slope.old.value is not None and slope.new.value is not None:
        stronger = abs(slope.new.value) > abs(slope.old.value)
        facts = {"old": slope.old.value, "new": slope.new.value, "low": slope.low, "high": slope.high}
        return Effect("stronger" if stronger else "weaker", name, facts, slope.p_value)
    return None
