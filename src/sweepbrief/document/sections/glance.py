"""The sweep at a glance: all runs as lines, the history, how runs ended, what was covered, and what costs time for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.block import Cell, Prose, Section, Table
from sweepbrief.document.cells import ABSENT, named
from sweepbrief.document.coverage import cover, free_savings
from sweepbrief.document.pictures import coverage, history, parallel, statuses

if TYPE_CHECKING:
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief
    from sweepbrief.sweep import Parameter

WIDE_GAP = 0.25
SHOWN_COUNTS = 5
MOST = 30


def write(brief: Brief) -> Section:
    """Write the overview pictures and the coverage table."""
    say = brief.voice.say
    unordered = (Prose(say("absent_history"), "note"),) if brief.sweep.order is None else ()
    pictures = (*parallel(brief), *history(brief), *unordered, *statuses(brief))
    return Section("glance", say("section_glance"), (*pictures, *_coverage(brief), *_cost(brief)))


def _coverage(brief: Brief) -> tuple[Block, ...]:
    say, parameters = brief.voice.say, brief.sweep.parameters
    if not parameters:
        return (Prose(say("absent_parameters"), "note"),)
    heads = tuple(say(f"head_{name}") for name in ("parameter", "distinct", "spread", "untried"))
    rows = tuple(_row(brief, parameter) for parameter in parameters[:MOST])
    table = Table("coverage", say("caption_coverage", runs=len(brief.sweep.statuses)), heads, rows)
    return (Prose(say("heading_coverage"), "heading", "covered"), *coverage(brief), table)


def _row(brief: Brief, parameter: Parameter) -> tuple[Cell, ...]:
    voice, found = brief.voice, cover(brief.sweep, parameter)
    counts = " \N{MIDDLE DOT} ".join(voice.number(count) for count in found.counts[:SHOWN_COUNTS])
    more = f" \N{MIDDLE DOT} \N{HORIZONTAL ELLIPSIS}" if len(found.counts) > SHOWN_COUNTS else ""
    distinct = Cell(voice.number(found.distinct), found.distinct, "number")
    return (
        named(brief, parameter.name),
        distinct,
        Cell(counts + more, None, "number"),
        Cell(_gap(brief, found.gap, found.gap_share)),
    )


def _gap(brief: Brief, gap: tuple[float, float] | None, share: float) -> str:
    if gap is None or share < WIDE_GAP:
        return ABSENT
    return brief.voice.say("coverage_gap", low=gap[0], high=gap[1], share=share)


def _cost(brief: Brief) -> tuple[Block, ...]:
    say = brief.voice.say
    heading = Prose(say("heading_cost"), "heading", "cost")
    if brief.sweep.seconds is None:
        return (heading, Prose(say("absent_cost"), "note"))
    numeric = {parameter.name for parameter in brief.sweep.parameters if parameter.numeric}
    idle = [name for name, verdict in brief.diagnosis.verdicts.items() if verdict.relevant is False and name in numeric]
    found = free_savings(brief.sweep, idle)
    if not found:
        return (heading, Prose(say("cost_none", metric=brief.metric)))
    told = [
        say(
            "cost_saving",
            parameter=one.parameter,
            cheap_low=one.cheap[0],
            cheap_high=one.cheap[1],
            seconds=one.cheap_seconds,
            dear_low=one.dear[0],
            dear_high=one.dear[1],
            dear_seconds=one.dear_seconds,
            metric=brief.metric,
        )
        for one in found
    ]
    return (heading, *(Prose(text) for text in told))
