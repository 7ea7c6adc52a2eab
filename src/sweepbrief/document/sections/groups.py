"""Groups: the same analysis for each level of one setting, side by side, and which differences hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.block import Cell, Items, Picture, Prose, Section, Table
from sweepbrief.document.cells import ABSENT, metric, named, number
from sweepbrief.document.group_cautions import cautions
from sweepbrief.document.pictures import decimal_mark
from sweepbrief.figures import MOST_PAIRS, Axes, DumbbellLabels, Pair, draw_dumbbell

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Difference, Group
    from sweepbrief.document.brief import Brief

MOST_GROUPS = 6
MOST_DIFFERENCES = 12
TWO = 2


def write(brief: Brief) -> Section:
    """Write the comparison of groups."""
    say, name = brief.voice.say, brief.grouped_by
    title = say("groups_title", name=name)
    lede = Prose(say("groups_lede", name=name, count=len(brief.groups)), "lede")
    if not brief.groups:
        return Section("groups", title, (lede,))
    rest = len(brief.groups) - MOST_GROUPS
    more = (Prose(say("groups_rest", count=rest), "note"),) if rest > 0 else ()
    caution = Prose(say("heading_groups_caution"), "heading", "groups-caution")
    blocks = (lede, _facts(brief), *_differences(brief), *_picture(brief), _table(brief), *more)
    return Section("groups", title, (*blocks, caution, Items(cautions(brief))))


def _facts(brief: Brief) -> Table:
    """Give what each group is: how large, how good, how well predicted."""
    voice, say = brief.voice, brief.voice.say
    names = ("group", "runs", "parameters_varied", "best_value", "middle", "explained")
    rows = []
    for group in brief.groups:
        outcome, r2 = group.sweep.outcome, group.measurements.surrogate.oob_r2.value
        told = ABSENT if r2 is None else voice.percent(max(r2, 0.0))
        rows.append(
            (
                Cell(voice.level(group.level), str(group.level), "head"),
                number(voice, len(outcome), 0),
                number(voice, len(group.sweep.parameters), 0),
                metric(voice, float(outcome[group.sweep.best_run])),
                metric(voice, float(outcome.median())),
                Cell(told, r2, "number"),
            )
        )
    caption = say("caption_groups", name=brief.grouped_by, metric=brief.metric)
    return Table("group-facts", caption, tuple(say(f"head_{one}") for one in names), tuple(rows))


def _table(brief: Brief) -> Table:
    say, shown = brief.voice.say, brief.groups[:MOST_GROUPS]
    names = [verdict.parameter for verdict in brief.ranked() if verdict.parameter != brief.grouped_by]
    rows = tuple((named(brief, name), *(_cell(brief, group, name) for group in shown)) for name in names)
    heads = (say("head_parameter"), *(brief.voice.level(group.level) for group in shown))
    return Table("by-group", say("caption_by_group"), heads, rows)


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


def _differences(brief: Brief) -> tuple[Prose | Items, ...]:
    weights = [one for one in brief.differences if one.measure == "importance"][:MOST_DIFFERENCES]
    slopes = [one for one in brief.differences if one.measure == "spearman"][:MOST_DIFFERENCES]
    told = Items(tuple(_told(brief, one) for one in (*slopes, *weights)))
    none = () if weights else (Prose(brief.voice.say("groups_no_difference", name=brief.grouped_by)),)
    return (*none, *((told,) if told.items else ()))


def _told(brief: Brief, one: Difference) -> str:
    first, second = one.levels
    say, facts = brief.voice.say, {"parameter": one.parameter, "first": first, "second": second}
    if one.measure == "importance":
        return say("groups_difference", **facts, difference=one.difference, low=one.low, high=one.high)
    return say("groups_turn", **facts, metric=brief.metric, rho=one.values[0], other_rho=one.values[1])


def _picture(brief: Brief) -> tuple[Picture, ...]:
    """Draw the importances of two groups; more are told by the table."""
    sound = [group for group in brief.groups if group.diagnosis.signal != "none"]
    if len(brief.groups) != TWO or len(sound) != TWO:
        return ()
    first, second = sound
    scores = [group.measurements.scores["importance"].values for group in sound]
    names = [verdict.parameter for verdict in brief.ranked()]
    both = [name for name in names if all(name in found and found[name].value is not None for found in scores)][:MOST_PAIRS]
    if not both:
        return ()
    apart = {one.parameter for one in brief.differences if one.measure == "importance"}
    pairs = [Pair(name, scores[0][name], scores[1][name], name in apart) for name in both]
    text = brief.voice.text
    levels = {"first": first.level, "second": second.level}
    axes = Axes(text("axis_importance"), "", decimal_mark(brief.voice))
    marks = [brief.voice.plain(brief.voice.level(group.level)) for group in sound]
    svg = draw_dumbbell(pairs, DumbbellLabels(axes, *marks))
    alt = text("alt_groups", **levels, names=[name for name in both if name in apart])
    return (Picture("group-importance", svg, alt, brief.voice.say("caption_group_importance", **levels)),)
