"""Where importance and correlation disagree, and why: the quadrant picture and a card for each disagreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.anchor import anchor
from sweepbrief.document.block import Card, Prose, Section
from sweepbrief.document.evidence import evidence_picture
from sweepbrief.document.pictures import quadrant

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Finding
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

MOST_CARDS = 8


def write(brief: Brief) -> Section:
    """Write the map of the parameters, then the cards, the most important parameter's first."""
    say, found = brief.voice.say, brief.disagreements()
    cards: tuple[Block, ...] = tuple(
        _card(brief, finding, place, len(found)) for place, finding in enumerate(found[:MOST_CARDS], 1)
    )
    rest = (Prose(say("note_more_cards", shown=MOST_CARDS, count=len(found)), "note"),) if len(found) > MOST_CARDS else ()
    lede = say(
        "disagreements_lede", count=len({finding.parameter for finding in found}), parameters=len(brief.sweep.parameters)
    )
    if not found:
        shown = quadrant(brief) if brief.diagnosis.signal != "none" else ()
        return Section("disagreements", say("section_disagreements"), (Prose(_absent(brief), "note"), *shown))
    blocks = (Prose(lede), Prose(_design(brief), "caution"), *quadrant(brief), *cards, *rest)
    return Section("disagreements", say("section_disagreements"), blocks)


def _absent(brief: Brief) -> str:
    """Say why no parameter has a card."""
    combined = brief.diagnosis.cells
    if combined is None:
        return brief.voice.say(f"absent_disagreements_{brief.diagnosis.signal}")
    return brief.voice.say("absent_disagreements_cells", metric=brief.metric, parameters=list(combined.parameters))


def _card(brief: Brief, finding: Finding, place: int, total: int) -> Card:
    body = Prose(brief.about(finding))
    picture = evidence_picture(brief, finding)
    return Card(
        id=anchor(finding.cause, finding.parameter),
        kicker=brief.voice.say("card_kicker", number=place, total=total),
        title=brief.about(finding, "title"),
        body=(body, picture) if picture else (body,),
        margin=_margin(brief, finding),
        caution=brief.about(finding, "not"),
        settle=brief.about(finding, "settle"),
    )


def _design(brief: Brief) -> str:
    """Say what this design allows: association, or a cause within the ranges searched."""
    sampler, pairs, say = brief.diagnosis.sampler, brief.measurements.dependence, brief.voice.say
    if sampler in {"random", "grid"} and pairs:
        first, second = pairs[0].parameters
        return say("caution_coupled", metric=brief.metric, first=first, second=second, count=len(pairs))
    if sampler == "random" and brief.diagnosis.sampler_from == "data":
        return say("caution_looks_random", metric=brief.metric)
    return say(f"caution_{sampler}", metric=brief.metric)


def _margin(brief: Brief, finding: Finding) -> tuple[str, ...]:
    """Give the numbers that the claim rests on, and the way to the test behind each."""
    voice, scores = brief.voice, brief.measurements.scores
    importance, pearson = (scores[name].values[finding.parameter] for name in ("importance", "pearson"))
    lines = [brief.about(finding, "check")]
    if importance.value is not None:
        rank = scores["importance"].ranked().index(finding.parameter) + 1
        lines.append(
            voice.say("evidence_importance", value=importance.value, low=importance.low, high=importance.high, rank=rank)
        )
    if pearson.value is not None:
        lines.append(voice.say("evidence_correlation", value=pearson.value, low=pearson.low, high=pearson.high))
    lines.append(voice.say("evidence_confidence", confidence=finding.confidence))
    lines.extend(_tests(brief, finding))
    return tuple(line for line in lines if line)


def _tests(brief: Brief, finding: Finding) -> tuple[str, ...]:
    links = [f'<a href="#{anchor("claim", claim.id)}">{brief.voice.say("test_" + claim.test)}</a>' for claim in finding.claims]
    told = " \N{MIDDLE DOT} ".join(dict.fromkeys(links))
    return (brief.voice.sentences(brief.voice.say("evidence_tests"), told),) if links else ()
