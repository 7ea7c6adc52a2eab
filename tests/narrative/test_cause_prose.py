"""What is said of a cause: complete sentences in every language, whatever the facts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from planted_facts import ACCURACY, AGREEMENT, CASES, HOSTILE, JOINT, LOSS, NONLINEAR, TURNING, findings

from sweepbrief.diagnosis import Finding, Verdict
from sweepbrief.narrative import LANGUAGES, PARTS, Voice
from sweepbrief.narrative.numerals import MINUS
from sweepbrief.sweep import Objective

SMELLS = re.compile(r"\bNone\b|\bnan\b|\{|\}|  | [,.;:)]|\(\s|\.\.|undefined|\bTrue True\b|,,|^\W*$")
SILENT = {"direction"}
FRAGMENTS = {"label", "title", "direction"}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.seen.append(tag)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("objective", [LOSS, ACCURACY], ids=lambda objective: objective.name)
def test_no_template_shows_through(language: str, objective: Objective) -> None:
    """No sentence of any cause carries a leftover of a template: None, nan, doubled spaces, lonely punctuation."""
    voice = Voice(language, 3)
    for finding in findings():
        for part in PARTS:
            said = voice.plain(voice.about(finding, part, objective))
            if part in SILENT and not said:
                continue
            assert not SMELLS.search(said), (finding.cause, part, said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_end_and_fragments_do_not(language: str) -> None:
    """Explanations are closed sentences; labels, titles and fragments carry no full stop."""
    voice = Voice(language, 3)
    for finding in findings():
        for part in PARTS:
            said = voice.about(finding, part, LOSS)
            if part == "not":
                continue  # some end with the conclusion itself, in quotation marks
            assert said.endswith((".", "。")) == (part not in FRAGMENTS), (finding.cause, part, said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_differ(language: str) -> None:
    """Nothing is left in English by oversight: no cause says the same in two languages."""
    if language == "en":
        return
    for finding in findings():
        for part in ("", "clause", "title", "settle"):
            assert Voice(language, 3).about(finding, part, LOSS) != Voice("en", 3).about(finding, part, LOSS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_stay_text(language: str) -> None:
    """A name that is markup, of a parameter, a run, a level or a metric, adds no element."""
    voice = Voice(language, 3)
    objective = Objective(HOSTILE, "minimize", "caller")
    for finding in findings(HOSTILE):
        facts = {
            key: HOSTILE if isinstance(fact, str) and key in {"best_level", "other", "driver"} else fact
            for key, fact in finding.facts.items()
        }
        facts |= {"runs": [HOSTILE, "x"]} if finding.cause == "outliers" else {}
        hostile = Finding(finding.cause, HOSTILE, 0.9, (HOSTILE,) if finding.partners else (), facts)
        for part in PARTS:
            reader = _Tags()
            said = voice.about(hostile, part, objective)
            reader.feed(said)
            assert set(reader.seen) <= {"b", "em", "code", "span", "a"}
            assert "\n" not in said
            assert "\u202e" not in said


def test_a_claim_names_range_and_number() -> None:
    """The explanation of a best region names both its ends, its mean and the correlation that misses it."""
    said = Voice("en", 2).plain(Voice("en", 2).about(Finding("non_monotone", "learning_rate", 0.9, (), TURNING), "", ACCURACY))
    for fact in ("learning_rate", "5e-4 to 2e-2", "0.84", f"{MINUS}0.61", "37%", "76%"):
        assert fact in said


def test_numbers_follow_the_locale() -> None:
    """Spanish has a decimal comma and a space before the per cent sign."""
    said = Voice("es", 2).plain(Voice("es", 2).about(Finding("non_monotone", "learning_rate", 0.9, (), TURNING), "", ACCURACY))
    for fact in ("0,84", f"{MINUS}0,61", "37\N{NO-BREAK SPACE}%"):
        assert fact in said


def test_direction_depends_on_the_goal() -> None:
    """A metric that falls with the parameter is better high when minimised and better low when maximised."""
    finding = Finding("agreement", "depth", 0.9, (), AGREEMENT)
    voice = Voice("en", 2)
    assert voice.about(finding, "direction", LOSS) == "higher is better"
    assert voice.about(finding, "direction", ACCURACY) == "lower is better"


def test_numpy_scalars_say_what_numbers_say() -> None:
    """Facts may arrive as numpy scalars, booleans among them."""
    plain = Finding("agreement", "flag", 0.9, (), {**AGREEMENT, "low_value": False, "high_value": True})
    boxed = {key: np.array([fact])[0] for key, fact in plain.facts.items()}
    voice = Voice("en", 2)
    assert voice.about(plain, "", LOSS) == voice.about(Finding("agreement", "flag", 0.9, (), boxed), "", LOSS)


def test_no_cause_claims_more_than_association() -> None:
    """Without a randomised design nothing "lowers", "raises" or "improves" the metric."""
    voice = Voice("en", 2)
    for finding in findings():
        said = voice.plain(voice.explain(Verdict("batch_size", relevant=True, findings=(finding,)), LOSS))
        assert not re.search(r"batch_size (lowers|raises|improves|causes)", said), said


@pytest.mark.parametrize("fact", ["too_many", "too_few"])
def test_facts_must_fit(fact: str) -> None:
    """A fact too many, or one too few, is an error that names it."""
    facts: dict[str, object] = {"parameter": "a", "metric": "b", "goal": "minimize", "partners": [], **NONLINEAR}
    facts = {**facts, "surplus": 1} if fact == "too_many" else {key: value for key, value in facts.items() if key != "rho"}
    with pytest.raises(TypeError, match="surplus" if fact == "too_many" else "rho"):
        Voice("en", 2).say("monotone_nonlinear", **facts)


def test_a_weak_signal_hedges() -> None:
    """Where the sweep's signal is weak, the explanation says so; where a parameter is irrelevant, it need not."""
    voice = Voice("en", 2)
    finding = Finding("interaction", "batch_size", 0.62, ("learning_rate",), JOINT)
    assert "0.62" in voice.explain(Verdict("batch_size", relevant=True, findings=(finding,)), LOSS, "weak")
    assert "0.62" not in voice.explain(Verdict("batch_size", relevant=True, findings=(finding,)), LOSS, "strong")
    assert "0.62" not in voice.explain(Verdict("batch_size", relevant=False, findings=(finding,)), LOSS, "weak")


def test_cases_cover_every_cause() -> None:
    """The planted facts name every cause that has macros."""
    assert len(CASES) == 14


@pytest.mark.parametrize(
    ("language", "words"), [("en", "straight line"), ("es", "línea recta"), ("ja", "ほぼ直線"), ("zh", "沿直线|接近一条直线")]
)
def test_nothing_is_called_straight_that_is_as_likely_bent(language: str, words: str) -> None:
    """Where a bend is as likely as a straight line, neither page one nor the title calls the way straight or even."""
    voice = Voice(language, 2)
    for even in (True, False):
        finding = Finding("agreement", "depth", 0.3, (), {**AGREEMENT, "even": even})
        said = [voice.plain(voice.about(finding, part, LOSS)) for part in ("title", "lede")]
        assert all(bool(re.search(words, sentence)) is even for sentence in said), said
