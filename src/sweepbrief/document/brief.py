"""The brief: everything found out about a sweep, and how the report on it is wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sweepbrief.advice import Advice
    from sweepbrief.comparison import Comparison
    from sweepbrief.diagnosis import Diagnosis, Difference, Finding, Group, Verdict
    from sweepbrief.measures import Measurements, OtherMetric
    from sweepbrief.narrative import Voice
    from sweepbrief.sweep import Direction, Objective, Sweep

Part = Literal["", "label", "clause", "title", "not", "settle", "alt", "direction", "lede", "check"]
"""What can be told of a finding: the paragraph, and the pieces that page and table take."""

MOST_STORIES = 60
"""How many parameters the appendix tells the whole story of; findings.json has every one."""

DECIDING = 3
"""How many parameters a headline can carry."""

IN_STEP = frozenset({"agreement", "irrelevant", "no_signal"})
"""Causes under which importance and correlation tell the same story, or none can be told."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the report is wanted.

    Attributes
    ----------
    title : str
        Headline in place of the finding; empty for the finding.
    author, contact : str
        Who wrote it and whom to ask.
    footer : str
        What stands at the foot of every page, such as a house's name; empty for the contact.
    logo : str
        An image as a data URI; empty for none.
    accent : str
        Colour of links and heavy rules, ``#rrggbb``; empty for the page's own.
    templates : str
        Folder of a house's own templates; empty for none.
    script : bool
        Whether the page carries its script.
    paper : {"a4", "letter"}
        Page size of the PDF.
    seed : int
        Seed of everything random.
    command : str
        The command that makes this report again.
    version : str
        Version of the program.
    """

    title: str = ""
    author: str = ""
    contact: str = ""
    footer: str = ""
    logo: str = ""
    accent: str = ""
    templates: str = ""
    script: bool = True
    paper: str = "a4"
    seed: int = 0
    command: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything a section needs to be written.

    Attributes
    ----------
    sweep : Sweep
        The runs.
    measurements : Measurements
        The scores.
    diagnosis : Diagnosis
        The findings.
    advice : tuple of Advice
        What to do next, the most useful first.
    voice : Voice
        The words, in the reader's language.
    options : Options
        How the report is wanted.
    groups : tuple of Group
        The same analysis for each level of one setting; empty where none was asked for.
    grouped_by : str
        That setting.
    differences : tuple of Difference
        Importances that differ between groups by more than chance.
    comparison : Comparison or None
        What changed since an earlier sweep; None where none was named.
    """

    sweep: Sweep
    measurements: Measurements
    diagnosis: Diagnosis
    advice: tuple[Advice, ...]
    voice: Voice
    options: Options = field(default_factory=Options)
    groups: tuple[Group, ...] = ()
    grouped_by: str = ""
    differences: tuple[Difference, ...] = ()
    comparison: Comparison | None = None
    _ranked: tuple[Verdict, ...] = field(init=False, repr=False, compare=False)
    _disagreements: tuple[Finding, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        verdicts = self.diagnosis.verdicts
        order = [name for name in self.measurements.scores["importance"].ranked() if name in verdicts]
        scored = frozenset(order)
        ranked = tuple(verdicts[name] for name in [*order, *(name for name in verdicts if name not in scored)])
        apart = tuple(finding for verdict in ranked for finding in verdict.findings if finding.cause not in IN_STEP)
        object.__setattr__(self, "_ranked", ranked)
        object.__setattr__(self, "_disagreements", apart)

    @property
    def objective(self) -> Objective:
        """The primary objective."""
        return self.sweep.objective

    @property
    def metric(self) -> str:
        """Name of the primary metric."""
        return self.sweep.objective.name

    @property
    def goal(self) -> Direction:
        """Direction of the primary metric; a sweep's is always known."""
        return self.sweep.objective.direction or "minimize"

    @property
    def others(self) -> tuple[OtherMetric, ...]:
        """The further metrics; most sweeps have none."""
        return self.measurements.others

    @property
    def used(self) -> int:
        """How many runs count."""
        return int(self.sweep.used.sum())

    def about(self, finding: Finding, part: Part = "") -> str:
        """Tell one part of a finding as inline HTML."""
        return self.voice.about(finding, part, self.objective)

    def headline(self) -> str:
        """Say in one sentence what decides the sweep, as plain text."""
        return self.voice.plain(self.voice.headline(self.deciding(), self.objective, self.diagnosis.tone, self.used))

    def ranked(self) -> tuple[Verdict, ...]:
        """Give the verdicts from the most important parameter to the least."""
        return self._ranked

    def storied(self) -> frozenset[str]:
        """Give the parameters whose story the appendix tells: all of them, unless they are very many."""
        return frozenset(verdict.parameter for verdict in self.ranked()[:MOST_STORIES])

    def deciding(self) -> list[Verdict]:
        """Give the verdicts on the parameters that decide, the most important first; none without a signal."""
        if self.diagnosis.signal == "none":
            return []
        return [verdict for verdict in self.ranked() if verdict.relevant][:DECIDING]

    def disagreements(self) -> tuple[Finding, ...]:
        """Give every finding that makes importance and correlation differ, the most important parameter's first."""
        return self._disagreements
