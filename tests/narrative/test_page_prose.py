"""The page's own words: every macro says something in every language, with ordinary facts and with the corner ones."""

from __future__ import annotations

import re

import pytest
from planted_facts import CASES
from planted_words import FEW, MANY, OWN

from sweepbrief.narrative import LANGUAGES, PARTS, Voice
from sweepbrief.narrative.prose import places, prose

SMELLS = re.compile(r"\bNone\b|\bnan\b|\{|\}|  | [,.;)]|\(\s|undefined|,,")
CAUSE_PROSE = {f"{cause}_{part}" if part else cause for cause in CASES for part in PARTS}
ARRANGED = sorted(set(places("en")) - CAUSE_PROSE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [MANY, FEW], ids=["many", "few"])
def test_every_macro_speaks(language: str, facts: dict[str, object]) -> None:
    """No macro is empty, none shows its template, with many runs and with one."""
    voice = Voice(language, 3)
    for name in ARRANGED:
        arguments = prose(language, 3).macro(name).arguments
        given = {argument: {**facts, **OWN.get(name, {})}[argument] for argument in arguments}
        said = voice.text(name, **given)
        assert said, name
        assert not SMELLS.search(said), (name, said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left(language: str) -> None:
    """Sentences of four words or more differ between languages."""
    if language == "en":
        return
    for name in ARRANGED:
        arguments = prose(language, 3).macro(name).arguments
        given = {argument: {**MANY, **OWN.get(name, {})}[argument] for argument in arguments}
        english = Voice("en", 3).text(name, **given)
        if len(english.split()) >= 4:
            assert Voice(language, 3).text(name, **given) != english, name


def test_one_run_is_singular() -> None:
    """Counts agree with their noun."""
    assert Voice("en", 3).text("headline_none", metric="m", goal="minimize", runs=1).startswith("1\N{NO-BREAK SPACE}run ")
    assert (
        Voice("es", 3)
        .text("headline_none", metric="m", goal="minimize", runs=1)
        .startswith("1\N{NO-BREAK SPACE}ejecución no basta")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caption_of_more_than_one_piece_ends(language: str) -> None:
    """A caption that has a colon, a semicolon or a sentence in it is closed with a stop."""
    voice = Voice(language, 3)
    for name in [one for one in ARRANGED if one.startswith("caption_")]:
        arguments = prose(language, 3).macro(name).arguments
        said = voice.text(name, **{argument: {**MANY, **OWN.get(name, {})}[argument] for argument in arguments})
        assert not re.search("[.;\u3002\uff1b](?: |$)", said[:-1]) or said[-1] in ".\u3002", (name, said)
