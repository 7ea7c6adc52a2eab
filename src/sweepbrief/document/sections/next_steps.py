"""What to do next: recommendations with reason, expected gain and the evidence they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice import SPACES
from sweepbrief.document.block import Cell, Code, Prose, Section, Table
from sweepbrief.document.cells import ABSENT, evidence_link

if TYPE_CHECKING:
    from sweepbrief.advice import Advice
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

MOST = 8


def write(brief: Brief) -> Section:
    """Write the recommendations and the search space that follows from them."""
    say = brief.voice.say
    blocks: tuple[Block, ...] = (Prose(say("absent_advice"), "note"),)
    if brief.advice:
        blocks = (_table(brief), Prose(say("note_advice"), "note"))
    return Section("next_steps", say("section_next_steps"), (*blocks, *_spaces(brief)))


def _spaces(brief: Brief) -> tuple[Block, ...]:
    """Give the search space after the advice in the words of each tool; without advice there is nothing to paste."""
    say = brief.voice.say
    if not brief.sweep.parameters or not any(advice.after is not None for advice in brief.advice):
        return ()
    codes = tuple(Code(space(brief.sweep, brief.advice), say("space_for", tool=tool)) for tool, space in SPACES.items())
    return (Prose(say("heading_spaces"), "heading", "spaces"), Prose(say("spaces_lede")), *codes)


def _table(brief: Brief) -> Table:
    say = brief.voice.say
    heads = tuple(say(f"head_{name}") for name in ("action", "reason", "gain"))
    rows = tuple(_row(brief, advice) for advice in brief.advice[:MOST])
    return Table("advice", say("caption_advice", metric=brief.metric, goal=brief.goal), heads, rows)


def _row(brief: Brief, advice: Advice) -> tuple[Cell, ...]:
    action = Cell(brief.voice.advise(advice, brief.objective), None, "head")
    return action, Cell(_reason(brief, advice)), Cell(_gain(brief, advice), advice.gain.value)


def _reason(brief: Brief, advice: Advice) -> str:
    told = brief.voice.say(f"advice_reason_{advice.reason}", parameter=advice.parameter)
    return told + (evidence_link(brief, advice.parameter) if advice.parameter else "")


def _gain(brief: Brief, advice: Advice) -> str:
    gain = advice.gain
    if gain.value is None:
        return brief.voice.say("advice_gain_unknown")
    return brief.voice.say("advice_gain", value=gain.value, low=gain.low, high=gain.high, metric=brief.metric) or ABSENT
