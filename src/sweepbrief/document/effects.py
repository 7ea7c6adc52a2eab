"""The pictures and the table of effect sizes: how far each parameter moves the metric, in the metric's own unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis import Curve
from sweepbrief.document.block import Cell, Picture, Table
from sweepbrief.document.brief import MOST_STORIES
from sweepbrief.document.cells import ABSENT, named, number
from sweepbrief.document.pictures import decimal_mark
from sweepbrief.figures import (
    BREADTHS,
    MOST_PANELS,
    MOST_SIZES,
    Axes,
    Panel,
    PanelLabels,
    SizeLabels,
    draw_dependence,
    draw_sizes,
)

if TYPE_CHECKING:
    from sweepbrief.diagnosis import EffectSize, Stretch
    from sweepbrief.document.brief import Brief
    from sweepbrief.measures import Estimate

SMALL = 1.0 / 3
"""A panel is drawn for parameters whose effect is sure, and then for those that could still reach this part of the largest."""


def sized(brief: Brief) -> list[str]:
    """Give the parameters that have an effect size: the sure ones first, the largest first."""
    found = {name: effect for name, effect in brief.diagnosis.effects.items() if effect.size.value is not None}
    return sorted(found, key=lambda name: (not found[name].acts, -(found[name].size.value or 0.0), name))


def effects_picture(brief: Brief) -> tuple[Picture, ...]:
    """Draw the sizes with their intervals, one row a parameter."""
    text, names, effects = brief.voice.text, sized(brief), brief.diagnosis.effects
    if not names:
        return ()
    axes = Axes(text("axis_size", metric=brief.metric), "", decimal_mark(brief.voice))
    unsure = frozenset(name for name in names if not effects[name].acts)
    svg = draw_sizes(names, {name: effects[name].size for name in names}, SizeLabels(axes, unsure))
    first = effects[names[0]].size
    alt = text("alt_sizes", metric=brief.metric, parameter=names[0], value=first.value, low=first.low, high=first.high)
    caption = brief.voice.say("caption_sizes", metric=brief.metric, shown=min(len(names), MOST_SIZES), parameters=len(names))
    return (Picture("sizes", svg, alt, caption),)


def dependence_picture(brief: Brief) -> tuple[Picture, ...]:
    """Draw the fitted metric along the parameters with the largest effects."""
    names = [name for name in sized(brief) if brief.diagnosis.effects[name].acts][:MOST_PANELS]
    if not names:
        return ()
    text, panels = brief.voice.text, [_panel(brief, name) for name in names]
    labels = PanelLabels(brief.metric, decimal_mark(brief.voice))
    svg, narrow = (draw_dependence(panels, labels, breadth) for breadth in BREADTHS)
    bridged = any(any(panel.sparse) for panel in panels)
    alt = text("alt_dependence", metric=brief.metric, parameters=names, bridged=bridged)
    caption = brief.voice.say("caption_dependence", metric=brief.metric, bridged=bridged)
    return (Picture("dependence", svg, alt, caption, narrow=narrow),)


def _panel(brief: Brief, name: str) -> Panel:
    effect = brief.diagnosis.effects[name]
    parameter = next(one for one in brief.sweep.parameters if one.name == name)
    if isinstance(effect.curve, Curve):
        tried = brief.sweep.settings.loc[brief.sweep.used, name].to_numpy(dtype=np.float64)
        return Panel(name, effect.curve, effect.sparse, tried=tried, log=parameter.scale == "log")
    curve = effect.curve
    if curve is None:
        message = f"{name} has a size but no curve."
        raise TypeError(message)
    return Panel(name, curve, levels=tuple(brief.voice.plain(brief.voice.level(level)) for level in curve.levels))


def effects_table(brief: Brief) -> Table:
    """Give worst and best stretch, the difference with its interval, and the importance beside it."""
    say = brief.voice.say
    heads = (
        say("head_parameter"),
        say("head_worst_stretch", metric=brief.metric),
        say("head_best_stretch", metric=brief.metric),
        say("head_size", metric=brief.metric),
        say("head_importance"),
    )
    rows = tuple(_row(brief, name, brief.diagnosis.effects[name]) for name in sized(brief)[:MOST_STORIES])
    return Table("effect-sizes", say("caption_effects", metric=brief.metric), heads, rows, sortable=True)


def _row(brief: Brief, name: str, effect: EffectSize) -> tuple[Cell, ...]:
    importance = brief.measurements.scores["importance"].values[name].value
    ends = (Cell(told_stretch(brief, end), end.mean if end else None) for end in (effect.worst, effect.best))
    return named(brief, name), *ends, _difference(brief, effect.size, sure=effect.acts), number(brief.voice, importance, 2)


def told_stretch(brief: Brief, part: Stretch | None) -> str:
    """Tell a stretch of values with the fitted metric in it."""
    if part is None:
        return ABSENT
    voice = brief.voice
    where = voice.level(part.level) if part.span is None else voice.span(*part.span)
    return f'{voice.metric(part.mean)}<span class="sub">{where}</span>'


def _difference(brief: Brief, size: Estimate, *, sure: bool) -> Cell:
    """Tell an effect with its interval; one that is not told from none by its upper end alone."""
    say = brief.voice.say
    if size.high is None or size.low is None:
        return Cell(ABSENT, None, "number")
    if not sure or not size.low:
        return Cell(f'<span class="sub">{say("size_unsure", high=size.high)}</span>', size.value, "number")
    interval = say("size_interval", low=size.low, high=size.high)
    return Cell(f'{say("size_value", value=size.value)}<span class="sub">{interval}</span>', size.value, "number")
