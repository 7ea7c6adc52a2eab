"""Translators' terms: each language says what it has chosen, and its prose keeps to it."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from sweepbrief.narrative import LANGUAGES
from sweepbrief.templates_root import templates_root

MACRO = re.compile(r"{%-?\s*macro (\w+)\(.*?%}(.*?){%-?\s*endmacro", re.DOTALL)
CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
LITERAL = re.compile(r'"([^"]*)"')
TRANSLATIONS = [language for language in LANGUAGES if language != "en"]
LETTERS = {"ja", "zh"}
"""Languages that write no spaces between words."""
FREE = 0.12
"""Part of the places where a sentence may do without the word, as good sentences sometimes do."""


def terms(language: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((templates_root() / "prose" / language / "terms.toml").read_text(encoding="utf-8"))


def told(language: str) -> dict[str, str]:
    """Give the words of each macro: its text, and the strings that its expressions hold."""
    found = {}
    for path in sorted((templates_root() / "prose" / language).rglob("*.jinja")):
        for name, body in MACRO.findall(re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)):
            codes = " ".join(CODE.findall(body))
            found[name] = f"{CODE.sub(' § ', body)} § {' § '.join(LITERAL.findall(codes))}"
    return found


def whole(language: str, forms: list[str]) -> re.Pattern[str]:
    """Look for any of the forms, as words where the language has words."""
    either = "|".join(forms)
    return re.compile(either if language in LETTERS else rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_term_has_a_word_and_a_reason(language: str) -> None:
    """No language leaves a term open, or chooses one that the others do not know."""
    own = terms(language)
    assert list(own) == list(terms("en"))
    for name, term in own.items():
        assert set(term) - {"quotes"} == {"say", "never", "why"}, name
        assert term["say"], name
        assert term["why"].endswith(("。", ".")), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_rejected_words_are_nowhere(language: str) -> None:
    """What a language decided against, none of its sentences says."""
    prose = told(language)
    said = {
        (name, macro)
        for name, term in terms(language).items()
        if term["never"]
        for macro, text in prose.items()
        if macro not in term.get("quotes", ())
        if whole(language, term["never"]).search(text)
    }
    assert said == set()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_chosen_words_stand_where_the_english_term_does(language: str) -> None:
    """Sentence by sentence, the translation of a term is the chosen one in all but a few free renderings."""
    english, own, chosen = told("en"), told(language), terms(language)
    for name, term in terms("en").items():
        places = [macro for macro, text in english.items() if whole("en", term["forms"]).search(text)]
        assert places, name
        without = [macro for macro in places if not whole(language, chosen[name]["say"]).search(own[macro])]
        assert len(without) <= max(1, FREE * len(places)), (name, without)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_the_glossary_of_the_report_uses_the_same_words(language: str) -> None:
    """What the report explains to its readers is what translators were told."""
    own, chosen = told(language), terms(language)
    for macro, text in own.items():
        name = macro.removeprefix("term_")
        if macro.startswith("term_") and name in chosen:
            assert whole(language, chosen[name]["say"]).search(text), macro
