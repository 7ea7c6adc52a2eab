"""What changed between two sweeps: the metric, the effects, the ranges, the advice, and what cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from sweepbrief.comparison.effects import Effect, Held, effects, hold, same_weights
from sweepbrief.comparison.followed import Followed, followed
from sweepbrief.comparison.outcome import Exceedance, exceedance, outcome
from sweepbrief.comparison.ranges import RangeMove, range_moves
from sweepbrief.comparison.sketch import shared
from sweepbrief.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.comparison.change import Change
    from sweepbrief.comparison.snapshot import Snapshot

FEW: Final = 2.0
"""Sweeps of which one has this many times the runs of the other are told apart by it."""
SHARED: Final = 0.05
"""From this part of the earlier runs on, the reader is told that the new sweep holds them too."""

Code = Literal[
    "same_input", "shared_runs", "ranges", "samplers", "runs", "seeds", "no_signal", "parameters", "versions", "no_outcomes"
]


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something that makes two sweeps less comparable.

    Attributes
    ----------
    code : str
        A word of the vocabulary; names the macro ``caveat_<code>``.
    facts : mapping of str to object
        Named facts for the macro.
    """

    code: Code
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since an earlier sweep.

    Attributes
    ----------
    old, new : Snapshot
        The two.
    shared : tuple of str
        Parameters that both varied, in the order of the new ranking.
    outcome : tuple of Change
        ``best``, ``good``, ``median`` and ``r2``.
    lead : Exceedance or None
        How many runs of the leading sweep beat all of the other's.
    held : Held
        Importances, rank correlations and best levels of the shared parameters.
    effects : tuple of Effect
        What became of their effects; empty where nothing changed beyond chance.
    ranges : tuple of RangeMove
        What was searched otherwise.
    followed : tuple of Followed
        The earlier report's advice.
    caveats : tuple of Caveat
        What makes the two less comparable.
    """

    old: Snapshot
    new: Snapshot
    shared: tuple[str, ...]
    outcome: tuple[Change, ...]
    lead: Exceedance | None
    held: Held
    effects: tuple[Effect, ...]
    ranges: tuple[RangeMove, ...]
    followed: tuple[Followed, ...]
    caveats: tuple[Caveat, ...]

    def change(self, what: str) -> Change:
        """Give one of the outcome's changes by its name."""
        return next(one for one in self.outcome if one.what == what)

    @property
    def proven(self) -> tuple[Effect, ...]:
        """The effects that are told as changed: all but those that no test carries."""
        return tuple(one for one in self.effects if one.kind != "unproven")

    def better(self, what: str) -> bool | None:
        """Whether one of the outcome's changes is for the better beyond chance; False for the worse, None for neither."""
        found = self.change(what)
        if not found.holds or found.difference is None:
            return None
        return (1.0 if what == "r2" else self.new.sign) * found.difference > 0


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """Hold a sweep against an earlier one.

    Parameters
    ----------
    old, new : Snapshot
        Of the same metric and direction, with at least one parameter in common.

    Returns
    -------
    Comparison
        The outcome's four comparisons are corrected together, and so are those of the parameters: in each family the chance
        of even one false alarm is at most 5 %.

    Raises
    ------
    WrongUsageError
        If the two cannot be compared.
    """
    _check(old, new)
    both = tuple(name for name in new.ranked() if name in old.settings)
    held = hold(old, new, list(both))
    return Comparison(
        old=old,
        new=new,
        shared=both,
        outcome=outcome(old, new),
        lead=exceedance(old, new),
        held=held,
        effects=effects(old, new, held),
        ranges=range_moves(old, new),
        followed=followed(old, new),
        caveats=tuple(_caveats(old, new)),
    )


def _check(old: Snapshot, new: Snapshot) -> None:
    """Refuse what cannot be compared."""
    if old.metric != new.metric:
        raise WrongUsageError(
            "Sweeps are compared by one metric.",
            f"The earlier one has {old.metric}, the new one {new.metric}.",
            f"Add --metric {old.metric!r}, or compare with a report on {new.metric}.",
        )
    if old.direction != new.direction:
        raise WrongUsageError(
            "Sweeps are compared by a metric that is better in one direction.",
            f"The earlier one says {old.direction}, the new one {new.direction}.",
            "Add --direction, or make the earlier report again.",
        )
    if not set(old.settings) & set(new.settings):
        raise WrongUsageError(
            "Sweeps that are compared have a parameter in common that varied in both.",
            f"The earlier one has {_few(old)}; the new one has {_few(new)}.",
            "Compare other sweeps, or name the columns with --parameters.",
        )


def _few(one: Snapshot, most: int = 5) -> str:
    names = list(one.settings)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more or "none"


def _caveats(old: Snapshot, new: Snapshot) -> list[Caveat]:
    """Say what makes the two less comparable: shared runs, other spaces, other samples, other analyses."""
    return [*_same_runs(old, new), *_other_space(old, new), *_other_sample(old, new), *_other_analysis(old, new)]


def _same_runs(old: Snapshot, new: Snapshot) -> list[Caveat]:
    if old.sha256 == new.sha256 and old.used == new.used:
        return [Caveat("same_input")]
    share = shared(old.sketch, new.sketch, old.used, new.used)
    return [Caveat("shared_runs", {"share": share})] if share >= SHARED else []


def _other_space(old: Snapshot, new: Snapshot) -> list[Caveat]:
    found = [Caveat("ranges")] if range_moves(old, new) else []
    if not same_weights(old, new):
        both = len(set(old.settings) & set(new.settings))
        found.append(Caveat("parameters", {"shared": both, "old": len(old.settings), "new": len(new.settings)}))
    return found


def _other_sample(old: Snapshot, new: Snapshot) -> list[Caveat]:
    found = []
    if old.sampler != new.sampler:
        found.append(Caveat("samplers", {"old": old.sampler, "new": new.sampler}))
    if max(old.used, new.used) >= FEW * max(min(old.used, new.used), 1):
        found.append(Caveat("runs", {"old": old.used, "new": new.used}))
    if "none" in {old.signal, new.signal}:
        found.append(Caveat("no_signal", {"older": old.signal == "none", "newer": new.signal == "none"}))
    return found


def _other_analysis(old: Snapshot, new: Snapshot) -> list[Caveat]:
    found = []
    if old.seed is not None and new.seed is not None and old.seed != new.seed:
        found.append(Caveat("seeds", {"old": old.seed, "new": new.seed}))
    if not old.leading:
        found.append(Caveat("no_outcomes"))
    if old.version != new.version:
        found.append(Caveat("versions", {"old": old.version or "?", "new": new.version or "?"}))
    return found
