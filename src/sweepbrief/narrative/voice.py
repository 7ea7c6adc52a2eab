"""The voice of a report: findings, advice and the page's own sentences in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from sweepbrief.narrative.filters import MOST, name, run
from sweepbrief.narrative.plain import plain
from sweepbrief.narrative.prose import Prose, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal

    from sweepbrief.advice import Advice
    from sweepbrief.diagnosis import Finding, Signal, Verdict
    from sweepbrief.sweep import Exclusion, Note, Objective

    Part = Literal["", "label", "clause", "title", "not", "settle", "alt", "direction", "lede", "check"]

PARTS: tuple[Part, ...] = ("", "label", "clause", "title", "not", "settle", "alt", "direction", "lede", "check")
"""What every language can say of every cause: the paragraph, and the pieces that page and table take."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A language and the precision that the noise of the metric allows.

    Attributes
    ----------
    language : str
        Code, also BCP 47.
    digits : int
        Decimals of the metric.
    templates : str
        Folder of a house's own templates, whose macros stand in for the shipped ones; empty for none.
    """

    language: str
    digits: int
    templates: str = ""

    @property
    def prose(self) -> Prose:
        """The language's macros, loaded once."""
        return prose(self.language, self.digits, self.templates)

    def say(self, macro: str, **facts: object) -> str:
        """Fill a macro with exactly its facts.

        Parameters
        ----------
        macro : str
            Its name.
        **facts : object
            Its arguments, unescaped.

        Returns
        -------
        str
            Inline HTML (``b``, ``em``, ``code``, ``a``, ``span``), escaped.

        Raises
        ------
        KeyError
            If the language has no such macro.
        TypeError
            If a fact is missing or one too many is given.
        """
        return self.prose.say(macro, facts)

    def text(self, macro: str, **facts: object) -> str:
        """Fill a macro and give its plain text, for titles and alternate texts."""
        return self.plain(self.say(macro, **facts))

    def has(self, macro: str) -> bool:
        """Tell whether the language has a macro of this name."""
        return macro in self.prose.places

    def about(self, finding: Finding, part: Part, objective: Objective) -> str:
        """Tell one part of a finding.

        Parameters
        ----------
        finding : Finding
            What was found.
        part : str
            One of ``PARTS``; empty for the explanation.
        objective : Objective
            The metric and its direction.

        Returns
        -------
        str
            Inline HTML; empty where there is nothing to say under this head.
        """
        macro = f"{finding.cause}_{part}" if part else finding.cause
        facts = {"parameter": finding.parameter, **_goal(objective), "partners": list(finding.partners), **finding.facts}
        return self.say(macro, **facts)

    def explain(self, verdict: Verdict, objective: Objective, signal: Signal = "strong") -> str:
        """Explain a parameter in one paragraph: its causes in turn, hedged where the sweep's signal is weak.

        Parameters
        ----------
        verdict : Verdict
            What is said of the parameter.
        objective : Objective
            The metric and its direction.
        signal : {"strong", "weak", "none"}
            How much the sweep can carry.

        Returns
        -------
        str
            Inline HTML.
        """
        told = [self.about(finding, "", objective) for finding in verdict.findings]
        if signal == "weak" and verdict.relevant is not False and verdict.main.cause != "no_signal":
            told.append(self.say("hedge", parameter=verdict.parameter, confidence=verdict.main.confidence))
        return self.sentences(*told)

    def headline(self, verdicts: Sequence[Verdict], objective: Objective, signal: Signal, runs: int) -> str:
        """Say in one sentence what decides the sweep.

        Parameters
        ----------
        verdicts : sequence of Verdict
            The deciding parameters, the most important first; empty where nothing decides.
        objective : Objective
            The metric and its direction.
        signal : {"strong", "weak", "none"}
            How much the sweep can carry.
        runs : int
            How many runs count.

        Returns
        -------
        str
            Inline HTML without a full stop.
        """
        facts = {**_goal(objective), "runs": runs}
        if signal == "none" or not verdicts:
            return self.say(f"headline_{'none' if signal == 'none' else 'nothing'}", **facts)
        directions = [Markup(self.about(verdict.main, "direction", objective)) for verdict in verdicts]  # noqa: S704 - escaped by say
        deciding = [verdict.parameter for verdict in verdicts]
        main = verdicts[1].main if len(verdicts) > 1 else verdicts[0].main
        joint = len(verdicts) > 1 and main.cause == "interaction" and deciding[0] in main.partners
        number = ("one", "two", "three")[min(len(verdicts), 3) - 1]
        return self.say(
            f"headline_{number}", deciding=deciding[:3], directions=directions[:3], joint=joint, signal=signal, **facts
        )

    def lede(
        self, verdicts: Sequence[Verdict], objective: Objective, signal: Signal, runs: int, runs_needed: int | None
    ) -> str:
        """Tell in two to four sentences what the headline rests on.

        Parameters
        ----------
        verdicts, objective, signal, runs
            As for ``headline``.
        runs_needed : int or None
            How many runs would let the sweep be judged, where it cannot be now.

        Returns
        -------
        str
            Inline HTML.
        """
        if signal == "none" or not verdicts:
            macro = f"lede_{'none' if signal == 'none' else 'nothing'}"
            return self.say(macro, **_goal(objective), runs=runs, runs_needed=runs_needed)
        told = [self.about(verdict.main, "lede", objective) for verdict in verdicts[:2]]
        if signal == "weak":
            told.append(self.say("lede_weak", **_goal(objective), runs=runs, runs_needed=runs_needed))
        return self.sentences(*told)

    def advise(self, advice: Advice, objective: Objective) -> str:
        """Tell a piece of advice as a sentence."""
        ends = {"parameter": advice.parameter, "before": advice.before, "after": advice.after}
        return self.say(f"advice_{advice.action}", **_goal(objective), **ends, **advice.facts)

    def exclusion(self, exclusion: Exclusion) -> str:
        """Tell why something was left out."""
        return self.say(f"left_out_{exclusion.reason}", name=exclusion.name, **exclusion.facts)

    def note(self, note: Note) -> str:
        """Tell what a source assumed or noticed."""
        return self.say(f"note_{note.code}", **note.facts)

    def value(self, fact: object) -> str:
        """Write a setting as a table needs it, with three digits."""
        return str(self.prose.filters.value(fact, precise=True))

    def level(self, fact: object) -> str:
        """Write a level of a category."""
        return str(self.prose.filters.level(fact))

    def metric(self, fact: object) -> str:
        """Write a value of the metric."""
        return str(self.prose.filters.metric(fact))

    def coefficient(self, fact: object) -> str:
        """Write a correlation."""
        return str(self.prose.filters.coefficient(fact))

    def percent(self, fact: object) -> str:
        """Write a share."""
        return str(self.prose.filters.percent(fact))

    def p_value(self, fact: object) -> str:
        """Write a p-value with its letter."""
        return str(self.prose.filters.p_value(fact))

    def number(self, fact: float, digits: int | None = None, *, signed: bool = False) -> str:
        """Write a number with a fixed number of decimals, or as short as a setting."""
        numerals = self.prose.filters.numerals
        return numerals.setting(fact) if digits is None else numerals.decimal(fact, digits, signed=signed)

    def span(self, low: object, high: object) -> str:
        """Write a range."""
        return str(self.prose.filters.span(low, high))

    def name(self, parameter: object) -> str:
        """Write a parameter's name."""
        return str(name(parameter))

    def run(self, one: object) -> str:
        """Write a run's name."""
        return str(run(one))

    def items(self, pieces: Iterable[str], most: int = MOST) -> str:
        """Write a list of pieces of HTML: a, b and 3 others."""
        return str(self.prose.filters.listing([Markup(piece) for piece in pieces], most))  # noqa: S704 - pieces of say

    @property
    def gap(self) -> str:
        """Give what stands between two sentences: a space, or nothing."""
        return str(self.prose.filters.words["sentence_gap"])

    def sentences(self, *told: str) -> str:
        """Set sentences one after the other, empty ones left out."""
        return self.gap.join(one for one in told if one)

    def closed(self, told: str) -> str:
        """End a piece as a sentence."""
        return f"{told}{self.prose.filters.words['stop']}"

    def beside(self, word: str, remark: str) -> str:
        """Set a remark in parentheses after a word."""
        return str(self.prose.filters.words["aside"]).format(word, remark)

    def under(self, head: str, told: str) -> str:
        """Set a piece under its head, a colon between."""
        return f"{head}{self.prose.filters.words['colon']}{told}"

    @staticmethod
    def plain(html: str) -> str:
        """Give the text of inline HTML."""
        return plain(html)


def _goal(objective: Objective) -> dict[str, object]:
    return {"metric": objective.name, "goal": objective.direction}
