"""From Optuna's records to a study."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sweepbrief.sources.conditions import find_conditions
from sweepbrief.sources.optuna_records import STATES
from sweepbrief.sources.optuna_space import merge
from sweepbrief.sources.reached import curves_of
from sweepbrief.sources.statuses import running_note
from sweepbrief.sources.values import as_moments, settle
from sweepbrief.sweep import Exclusion, Note, Objective, Parameter, Study

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sweepbrief.sources.optuna_records import Distribution, StudyRecord, Trial
    from sweepbrief.sweep import Missing, Sampler, Source

_ADAPTIVE: Final = ("tpe:", "cma:", "cmaes:", "nsga2:", "nsga3:", "nsgaii:", "gp:", "botorch:", "motpe:", "skopt:")
_ALIKE: Final = 0.9
"""Share of finished trials whose value is one they reported, from which reports are taken for values of the objective."""


def metric_names(record: StudyRecord) -> list[str]:
    """Name the objectives: as the study does, else ``value`` or ``values_0``, ``values_1``, ..."""
    count = max([len(record.directions), 1, *(max(trial.outcomes, default=-1) + 1 for trial in record.trials)])
    if len(record.metric_names) == count and len(set(record.metric_names)) == count:
        return list(record.metric_names)
    return ["value"] if count == 1 else [f"values_{number}" for number in range(count)]


def _sampler(trials: Sequence[Trial]) -> Sampler:
    """Read the sampler off what it left in the trials."""
    keys = {key for trial in trials for key in trial.system_attrs}
    if "grid_id" in keys:
        return "grid"
    return "adaptive" if any(key.startswith(_ADAPTIVE) for key in keys) else "unknown"


def _distributions(trials: Iterable[Trial]) -> dict[str, dict[str, Distribution]]:
    """Collect the different distributions of every parameter, in the order of first use."""
    found: dict[str, dict[str, Distribution]] = {}
    for trial in trials:
        for name in trial.params:
            distribution = trial.distributions.get(name)
            seen = found.setdefault(name, {})
            if distribution is not None:
                seen.setdefault(repr(distribution), distribution)
    return found


def _column(name: str, parameter: Parameter, trials: Sequence[Trial], index: pd.Index) -> pd.Series:
    cells = [trial.params.get(name) for trial in trials]
    if parameter.numeric:
        numbers = [float(cell) if isinstance(cell, (int, float)) else math.nan for cell in cells]
        return pd.Series(numbers, index=index, dtype="float64")
    values = np.empty(len(cells), dtype=object)
    values[:] = cells
    return pd.Series(values, index=index, dtype=object)


def _parameters(trials: Sequence[Trial]) -> tuple[dict[str, Parameter], tuple[Note, ...]]:
    parameters: dict[str, Parameter] = {}
    notes: list[Note] = []
    for name, found in _distributions(trials).items():
        if found:
            parameters[name], more = merge(name, found.values())
            notes.extend(more)
        else:  # a kind of distribution that is not known: the values speak for themselves
            kind = settle(pd.Series([trial.params.get(name) for trial in trials], dtype=object)).kind
            parameters[name] = Parameter(name, kind)
    return parameters, tuple(notes)


def _conditions(
    parameters: dict[str, Parameter], settings: pd.DataFrame, statuses: pd.Series
) -> tuple[tuple[Parameter, ...], tuple[Note, ...]]:
    """Say of each parameter that some trials lack what that means."""
    whole = settings[statuses.isin(["complete", "pruned"])]
    gaps = [name for name in parameters if settings[name].isna().any() and None not in (parameters[name].choices or ())]
    conditions = find_conditions(whole, gaps)
    known, notes = [], []
    for name, parameter in parameters.items():
        condition = conditions.get(name)
        if condition:
            facts = {"parameter": name, "parent": condition.parent, "values": list(condition.values)}
            notes.append(Note("conditional", facts))
        missing: Missing = (
            "inactive" if name in gaps and bool(whole[name].isna().any()) else "unrecorded" if name in gaps else "none"
        )
        if parameter.choices and None in parameter.choices and settings[name].isna().any():
            missing = "level"
        known.append(dataclasses.replace(parameter, active_when=condition, missing=missing))
    return tuple(known), tuple(notes)


def _constraints(trials: Sequence[Trial]) -> tuple[Note, ...]:
    """Note the trials that broke the study's own constraints: any value above zero."""
    checked = infeasible = 0
    for trial in trials:
        values = [v for key, v in trial.system_attrs.items() if key == "constraints" or key.startswith("constraints:")]
        flat = [item for value in values for item in (value if isinstance(value, (list, tuple)) else [value])]
        numbers = [item for item in flat if isinstance(item, (int, float))]
        checked += bool(numbers)
        infeasible += any(number > 0 for number in numbers)
    return (Note("constraints", {"infeasible": infeasible, "runs": checked}),) if checked else ()


def _attributes(trials: Sequence[Trial], index: pd.Index, taken: set[str]) -> pd.DataFrame:
    """Lay the trials' user attributes out as columns, nested ones as text."""
    names = list(dict.fromkeys(key for trial in trials for key in trial.user_attrs))
    columns = {}
    for name in names:
        cells = pd.Series([trial.user_attrs.get(name) for trial in trials], dtype=object)
        label = f"user_attrs.{name}" if name in taken else name
        columns[label] = settle(cells).data.set_axis(index)
    return pd.DataFrame(columns, index=index)


def _seconds(trials: Sequence[Trial], index: pd.Index) -> pd.Series | None:
    """Take the differences of the stored moments: zones differ between versions, differences do not."""
    start = as_moments(pd.Series([trial.start for trial in trials], dtype=object))
    complete = as_moments(pd.Series([trial.complete for trial in trials], dtype=object))
    if start is None or complete is None:
        return None
    return (complete - start).where(lambda seconds: seconds >= 0).set_axis(index)


def _is_outcome(trial: Trial) -> bool:
    """Tell whether a trial's value is among what it reported last or best: else it reports another quantity."""
    told = [*trial.reports.values()]
    ends = (trial.reports[max(trial.reports)], min(told), max(told))
    return any(math.isclose(trial.outcomes.get(0, math.nan), value, rel_tol=1e-6) for value in ends)


def _curves(trials: Sequence[Trial], index: pd.Index, metric: str) -> dict[str, pd.DataFrame]:
    """Give what trials reported along the way, where some were pruned by it and reports are values of the objective."""
    ended = [trial for trial in trials if trial.state == "COMPLETE" and trial.reports]
    if not any(trial.state == "PRUNED" and trial.reports for trial in trials):
        return {}
    if sum(map(_is_outcome, ended)) < _ALIKE * len(ended):
        return {}
    rows = [(name, step, value) for name, trial in zip(index, trials, strict=True) for step, value in trial.reports.items()]
    return curves_of(pd.DataFrame(rows, columns=["run", "step", metric]), "run", "step", [metric])


def study_of_record(record: StudyRecord, source: Source, notes: tuple[Note, ...] = ()) -> Study:
    """Turn what a storage holds of one study into a ``Study``.

    Parameters
    ----------
    record : StudyRecord
        Trials and directions.
    source : Source
        Where they were read.
    notes : tuple of Note
        What was noticed while reading.

    Returns
    -------
    Study
        Runs are named by trial number; a parameter that a trial did not draw is missing there.
    """
    trials = record.trials
    index = pd.Index([str(trial.number) for trial in trials], name="run", dtype=object)
    names = metric_names(record)
    statuses = pd.Series([STATES.get(trial.state, "unknown") for trial in trials], index=index, dtype=object)
    parameters, space_notes = _parameters(trials)
    settings = pd.DataFrame(
        {name: _column(name, parameter, trials, index) for name, parameter in parameters.items()}, index=index
    )
    known, condition_notes = _conditions(parameters, settings, statuses)
    metrics = pd.DataFrame(
        {name: [trial.outcomes.get(place, math.nan) for trial in trials] for place, name in enumerate(names)},
        index=index,
        dtype="float64",
    )
    directions = [*record.directions, *[None] * len(names)][: len(names)]
    bookkeeping = _attributes(trials, index, {*names, *parameters})
    return Study(
        name=record.name,
        source=source,
        settings=settings,
        metrics=metrics,
        statuses=statuses,
        parameters=known,
        objectives=tuple(
            Objective(name, direction, "source" if direction else "unknown")
            for name, direction in zip(names, directions, strict=True)
        ),
        order=pd.Series([float(trial.number) for trial in trials], index=index, dtype="float64"),
        seconds=_seconds(trials, index),
        sampler=_sampler(trials),
        bookkeeping=bookkeeping,
        excluded=tuple(Exclusion("parameter", str(name), "bookkeeping") for name in bookkeeping.columns),
        notes=(*notes, *running_note(statuses), *space_notes, *condition_notes, *_constraints(trials)),
        curves=_curves(trials, index, names[0]) if len(names) == 1 else {},
    )
