"""From what a source holds to the sweep that is analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sweepbrief.errors import EmptySweepError, WrongUsageError
from sweepbrief.sources.fidelity import at_fidelity
from sweepbrief.sources.left_out import (
    beside,
    dropped_runs,
    left_out_columns,
    left_out_metrics,
    left_out_runs,
    notes_shown,
    replicates_of,
)
from sweepbrief.sources.near import listed, suggest
from sweepbrief.sources.objectives import as_names, pick_objectives
from sweepbrief.sources.reached import at_reached
from sweepbrief.sources.selection import select
from sweepbrief.sources.sentinels import without_sentinels
from sweepbrief.sources.values import as_moments
from sweepbrief.sweep import Note, Study, Sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sweep import Objective


def _finished(study: Study) -> int:
    return int(((study.statuses == "complete") & ~study.statuses.index.isin(dropped_runs(study))).sum())


def pick_study(studies: Sequence[Study], name: str | None) -> tuple[Study, tuple[Note, ...]]:
    """Take the study that the caller named, else the only one with finished runs.

    Raises
    ------
    WrongUsageError
        If there is no study of that name, or several have finished runs and none is named.
    EmptySweepError
        If no study has a finished run.
    """
    if not studies:
        raise EmptySweepError("A source holds at least one study.", "Found none.")
    if name is not None:
        named = [study for study in studies if study.name == name]
        if not named:
            raise WrongUsageError(
                "The study must be in the source.", f"There is no {name}.", suggest(name, [s.name for s in studies])
            )
        return named[0], ()
    if len(studies) == 1:
        return studies[0], ()
    ended = [study for study in studies if _finished(study)]
    if len(ended) == 1:
        return ended[0], (Note("study_chosen", {"study": ended[0].name, "others": len(studies) - 1}),)
    if ended:
        described = listed(f"{study.name} ({_finished(study)} finished)" for study in ended)
        raise WrongUsageError(
            "One study must be named where several have finished runs.",
            f"Found {described}.",
            f"Add --study {ended[0].name!r}.",
            ("--study", ended[0].name),
        )
    raise EmptySweepError("At least one study has a finished run.", f"None of {listed(study.name for study in studies)} has.")


def _statuses(study: Study, primary: pd.Series) -> pd.Series:
    """Call runs without the metric unknown where the source does not say how they ended."""
    told = not any(note.code == "no_status" for note in study.notes)
    return study.statuses if told else study.statuses.mask(primary.isna() & (study.statuses == "complete"), "unknown")


def _order(study: Study, column: str | None) -> tuple[pd.Series | None, str | None]:
    """Take the caller's column as the order of runs, else the source's own.

    Raises
    ------
    WrongUsageError
        If there is no such column, or it holds neither numbers nor dates.
    """
    if column is None:
        return study.order, None
    back = {raw: short for short, raw in study.aliases.items()}
    frames = (study.bookkeeping, study.settings, study.metrics)
    for wanted in (column, back.get(column, column)):
        for frame in frames:
            if wanted in frame.columns:
                moments = as_moments(frame[wanted])
                if moments is None or moments.notna().sum() == 0:
                    raise WrongUsageError("The order of runs is told by numbers or dates.", f"{column} holds neither.")
                return moments.astype("float64"), wanted
    if study.order is not None and column in {"number", "trial", "trial_number"}:
        return study.order, None
    names = [str(name) for frame in frames for name in frame.columns]
    raise WrongUsageError("The order must be a column of the source.", f"There is no {column}.", suggest(column, names))


def _check_any(study: Study, statuses: pd.Series, primary: pd.Series) -> None:
    """Refuse a study in which no run counts, saying what became of its runs.

    Raises
    ------
    EmptySweepError
        If no finished run has a finite metric.
    """
    complete = statuses == "complete"
    if bool((complete & np.isfinite(primary)).any()):
        return
    counts = ", ".join(f"{count} {status}" for status, count in statuses.value_counts(sort=False).items())
    remedy = ""
    if bool(complete.any()) and primary.name in study.metrics.columns:
        others = [
            str(n) for n in study.metrics.columns if n != primary.name and bool(study.metrics.loc[complete, n].notna().any())
        ]
        remedy = f"Other results have values: {listed(others)}." if others else ""
    raise EmptySweepError(
        f"At least one finished run has a finite {primary.name}.",
        f"Found none among {len(statuses)} runs ({counts or 'no runs'}).",
        remedy,
    )


def _comparable(
    study: Study, objectives: Sequence[Objective], columns: list[pd.Series], fidelity: str | float | None
) -> tuple[Study, list[pd.Series], tuple[Note, ...]]:
    """Set aside the runs that are no like for the others: fill-ins for failures, and other levels of effort."""
    study, columns, notes = without_sentinels(study, objectives, columns)
    there = at_reached(study, columns, fidelity)
    if there is not None:
        return there[0], there[1], (*notes, *there[2])
    study, more = at_fidelity(study, columns[0], fidelity)
    return study, columns, (*notes, *more)


def choose(  # noqa: PLR0913 - the caller's wishes, all by keyword
    studies: Study | Sequence[Study],
    *,
    metric: str | Sequence[str] | None = None,
    direction: str | Sequence[str] | None = None,
    parameters: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    study: str | None = None,
    order: str | None = None,
    fidelity: str | float | None = None,
) -> Sweep:
    """Choose the sweep to analyse from what a source holds.

    Parameters
    ----------
    studies : Study or sequence of Study
        What was read.
    metric : str or sequence of str, optional
        The metric to analyse, the primary one first; else what the source optimised, else its only result.
    direction : str or sequence of str, optional
        ``minimize`` or ``maximize``, one for each metric; else as the source or the metric's name tells.
    parameters, ignore : sequence of str, optional
        Names or globs of columns to analyse, and to leave out.
    study : str, optional
        Which study; needed where several have finished runs.
    order : str, optional
        Column that tells in which order runs were made.
    fidelity : str or float, optional
        The level of effort to analyse, ``all``, or ``column=level``; else the highest with enough finished runs.

    Returns
    -------
    Sweep
        A run counts where it finished with a finite metric; ``excluded`` lists every run and column left out with its reason.

    Raises
    ------
    WrongUsageError
        If something named does not exist, or something must be named.
    EmptySweepError
        If no run counts.
    """
    chosen, study_notes = pick_study([studies] if isinstance(studies, Study) else list(studies), study)
    objectives, columns, metric_notes = pick_objectives(chosen, metric, direction)
    chosen, columns, level_notes = _comparable(chosen, objectives, columns, fidelity)
    primary, assumed = columns[0], (*study_notes, *metric_notes, *level_notes)
    statuses = _statuses(chosen, primary)
    told = statuses is chosen.statuses
    _check_any(chosen, statuses, primary)
    counting = (statuses == "complete") & ~statuses.index.isin(dropped_runs(chosen))
    used = counting & np.isfinite(primary)
    sequence, column = _order(chosen, order)
    names = {objective.name for objective in objectives}
    wanted, unwanted = as_names(parameters), as_names(ignore)
    levels = {item.name for item in chosen.excluded if item.reason == "fidelity"}
    hidden = ({column} if column else set()) | levels
    hidden -= set(wanted)
    selection = select(chosen, used, wanted, unwanted, names | hidden)
    metrics = pd.DataFrame({str(c.name): c.where(np.isfinite(c) & counting) for c in columns})
    return Sweep(
        name=chosen.name,
        source=chosen.source,
        settings=selection.settings,
        metrics=metrics,
        statuses=statuses,
        parameters=selection.parameters,
        objectives=objectives,
        used=used,
        order=sequence,
        seconds=chosen.seconds,
        replicates=replicates_of(chosen, selection, names | hidden),
        sampler=chosen.sampler,
        excluded=(
            *left_out_runs(statuses, primary, told, dropped_runs(chosen)),
            *selection.excluded,
            *left_out_columns(chosen, selection, names, column),
            *left_out_metrics(chosen, objectives, list(selection.settings.columns)),
        ),
        notes=(*assumed, *notes_shown(chosen, set(selection.settings.columns), names, bool(primary.isna().any()))),
        bookkeeping=beside(chosen, selection),
    )
