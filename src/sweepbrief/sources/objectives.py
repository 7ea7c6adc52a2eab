"""Which metrics a sweep is judged by, and in which direction each is better."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import EmptySweepError, WrongUsageError
from sweepbrief.sources.histories import named_fold, telling
from sweepbrief.sources.metric_names import direction_of, is_spread, is_time, may_be_result, part_of
from sweepbrief.sources.near import listed, suggest
from sweepbrief.sources.values import as_numbers
from sweepbrief.sources.words import words_of
from sweepbrief.sweep import Note, Objective

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sweepbrief.errors import SweepbriefError
    from sweepbrief.sweep import Direction, Study

DIRECTIONS: Final = ("minimize", "maximize")
_SPELLINGS: Final[dict[str, Direction]] = {
    **dict.fromkeys(("minimize", "minimise", "min", "lower", "less"), "minimize"),
    **dict.fromkeys(("maximize", "maximise", "max", "higher", "more"), "maximize"),
}


_UNTOLD: Final = "table"
"""The kind of source that does not say which columns are results."""


def as_names(names: str | Sequence[str] | None) -> list[str]:
    """Give one name or several as a list."""
    return [names] if isinstance(names, str) else list(names or ())


def as_direction(word: str) -> Direction:
    """Read a direction.

    Raises
    ------
    WrongUsageError
        If the word is none.
    """
    direction = _SPELLINGS.get(word.strip().lower())
    if direction is None:
        raise WrongUsageError("A direction is minimize or maximize.", f"Found {word!r}.")
    return direction


def parts_of(study: Study, metric: str) -> list[str]:
    """Give the per-seed or per-fold columns of a metric, where there are several."""
    parts = [str(name) for name in study.metrics.columns if part_of(str(name))[1] is not None]
    found = [name for name in parts if part_of(name)[0] == metric]
    return found if len(found) > 1 else []


def candidates(study: Study) -> list[str]:
    """Give the results that could be the one to analyse when the caller names none.

    Never a run time, a spread, one seed's part of another result, or one measured on the training data beside others.
    """
    names = [str(name) for name in study.metrics.columns if study.metrics[name].notna().any()]
    names = [name for name in names if not (is_time(name) or is_spread(name) or part_of(name)[1] is not None)]
    held_out = [name for name in names if not {"train", "training"}.intersection(words_of(name))]
    return held_out or names or _vague(study)


def _lasts(name: str) -> bool:
    """Tell whether the name is that of a time of any kind, which nobody means who does not say so."""
    return is_time(name) or bool({"time", "runtime", "duration"}.intersection(words_of(name)))


def _vague(study: Study) -> list[str]:
    """Give the columns whose names would do for a result (``value``, ``cost``) and whose values differ as results do."""
    columns = {str(name): study.settings[name].dropna() for name in study.settings.columns if may_be_result(str(name))}
    return [
        name
        for name, column in columns.items()
        if column.dtype == "float64" and not _lasts(name) and column.nunique() > max(1, len(column) / 2)
    ]


def _column(study: Study, name: str) -> tuple[str, pd.Series] | None:
    """Find a column by its name here or in the source, wherever it went."""
    back = {column: short for short, column in study.aliases.items()}
    for wanted in dict.fromkeys((name, back.get(name, name), " ".join(name.split()))):
        for frame in (study.metrics, study.settings, study.bookkeeping):
            if wanted in frame.columns:
                return wanted, frame[wanted]
    return None


def _numbers(name: str, column: pd.Series) -> tuple[pd.Series, tuple[Note, ...]] | None:
    """Give a column as numbers; words among mostly numbers count as no value; None where it holds no numbers."""
    if column.dtype == "float64":
        return column, ()
    numbers = as_numbers(column)
    if numbers.notna().sum() <= column.notna().sum() / 2 or any(isinstance(cell, bool) for cell in column):
        return None
    words = sorted({str(cell) for cell in column[numbers.isna() & column.notna()]})
    return numbers, (Note("metric_words", {"metric": name, "words": words}),)


def _find(study: Study, wanted: str) -> tuple[str, pd.Series, tuple[Note, ...]]:
    """Find a metric, computed from its per-seed columns where only these are there."""
    found = _column(study, wanted)
    fold = named_fold(study, wanted) if found is None else None
    if fold is not None:
        return wanted, fold, ()
    if found is None:
        parts = parts_of(study, wanted)
        if parts:
            mean = study.metrics[parts].mean(axis=1, skipna=False)
            return wanted, mean, (Note("mean_of_seeds", {"metric": wanted, "columns": len(parts)}),)
        raise _no_metric(study, wanted)
    name, column = found
    numbers = _numbers(name, column)
    if numbers is None:
        raise WrongUsageError("A metric must hold numbers.", f"{wanted} does not.", suggest(wanted, candidates(study)))
    return name, *numbers


def _no_metric(study: Study, wanted: str) -> SweepbriefError:
    """Say that there is no such metric, or that its column is empty."""
    known = [str(name) for name in (*study.metrics.columns, *study.settings.columns, *study.bookkeeping.columns)]
    if any(item.name == wanted and item.reason == "empty" for item in study.excluded):
        found = f"None of {len(study.statuses)} has one ({_ends(study)})."
        others = candidates(study)
        remedy = f"Other results have values: {listed(others)}." if others else "See the tool's log for what ended the runs."
        return EmptySweepError(f"At least one run has a value of {wanted}.", found, remedy)
    results = [str(name) for name in study.metrics.columns]
    return WrongUsageError(
        "The metric must be a column of the source.", f"There is no {wanted}.", suggest(wanted, results or known)
    )


def _ends(study: Study) -> str:
    """Count runs by how they ended."""
    return ", ".join(f"{count} {status}" for status, count in study.statuses.value_counts(sort=False).items())


def _check_results(study: Study, named: list[str]) -> None:
    """Refuse a study of which no run left a result, where the source tells results from settings.

    Raises
    ------
    EmptySweepError
        If that is so.
    """
    ended = bool((study.statuses == "complete").any())
    results = [name for name in study.metrics.columns if not named or name in named]
    if results or (ended and (study.source.kind == _UNTOLD or named)):
        return
    found = f"Found none among {len(study.statuses)} ({_ends(study)})." if len(study.statuses) else "Found no runs."
    raise EmptySweepError("At least one run has finished, with a result.", found)


def _default_names(study: Study) -> tuple[list[str], tuple[Note, ...]]:
    """Choose what the source optimised, else its only result."""
    named = [objective.name for objective in study.objectives]
    _check_results(study, named)
    if named:
        others = named[1:]
        return named, (Note("multi_objective", {"primary": named[0], "others": others}),) if others else ()
    names = candidates(study)
    if len(names) == 1:
        return names, (Note("metric_chosen", {"metric": names[0]}),)
    if names:
        raise WrongUsageError(
            "The metric must be named where there are several.",
            f"Found {listed(names)}.",
            f"Add --metric, e.g. --metric {names[0]!r}.",
            ("--metric", names[0]),
        )
    columns = [str(name) for name in study.settings.columns if study.settings[name].dtype == "float64"]
    raise WrongUsageError(
        "The metric must be named where no column is known as a result.",
        f"Columns with numbers: {listed(columns)}." if columns else "No column holds numbers.",
        f"Add --metric, e.g. --metric {columns[-1]!r}." if columns else "",
        ("--metric", columns[-1]) if columns else (),
    )


def _direct(study: Study, name: str, asked: str | None) -> tuple[Objective, tuple[Note, ...]]:
    """Find a metric's direction: the caller's word, the source's, the name's."""
    if asked:
        return Objective(name, as_direction(asked), "caller"), ()
    for objective in study.objectives:
        if objective.name == name and objective.direction:
            return objective, ()
    direction = direction_of(name)
    if direction:
        return Objective(name, direction, "name"), (Note("direction_from_name", {"metric": name, "direction": direction}),)
    raise WrongUsageError(
        f"It must be known whether less or more {name} is better.",
        "Neither the source nor the name tells.",
        "Add --direction minimize or --direction maximize.",
        ("--direction", "minimize"),
    )


def pick_objectives(
    study: Study, metric: str | Sequence[str] | None, direction: str | Sequence[str] | None
) -> tuple[tuple[Objective, ...], list[pd.Series], tuple[Note, ...]]:
    """Decide by which metrics a study is judged.

    Parameters
    ----------
    study : Study
        What the source holds.
    metric : str or sequence of str or None
        The caller's wish, the primary one first.
    direction : str or sequence of str or None
        One for each metric.

    Returns
    -------
    tuple of (tuple of Objective, list of pandas.Series, tuple of Note)
        The objectives, their columns, and what was assumed.

    Raises
    ------
    WrongUsageError
        If a metric does not exist, several could be meant, or a direction is unknown.
    EmptySweepError
        If no run finished or left a result.
    """
    asked = as_names(metric)
    names, notes = (list(dict.fromkeys(asked)), ()) if asked else _default_names(study)
    words = as_names(direction)
    if len(words) > len(names):
        raise WrongUsageError("There is one direction for each metric.", f"Found {len(words)} for {len(names)}.")
    for word in words:
        as_direction(word)
    objectives, columns = [], []
    for place, wanted in enumerate(names):
        name, column, more = _find(study, wanted)
        objective, assumed = _direct(study, name, words[place] if place < len(words) else None)
        objectives.append(objective)
        column, folded = telling(study, name, objective.direction, column)
        columns.append(column.astype("float64").rename(name))
        notes = (*notes, *more, *assumed, *folded)
    return tuple(objectives), columns, notes


def spelled(value: float) -> str:
    """Write an infinity."""
    return "inf" if value == math.inf else "-inf"
