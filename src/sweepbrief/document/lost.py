"""The runs that were lost, each kind by itself: how many, and in which part of which parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.diagnosis import KINDS, kinds
from sweepbrief.document.block import Cell, Prose, Table
from sweepbrief.document.cells import named
from sweepbrief.document.sections.answer import lost

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Failure, Part
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

MOST_PARAMETERS = 6
MOST_PARTS = 4
"""Parts of a parameter that are told: the most dangerous ones and the safest."""


def lost_runs(brief: Brief) -> tuple[Block, ...]:
    """Write how many runs were lost, and what each kind of loss depends on, with counts and intervals.

    Parameters
    ----------
    brief : Brief
        With the failures that the diagnosis found.

    Returns
    -------
    tuple of Block
        A heading; then a sentence a kind, with a table where parameters tell why.
    """
    say, sweep = brief.voice.say, brief.sweep
    heading = Prose(say("heading_lost"), "heading", "lost")
    gone = lost(brief)
    if not gone:
        return (heading, Prose(say("absent_lost", runs=brief.used), "note"))
    total = sum(count for _, count in gone)
    found = kinds(sweep)
    ended = brief.used + sum(int(mask.sum()) for mask in found.values())
    told: list[Block] = [heading]
    if len(gone) > 1 or not found:
        told.append(Prose(say("lost_lede", lost=total, found=len(sweep.statuses))))
    for kind in (kind for kind in KINDS if kind in found):
        mine = [failure for failure in brief.diagnosis.failures if failure.kind == kind][:MOST_PARAMETERS]
        why = "" if mine else say("failure_none", kind=kind)
        lede = say("failure_lede", kind=kind, lost=int(found[kind].sum()), ended=ended)
        told.append(Prose(brief.voice.sentences(lede, why)))
        told += [_table(brief, kind, mine, ended)] if mine else []
    return (*told, *((Prose(say("note_failures"), "note"),) if brief.diagnosis.failures else ()))


def _table(brief: Brief, kind: str, mine: list[Failure], ended: int) -> Table:
    say = brief.voice.say
    heads = tuple(say(f"head_{name}") for name in ("parameter", "where", "lost_of", "lost_share"))
    rows = tuple(row for failure in mine for row in _rows(brief, failure))
    return Table(f"lost-{kind}", say("caption_failures", kind=kind, ended=ended), heads, rows)


def _rows(brief: Brief, failure: Failure) -> list[tuple[Cell, ...]]:
    """Give a row a part, the most dangerous first; each with the parameter's name, as no head of a row may be empty."""
    parts = failure.parts[::-1]
    shown = [*parts[: MOST_PARTS - 1], parts[-1]] if len(parts) > MOST_PARTS else list(parts)
    name = Cell(brief.voice.name(failure.parameter), failure.parameter, "head")
    return [(name if place else named(brief, failure.parameter), *_part(brief, part)) for place, part in enumerate(shown)]


def _part(brief: Brief, part: Part) -> tuple[Cell, ...]:
    voice, share = brief.voice, part.share
    where = voice.level(part.level) if part.span is None else voice.span(*part.span)
    counts = f"{voice.number(part.lost, 0)} / {voice.number(part.runs, 0)}"
    told = voice.say("share_interval", share=share.value, low=share.low, high=share.high)
    return Cell(where), Cell(counts, part.lost, "number"), Cell(told, share.value, "number")
