"""From the cells of a table to a study: columns named, typed and given their parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sweepbrief.sources.cells import expand_cells
from sweepbrief.sources.long_tables import last_rows
from sweepbrief.sources.metric_names import is_result, part_of
from sweepbrief.sources.roles import Column, assign_roles
from sweepbrief.sources.roles_by_name import is_effort
from sweepbrief.sources.run_index import find_order, find_seconds, run_names
from sweepbrief.sources.spans import describe_all
from sweepbrief.sources.statuses import all_complete, read_statuses, running_note
from sweepbrief.sources.values import Values, as_numbers, settle
from sweepbrief.sources.words import label_all, plain
from sweepbrief.sweep import Exclusion, Note, Study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sources.raw_table import RawTable
    from sweepbrief.sources.roles import Role
    from sweepbrief.sources.words import Label
    from sweepbrief.sweep import Source

_LEVELS_OF_EFFORT: Final = 12
_LEFT_OUT: dict[Role, str] = {
    "replicate": "replicate",
    "status": "bookkeeping",
    "bookkeeping": "bookkeeping",
    "unmarked": "unmarked",
    "empty": "empty",
}


def _names(labels: Sequence[Label], roles: Sequence[Role]) -> tuple[list[str], tuple[Note, ...]]:
    """Call columns by their short names; of two with one short name, the result (else the first) keeps it."""
    owner: dict[str, int] = {}
    for number in sorted(range(len(labels)), key=lambda n: (roles[n] != "metric", labels[n].mark == "none", n)):
        owner.setdefault(labels[number].short, number)
    taken = {label.column for label in labels}
    names, notes = [], []
    for number, (label, role) in enumerate(zip(labels, roles, strict=True)):
        first = owner[label.short] == number and (label.short == label.column or label.short not in taken)
        names.append(label.short if first else label.column)
        if role == "parameter" and roles[owner[label.short]] == "metric":
            notes.append(Note("name_collision", {"name": label.short, "column": label.column}))
    return names, tuple(notes)


def _without_words(labels: Sequence[Label], values: Sequence[Values]) -> tuple[list[Values], tuple[Note, ...]]:
    """Take words among a result's numbers ("diverged") for no value."""
    cleaned, notes = [], []
    for label, column in zip(labels, values, strict=True):
        result = label.mark == "result" or (label.mark == "none" and is_result(label.short))
        numbers = as_numbers(column.data) if column.mixed and result else None
        if numbers is not None and numbers.notna().sum() > column.data.notna().sum() / 2:
            words = sorted({str(cell) for cell in column.data[numbers.isna() & column.data.notna()]})
            notes.append(Note("metric_words", {"metric": label.short, "words": words}))
            cleaned.append(Values("float", numbers.astype("float64")))
        else:
            cleaned.append(column)
    return cleaned, tuple(notes)


def understand(
    frame: pd.DataFrame, changing: frozenset[str], *, own_names: bool = False
) -> tuple[list[Column], tuple[Note, ...]]:
    """Name, type and give a part to every column of a table.

    Parameters
    ----------
    frame : pandas.DataFrame
        Raw cells, one row a run.
    changing : frozenset of str
        Columns that change within a run.
    own_names : bool
        Whether columns keep their names as they stand.

    Returns
    -------
    tuple of (list of Column, tuple of Note)
        In the table's order.
    """
    labels = label_all([str(name) for name in frame.columns])
    values = [settle(frame[label.column]) for label in labels]
    values, word_notes = _without_words(labels, values)
    roles = assign_roles(labels, values, changing)
    names, notes = ([label.column for label in labels], ()) if own_names else _names(labels, roles)
    notes += word_notes
    columns = [Column(label, cells, role, name) for label, cells, role, name in zip(labels, values, roles, names, strict=True)]
    return columns, notes


def _table(columns: Sequence[Column], index: pd.Index) -> pd.DataFrame:
    """Lay columns side by side under the runs' names."""
    return pd.DataFrame({column.name: column.cells.data.set_axis(index) for column in columns}, index=index)


def _finite_settings(columns: Sequence[Column]) -> tuple[list[Column], tuple[Note, ...]]:
    """Take infinite settings for values that are not recorded."""
    kept, notes = [], []
    for column in columns:
        data = column.cells.data
        infinite = int(np.isinf(data.to_numpy()).sum()) if column.cells.numeric else 0
        if infinite:
            notes.append(Note("infinite_setting", {"parameter": column.name, "runs": infinite}))
            values = Values(column.cells.kind, data.where(np.isfinite(data)), column.cells.unset)
            kept.append(Column(column.label, values, column.role, column.name))
        else:
            kept.append(column)
        if column.cells.mixed:
            notes.append(Note("mixed_values", {"parameter": column.name, "examples": list(column.cells.mixed)}))
    return kept, tuple(notes)


def _same(first: Column, second: Column) -> bool:
    return first.cells.kind == second.cells.kind and first.cells.data.equals(second.cells.data)


def _exclusions(columns: Sequence[Column], order: str | None) -> tuple[Exclusion, ...]:
    """Say of every column that is neither parameter nor result why."""
    settings = {plain(c.label.short): c for c in columns if c.role == "parameter"}
    prefix = next((c.label.prefix for c in columns if c.label.mark == "setting"), "")
    left_out = []
    for column in columns:
        partner = settings.get(plain(column.label.short))
        if column.role == "text_result":
            left_out.append(Exclusion("metric", column.name, "not_numeric"))
        elif column.role == "unmarked" and partner and _same(column, partner):
            left_out.append(Exclusion("parameter", column.name, "twin", {"partner": partner.name}))
        elif column.role in _LEFT_OUT:
            reason = "order" if column.name == order else _LEFT_OUT[column.role]
            facts = {"prefix": prefix} if reason == "unmarked" else {}
            left_out.append(Exclusion("parameter", column.name or column.label.column, reason, facts))
    return tuple(left_out)


def _column_notes(columns: Sequence[Column]) -> tuple[Note, ...]:
    notes = []
    empty = [column.name for column in columns if column.role == "empty"]
    seeds = [column.name for column in columns if column.role == "replicate"]
    unmarked = [column.name for column in columns if column.role == "unmarked"]
    if empty:
        notes.append(Note("empty_columns", {"columns": empty}))
    if seeds:
        notes.append(Note("seed_columns", {"columns": seeds}))
    if unmarked:
        prefix = next(column.label.prefix for column in columns if column.label.mark == "setting")
        notes.append(Note("settings_marked", {"prefix": prefix, "columns": len(unmarked)}))
    return tuple(notes)


def _statuses(columns: Sequence[Column], index: pd.Index) -> tuple[pd.Series, tuple[Note, ...]]:
    column = next((column for column in columns if column.role == "status"), None)
    if column is None:
        return all_complete(index), (Note("no_status"),)
    statuses, notes = read_statuses(column.name, column.cells.data)
    statuses.index = index
    return statuses, notes + running_note(statuses)


def _with_effort(columns: list[Column]) -> tuple[list[Column], str | None]:
    """Find the column of a budget, which is no setting: few levels, some runs were given more than others."""
    for column in columns:
        if column.role in {"parameter", "bookkeeping"} and is_effort(column.label.short) and column.cells.numeric:
            levels = column.cells.data.dropna().nunique()
            if 1 < levels <= _LEVELS_OF_EFFORT and bool((column.cells.data.dropna() > 0).all()):
                return [replace(c, role="bookkeeping") if c is column else c for c in columns], column.name
    return columns, None


def _seed_means(metrics: pd.DataFrame) -> tuple[Note, ...]:
    """Note the results that stand beside their own per-seed columns."""
    notes = []
    bases = dict.fromkeys(part_of(str(name))[0] for name in metrics.columns if part_of(str(name))[1] is not None)
    for base in bases:
        parts = [name for name in metrics.columns if part_of(str(name))[0] == base and part_of(str(name))[1] is not None]
        if base in metrics.columns and len(parts) > 1:
            mean = metrics[parts].mean(axis=1, skipna=False)
            same = bool(np.allclose(mean, metrics[base], rtol=1e-6, atol=0, equal_nan=True))
            notes.append(Note("per_seed_metrics", {"metric": base, "columns": len(parts), "mean": same}))
    return tuple(notes)


def study_of_table(raw: RawTable, source: Source, name: str) -> Study:
    """Understand a table of runs.

    Parameters
    ----------
    raw : RawTable
        The cells.
    source : Source
        Where they were read.
    name : str
        What to call the study.

    Returns
    -------
    Study
        Columns marked or known as settings are parameters, columns marked or named as results are metrics; everything else is
        in ``bookkeeping`` and listed in ``excluded``.
    """
    frame, notes = expand_cells(raw.frame)
    folded = last_rows(frame)
    frame = folded.frame
    columns, name_notes = understand(frame, folded.changing, own_names=raw.own_names)
    index = run_names(raw.names if len(frame) == len(raw.frame) else None, len(frame), columns)
    columns, effort = _with_effort(columns)
    order, seconds = find_order(columns), find_seconds(columns)
    settings_columns, value_notes = _finite_settings([c for c in columns if c.role == "parameter"])
    settings = _table(settings_columns, index)
    statuses, status_notes = _statuses(columns, index)
    parameters, cells, missing_notes = describe_all(
        {column.name: column.cells for column in settings_columns}, settings, statuses == "complete"
    )
    settings = pd.DataFrame({column: values.data.set_axis(index) for column, values in cells.items()}, index=index)
    metrics = _table([c for c in columns if c.role == "metric"], index)
    value_notes = (*value_notes, *missing_notes, *_seed_means(metrics))
    return Study(
        name=name,
        source=source,
        settings=settings,
        metrics=metrics,
        statuses=statuses,
        parameters=parameters,
        objectives=(),
        order=None if order is None else order[1].set_axis(index),
        seconds=None if seconds is None else seconds.set_axis(index),
        sampler="unknown",
        bookkeeping=_table([c for c in columns if c.role not in {"parameter", "metric", "empty"}], index),
        excluded=_exclusions(columns, order[0] if order else None),
        notes=(*raw.notes, *notes, *folded.notes, *name_notes, *_column_notes(columns), *status_notes, *value_notes),
        aliases={c.name: c.label.column for c in columns if c.name != c.label.column},
        fidelity=effort,
        folds={c.name: folded.folds[c.label.column].set_axis(index) for c in columns if c.label.column in folded.folds},
    )
