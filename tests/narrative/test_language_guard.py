"""A language is complete: what one can say every other says, with the same facts."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from sweepbrief.diagnosis import CAUSES
from sweepbrief.errors import WrongUsageError
from sweepbrief.narrative import LANGUAGES, PARTS
from sweepbrief.narrative.prose import places, prose
from sweepbrief.templates_root import templates_root

COMMON = ("parameter", "metric", "goal", "partners")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_macros(language: str) -> None:
    """No language lacks a macro that another has."""
    assert set(places(language)) == set(places("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_takes_the_same_facts(language: str) -> None:
    """A macro has the same arguments, in the same order, in every language."""
    mine, english = prose(language, 3), prose("en", 3)
    assert {name: mine.macro(name).arguments for name in places(language)} == {
        name: english.macro(name).arguments for name in places("en")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_macro_lies_in_the_same_file(language: str) -> None:
    """A translator finds each sentence where the other language has it."""
    own = {name: place.partition("/")[2] for name, place in places(language).items()}
    assert own == {name: place.partition("/")[2] for name, place in places("en").items()}


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: str(cause.CAUSE))
def test_every_cause_can_be_told(cause: object) -> None:
    """All parts of a cause take the common facts and then exactly the cause's own."""
    name, facts = cause.CAUSE, cause.FACTS  # type: ignore[attr-defined]
    english = prose("en", 3)
    for part in PARTS:
        macro = english.macro(f"{name}_{part}" if part else name)
        assert tuple(macro.arguments) == (*COMMON, *facts)


def test_every_exclusion_and_note_can_be_told() -> None:
    """Each word of the vocabulary of sources has its macro, with its facts."""
    vocabulary = import_module("sweepbrief.sweep.vocabulary")
    english = prose("en", 3)
    for reason, facts in vocabulary.EXCLUSIONS.items():
        assert tuple(english.macro(f"left_out_{reason}").arguments) == ("name", *facts)
    for code, facts in vocabulary.NOTES.items():
        assert tuple(english.macro(f"note_{code}").arguments) == tuple(facts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_macro_has_a_default(language: str) -> None:
    """A fact is given or it is missing: no macro fills one in by itself."""
    for path in sorted((templates_root() / "prose" / language).rglob("*.jinja")):
        for found in re.findall(r"{% macro \w+\(([^)]*)\)", path.read_text(encoding="utf-8")):
            assert "=" not in found, path.name


def test_an_unknown_language_is_refused() -> None:
    """Asking for a language that is not there names those that are."""
    with pytest.raises(WrongUsageError, match="en, es"):
        prose("xx", 3)


def test_every_test_of_a_claim_has_a_name() -> None:
    """What the diagnosis calls a test, every language can name."""
    source = Path(__file__).parents[2] / "src/sweepbrief/diagnosis"
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(source.rglob("*.py")))
    tests = set(re.findall(r'Claim\(\s*f?"[^"]*",\s*"(\w+)"', text))
    assert tests
    assert {f"test_{test}" for test in tests} <= set(places("en"))
