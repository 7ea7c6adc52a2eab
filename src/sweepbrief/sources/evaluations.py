"""Evaluations of configurations, each at a budget, with a seed, on an instance: from such records to a study."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sweepbrief.sources.configuration_space import ConfigurationSpace
    from sweepbrief.sweep import Exclusion, Objective, Sampler, Source, Status, Study

_BUDGET: Final = "budget"
_REPLICATES: Final = ("seed", "instance")


@dataclass(slots=True)
class Evaluation:
    """One evaluation of one configuration.

    Attributes
    ----------
    configuration : str
        What the tool calls the configuration.
    settings, metrics, other : mappings
        As in ``Run``.
    status : str
        A word of ``STATUSES``.
    budget : float or None
        What it was allowed to spend; None where the tool states none.
    seed, instance : object
        Of which replicate it is; None where the tool states none.
    order, seconds : float or None
        As in ``Run``.
    """

    configuration: str
    settings: Mapping[str, object] = field(default_factory=dict)
    metrics: Mapping[str, object] = field(default_factory=dict)
    status: Status = "complete"
    budget: float | None = None
    seed: object = None
    instance: object = None
    order: float | None = None
    seconds: float | None = None
    other: Mapping[str, object] = field(default_factory=dict)


def _differ(values: Sequence[object]) -> bool:
    return len({repr(value) for value in values}) > 1


def _names(evaluations: Sequence[Evaluation]) -> list[str]:
    """Name evaluations by their configuration, with as much of the rest as tells those of one configuration apart."""
    names = [evaluation.configuration for evaluation in evaluations]
    for part, mark in ((_BUDGET, "@"), ("instance", "/"), ("seed", "#")):
        if len(set(names)) == len(names):
            break
        values = [getattr(evaluation, part) for evaluation in evaluations]
        if _differ(values):
            names = [f"{name}{mark}{_short(value)}" for name, value in zip(names, values, strict=True)]
    return names


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _run(evaluation: Evaluation, name: str, parts: Sequence[str]) -> Run:
    other = {**evaluation.other, **{part: getattr(evaluation, part) for part in parts}}
    return Run(
        name, evaluation.settings, evaluation.metrics, evaluation.status, evaluation.order, evaluation.seconds, other=other
    )


def study_of_evaluations(  # noqa: PLR0913 - what a tool may record of a sweep, by keyword
    name: str,
    source: Source,
    evaluations: Sequence[Evaluation],
    *,
    space: ConfigurationSpace,
    objectives: tuple[Objective, ...] = (),
    sampler: Sampler = "unknown",
    excluded: tuple[Exclusion, ...] = (),
    notes: tuple[Note, ...] = (),
) -> Study:
    """Turn evaluations into a study, one run each.

    Parameters
    ----------
    name : str
        What the tool calls the study.
    source : Source
        Where they were read.
    evaluations : sequence of Evaluation
        In the source's order.
    space : ConfigurationSpace
        The search space as declared.
    objectives, sampler, excluded, notes
        As in `study_of_runs`.

    Returns
    -------
    Study
        Budgets are its fidelity, seeds and instances that differ are replicate indices.
    """
    columns = {part: [getattr(evaluation, part) for evaluation in evaluations] for part in (_BUDGET, *_REPLICATES)}
    budgets = [value for value in columns[_BUDGET] if value is not None]
    replicates = [part for part in _REPLICATES if _differ(columns[part])]
    parts = [*([_BUDGET] if budgets else []), *replicates]
    names = _names(evaluations)
    study = study_of_runs(
        name,
        source,
        [_run(evaluation, label, parts) for evaluation, label in zip(evaluations, names, strict=True)],
        space=space.parameters,
        objectives=objectives,
        sampler=sampler,
        fidelity=_BUDGET if budgets else None,
        excluded=excluded,
        notes=(*notes, *space.notes, *([Note("seed_columns", {"columns": replicates})] if replicates else [])),
    )
    return dataclasses.replace(study, excluded=tuple(_replicate(item, replicates) for item in study.excluded))


def _replicate(item: Exclusion, replicates: Sequence[str]) -> Exclusion:
    """Say of a seed's or an instance's column that it counts replicates."""
    column = item.name.removesuffix(" (of the run)")
    known = item.what == "parameter" and item.reason == "bookkeeping" and column in replicates
    return dataclasses.replace(item, reason="replicate", facts={}) if known else item
