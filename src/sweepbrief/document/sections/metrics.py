"""Several metrics: importance for each, where and why they tell different stories, and what has to be traded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.document.block import Cell, Items, Picture, Prose, Section, Table
from sweepbrief.document.cells import ABSENT, estimate, named, setting
from sweepbrief.document.pictures import by_importance, decimal_mark
from sweepbrief.figures import Axes, draw_pareto

if TYPE_CHECKING:
    from sweepbrief.document.block import Block
    from sweepbrief.document.brief import Brief
    from sweepbrief.measures import Front, OtherMetric

MOST_FRONT = 12
MOST_COLUMNS = 5
MOST_TOLD = 4
MOST_ROWS = 30


def write(brief: Brief) -> Section:
    """Write the matrix, what differs between the metrics, and the front."""
    say, others = brief.voice.say, brief.measurements.others
    lede = Prose(say("metrics_lede", metric=brief.metric, others=[one.objective.name for one in others]), "lede")
    told = tuple(line for one in others for line in _stories(brief, one))
    return Section("metrics", say("section_metrics"), (lede, _matrix(brief), Items(told), *_trades(brief)))


def _stories(brief: Brief, one: OtherMetric) -> list[str]:
    """Say how a metric stands to the primary one."""
    say, first, second = brief.voice.say, brief.metric, one.objective.name
    told = []
    if one.agreement.value is not None:
        ends = {"rho": one.agreement.value, "low": one.agreement.low, "high": one.agreement.high}
        told.append(brief.voice.sentences(say("metrics_agreement", first=first, second=second, **ends), _best(brief, one)))
    if one.runs < brief.used:
        told.append(say("metrics_fewer", metric=second, runs=one.runs, count=brief.used))
    if one.far:
        told.append(say("metrics_far", metric=second, runs=one.far))
    if not one.reliable:
        return [*told, say("metrics_unreliable", metric=second, r2=one.r2.value)]
    told += [
        say("metrics_apart", parameter=a.parameter, first=first, second=second, difference=a.difference, low=a.low, high=a.high)
        for a in one.apart[:MOST_TOLD]
    ]
    if not one.apart and not one.opposed and brief.diagnosis.signal != "none":
        told.append(say("metrics_alike", first=first, second=second))
    return [*told, *_opposed(brief, one)]


def _opposed(brief: Brief, one: OtherMetric) -> list[str]:
    say, spearman = brief.voice.say, brief.measurements.scores["spearman"].values
    sign = 1.0 if brief.goal == "maximize" else -1.0
    rises = {name: sign * (spearman[name].value or 0.0) > 0 for name in one.opposed}
    return [
        say("metrics_opposed", parameter=name, first=brief.metric, second=one.objective.name, rises=rises[name])
        for name in one.opposed[:MOST_TOLD]
    ]


def _best(brief: Brief, one: OtherMetric) -> str:
    if one.best_rank is None:
        return ""
    names = {"first": brief.metric, "second": one.objective.name, "run": brief.sweep.best_run}
    if one.best_rank == 1:
        return brief.voice.say("metrics_best_same", **names)
    return brief.voice.say("metrics_best_other", **names, rank=one.best_rank, count=one.runs)


def _matrix(brief: Brief) -> Table:
    """Give importance by parameter and metric."""
    say, voice, scores = brief.voice.say, brief.voice, brief.measurements.scores
    others = brief.measurements.others[:MOST_COLUMNS]
    names = [parameter.name for parameter in by_importance(brief)[:MOST_ROWS]]
    sound = brief.diagnosis.signal != "none"
    rows = tuple(
        (
            named(brief, name),
            estimate(voice, scores["importance"].values[name]) if sound else Cell(ABSENT, None, "number"),
            *(estimate(voice, one.importance[name]) if one.reliable else Cell(ABSENT, None, "number") for one in others),
        )
        for name in names
    )
    r2 = brief.measurements.surrogate.oob_r2.value
    heads = (
        _head(brief, brief.metric, r2 if sound else None),
        *(_head(brief, m.objective.name, m.r2.value if m.reliable else None) for m in others),
    )
    return Table("metric-matrix", say("caption_metrics", metric=brief.metric), (say("head_parameter"), *heads), rows)


def _head(brief: Brief, metric: str, r2: float | None) -> str:
    say = brief.voice.say
    beneath = say("metrics_unexplained") if r2 is None else say("metrics_explained", r2=max(r2, 0.0))
    return f'{brief.voice.name(metric)}<span class="sub">{beneath}</span>'


def _trades(brief: Brief) -> tuple[Block, ...]:
    front, say = brief.measurements.front, brief.voice.say
    if front is None:
        return ()
    heading = Prose(say("heading_pareto"), "heading", "pareto-front")
    names = [objective.name for objective in brief.sweep.objectives]
    if len(front.runs) == 1:
        return (heading, Prose(say("pareto_single", run=front.runs[0], others=names)))
    lede = Prose(say("pareto_lede", shown=len(front.runs), count=front.counted, others=names))
    return (
        heading,
        lede,
        *_moves(brief, front),
        _picture(brief, front),
        _runs(brief, front),
        Prose(say("pareto_caution"), "note"),
    )


def _moves(brief: Brief, front: Front) -> tuple[Block, ...]:
    say = brief.voice.say
    if not front.moves:
        return (Prose(say("pareto_still", near=front.near) if front.near else say("pareto_few")),)
    others = [objective.name for objective in brief.sweep.objectives[1:]]
    told = [
        say("pareto_levels", parameter=one.parameter, first=brief.metric)
        if one.rho is None
        else say("pareto_rises", parameter=one.parameter, first=brief.metric, others=others, rho=one.rho)
        for one in front.moves[:MOST_TOLD]
    ]
    return (Items(tuple(told)),)


def _picture(brief: Brief, front: Front) -> Picture:
    """Draw the runs by the first two metrics."""
    text, sweep = brief.voice.text, brief.sweep
    first, second = (objective.name for objective in sweep.objectives[:2])
    metrics = sweep.metrics.loc[sweep.used]
    on = metrics.index.isin(front.runs)
    xs, ys = (metrics[name].to_numpy(dtype=np.float64) for name in (first, second))
    axes = Axes(first, second, decimal_mark(brief.voice), beyond=text("picture_beyond"))
    names = {"first": first, "second": second, "shown": len(front.runs)}
    svg = draw_pareto(xs, ys, np.asarray(on, dtype=bool), axes, text("picture_front"))
    alt = text("alt_pareto", **names, count=front.counted)
    return Picture("pareto", svg, alt, brief.voice.say("caption_pareto", **names))


def _runs(brief: Brief, front: Front) -> Table:
    """List the runs on the front; of many, as many from end to end as there is room for."""
    say, sweep = brief.voice.say, brief.sweep
    places = np.unique(np.linspace(0, len(front.runs) - 1, MOST_FRONT).round().astype(int))
    shown = [front.runs[place] for place in places]
    metrics = [objective.name for objective in sweep.objectives[:MOST_COLUMNS]]
    varied = [move.parameter for move in front.moves] + [one.name for one in by_importance(brief)]
    settings = list(dict.fromkeys(varied))[: MOST_COLUMNS - 1]
    rows = tuple(
        (
            Cell(brief.voice.run(run), run, "head"),
            *(setting(brief.voice, float(sweep.metrics.loc[run, name])) for name in metrics),
            *(setting(brief.voice, _known(sweep.settings.loc[run, name])) for name in settings),
        )
        for run in shown
    )
    heads = (say("head_run"), *(brief.voice.name(name) for name in (*metrics, *settings)))
    return Table("front", say("caption_front"), heads, rows)


def _known(value: object) -> object:
    return None if isinstance(value, float) and np.isnan(value) else value
