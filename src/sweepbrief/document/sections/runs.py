"""Concrete runs: the best ones, two that differ least in settings and most in outcome, and what lost runs share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.anchor import anchor
from sweepbrief.document.block import Cell, Prose, Section, Table
from sweepbrief.document.cells import breakable, metric, setting
from sweepbrief.document.lost import lost_runs
from sweepbrief.document.twins import closest_pair

if TYPE_CHECKING:
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief

BEST = 8
MOST_COLUMNS = 8


def write(brief: Brief) -> Section:
    """Write the best runs, the twins and the lost runs."""
    return Section("runs", brief.voice.say("section_runs"), (*_best(brief), *_twins(brief), *lost_runs(brief)))


def _best(brief: Brief) -> tuple[Block, ...]:
    voice, sweep = brief.voice, brief.sweep
    order = sweep.outcome.sort_values(ascending=brief.goal == "minimize", kind="stable").index[:BEST]
    shown = [verdict.parameter for verdict in brief.ranked()][:MOST_COLUMNS]
    left = len(sweep.parameters) - len(shown)
    note = voice.say("note_best_runs", left=left)
    caption = voice.say("caption_best_runs", count=len(order), metric=brief.metric, goal=brief.goal)
    table = runs_table(brief, "best-runs", caption, [str(run) for run in order], shown)
    return (table, Prose(note, "note"), *_winners(brief))


def _winners(brief: Brief) -> tuple[Prose, ...]:
    """Name the settings that share the first place, where repeats tell how much noise there is."""
    found = brief.measurements.winners
    if found is None:
        return ()
    facts = {"settings": found.settings, "of": found.of, "runs": list(found.runs)}
    told = brief.voice.say("winners", metric=brief.metric, noise=found.noise, difference=found.difference, **facts)
    return (Prose(told, id="winners"),)


def runs_table(brief: Brief, name: str, caption: str, runs: list[str], shown: list[str]) -> Table:
    """Write a table of runs; settings that differ from the first run's are bold."""
    voice = brief.voice
    heads = (voice.say("head_run"), breakable(voice.name(brief.metric)), *(breakable(voice.name(name)) for name in shown))
    rows = tuple(_row(brief, run, runs[0], shown) for run in runs)
    return Table(name, caption, heads, rows, tuple(anchor("run", run) if name == "best-runs" else "" for run in runs))


def _row(brief: Brief, run: str, first: str, shown: list[str]) -> tuple[Cell, ...]:
    outcome, settings = brief.sweep.outcome, brief.sweep.settings
    cells = [setting(brief.voice, settings.loc[run, name]) for name in shown]
    differs = [not _same(settings.loc[run, name], settings.loc[first, name]) for name in shown]
    marked = [
        Cell(f"<b>{cell.html}</b>", cell.sort, cell.kind) if other else cell for cell, other in zip(cells, differs, strict=True)
    ]
    return Cell(brief.voice.run(run), run, "head"), metric(brief.voice, float(outcome[run])), *marked


def _same(one: object, other: object) -> bool:
    """Tell whether two settings are equal; two missing ones are."""
    return one == other or (one != one and other != other)  # noqa: PLR0124 - NaN


def _twins(brief: Brief) -> tuple[Block, ...]:
    say = brief.voice.say
    heading = Prose(say("heading_twins"), "heading", "twins")
    pair = closest_pair(brief.measurements.design)
    if pair is None:
        return (heading, Prose(say("absent_twins"), "note"))
    told = say(
        "twins", better=pair.better, worse=pair.worse, parameters=list(pair.differing), gap=pair.gap, metric=brief.metric
    )
    shown = [*pair.differing, *(name for name in brief.sweep.settings.columns if name not in pair.differing)][:MOST_COLUMNS]
    return (heading, Prose(told), runs_table(brief, "twin-runs", say("caption_twins"), [pair.better, pair.worse], shown))
