"""What stands against comparing groups: what differs between them beside the level, as far as the runs tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.sweep import unfinished_levels

if TYPE_CHECKING:
    import pandas as pd

    from sweepbrief.document.brief import Brief

APART = 2.0
"""Sizes and spreads that differ by this factor are told."""
STILL = 1e-9
"""A spread below this part of the largest is none: the metric does not vary there."""
SIZE = re.compile(
    r"(^|[^a-z])(n|num|number|total|trainable|model)[^a-z]*(of[^a-z]*)?(params|parameters|weights|size)($|[^a-z])"
)
"""Names of columns that hold a model's size."""


def cautions(brief: Brief) -> tuple[str, ...]:
    """Say what makes the groups less comparable, the general rule first."""
    say = brief.voice.say
    told = [say("groups_caution"), *_runs(brief), *_spreads(brief), *_settings(brief), *_signals(brief), *_sizes(brief)]
    lost = unfinished_levels(brief.sweep, brief.grouped_by)
    if lost:
        told.append(say("groups_unfinished", levels=list(lost)))
    return (*told, say("groups_models", name=brief.grouped_by))


def _runs(brief: Brief) -> list[str]:
    counts = [int(group.sweep.used.sum()) for group in brief.groups]
    if max(counts) < APART * min(counts):
        return []
    return [brief.voice.say("groups_runs", low=min(counts), high=max(counts))]


def _spreads(brief: Brief) -> list[str]:
    """Tell where the metric varies more in one group: importance is a share of each group's own variation."""
    spreads = {
        group.level: float(np.std(group.sweep.outcome.to_numpy())) for group in brief.groups if len(group.sweep.outcome) > 1
    }
    spreads = {level: found for level, found in spreads.items() if found > STILL * max(spreads.values())}
    if len(spreads) < 2 or max(spreads.values()) < APART * min(spreads.values()):  # noqa: PLR2004 - a comparison needs two
        return []
    most, least = max(spreads, key=lambda level: spreads[level]), min(spreads, key=lambda level: spreads[level])
    ends = {"first": most, "second": least, "high": spreads[most], "low": spreads[least]}
    return [brief.voice.say("groups_spread", metric=brief.metric, **ends)]


def _settings(brief: Brief) -> list[str]:
    """Name the parameters that vary in some groups only."""
    varied = [{parameter.name for parameter in group.sweep.parameters} for group in brief.groups]
    everywhere = set.intersection(*varied)
    some = [parameter.name for parameter in brief.sweep.parameters if parameter.name in set.union(*varied) - everywhere]
    return [brief.voice.say("groups_settings", names=some)] if some else []


def _signals(brief: Brief) -> list[str]:
    silent = [group.level for group in brief.groups if group.diagnosis.signal == "none"]
    return [brief.voice.say("groups_silent", levels=silent)] if silent else []


def _sizes(brief: Brief) -> list[str]:
    """Tell the models' sizes, where a column records them."""
    for frame in (brief.sweep.settings, brief.sweep.bookkeeping):
        for name in () if frame is None else frame.columns:
            if SIZE.search(str(name).lower()) and frame is not None and frame[name].dtype == np.float64:
                return _medians(brief, str(name), frame[name])
    return []


def _medians(brief: Brief, name: str, column: pd.Series[float]) -> list[str]:
    found = {group.level: float(column.loc[group.sweep.outcome.index].median()) for group in brief.groups}
    known = {level: size for level, size in found.items() if np.isfinite(size)}
    if len(known) < 2 or max(known.values()) <= min(known.values()):  # noqa: PLR2004 - a comparison needs two
        return []
    most, least = max(known, key=lambda level: known[level]), min(known, key=lambda level: known[level])
    ends = {"first": most, "second": least, "high": known[most], "low": known[least]}
    return [brief.voice.say("groups_sizes", name=name, **ends)]
