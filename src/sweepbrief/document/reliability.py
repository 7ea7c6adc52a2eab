"""Reliability: on which scale the metric was judged, what shifted it beside the settings, and rankings under other rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.document.block import Cell, Table
from sweepbrief.document.cells import ABSENT, breakable

if TYPE_CHECKING:
    from sweepbrief.document.brief import Brief
    from sweepbrief.measures import Estimate, Scores

MOST_ROWS = 8
"""Parameters in the table of rankings: the first few by any of them."""
FAR = 5.0
REPEATED = 0.75
"""Share of different settings among the runs below which the report says how many there are."""


def scale(brief: Brief) -> tuple[str, ...]:
    """Say on which scale the metric was judged and whether that changes the ranking; nothing on its own scale."""
    design, raw, say = brief.measurements.design, brief.measurements.raw_importance, brief.voice.say
    if design.scale == "raw":
        return ()
    if design.scale == "log":
        low, high = (float(end) for end in np.quantile(design.metric, [0.05, 0.95]))
        told = say("trust_scale_log", metric=brief.metric, low=low, high=high)
    else:
        far, squares = np.abs(design.y) > FAR, np.square(design.y)
        share = float(squares[far].sum() / max(float(squares.sum()), 1e-300))
        told = say("trust_scale_rank", metric=brief.metric, runs=int(far.sum()), share=share)
    if raw is None or brief.diagnosis.signal == "none":
        return (told,)
    first, other = brief.measurements.scores["importance"].ranked()[0], raw.ranked()[0]
    rest = say("trust_scale_same") if first == other else say("trust_scale_change", first=first, raw=other)
    return (brief.voice.sentences(told, rest),)


def regimes(brief: Brief) -> tuple[str, ...]:
    """Name the parts of the sweep between which the metric shifts though the settings are alike."""
    told = []
    for regime in brief.measurements.regimes:
        parts = [
            {
                "level": part.level,
                "first": part.level[0] if isinstance(part.level, tuple) else None,
                "last": part.level[1] if isinstance(part.level, tuple) else None,
                "runs": part.runs,
                "shift": part.shift.value,
                "low": part.shift.low,
                "high": part.shift.high,
            }
            for part in regime.parts
        ]
        facts = {"metric": brief.metric, "parts": parts, "p_value": regime.p_value}
        column = {"column": regime.column} if regime.kind == "label" else {}
        told.append(brief.voice.say(f"trust_regime_{regime.kind}", **facts, **column))
    return tuple(told)


def half(brief: Brief) -> tuple[str, ...]:
    """Say where the ranking changes among the better half of the runs."""
    found = brief.measurements.better_half
    if found is None or not (found.fallen or found.risen) or brief.diagnosis.signal == "none":
        return ()
    facts = {"fallen": list(found.fallen), "risen": list(found.risen)}
    return (brief.voice.say("trust_half", metric=brief.metric, runs=found.runs, **facts),)


def repeats(brief: Brief) -> tuple[str, ...]:
    """Say how many different settings there are, where many runs repeat one."""
    settings = int(brief.measurements.design.groups.max()) + 1
    if settings > REPEATED * brief.used:
        return ()
    return (brief.voice.say("trust_settings", runs=brief.used, settings=settings),)


def rankings(brief: Brief) -> tuple[Table, ...]:
    """Write importances side by side, where another scale or the better half of the runs ranks otherwise."""
    measured, say = brief.measurements, brief.voice.say
    if brief.diagnosis.signal == "none":
        return ()
    told = measured.scores["importance"]
    columns: list[tuple[str, Scores]] = [("head_as_told", told)]
    if measured.raw_importance is not None and measured.raw_importance.ranked()[0] != told.ranked()[0]:
        columns.append(("head_as_recorded", measured.raw_importance))
    if half(brief) and measured.better_half is not None:
        columns.append(("head_better_half", measured.better_half.importance))
    if len(columns) == 1:
        return ()
    places = [{name: place for place, name in enumerate(scores.ranked())} for _, scores in columns]
    first = sorted(told.values, key=lambda name: (min(place[name] for place in places), places[0][name]))[:MOST_ROWS]
    shown = sorted(first, key=lambda name: places[0][name])
    rows = tuple((_name(brief, name), *(_share(brief, scores.values[name]) for _, scores in columns)) for name in shown)
    heads = (say("head_parameter"), *(say(head) for head, _ in columns))
    return (Table("rankings", say("caption_rankings", metric=brief.metric), heads, rows),)


def _name(brief: Brief, name: str) -> Cell:
    return Cell(breakable(brief.voice.name(name)), name, "head")


def _share(brief: Brief, found: Estimate) -> Cell:
    if found.value is None:
        return Cell(ABSENT, None, "number")
    told = brief.voice.say("cell_share", value=found.value, low=found.low, high=found.high)
    return Cell(told, found.value, "number")
