"""From runs as a tool recorded them, one record each, to a study: columns typed, described and given their parts."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sweepbrief.sources.declared import as_declared, with_space
from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.raw_table import unique_names
from sweepbrief.sources.roles_by_name import is_bookkeeping, is_seed
from sweepbrief.sources.spans import describe_all
from sweepbrief.sources.statuses import running_note
from sweepbrief.sources.values import Values, as_numbers, settle
from sweepbrief.sweep import Exclusion, Note, Parameter, Study

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from sweepbrief.sweep import Objective, Sampler, Source, Status

_LISTS: Final = (list, tuple, set, frozenset)


@dataclass(slots=True)
class Run:
    """One run as a tool recorded it.

    Attributes
    ----------
    name : str
        What the tool calls it; a name that comes twice is numbered.
    settings : mapping of str to object
        What it was given; nested ones are spread over dotted names.
    metrics : mapping of str to object
        What it reached: numbers (infinities are kept), None or NaN where nothing was recorded. Others are left out and listed.
    status : str
        A word of ``STATUSES``.
    order : float or None
        Grows in the order in which runs were started.
    seconds : float or None
        How long it took.
    other : mapping of str to object
        Bookkeeping: users, hosts, tags, moments, the budget spent.
    """

    name: str
    settings: Mapping[str, object] = field(default_factory=dict)
    metrics: Mapping[str, object] = field(default_factory=dict)
    status: Status = "complete"
    order: float | None = None
    seconds: float | None = None
    other: Mapping[str, object] = field(default_factory=dict)


def _columns(records: Sequence[Mapping[str, object]], index: pd.Index) -> dict[str, pd.Series]:
    """Lay records side by side, as objects."""
    rows = [flatten(record) for record in records]
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: pd.Series([row.get(name) for row in rows], index=index, dtype=object) for name in names}


def _metrics(runs: Sequence[Run], index: pd.Index) -> tuple[pd.DataFrame, list[Exclusion]]:
    """Give the results that are numbers, and list the others."""
    columns, excluded = {}, []
    for name, cells in _columns([run.metrics for run in runs], index).items():
        values = settle(cells.where(~cells.map(lambda cell: isinstance(cell, _LISTS)).astype(bool), None))
        numbers = values.data if values.numeric else as_numbers(cells.where(cells.map(_is_number), None))
        if values.empty:
            excluded.append(Exclusion("metric", name, "empty" if bool(cells.isna().all()) else "not_numeric"))
        elif numbers.notna().any():
            columns[name] = numbers.astype("float64")
        else:
            excluded.append(Exclusion("metric", name, "not_numeric"))
    return pd.DataFrame(columns, index=index), excluded


def _is_number(cell: object) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _sort(
    columns: Mapping[str, pd.Series], kept: Collection[str]
) -> tuple[dict[str, Values], dict[str, Values], list[Exclusion], list[Note]]:
    """Tell settings from bookkeeping and seeds among what a tool calls settings."""
    settings: dict[str, Values] = {}
    other: dict[str, Values] = {}
    excluded, seeds = [], []
    for name, cells in columns.items():
        values = settle(cells)
        reason = "replicate" if is_seed(name) else "bookkeeping" if is_bookkeeping(name, marked=True) else ""
        if name in kept or not reason:
            settings[name] = values
        else:
            other[name] = values
            excluded.append(Exclusion("parameter", name, reason))
            seeds += [name] if reason == "replicate" else []
    return settings, other, excluded, [Note("seed_columns", {"columns": seeds})] if seeds else []


def _value_notes(settings: dict[str, Values]) -> list[Note]:
    """Take infinite settings for values that are not recorded, and say where numbers and words are mixed."""
    notes = []
    for name, values in settings.items():
        infinite = int(np.isinf(values.data.to_numpy()).sum()) if values.numeric else 0
        if infinite:
            notes.append(Note("infinite_setting", {"parameter": name, "runs": infinite}))
            settings[name] = Values(values.kind, values.data.where(np.isfinite(values.data)), values.unset)
        if values.mixed:
            notes.append(Note("mixed_values", {"parameter": name, "examples": list(values.mixed)}))
    return notes


def _with_none(
    known: Sequence[Parameter], runs: Sequence[Run], names: Collection[str], notes: Sequence[Note]
) -> tuple[tuple[Parameter, ...], tuple[Note, ...]]:
    """Take None for a level where finished runs say it and none of them leaves the parameter out."""
    open_names = {p.name for p in known if p.missing == "unrecorded" and p.name in names}
    rows = [flatten(run.settings) for run in runs if run.status == "complete"] if open_names else []
    said = {name for name in open_names if all(name in row for row in rows) and any(row[name] is None for row in rows)}
    told = [
        Note("missing_none", note.facts) if note.code == "missing_unexplained" and note.facts["parameter"] in said else note
        for note in notes
    ]
    return tuple(_as_level(parameter) if parameter.name in said else parameter for parameter in known), tuple(told)


def _as_level(parameter: Parameter) -> Parameter:
    choices = parameter.choices if parameter.choices is None or None in parameter.choices else (*parameter.choices, None)
    return dataclasses.replace(parameter, missing="level", choices=choices)


def _times(values: Sequence[float | None], index: pd.Index) -> pd.Series | None:
    numbers = pd.Series([math.nan if value is None else float(value) for value in values], index=index, dtype="float64")
    return numbers if numbers.notna().any() else None


def _bookkeeping(
    runs: Sequence[Run], settings: Mapping[str, Values], other: Mapping[str, Values], index: pd.Index, fidelity: str | None
) -> tuple[pd.DataFrame, list[Exclusion]]:
    """Gather what is no setting; a name that settings have too is marked."""
    columns, excluded = {name: values.data for name, values in other.items()}, []
    for name, cells in _columns([run.other for run in runs], index).items():
        label = f"{name} (of the run)" if name in settings or name in columns else name
        columns[label] = settle(cells).data
        if label != fidelity:
            excluded.append(Exclusion("parameter", label, "bookkeeping"))
    return pd.DataFrame(columns, index=index), excluded


def _described(
    settings: Mapping[str, Values],
    frame: pd.DataFrame,
    finished: pd.Series[bool],
    declared: Mapping[str, Parameter],
    counted: NDArray[np.bool_],
) -> tuple[tuple[Parameter, ...], dict[str, Values], tuple[Note, ...]]:
    """Describe parameters by the runs that are not set aside: a run that only holds others lacks what they set."""
    if bool(counted.all()):
        return describe_all(settings, frame, finished, declared)
    part = {name: Values(v.kind, v.data[counted], v.unset, v.mixed) for name, v in settings.items()}
    known, found, notes = describe_all(part, frame[counted], finished[counted], declared)
    settled = dict(settings)
    for name, values in found.items():
        if values.kind != settings[name].kind:
            data = values.data.reindex(frame.index).astype(object)
            settled[name] = Values(values.kind, data.where(data.notna(), None), values.unset)
    return known, settled, notes


def study_of_runs(  # noqa: PLR0913 - what a tool may record of a sweep, all but the runs by keyword
    name: str,
    source: Source,
    runs: Sequence[Run],
    *,
    space: Mapping[str, Parameter] | None = None,
    objectives: tuple[Objective, ...] = (),
    sampler: Sampler = "unknown",
    fidelity: str | None = None,
    kept: Collection[str] = (),
    excluded: tuple[Exclusion, ...] = (),
    notes: tuple[Note, ...] = (),
) -> Study:
    """Turn runs as a tool recorded them into a ``Study``.

    Parameters
    ----------
    name : str
        What the tool calls the study, experiment or sweep.
    source : Source
        Where they were read.
    runs : sequence of Run
        In the source's order.
    space : mapping of str to Parameter, optional
        The search space as declared (see ``space``); parameters without a run are left out.
    objectives : tuple of Objective
        The metrics the tool optimised.
    sampler : {"random", "grid", "adaptive", "unknown"}
        How settings were chosen, where the tool says so.
    fidelity : str, optional
        The entry of ``Run.other`` that holds the budget spent.
    kept : collection of str
        Settings that are parameters though their names look like bookkeeping or seeds; those of ``space`` always are.
    excluded, notes : tuples
        What the reader itself left out and noticed.

    Returns
    -------
    Study
        Settings that look like seeds, names and paths are in ``bookkeeping`` and listed in ``excluded``.
    """
    declared = space or {}
    names, _ = unique_names([run.name for run in runs])
    index = pd.Index(names, name="run", dtype=object)
    statuses = pd.Series([run.status for run in runs], index=index, dtype=object)
    columns = _columns([run.settings for run in runs], index)
    settings, other, left_out, seed_notes = _sort(columns, {*kept, *declared})
    settings.update({key: as_declared(declared[key], columns[key]) for key in settings if key in declared})
    value_notes = _value_notes(settings)
    frame = pd.DataFrame({key: values.data for key, values in settings.items()}, index=index)
    counted = ~index.isin([item.name for item in excluded if item.what == "run"])
    known, settled, missing_notes = _described(settings, frame, statuses == "complete", declared, counted)
    known, missing_notes = _with_none(known, runs, settings, missing_notes)
    metrics, no_numbers = _metrics(runs, index)
    bookkeeping, kept_back = _bookkeeping(runs, settings, other, index, fidelity)
    return Study(
        name=name,
        source=source,
        settings=pd.DataFrame({key: values.data for key, values in settled.items()}, index=index),
        metrics=metrics,
        statuses=statuses,
        parameters=tuple(with_space(p, declared.get(p.name), settled[p.name]) for p in known),
        objectives=objectives,
        order=_times([run.order for run in runs], index),
        seconds=_times([run.seconds for run in runs], index),
        sampler=sampler,
        bookkeeping=bookkeeping,
        excluded=(*excluded, *left_out, *no_numbers, *kept_back),
        notes=(*notes, *seed_notes, *running_note(statuses), *value_notes, *missing_notes),
        fidelity=fidelity if fidelity in bookkeeping.columns else None,
    )
