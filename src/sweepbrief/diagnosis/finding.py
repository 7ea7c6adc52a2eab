"""Findings: causes that hold for a parameter, with the numbers that show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.diagnosis.cells import Cells
    from sweepbrief.diagnosis.costs import Cost
    from sweepbrief.diagnosis.effect_size import EffectSize
    from sweepbrief.diagnosis.evidence import Evidence
    from sweepbrief.diagnosis.failures import Failure
    from sweepbrief.diagnosis.ratio import Tie
    from sweepbrief.diagnosis.single_change import SingleChange
    from sweepbrief.measures import Estimate
    from sweepbrief.sweep import Sampler

Signal = Literal["strong", "weak", "none"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A test behind a sentence.

    Attributes
    ----------
    id : str
        ``<cause>-<parameter>`` (with a number behind where there are several): also the anchor on the page.
    test : str
        Name of the test, a word of the vocabulary with a macro ``test_<name>`` in every language.
    statistic : float
        What was found.
    threshold : float
        What it is held against.
    p_value : float or None
        Where the test has one.
    """

    id: str
    test: str
    statistic: float
    threshold: float
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A cause that holds for a parameter.

    Attributes
    ----------
    cause : str
        A word of the vocabulary; names the module, the macros and the anchor.
    parameter : str
        Whom it is about.
    confidence : float
        Chance that the cause is true, 0..1.
    partners : tuple of str
        The other parameters involved.
    facts : mapping of str to object
        Exactly the names in the cause module's ``FACTS``, in the units of the sweep.
    claims : tuple of Claim
        The tests it rests on.
    evidence : Evidence or None
        What a picture of it needs, ready to draw.
    """

    cause: str
    parameter: str
    confidence: float
    partners: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one parameter.

    Attributes
    ----------
    parameter : str
        Its name.
    relevant : bool or None
        Whether it acts on the metric; None: cannot tell.
    findings : tuple of Finding
        At least one; the main one first.
    """

    parameter: str
    relevant: bool | None
    findings: tuple[Finding, ...]

    @property
    def main(self) -> Finding:
        """The finding that leads the explanation."""
        return self.findings[0]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is said of a sweep.

    Attributes
    ----------
    signal : {"strong", "weak", "none"}
        How much of the metric's variation the parameters carry.
    sampler : {"random", "grid", "adaptive", "unknown"}
        How settings were chosen: from the source, else from the data.
    sampler_from : {"source", "data"}
        Who says so.
    runs_needed : int or None
        How many runs would let the sweep be judged, where it cannot be now.
    verdicts : mapping of str to Verdict
        By parameter, in the sweep's order; every parameter has one.
    effects : mapping of str to EffectSize
        By parameter, in the design's order: how far it moves the metric, in the metric's unit.
    change : SingleChange or None
        The best single change of the best run; None where nothing can be predicted.
    ties : tuple of Tie
        Pairs that act through their ratio or product.
    failures : tuple of Failure
        Parameters on which the loss of runs depends, each kind of loss by itself.
    costs : tuple of Cost
        Parameters that move run time, the largest ratio first.
    foreseen : float or None
        R2 of the joint model on runs left out, on the scale on which the metric was judged; None where it was not worked out.
    cells : Cells or None
        Parameters that tell the metric by their combination alone, where nothing simpler does.
    carried : Estimate or None
        The part of the variation that all parameters carry together, where only that tells how strong the signal is.
    """

    signal: Signal
    sampler: Sampler
    sampler_from: Literal["source", "data"]
    runs_needed: int | None
    verdicts: Mapping[str, Verdict]
    effects: Mapping[str, EffectSize] = field(default_factory=dict)
    change: SingleChange | None = None
    ties: tuple[Tie, ...] = ()
    failures: tuple[Failure, ...] = ()
    costs: tuple[Cost, ...] = ()
    foreseen: float | None = None
    cells: Cells | None = None
    carried: Estimate | None = None

    @property
    def tone(self) -> Signal:
        """How firmly single effects may be told: as in a weak signal, where a strong one does not show in them."""
        return self.signal if self.untold is None else "weak"

    @property
    def untold(self) -> float | None:
        """Part of the variation that all parameters carry together in a strong signal that single effects do not show."""
        return self.carried.value if self.signal == "strong" and self.carried is not None else None
