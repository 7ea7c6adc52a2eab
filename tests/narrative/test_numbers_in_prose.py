"""Every number in what is said of a cause is one of its facts, in every language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from planted_facts import LOSS, findings

from sweepbrief.narrative import LANGUAGES, PARTS, Voice

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Finding

NUMBER = re.compile(r"[\u2212+]?\d[\d.,]*(?:e-?\d+)?(?:[ \u00a0]?%)?")
FIXED = re.compile(r"95[ \u00a0]?%|R²|p[ \u00a0]<[ \u00a0]0[.,]0001")
"""What sentences say besides: levels of intervals, the square of a name, the bound of a p-value."""
UNTOLD = ("not", "settle", "direction")
"""Parts that speak of experiments to come, or of a side: their numbers are nobody's finding."""


def written(voice: Voice, fact: object) -> set[str]:
    """Give every way in which a fact may be written."""
    if isinstance(fact, (list, tuple)):
        pair = voice.prose.filters.ends(fact) if len(fact) == 2 and all(isinstance(one, float) for one in fact) else ()
        counts = {str(len(fact) - shown) for shown in range(len(fact))}
        return counts.union(*(written(voice, one) for one in fact)) | {voice.plain(str(end)) for end in pair}
    if isinstance(fact, bool) or not isinstance(fact, (int, float)):
        return set(NUMBER.findall(str(fact)))
    numerals, filters = voice.prose.filters.numerals, voice.prose.filters
    plain = {numerals.setting(fact), numerals.setting(fact, power=True), numerals.decimal(fact, 2), numerals.p_value(fact)}
    shares = {numerals.percent(fact), numerals.percent(1 - fact), numerals.integer(fact), numerals.integer(abs(fact - 2))}
    signed = {
        numerals.coefficient(fact),
        *(voice.plain(str(write(fact))) for write in (filters.metric, filters.gap, filters.signed)),
    }
    return plain | shares | signed


def known(voice: Voice, finding: Finding) -> set[str]:
    """Give every number that the facts of a finding allow."""
    facts = finding.facts
    told = set().union(*(written(voice, fact) for fact in facts.values()))
    for kind in ("low_value", "best_low", "optimum_low", "dense_low"):
        ends = facts.get(kind), facts.get(kind.replace("low", "high"))
        told |= {voice.plain(str(end)) for end in voice.prose.filters.ends(ends)} if None not in ends else set()
    return {number.strip(".,") for text in told for number in (text, *NUMBER.findall(text))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_a_fact(language: str) -> None:
    """No template writes a number of its own, or a fact that belongs to another finding."""
    voice = Voice(language, 3)
    for finding in findings("depth"):
        allowed = known(voice, finding)
        for part in PARTS:
            if part in UNTOLD:
                continue
            said = FIXED.sub("", voice.plain(voice.about(finding, part, LOSS)).replace("η²", ""))
            found = {number.strip(".,") for number in NUMBER.findall(said)}
            strays = {number for number in found if number not in allowed and number.lstrip("+\u2212") not in allowed}
            assert strays <= {"1", "2"}, (finding.cause, part, strays, said)
