"""Runs made with more or less effort (epochs, a budget): compared at one level of it, or with the level as a setting."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from sweepbrief.errors import EmptySweepError, WrongUsageError
from sweepbrief.sources.near import listed, suggest
from sweepbrief.sources.spans import describe
from sweepbrief.sources.values import Values
from sweepbrief.sweep import Exclusion, Note, Study

ENOUGH: Final = 20
"""Finished runs with which a level is worth an analysis of its own."""

ALL: Final = "all"

_SHARE: Final = 0.5


def levels_of(study: Study, column: str | None = None) -> pd.Series | None:
    """Give the effort spent on each run, rounded to nine digits; None where the source knows of none."""
    name = column or study.fidelity
    for frame in (study.bookkeeping, study.settings):
        if name is not None and name in frame.columns:
            numbers = pd.to_numeric(frame[name], errors="coerce").astype("float64")
            return numbers.map(lambda value: float(f"{value:.9g}"))
    return None


def _asked(study: Study, wish: str | float | None) -> tuple[str | None, str | float | None]:
    """Take ``column=value`` apart.

    Raises
    ------
    WrongUsageError
        If there is no such column, or the source knows no effort.
    """
    name, value = study.fidelity, wish
    if isinstance(wish, str) and "=" in wish:
        name, _, value = wish.rpartition("=")
        name = {raw: short for short, raw in study.aliases.items()}.get(name, name)
        if levels_of(study, name) is None:
            known = [*map(str, study.bookkeeping.columns), *map(str, study.settings.columns)]
            raise WrongUsageError("The fidelity must be a column of the source.", f"There is no {name}.", suggest(name, known))
    if value is not None and name is None:
        raise WrongUsageError(
            "A fidelity is chosen where runs were made at several.",
            "The source records none.",
            "Name its column: --fidelity COLUMN=VALUE.",
        )
    return name, value


def _level(levels: pd.Series, counting: pd.Series, value: str | float | None, column: str) -> tuple[float, str]:
    """Choose the level: the caller's, else the highest with enough runs, else the highest more than half as full as any.

    Raises
    ------
    WrongUsageError
        If no run was made at the level asked for.
    """
    counts = levels[counting].value_counts().sort_index(ascending=False)
    if value is not None:
        try:
            wanted = float(f"{float(value):.9g}")
        except ValueError:
            wanted = float("nan")
        if wanted not in counts.index:
            there = listed(f"{level:g} ({count} runs)" for level, count in counts.items())
            raise WrongUsageError(
                f"The fidelity must be a level of {column}, or all.", f"Found {value}.", f"Finished runs were made at {there}."
            )
        return wanted, "asked"
    enough = counts[counts >= ENOUGH]
    if len(enough):
        return float(enough.index.to_numpy()[0]), "highest"
    fullest = float(counts.index.to_numpy()[counts.to_numpy().argmax()])
    level = float(counts.index.to_numpy()[(counts.to_numpy() > _SHARE * counts.max()).argmax()])
    return level, "most" if level == fullest else "half"


def _scattered(levels: pd.Series) -> bool:
    """Tell whether no level has enough runs, but all of them together do.

    A few runs at one level tell nothing, and setting the others aside throws away what they know. With the level as a setting
    among the others, these are compared at equal effort (analysis of covariance).
    """
    counts = levels.value_counts()
    return len(counts) > 1 and int(counts.max()) < ENOUGH <= int(counts.sum())


def _as_parameter(study: Study, column: str) -> Study:
    """Make the effort a parameter, so that its effect is not taken for that of another."""
    if column in study.settings.columns:
        return study
    numbers = pd.to_numeric(study.bookkeeping[column], errors="coerce").astype("float64")
    whole = bool((numbers.dropna() % 1 == 0).all())
    parameter = describe(column, Values("int" if whole else "float", numbers), None, "none")
    return replace(
        study,
        settings=study.settings.assign(**{column: numbers}),
        parameters=(*study.parameters, parameter),
        excluded=tuple(item for item in study.excluded if item.name != column),
    )


def at_fidelity(study: Study, primary: pd.Series, wish: str | float | None) -> tuple[Study, tuple[Note, ...]]:
    """Set aside the runs made with another effort than the one analysed.

    Parameters
    ----------
    study : Study
        What the source holds.
    primary : pandas.Series of float
        The metric analysed.
    wish : str or float or None
        A level, ``all``, ``column=level`` or ``column=all``; else the highest level with enough finished runs, all together
        where none has, and where even these are too few the highest that is at least half as full as any other.

    Returns
    -------
    tuple of (Study, tuple of Note)
        The study with the other runs in ``excluded``, and what was chosen; the study as it is where there is one level only.

    Raises
    ------
    WrongUsageError
        If there is no such column or level.
    EmptySweepError
        If no finished run has a level.
    """
    column, value = _asked(study, wish)
    levels = levels_of(study, column)
    if column is None or levels is None:
        return study, ()
    dropped = {item.name for item in study.excluded if item.what == "run"}
    counting = (study.statuses == "complete") & np.isfinite(primary) & ~levels.index.isin(dropped)
    if value == ALL or (value is None and _scattered(levels[counting])):
        facts = {"column": column, "levels": int(levels[counting].nunique()), "rule": "asked" if value == ALL else "few"}
        return _as_parameter(study, column), (Note("fidelity_all", facts),)
    others = tuple(item for item in study.excluded if item.name != column or item.what == "run")
    study = replace(study, excluded=(*others, Exclusion("parameter", column, "fidelity")))
    if levels[counting].nunique() < 2 and value is None:  # noqa: PLR2004 - one level is no choice
        return study, ()
    if not bool(levels[counting].notna().any()):
        raise EmptySweepError(f"At least one finished run has a value of {column}.", "Found none.")
    level, rule = _level(levels, counting, value, column)
    away = counting & (levels != level)
    left_out = tuple(
        Exclusion("run", str(run), "other_fidelity", {"fidelity": column, "value": None if np.isnan(spent) else float(spent)})
        for run, spent in levels[away].items()
    )
    facts = {"column": column, "value": level, "runs": int((counting & ~away).sum()), "others": int(away.sum()), "rule": rule}
    return replace(study, excluded=(*study.excluded, *left_out)), (Note("fidelity", facts),)
