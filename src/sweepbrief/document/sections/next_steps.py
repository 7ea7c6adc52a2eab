"""What to do next: recommendations with reason, expected gain, evidence and risk, and the search space that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice import SPACES
from sweepbrief.document.block import Cell, Code, Prose, Section, Table
from sweepbrief.document.cells import ABSENT, evidence_link
from sweepbrief.document.space_words import search_space

if TYPE_CHECKING:
    from sweepbrief.advice import Advice
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

MOST = 8


def write(brief: Brief) -> Section:
    """Write the recommendations, the one change, and the search space that follows from them."""
    say = brief.voice.say
    blocks: tuple[Block, ...] = (Prose(say("absent_advice"), "note"),)
    general = [advice for advice in brief.advice if advice.action != "change"]
    if general:
        blocks = (_table(brief, general), Prose(say("note_advice"), "note"))
    return Section("next_steps", say("section_next_steps"), (*blocks, *_one_change(brief), *_spaces(brief)))


def _one_change(brief: Brief) -> tuple[Block, ...]:
    """Answer which single setting of the best run to change, or that none is worth it."""
    say, change = brief.voice.say, brief.diagnosis.change
    heading = Prose(say("heading_one_change"), "heading", "one-change")
    if not brief.sweep.parameters:
        return ()
    sure = [advice for advice in brief.advice if advice.action == "change"]
    if sure:
        told = brief.voice.advise(sure[0], brief.objective)
        gain = brief.voice.closed(brief.voice.under(say("head_gain"), _gain(brief, sure[0])))
        risk = say("advice_risk_change", parameter=sure[0].parameter)
        return (heading, Prose(brief.voice.sentences(told, gain, risk)))
    if change is None or brief.diagnosis.signal == "none":
        return (heading, Prose(say("one_change_unknown", metric=brief.metric)))
    return (heading, Prose(say("one_change_none", metric=brief.metric, run=change.run, tried=change.tried)))


def _spaces(brief: Brief) -> tuple[Block, ...]:
    """Give the search space after the advice in the words of each tool; without advice there is nothing to paste."""
    say = brief.voice.say
    if not brief.sweep.parameters or not any(advice.after is not None for advice in brief.advice):
        return ()
    codes = tuple(Code(search_space(brief, space.NAME), say("space_for", tool=space.TITLE)) for space in SPACES)
    return (Prose(say("heading_spaces"), "heading", "spaces"), Prose(say("spaces_lede")), *codes)


def _table(brief: Brief, general: list[Advice]) -> Table:
    say = brief.voice.say
    heads = tuple(say(f"head_{name}") for name in ("action", "reason", "gain", "risk"))
    rows = tuple(_row(brief, advice) for advice in general[:MOST])
    return Table("advice", say("caption_advice", metric=brief.metric, goal=brief.goal), heads, rows)


def _row(brief: Brief, advice: Advice) -> tuple[Cell, ...]:
    action = Cell(brief.voice.advise(advice, brief.objective), None, "head")
    risk = brief.voice.say(f"advice_risk_{advice.action}", parameter=advice.parameter)
    return action, Cell(_reason(brief, advice)), Cell(_gain(brief, advice), advice.gain.value), Cell(risk)


def _reason(brief: Brief, advice: Advice) -> str:
    told = brief.voice.say(f"advice_reason_{advice.reason}", parameter=advice.parameter)
    return told + (evidence_link(brief, advice.parameter) if advice.parameter else "")


def _gain(brief: Brief, advice: Advice) -> str:
    gain = advice.gain
    if gain.value is None:
        return brief.voice.say("advice_gain_unknown")
    return brief.voice.say("advice_gain", value=gain.value, low=gain.low, high=gain.high, metric=brief.metric) or ABSENT
