"""What matters: importance beside correlation for every parameter, and what the two say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.anchor import anchor
from sweepbrief.document.block import Cell, Columns, Items, Prose, Section, Table
from sweepbrief.document.cells import ABSENT, named, titled
from sweepbrief.figures import draw_correlation_bar, draw_importance_bar

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
    return Table(
        id="parameters",
        caption=say("caption_parameters", metric=brief.metric, goal=brief.goal, runs=brief.used),
        head=heads,
        rows=tuple(_row(brief, verdict) for verdict in ranked),
        row_ids=tuple(anchor("row", verdict.parameter) for verdict in ranked),
        sortable=True,
    )


def _row(brief: Brief, verdict: Verdict) -> tuple[Cell, ...]:
    name = verdict.parameter
    return named(brief, name), _importance(brief, name), _correlation(brief, name), _together(brief, verdict)


def _importance(brief: Brief, name: str) -> Cell:
    scores = brief.measurements.scores["importance"]
    found, most = scores.values[name], max((score.high or score.value or 0.0) for score in scores.values.values())
    if found.value is None:
        return Cell(ABSENT, None, "picture")
    rank = scores.ranked().index(name) + 1
    told = brief.voice.text("evidence_importance", value=found.value, low=found.low, high=found.high, rank=rank)
    bar = titled(
        draw_importance_bar(found.value, found.low, found.high, maximum=most),
        told,
    )
    return Cell(f'<span class="figure">{brief.voice.number(found.value, 2)}</span>{bar}', found.value, "picture")


def _correlation(brief: Brief, name: str) -> Cell:
    voice, found = brief.voice, brief.measurements.score("pearson", name)
    if found.value is not None:
        told = voice.text("evidence_correlation", value=found.value, low=found.low, high=found.high)
        bar = titled(draw_correlation_bar(found.value, found.low, found.high), told)
        return Cell(f'<span class="figure">{voice.coefficient(found.value)}</span>{bar}', found.value, "picture")
    shared = brief.measurements.score("eta_squared", name)
    if shared.value is not None:
        return Cell(f'<span class="sub">{voice.say("cell_eta", value=shared.value)}</span>', None, "picture")
    return Cell(ABSENT, None, "picture")


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
