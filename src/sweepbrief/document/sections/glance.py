"""The sweep at a glance: all runs as lines, the history, how runs ended, what was covered, and what costs time for nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sweepbrief.document.block import Cell, Items, Prose, Section, Table
from sweepbrief.document.cells import ABSENT, named
from sweepbrief.document.cost import cost
from sweepbrief.document.coverage import cover
from sweepbrief.document.pictures import by_importance, coverage, history, parallel, statuses

if TYPE_CHECKING:
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief
    from sweepbrief.document.coverage import Coverage

WIDE_GAP = 0.2
MANY_VALUES = 12
SHOWN_COUNTS = 5
MOST = 30


def write(brief: Brief) -> Section:
    """Write the overview pictures and the coverage table."""
    say = brief.voice.say
    unordered = (Prose(say("absent_history"), "note"),) if brief.sweep.order is None else ()
    pictures = (*parallel(brief), *statuses(brief), *history(brief), *unordered)
    return Section("glance", say("section_glance"), (*pictures, *_coverage(brief), *cost(brief)))


def _coverage(brief: Brief) -> tuple[Block, ...]:
    say, parameters = brief.voice.say, by_importance(brief)
    if not parameters:
        return (Prose(say("absent_parameters"), "note"),)
    found = [cover(brief.sweep, parameter) for parameter in parameters[:MOST]]
    heads = tuple(say(f"head_{name}") for name in ("parameter", "distinct", "spread", "untried"))
    rows = tuple(_row(brief, one) for one in found)
    table = Table("coverage", say("caption_coverage", runs=len(brief.sweep.statuses)), heads, rows)
    pictures = tuple(replace(picture, numbers=table) for picture in coverage(brief))
    return (Prose(say("heading_coverage"), "heading", "covered"), *pictures, *_untried(brief, found))


def _untried(brief: Brief, found: list[Coverage]) -> tuple[Block, ...]:
    """Name the wide stretches that no run tried."""
    told = tuple(
        brief.voice.under(brief.voice.name(one.parameter), _gap(brief, one)) for one in found if _gap(brief, one) != ABSENT
    )
    return (Prose(f"{brief.voice.say('head_untried')}:"), Items(told)) if told else ()


def _row(brief: Brief, found: Coverage) -> tuple[Cell, ...]:
    voice = brief.voice
    counts = " \N{MIDDLE DOT} ".join(voice.number(count, 0) for count in found.counts[:SHOWN_COUNTS])
    more = " \N{MIDDLE DOT} \N{HORIZONTAL ELLIPSIS}" if len(found.counts) > SHOWN_COUNTS else ""
    distinct = Cell(voice.number(found.distinct, 0), found.distinct, "number")
    return named(brief, found.parameter), distinct, Cell(counts + more, None, "number"), Cell(_gap(brief, found))


def _gap(brief: Brief, found: Coverage) -> str:
    """Tell the widest untried stretch; a few chosen values leave gaps on purpose."""
    if found.gap is None or found.gap_share < WIDE_GAP or found.distinct < MANY_VALUES:
        return ABSENT
    return brief.voice.say("coverage_gap", low=found.gap[0], high=found.gap[1], share=found.gap_share)
