"""Groups: the same analysis for each level of one setting, side by side, and which differences hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.block import Cell, Items, Prose, Section, Table
from sweepbrief.document.cells import ABSENT, named

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Difference, Group
    from sweepbrief.document.brief import Brief

MOST_GROUPS = 6
MOST_DIFFERENCES = 12


def write(brief: Brief) -> Section:
    """Write the comparison of groups."""
    say, name = brief.voice.say, brief.grouped_by
    title = say("groups_title", name=name)
    lede = Prose(say("groups_lede", name=name, count=len(brief.groups)))
    blocks = (lede, _table(brief), _differences(brief), Prose(say("groups_caution"), "note"))
    return Section("groups", title, blocks if brief.groups else (lede,))


def _table(brief: Brief) -> Table:
    say, shown = brief.voice.say, brief.groups[:MOST_GROUPS]
    names = [verdict.parameter for verdict in brief.ranked() if verdict.parameter != brief.grouped_by]
    rows = tuple((named(brief, name), *(_cell(brief, group, name) for group in shown)) for name in names)
    heads = (say("head_parameter"), *(_head(brief, group) for group in shown))
    return Table("by-group", say("section_groups"), heads, rows)


def _head(brief: Brief, group: Group) -> str:
    """Name a group, with its runs and how well its forest predicts."""
    voice, r2 = brief.voice, group.measurements.surrogate.oob_r2.value
    told = ABSENT if r2 is None else voice.percent(max(r2, 0.0))
    runs = voice.number(int(group.sweep.used.sum()), 0)
    return f'{voice.level(group.level)}<span class="sub">n = {runs} \N{MIDDLE DOT} R\N{SUPERSCRIPT TWO} = {told}</span>'


def _cell(brief: Brief, group: Group, name: str) -> Cell:
    voice = brief.voice
    if name not in group.diagnosis.verdicts:
        return Cell(ABSENT)
    found, main = group.measurements.score("importance", name), group.diagnosis.verdicts[name].main
    label = f'<span class="sub">{voice.about(main, "label", brief.objective)}</span>'
    if found.value is None or group.diagnosis.signal == "none":
        return Cell(label)
    span = (
        ""
        if found.low is None or found.high is None
        else f" ({voice.number(found.low, 2)} \N{EN DASH} {voice.number(found.high, 2)})"
    )
    return Cell(f"{voice.number(found.value, 2)}{span}{label}", found.value)


def _differences(brief: Brief) -> Prose | Items:
    found = brief.differences[:MOST_DIFFERENCES]
    if not found:
        return Prose(brief.voice.say("groups_no_difference", name=brief.grouped_by))
    return Items(tuple(_told(brief, one) for one in found))


def _told(brief: Brief, one: Difference) -> str:
    first, second = one.levels
    ends = {"difference": one.difference, "low": one.low, "high": one.high}
    return brief.voice.say("groups_difference", parameter=one.parameter, first=first, second=second, **ends)
