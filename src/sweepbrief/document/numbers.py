"""The numbers behind a picture as a table, for those who cannot see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.block import Cell, Table
from sweepbrief.document.brief import MOST_STORIES
from sweepbrief.document.cells import ABSENT, metric, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sweepbrief.diagnosis import Curve, Extremes, LevelMeans, Lines, Shape
    from sweepbrief.document.brief import Brief
    from sweepbrief.measures import Estimate
    from sweepbrief.sweep import Parameter

MOST_ROWS = 12
BEST_SHARE = 0.1


def _table(brief: Brief, name: str, about: str, heads: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]) -> Table | None:
    if not rows:
        return None
    return Table(f"{name}-numbers", brief.voice.say("numbers_caption", parameter=about), heads, tuple(rows))


def _spread(length: int) -> list[int]:
    """Choose at most twelve places, evenly spaced, both ends among them."""
    if length <= MOST_ROWS:
        return list(range(length))
    return [round(step * (length - 1) / (MOST_ROWS - 1)) for step in range(MOST_ROWS)]


def curve_rows(brief: Brief, curve: Curve, ahead: tuple[Cell, ...] = ()) -> list[tuple[Cell, ...]]:
    """Give a curve's fitted mean and band at up to twelve places."""
    return [
        (
            *ahead,
            Cell(brief.voice.value(float(curve.x[place])), None, "head"),
            *_mean(brief, curve.mean[place], curve.low[place], curve.high[place]),
        )
        for place in _spread(len(curve.x))
    ]


def _mean(brief: Brief, mean: float, low: float, high: float) -> tuple[Cell, ...]:
    return tuple(metric(brief.voice, float(end)) for end in (mean, low, high))


def shape_table(brief: Brief, name: str, parameter: str, shape: Shape) -> Table | None:
    """Give the main curve and the straight line."""
    say = brief.voice.say
    rows = curve_rows(brief, shape.curve)
    lines = [metric(brief.voice, float(shape.line[place])) for place in _spread(len(shape.curve.x))]
    heads = (brief.voice.name(parameter), say("head_fit"), say("head_low"), say("head_high"), say("head_line"))
    return _table(brief, name, parameter, heads, [(*row, line) for row, line in zip(rows, lines, strict=True)])


def lines_table(brief: Brief, name: str, parameter: str, lines: Lines, told: tuple[str, ...]) -> Table | None:
    """Give each band's curve."""
    say = brief.voice.say
    rows = []
    for curve, label in zip(lines.curves, told, strict=True):
        for row, place in zip(curve_rows(brief, curve), _spread(len(curve.x)), strict=True):
            named = Cell(brief.voice.level(lines.levels[int(curve.x[place])])) if lines.levels else row[0]
            rows.append((Cell(label, None, "head"), Cell(named.html), *row[1:]))
    heads = (brief.voice.name(lines.partner), brief.voice.name(parameter), say("head_fit"), say("head_low"), say("head_high"))
    return _table(brief, name, parameter, heads, rows)


def extremes_table(brief: Brief, name: str, parameter: str, extremes: Extremes) -> Table | None:
    """Give the extreme runs with setting and outcome."""
    voice, sweep = brief.voice, brief.sweep
    rows = [
        (
            Cell(voice.run(run), None, "head"),
            Cell(voice.value(sweep.settings.loc[run, parameter]), None, "number"),
            metric(voice, float(sweep.outcome[run])),
        )
        for run in extremes.runs
    ]
    return _table(brief, name, parameter, (voice.say("head_run"), voice.name(parameter), voice.name(brief.metric)), rows)


def levels_table(brief: Brief, name: str, parameter: str, means: LevelMeans) -> Table | None:
    """Give each level's adjusted mean."""
    say = brief.voice.say
    rows = [
        (Cell(brief.voice.level(level), None, "head"), *_mean(brief, means.mean[place], means.low[place], means.high[place]))
        for place, level in enumerate(means.levels)
    ]
    heads = (brief.voice.name(parameter), say("head_mean", metric=brief.metric), say("head_low"), say("head_high"))
    return _table(brief, name, parameter, heads, rows)


def quadrant_table(brief: Brief, strength: Mapping[str, Estimate]) -> Table | None:
    """Give both coordinates of each parameter."""
    voice, importance = brief.voice, brief.measurements.scores["importance"].values
    rows = [
        (
            Cell(voice.name(verdict.parameter), None, "head"),
            number(voice, importance[verdict.parameter].value, 2),
            number(voice, strength[verdict.parameter].value, 2),
        )
        for verdict in brief.ranked()[:MOST_STORIES]
    ]
    heads = (voice.say("head_parameter"), voice.say("axis_importance"), voice.say("axis_correlation"))
    return _table(brief, "quadrant", brief.metric, heads, rows)


def interaction_table(brief: Brief) -> Table | None:
    """Give the share of each pair, the strongest first."""
    voice = brief.voice
    rows = [
        (
            Cell(" \N{MULTIPLICATION SIGN} ".join(voice.name(name) for name in pair.parameters), None, "head"),
            Cell(voice.percent(pair.relative_share), None, "number"),
        )
        for pair in brief.measurements.pairs[: 2 * MOST_ROWS]
    ]
    return _table(brief, "interactions", brief.metric, (voice.say("head_pair"), voice.say("head_share")), rows)


def best_span(brief: Brief, parameter: Parameter) -> tuple[float | None, float | None]:
    """Give where the best tenth of the runs lies along a numeric parameter."""
    if not parameter.numeric:
        return None, None
    outcome = brief.sweep.outcome.sort_values(ascending=brief.goal == "minimize", kind="stable")
    best = outcome.index[: max(int(len(outcome) * BEST_SHARE), 1)]
    values = brief.sweep.settings.loc[best, parameter.name].dropna()
    return (float(values.min()), float(values.max())) if len(values) else (None, None)


def parallel_table(brief: Brief, parameters: list[Parameter]) -> Table | None:
    """Give where the best tenth lies along each axis."""
    voice = brief.voice
    rows = []
    for parameter in parameters:
        low, high = best_span(brief, parameter)
        told = ABSENT if low is None or high is None else voice.span(low, high)
        rows.append((Cell(voice.name(parameter.name), None, "head"), Cell(told)))
    return _table(brief, "parallel", brief.metric, (voice.say("head_parameter"), voice.say("picture_best_tenth")), rows)


def history_table(brief: Brief) -> Table | None:
    """Give the runs that improved on all before them."""
    voice, sweep = brief.voice, brief.sweep
    if sweep.order is None:
        return None
    places = sweep.order.rank(method="first")
    outcome = sweep.outcome.loc[sweep.order[sweep.used].sort_values(kind="stable").index]
    best = outcome.cummin() if brief.goal == "minimize" else outcome.cummax()
    better = outcome[best.diff().fillna(1.0) != 0][-MOST_ROWS:]
    rows = [
        (Cell(voice.number(int(places[str(run)]), 0), None, "head"), Cell(voice.run(str(run))), metric(voice, float(value)))
        for run, value in better.items()
    ]
    return _table(
        brief, "history", brief.metric, (voice.say("head_order"), voice.say("head_run"), voice.say("head_best_so_far")), rows
    )


def status_table(brief: Brief) -> Table | None:
    """Give the number of runs by how they ended."""
    voice = brief.voice
    rows = [
        (
            Cell(voice.say(f"status_{status}", count=count), None, "head"),
            Cell(voice.percent(count / len(brief.sweep.statuses)), None, "number"),
        )
        for status, count in brief.sweep.counts.items()
    ]
    return _table(brief, "statuses", brief.metric, (voice.say("head_status"), voice.say("head_share_of_runs")), rows)
