"""The pictures of a whole sweep, each with its caption, its alternate text and its numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.block import Picture
from sweepbrief.document.numbers import (
    best_span,
    history_table,
    interaction_table,
    parallel_table,
    quadrant_table,
    status_table,
)
from sweepbrief.figures import (
    BREADTHS,
    MOST_AXES,
    MOST_COVERED,
    MOST_LINES,
    Axes,
    CoverageLabels,
    HistoryLabels,
    InteractionLabels,
    ParallelLabels,
    QuadrantLabels,
    draw_coverage,
    draw_history,
    draw_interactions,
    draw_parallel,
    draw_quadrant,
    draw_statuses,
)
from sweepbrief.measures import Estimate
from sweepbrief.sweep import STATUSES

if TYPE_CHECKING:
    from sweepbrief.document.brief import Brief
    from sweepbrief.narrative import Voice
    from sweepbrief.sweep import Parameter

HALF = 0.3
"""|r| from which a correlation stands in the right half of the quadrant: a medium one by Cohen (1988)."""


def decimal_mark(voice: Voice) -> str:
    """Give the decimal mark of the reader's language."""
    return voice.plain(voice.number(0.5, 1))[1:2]


def by_importance(brief: Brief) -> list[Parameter]:
    """Give the parameters from the most important to the least."""
    found = {parameter.name: parameter for parameter in brief.sweep.parameters}
    return [found[verdict.parameter] for verdict in brief.ranked()]


def quadrant(brief: Brief) -> tuple[Picture, ...]:
    """Draw importance against the size of the correlation, the four corners named."""
    text, scores = brief.voice.text, brief.measurements.scores
    shown, strength = brief.storied(), _strengths(brief)
    importance = {name: found for name, found in scores["importance"].values.items() if name in shown}
    if not any(found.value is not None and strength[name].value is not None for name, found in importance.items()):
        return ()
    split = 1.0 / max(len(scores["importance"].values), 1)
    corners = (text("quadrant_hidden"), text("quadrant_both"), text("quadrant_neither"), text("quadrant_apparent"))
    unsigned = frozenset(name for name, found in scores["pearson"].values.items() if found.value is None)
    labels = QuadrantLabels(
        text("axis_correlation"), text("axis_importance"), corners, split, HALF, decimal_mark(brief.voice), unsigned
    )
    high = [name for name, found in importance.items() if (found.value or 0.0) > split]
    strong = {name for name in high if abs(strength[name].value or 0.0) >= HALF}
    alt = text(
        "alt_quadrant", agreeing=[name for name in high if name in strong], hidden=[name for name in high if name not in strong]
    )
    caption = brief.voice.say("caption_quadrant", metric=brief.metric)
    return (Picture("quadrant", draw_quadrant(importance, strength, labels), alt, caption, quadrant_table(brief, strength)),)


def _strengths(brief: Brief) -> dict[str, Estimate]:
    """Give r where there is one, and the square root of eta squared for a category."""
    scores = brief.measurements.scores
    return {
        name: found if found.value is not None else _root(scores["eta_squared"].values[name])
        for name, found in scores["pearson"].values.items()
    }


def _root(found: Estimate) -> Estimate:
    value, low, high = (None if end is None else max(end, 0.0) ** 0.5 for end in (found.value, found.low, found.high))
    return Estimate(value, low, high, found.why_not)


def interactions(brief: Brief) -> tuple[Picture, ...]:
    """Draw how much each pair of parameters acts together."""
    pairs, names = brief.measurements.pairs, [verdict.parameter for verdict in brief.ranked()]
    if len(names) < 3:  # noqa: PLR2004 - one pair needs no map
        return ()
    first, second = pairs[0].parameters
    alt = brief.voice.text("alt_heatmap", first=first, second=second, share=pairs[0].relative_share)
    labels = InteractionLabels(brief.voice.text("head_share"))
    caption = brief.voice.say("caption_heatmap", metric=brief.metric)
    svg, narrow = (draw_interactions(pairs, names, labels, breadth) for breadth in BREADTHS)
    return (Picture("interactions", svg, alt, caption, interaction_table(brief), narrow),)


def parallel(brief: Brief) -> tuple[Picture, ...]:
    """Draw every run that counts as a line across the parameters, the best tenth emphasised."""
    text, sweep, parameters = brief.voice.text, brief.sweep, by_importance(brief)
    if not parameters:
        return ()
    best, rest, missing = (text(f"picture_{word}") for word in ("best_tenth", "rest", "missing"))
    labels = ParallelLabels(brief.metric, brief.goal, best, rest, missing, decimal_mark(brief.voice))
    used = sweep.settings.loc[sweep.used]
    svg, narrow = (draw_parallel(used, sweep.outcome.to_numpy(), parameters, labels, breadth) for breadth in BREADTHS)
    low, high = best_span(brief, parameters[0])
    alt = text("alt_parallel", metric=brief.metric, parameter=parameters[0].name, low=low, high=high)
    shown = min(len(parameters), MOST_AXES)
    caption = brief.voice.say("caption_parallel", runs=brief.used, shown=min(brief.used, MOST_LINES), metric=brief.metric)
    return (Picture("parallel", svg, alt, caption, parallel_table(brief, parameters[:shown]), narrow),)


def history(brief: Brief) -> tuple[Picture, ...]:
    """Draw the runs in the order they were made, with the best so far."""
    text, sweep = brief.voice.text, brief.sweep
    if sweep.order is None:
        return ()
    axes = Axes(text("axis_order"), brief.metric, decimal_mark(brief.voice), beyond=text("picture_beyond"))
    labels = HistoryLabels(axes, text("picture_best_so_far"), text("picture_lost"))
    svg, narrow = (draw_history(sweep, labels, breadth) for breadth in BREADTHS)
    place = int(sweep.order.rank(method="first")[sweep.best_run])
    best = float(sweep.outcome[sweep.best_run])
    alt = text("alt_history", metric=brief.metric, best=best, run=sweep.best_run, position=place, total=len(sweep.order))
    caption = brief.voice.say("caption_history", metric=brief.metric)
    return (Picture("history", svg, alt, caption, history_table(brief), narrow),)


def statuses(brief: Brief) -> tuple[Picture, ...]:
    """Draw how the runs ended, where not all of them counted."""
    text, found = brief.voice.text, brief.sweep.counts
    counts = {status: found[status] for status in STATUSES if status in found}
    if len(counts) < 2:  # noqa: PLR2004 - all runs ended alike
        return ()
    labels = {status: text(f"status_{status}", count=count) for status, count in counts.items()}
    svg, narrow = (draw_statuses(counts, labels, breadth) for breadth in BREADTHS)
    alt = text("alt_statuses", found=len(brief.sweep.statuses), used=brief.used)
    return (Picture("statuses", svg, alt, brief.voice.say("caption_statuses"), status_table(brief), narrow),)


def coverage(brief: Brief) -> tuple[Picture, ...]:
    """Draw where in each range runs were made, and where the best ones lie."""
    text, sweep, parameters = brief.voice.text, brief.sweep, by_importance(brief)
    if not parameters:
        return ()
    labels = CoverageLabels(brief.goal, text("picture_best_tenth"), text("picture_rest"), decimal_mark(brief.voice))
    used = sweep.settings.loc[sweep.used]
    svg, narrow = (draw_coverage(used, sweep.outcome.to_numpy(), parameters, labels, breadth) for breadth in BREADTHS)
    shown = min(len(parameters), MOST_COVERED)
    alt = text("alt_coverage", shown=shown, parameters=len(parameters))
    caption = brief.voice.say("caption_ranges", shown=shown, metric=brief.metric)
    return (Picture("ranges", svg, alt, caption, narrow=narrow),)
