"""The picture that shows a finding: drawn from the values that its cause left as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sweepbrief.diagnosis import Extremes, LevelMeans, Lines, Shape
from sweepbrief.document.anchor import anchor
from sweepbrief.document.block import Picture
from sweepbrief.document.numbers import extremes_table, levels_table, lines_table, shape_table
from sweepbrief.document.pictures import decimal_mark
from sweepbrief.figures import (
    MOST_LEVELS,
    Axes,
    ExtremesLabels,
    LevelLabels,
    LinesLabels,
    LossLabels,
    ShapeLabels,
    draw_extremes,
    draw_level_means,
    draw_lines,
    draw_losses,
    draw_shape,
)

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Curve, Finding
    from sweepbrief.document.block import Table
    from sweepbrief.document.brief import Brief
    from sweepbrief.sweep import Parameter


LONGEST_LABEL = 24
"""Characters that find room beside a curve."""


def evidence_picture(brief: Brief, finding: Finding) -> Picture | None:
    """Draw what a finding rests on.

    Parameters
    ----------
    brief : Brief
        The runs and the words.
    finding : Finding
        With its evidence.

    Returns
    -------
    Picture or None
        None where the cause leaves nothing to draw.
    """
    parameter = next(one for one in brief.sweep.parameters if one.name == _along(finding))
    name = anchor("picture", finding.cause, finding.parameter)
    drawn = _drawn(brief, parameter, finding, name)
    if drawn is None:
        return None
    svg, caption, numbers = drawn
    return Picture(name, svg, brief.voice.plain(brief.about(finding, "alt")), caption, numbers)


def _along(finding: Finding) -> object:
    """Name the parameter on the axis: what a parent switches is seen along its child."""
    parent = finding.cause == "conditional" and finding.facts["role"] == "parent"
    return finding.facts["other"] if parent else finding.parameter


def _drawn(brief: Brief, parameter: Parameter, finding: Finding, name: str) -> tuple[str, str, Table | None] | None:
    if finding.cause == "survivorship":
        return _losses(brief, parameter)
    match finding.evidence:
        case Shape() as shape:
            return _shape(brief, parameter, shape, name)
        case Lines() as lines:
            return _lines(brief, parameter, lines, name)
        case Extremes() as extremes:
            return _extremes(brief, parameter, extremes, name)
        case LevelMeans() as means:
            return _means(brief, parameter, means, name)
        case _:
            return None


def _axes(brief: Brief, parameter: Parameter) -> Axes:
    text = brief.voice.text
    log = parameter.scale == "log"
    name = brief.voice.beside(str(parameter.name), text("picture_scale_log")) if log else parameter.name
    return Axes(name, brief.metric, decimal_mark(brief.voice), log=log, beyond=text("picture_beyond"))


def _settings(brief: Brief, parameter: Parameter) -> Any:  # noqa: ANN401 - numbers or levels, as the parameter has them
    return brief.sweep.settings.loc[brief.sweep.used, parameter.name].to_numpy()


def _shape(brief: Brief, parameter: Parameter, shape: Shape, name: str) -> tuple[str, str, Table | None]:
    text = brief.voice.text
    voice = brief.voice
    best = "" if shape.best is None else voice.under(text("picture_best"), voice.plain(voice.span(*shape.best)))
    labels = ShapeLabels(_axes(brief, parameter), text("picture_line"), best)
    svg = draw_shape(_settings(brief, parameter), brief.sweep.outcome.to_numpy(), shape, labels)
    caption = brief.voice.say("caption_shape", parameter=parameter.name, metric=brief.metric)
    return svg, caption, shape_table(brief, name, parameter.name, shape)


def _lines(brief: Brief, parameter: Parameter, lines: Lines, name: str) -> tuple[str, str, Table | None]:
    told = tuple(_band(brief, lines.partner, curve) for curve in lines.curves)
    plain = tuple(brief.voice.plain(one) for one in told)
    levels = tuple(brief.voice.plain(brief.voice.level(level)) for level in lines.levels)
    svg = draw_lines(lines, LinesLabels(_axes(brief, parameter), plain, levels))
    caption = brief.voice.say("caption_lines", parameter=parameter.name, partner=lines.partner, metric=brief.metric)
    return svg, caption, lines_table(brief, name, parameter.name, lines, told)


def _band(brief: Brief, partner: str, curve: Curve) -> str:
    """Name the part of the partner's values that a curve stands for; a long name is left to the caption."""
    voice, span = brief.voice, curve.span
    if span is None and not curve.label:
        return voice.say("picture_all_runs")
    band = voice.level(curve.label) if span is None else voice.span(*span)
    if len(partner) + len(voice.plain(band)) > LONGEST_LABEL:
        return band
    return f"{voice.name(partner)} {'= ' if span is None else ''}{band}"


def _extremes(brief: Brief, parameter: Parameter, extremes: Extremes, name: str) -> tuple[str, str, Table | None]:
    text, sweep = brief.voice.text, brief.sweep
    labels = ExtremesLabels(_axes(brief, parameter), text("picture_with"), text("picture_without"), text("picture_enlarged"))
    runs = [str(run) for run in sweep.outcome.index]
    svg = draw_extremes(runs, _settings(brief, parameter), sweep.outcome.to_numpy(), extremes, labels)
    caption = brief.voice.say("caption_extremes", parameter=parameter.name, metric=brief.metric, count=len(extremes.runs))
    return svg, caption, extremes_table(brief, name, parameter.name, extremes)


def _losses(brief: Brief, parameter: Parameter) -> tuple[str, str, Table | None]:
    """Draw which part of the runs was lost along the parameter: runs that are gone leave no curve."""
    text, sweep = brief.voice.text, brief.sweep
    labels = LossLabels(parameter.name, text("picture_losses"), text("picture_missing"), decimal_mark(brief.voice))
    kept = ~sweep.aside
    svg = draw_losses(sweep.settings.loc[kept, parameter.name].tolist(), (~sweep.used[kept]).tolist(), parameter, labels)
    return svg, brief.voice.say("caption_losses", parameter=parameter.name), None


def _means(brief: Brief, parameter: Parameter, means: LevelMeans, name: str) -> tuple[str, str, Table | None]:
    text, more = brief.voice.text, len(means.levels) - MOST_LEVELS
    levels = tuple(brief.voice.plain(brief.voice.level(level)) for level in means.levels)
    rest = text("picture_more_levels", count=more) if more > 0 else ""
    axes = Axes(brief.metric, "", decimal_mark(brief.voice), beyond=text("picture_beyond"))
    svg = draw_level_means(_settings(brief, parameter), brief.sweep.outcome.to_numpy(), means, LevelLabels(axes, levels, rest))
    caption = brief.voice.say("caption_levels_picture", parameter=parameter.name, metric=brief.metric)
    return svg, caption, levels_table(brief, name, parameter.name, means)
