"""The rows of a run folded into one value: the last, unless it says nothing; or as the caller names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sweepbrief.sources.values import as_numbers
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sweepbrief.sweep import Direction, Study

FOLDS: Final = ("first", "last", "min", "max", "median")
"""Ways to fold a metric's rows, as they are written after its name: ``rank.median``."""


def fold_rows(frame: pd.DataFrame, runs: pd.Series, steps: pd.Series, names: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Fold the rows of each run.

    Parameters
    ----------
    frame : pandas.DataFrame
        All rows.
    runs, steps : pandas.Series
        The run of each row, and its step.
    names : iterable of str
        Columns to fold, those without numbers are passed over.

    Returns
    -------
    dict of str to pandas.DataFrame
        One row a run in the order of their first rows, one column a fold.
    """
    order = np.argsort(steps.to_numpy(), kind="stable")
    codes = pd.factorize(runs)[0]
    folded = {}
    for name in names:
        numbers = as_numbers(frame[name])
        if numbers.notna().any():
            grouped = numbers.iloc[order].groupby(codes[order])
            folded[name] = grouped.agg(list(FOLDS)).reset_index(drop=True)
    return folded


def named_fold(study: Study, wanted: str) -> pd.Series | None:
    """Give the values of ``metric.fold``; None where the source has no rows of such a metric."""
    name, _, fold = wanted.rpartition(".")
    if name in study.folds and fold in FOLDS:
        return study.folds[name][fold].rename(wanted)
    return None


def _differ(values: pd.Series) -> bool:
    numbers = values.dropna().to_numpy()
    return bool(len(numbers)) and bool((numbers != numbers[0]).any())


def telling(study: Study, name: str, direction: Direction | None, column: pd.Series) -> tuple[pd.Series, tuple[Note, ...]]:
    """Keep the last values of a metric where runs differ in them; else the best ones, else the medians.

    Parameters
    ----------
    study : Study
        What the source holds.
    name : str
        The metric.
    direction : {"minimize", "maximize"} or None
        In which direction it is better.
    column : pandas.Series
        Its last values.

    Returns
    -------
    tuple of (pandas.Series, tuple of Note)
        The values to analyse, and what was chosen where it is not the last.
    """
    folds = study.folds.get(name)
    counting = study.statuses == "complete"
    if folds is None or _differ(column[counting]):
        return column, ()
    for fold in ("max" if direction == "maximize" else "min", "median"):
        if _differ(folds.loc[counting, fold]):
            return folds[fold].rename(name), (Note("history_fold", {"metric": name, "fold": fold}),)
    return column, ()
