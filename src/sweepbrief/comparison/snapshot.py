"""A snapshot: what one report found out about its sweep, as far as another sweep can be held against it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from sweepbrief.sweep import place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.measures import Estimate
    from sweepbrief.sweep import Direction, Masks


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter as a report left it.

    Attributes
    ----------
    name : str
        As the source spells it.
    kind, scale : str
        As in ``Parameter``.
    low, high : float or None
        The searched range; None for categories.
    choices : tuple of object or None
        Levels of a category, None elsewhere.
    importance, spearman : Estimate
        Share of the forest's work, and rank correlation with the metric.
    rank : int or None
        Place by importance.
    relevant : bool or None
        Whether it acts; None: cannot tell.
    cause : str
        The main cause, a word of the vocabulary; empty where the report names none.
    label : str
        What the report called it, plain text in the report's language; empty where it does not say.
    best : tuple of two float or None
        Where the best region lies, where the report says so.
    levels : mapping of str to Estimate
        Mean metric by level, the level as text; empty where the report does not say.
    """

    name: str
    kind: str
    scale: str
    low: float | None
    high: float | None
    choices: tuple[object, ...] | None
    importance: Estimate
    spearman: Estimate
    rank: int | None
    relevant: bool | None
    cause: str
    label: str = ""
    best: tuple[float, float] | None = None
    levels: Mapping[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A piece of advice as a report gave it.

    Attributes
    ----------
    action : str
        A word of the vocabulary.
    parameter : str or None
        Whom it is about.
    before, after : object
        Range, level or number, before and after.
    gain : Estimate
        What it was expected to bring, in the metric's unit, positive is better.
    """

    action: str
    parameter: str | None
    before: object
    after: object
    gain: Estimate


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a report found out.

    Attributes
    ----------
    name, kind, location, sha256 : str
        Of the sweep and its source.
    metric : str
        The primary metric.
    direction : {"minimize", "maximize"}
        Its direction.
    found, used : int
        Runs found and runs that count.
    best : float or None
        The best value, in the metric's unit.
    sketch : tuple of str
        Fingerprints of some of the runs; empty where the report keeps none.
    leading : tuple of float
        The best values, the best first; empty where the report does not say.
    median, good : Estimate
        The middle run, and what the best tenth reach.
    r2, noise : Estimate
        Out-of-bag R2, and the standard deviation between runs with equal settings (among the better ones, where the report
        says so).
    signal : {"strong", "weak", "none"}
        How much the sweep can carry.
    sampler : str
        How settings were chosen.
    seed : int or None
        Seed of the analysis.
    version : str
        Of the program.
    settings : mapping of str to Setting
        By parameter.
    fixed : mapping of str to object
        Parameters that had one value throughout, with the value.
    moved_together : frozenset of frozenset of str
        Pairs of parameters whose settings moved together.
    advice : tuple of Recommendation
        In the report's order.
    """

    name: str
    kind: str
    location: str
    sha256: str
    metric: str
    direction: Direction
    found: int
    used: int
    best: float | None
    sketch: tuple[str, ...]
    leading: tuple[float, ...]
    median: Estimate
    good: Estimate
    r2: Estimate
    noise: Estimate
    signal: Literal["strong", "weak", "none"]
    sampler: str
    seed: int | None
    version: str
    settings: Mapping[str, Setting]
    fixed: Mapping[str, object]
    moved_together: frozenset[frozenset[str]]
    advice: tuple[Recommendation, ...]

    @property
    def sign(self) -> float:
        """1.0 where higher is better, else -1.0."""
        return 1.0 if self.direction == "maximize" else -1.0

    def under(self, masks: Masks) -> Snapshot:
        """Give the same without what tells who ran it, where it lies and what its private levels are called."""
        settings = {
            name: replace(
                one,
                choices=None if one.choices is None else tuple(masks.value(level) for level in one.choices),
                levels={str(masks.value(level)): mean for level, mean in one.levels.items()},
            )
            for name, one in self.settings.items()
        }
        advice = (replace(one, before=masks.value(one.before), after=masks.value(one.after)) for one in self.advice)
        fixed = {name: masks.value(value) for name, value in self.fixed.items()}
        return replace(self, location=place(self.location), settings=settings, fixed=fixed, advice=tuple(advice))

    def ranked(self) -> list[str]:
        """Parameters from the most important to the least; those without a rank last, in the source's order."""
        return sorted(self.settings, key=lambda name: (self.settings[name].rank is None, self.settings[name].rank or 0))
