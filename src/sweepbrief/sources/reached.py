"""Runs of which most were stopped early, compared by what each had reached after the same effort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sweepbrief.errors import WrongUsageError
from sweepbrief.sources.fidelity import ALL, ENOUGH
from sweepbrief.sources.near import listed
from sweepbrief.sources.values import as_numbers
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sweepbrief.sweep import Study

_ON_THE_WAY: Final = frozenset({"complete", "pruned", "running"})
_MOST_LEVELS: Final = 1000


class LaterCurves(Mapping[str, pd.DataFrame]):
    """Curves that are read from the source when somebody first asks for one: most sweeps never need them.

    Parameters
    ----------
    load : callable
        Reads them, as `curves_of` gives them.
    """

    def __init__(self, load: Callable[[], Mapping[str, pd.DataFrame]]) -> None:
        self._load = load
        self._read: Mapping[str, pd.DataFrame] | None = None

    def _curves(self) -> Mapping[str, pd.DataFrame]:
        if self._read is None:
            self._read = self._load()
        return self._read

    def __getitem__(self, metric: str) -> pd.DataFrame:
        """Give the curves of a metric."""
        return self._curves()[metric]

    def __iter__(self) -> Iterator[str]:
        """Name the metrics."""
        return iter(self._curves())

    def __len__(self) -> int:
        """Count the metrics."""
        return len(self._curves())


def curves_of(reports: pd.DataFrame, run: str, effort: str, metrics: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Lay the reports of runs side by side, one column a level of effort.

    Parameters
    ----------
    reports : pandas.DataFrame
        One row a report.
    run, effort : str
        Columns that name the run and count what it had spent.
    metrics : sequence of str
        Columns of results.

    Returns
    -------
    dict of str to pandas.DataFrame
        As in ``Study.curves``; empty where runs made one report each, or reported at a thousand levels and more.
    """
    numbers = reports.assign(**{effort: as_numbers(reports[effort])})
    numbers = numbers[np.isfinite(numbers[effort])]
    if not 1 < numbers[effort].nunique() <= _MOST_LEVELS:
        return {}
    last = numbers.assign(**{run: numbers[run].astype(str)}).drop_duplicates([run, effort], keep="last")
    laid = last.assign(**{name: as_numbers(last[name]) for name in metrics})
    return {name: laid.pivot_table(index=run, columns=effort, values=name, aggfunc="last") for name in metrics}


def _wished(counter: str, wish: str | float | None) -> float | None:
    """Give the level asked for, NaN where it is no number; None where none is, or another column is meant."""
    name, _, value = str(wish).rpartition("=") if wish is not None else ("", "", "")
    if wish is None or ALL in {wish, value} or name not in {"", counter}:
        return None
    try:
        return float(value)
    except ValueError:
        return float("nan")


def _level(reached: pd.Series, counter: str, wished: float | None) -> float | None:
    """Choose the level: the caller's, else the highest that enough runs came to.

    Raises
    ------
    WrongUsageError
        If no run came to the level asked for.
    """
    if wished is None:
        enough = reached[reached >= ENOUGH]
        return float(enough.index[-1]) if len(enough) else None
    if wished not in reached.index or not reached[wished]:
        shown = listed(f"{level:g} ({count} runs)" for level, count in reached.items() if count)
        raise WrongUsageError(
            f"The fidelity must be a level of {counter}, or all.", f"Found {wished:g}.", f"Runs came to {shown}."
        )
    return wished


def at_reached(
    study: Study, columns: Sequence[pd.Series], wish: str | float | None
) -> tuple[Study, list[pd.Series], tuple[Note, ...]] | None:
    """Compare runs at a level of effort that enough of them came to, where too few were run to the end.

    Parameters
    ----------
    study : Study
        What the source holds.
    columns : sequence of pandas.Series
        The metrics analysed, the primary one first.
    wish : str or float or None
        A level, or ``counter=level``; else the highest level with enough runs.

    Returns
    -------
    tuple of (Study, list of pandas.Series, tuple of Note) or None
        Runs that came to the level count as complete with the values they had there, whether stopped later or not. None where
        the source records no values along the way, enough runs ended, or the caller asks for another thing.

    Raises
    ------
    WrongUsageError
        If no run came to the level asked for.
    """
    ended = int(((study.statuses == "complete") & np.isfinite(columns[0])).sum())
    curves = _curves(study.curves, columns, study.statuses.index) if wish is not None or ended < ENOUGH else []
    if not curves:
        return None
    counter, open_runs = str(curves[0].columns.name), study.statuses.isin(_ON_THE_WAY)
    wished = _wished(counter, wish)
    if wished is None and wish is not None:
        return None
    reached = np.isfinite(curves[0][open_runs]).sum()
    level = _level(reached, counter, wished)
    if level is None or (wished is None and int(reached[level]) <= ended):
        return None
    return _compared(study, columns, [curve[level] for curve in curves], open_runs, wished is not None)


def _compared(
    study: Study,
    columns: Sequence[pd.Series],
    values: list[pd.Series],
    open_runs: pd.Series,
    asked: bool,  # noqa: FBT001 - private
) -> tuple[Study, list[pd.Series], tuple[Note, ...]]:
    """Put what runs had reached at the level in place of what they reached at last."""
    there = open_runs & np.isfinite(values[0])
    statuses = study.statuses.mask(there, "complete")
    curve, level = study.curves[str(columns[0].name)], float(str(values[0].name))
    later = curve[[other for other in curve.columns if float(str(other)) > level]].reindex(there.index)
    farther = there & later.notna().any(axis=1)
    facts = {
        "column": str(curve.columns.name),
        "value": level,
        "runs": int(there.sum()),
        "farther": int(farther.sum()),
        "others": int((open_runs & ~there).sum()),
        "rule": "asked" if asked else "highest",
    }
    made = [value.where(there).rename(str(column.name)) for value, column in zip(values, columns, strict=True)]
    kept = tuple(note for note in study.notes if note.code not in {"last_value", "stopped_early"})
    return replace(study, statuses=statuses, notes=kept), made, (Note("reached", facts),)


def _curves(curves: Mapping[str, pd.DataFrame], columns: Sequence[pd.Series], index: pd.Index) -> list[pd.DataFrame]:
    """Give the curves of all the metrics analysed, at the levels that they share; none where one is lacking."""
    found = [curves[str(column.name)].reindex(index) for column in columns if str(column.name) in curves]
    if len(found) < len(columns):
        return []
    shared = [level for level in found[0].columns if all(level in curve.columns for curve in found)]
    return [curve[shared] for curve in found]
