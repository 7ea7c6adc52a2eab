"""What matters: importance beside correlation for every parameter, and what the two say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.anchor import anchor
from sweepbrief.document.block import Cell, Columns, Items, Prose, Section, Table
from sweepbrief.document.cells import named
from sweepbrief.document.two_numbers import correlation_cell, importance_cell, versions

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Verdict
    from sweepbrief.document.brief import Brief

LISTED = 4
MOST_ROWS = 120
"""Rows of the parameter table; findings.json holds every parameter."""
TONES = {
    "agreement": "agree",
    "irrelevant": "quiet",
    "no_signal": "quiet",
    "interaction": "joint",
    "conditional": "joint",
    "shared_credit": "joint",
    "confounded": "joint",
}
"""How the label is set in print; every other cause is a matter of shape or of runs: ``bend``."""


def write(brief: Brief) -> Section:
    """Write the parameter table, its notes, and what to do and not to conclude in short."""
    title = brief.voice.say("section_what_matters")
    if not brief.sweep.parameters:
        return Section("what_matters", title, (Prose(brief.voice.say("absent_parameters"), "note"),), page_one=True)
    return Section("what_matters", title, (_table(brief), *_notes(brief), _columns(brief)), page_one=True)


def _table(brief: Brief) -> Table:
    say, ranked = brief.voice.say, brief.ranked()[:MOST_ROWS]
    heads = tuple(say(f"head_{name}") for name in ("parameter", "importance", "correlation", "together"))
    caption = say("caption_parameters", metric=brief.metric, goal=brief.goal, runs=brief.used)
    return Table(
        id="parameters",
        caption=caption,
        head=heads,
        rows=tuple(_row(brief, verdict) for verdict in ranked),
        row_ids=tuple(anchor("row", verdict.parameter) for verdict in ranked),
        sortable=True,
        versions=versions(brief, [verdict.parameter for verdict in ranked], caption),
    )


def _row(brief: Brief, verdict: Verdict) -> tuple[Cell, ...]:
    name = verdict.parameter
    importance = importance_cell(brief, name, brief.measurements.scores["importance"].values)
    return named(brief, name), importance, correlation_cell(brief, name), _together(brief, verdict)


def _together(brief: Brief, verdict: Verdict) -> Cell:
    main = verdict.main
    label, clause = brief.about(main, "label"), brief.about(main, "clause")
    tone = TONES.get(main.cause, "bend")
    return Cell(f'<b class="tag {tone}">{label}</b><span class="sub">{clause}</span>', brief.voice.plain(label), "text")


def _notes(brief: Brief) -> tuple[Prose, ...]:
    more = len(brief.ranked()) - MOST_ROWS
    rest = (Prose(brief.voice.say("note_more_parameters", count=more), "note"),) if more > 0 else ()
    return (Prose(brief.voice.say("note_intervals"), "note"), *rest)


def _columns(brief: Brief) -> Columns:
    voice = brief.voice
    todo = tuple(voice.advise(advice, brief.objective) for advice in brief.advice[:LISTED]) or (voice.say("advice_nothing"),)
    mains = [verdict.main for verdict in brief.ranked() if verdict.main.cause != "agreement"]
    avoid = [brief.about(finding, "not") for finding in mains[: LISTED - 1]]
    never = tuple(dict.fromkeys([*avoid, voice.say("not_outside", metric=brief.metric)]))
    return Columns(((voice.say("heading_do"), Items(todo, ordered=True)), (voice.say("heading_not"), Items(never))))
