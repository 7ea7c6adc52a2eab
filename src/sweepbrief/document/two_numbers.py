"""The two numbers of a parameter, each with its bar: for the primary metric, and for every other one that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.document.block import Cell, Version
from sweepbrief.document.cells import ABSENT, titled
from sweepbrief.figures import draw_correlation_bar, draw_importance_bar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sweepbrief.document.brief import Brief
    from sweepbrief.measures import Estimate, OtherMetric


def importance_cell(brief: Brief, name: str, scores: Mapping[str, Estimate]) -> Cell:
    """Give a parameter's importance, its bar as long as its share of the longest."""
    found, most = scores[name], max((score.high or score.value or 0.0) for score in scores.values())
    if found.value is None:
        return Cell(ABSENT, None, "picture")
    rank = 1 + sum((score.value or 0.0) > found.value for score in scores.values())
    told = brief.voice.text("evidence_importance", value=found.value, low=found.low, high=found.high, rank=rank)
    bar = titled(draw_importance_bar(found.value, found.low, found.high, maximum=most), told)
    return Cell(f'<span class="figure">{brief.voice.number(found.value, 2)}</span>{bar}', found.value, "picture")


def correlation_cell(brief: Brief, name: str) -> Cell:
    """Give Pearson's r with its bar; for a category, which has none, its eta squared."""
    found = brief.measurements.score("pearson", name)
    if found.value is not None:
        told = brief.voice.text("evidence_correlation", value=found.value, low=found.low, high=found.high)
        return _coefficient(brief, found, found.value, told)
    shared = brief.measurements.score("eta_squared", name)
    if shared.value is not None:
        return Cell(f'<span class="sub">{brief.voice.say("cell_eta", value=max(shared.value, 0.0))}</span>', None, "picture")
    return Cell(ABSENT, None, "picture")


def _coefficient(brief: Brief, found: Estimate, value: float, told: str) -> Cell:
    bar = titled(draw_correlation_bar(value, found.low, found.high), told)
    return Cell(f'<span class="figure">{brief.voice.coefficient(value)}</span>{bar}', value, "picture")


def versions(brief: Brief, names: Sequence[str], caption: str) -> tuple[Version, ...]:
    """Give the two numbers by every metric, the primary one first.

    Parameters
    ----------
    brief : Brief
        The measurements.
    names : sequence of str
        Parameters, in the order of the table's rows.
    caption : str
        The table's own caption.

    Returns
    -------
    tuple of Version
        Empty where there is one metric.
    """
    if not brief.measurements.others:
        return ()
    scores = brief.measurements.scores["importance"].values
    own = tuple((importance_cell(brief, name, scores), correlation_cell(brief, name)) for name in names)
    return (Version(brief.metric, caption, own), *(_version(brief, names, other) for other in brief.measurements.others))


def _version(brief: Brief, names: Sequence[str], other: OtherMetric) -> Version:
    objective = other.objective
    told = {"metric": objective.name, "goal": objective.direction, "runs": other.runs, "primary": brief.metric}
    caption = brief.voice.say("caption_parameters_by", **told, reliable=other.reliable)
    return Version(objective.name, caption, tuple(_by(brief, name, other) for name in names))


def _by(brief: Brief, name: str, other: OtherMetric) -> tuple[Cell, Cell]:
    importance = importance_cell(brief, name, other.importance) if other.reliable else Cell(ABSENT, None, "picture")
    rho = other.spearman.get(name)
    if rho is None or rho.value is None:
        return importance, Cell(ABSENT, None, "picture")
    told = brief.voice.text("evidence_correlation", value=rho.value, low=rho.low, high=rho.high)
    return importance, _coefficient(brief, rho, rho.value, told)
