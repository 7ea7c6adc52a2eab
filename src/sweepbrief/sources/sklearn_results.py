"""scikit-learn's searches: ``cv_results_`` as CSV or JSON, as a data frame, or in a fitted search."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import Blob, bytes_of, digest, location_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.metric_names import direction_of
from sweepbrief.sources.roles_by_name import is_seed
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.sklearn_rows import Row, holds_results, is_missing, is_search, rows_of, settings_of
from sweepbrief.sources.sklearn_space import sampler_of, space_of
from sweepbrief.sweep import Exclusion, Note, Objective, Source, Study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sweep import Parameter, Sampler

SOURCE: Final = SourceKind(
    "sklearn",
    "scikit-learn, cv_results_",
    "cv_results_ as CSV, JSON, DataFrame or dict; a fitted GridSearchCV, RandomizedSearchCV or Halving*SearchCV",
    (".csv", ".tsv", ".json"),
)
_MEAN: Final = "mean_test_"
_FOLD: Final = re.compile(r"split(\d+)_(test|train)_(.+)")
_TIME: Final = re.compile(r"(?:mean|std)_(?:fit|score)_time")
_SPREAD: Final = re.compile(r"(?:std|rank)_(?:test|train)_.+")
_BUDGET: Final = "n_resources"
_OTHER: Final = (_BUDGET, "iter")
_TWO: Final = 2
_HUGE: Final = 1e150  # whose square a float holds


def recognises(source: object) -> bool:
    """Tell whether a source holds the columns of ``cv_results_``."""
    return holds_results(source)


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type] # what is no number is caught
    except (TypeError, ValueError):
        return float("nan")


def _folds(rows: Sequence[Row], score: str) -> list[str]:
    """Give the columns of a score's folds."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [name for name in names if (found := _FOLD.fullmatch(name)) and (found[2], found[3]) == ("test", score)]


def _fold_note(rows: Sequence[Row], metric: str) -> tuple[Note, ...]:
    """Estimate a mean score's standard error from what the folds leave unexplained by candidate and by fold."""
    names = _folds(rows, metric.removeprefix(_MEAN))
    scores = np.array([[_number(row.get(name)) for name in names] for row in rows], dtype=np.float64)
    scores = scores[(np.abs(scores) < _HUGE).all(axis=1)] if names else scores
    if len(names) < _TWO or len(scores) < _TWO:
        return ()
    rest = scores - scores.mean(axis=1, keepdims=True) - scores.mean(axis=0, keepdims=True) + scores.mean()
    variance = float(np.square(rest).sum()) / ((len(scores) - 1) * (len(names) - 1))
    return (Note("fold_scores", {"metric": metric, "folds": len(names), "error": float(np.sqrt(variance / len(names)))}),)


def _run(number: int, row: Row, settings: Row, metrics: Sequence[str], folds: int) -> Run:
    scores = {name: _number(row.get(name)) for name in metrics}
    held = [value for name, value in scores.items() if name.startswith(_MEAN)]
    times = [_number(row.get(f"mean_{part}_time")) for part in ("fit", "score")]
    seconds = float(np.nansum(times)) * max(folds, 1)
    return Run(
        str(number),
        settings,
        scores,
        "complete" if any(np.isfinite(held)) else "failed",
        seconds=seconds if np.isfinite(times).any() else None,
        other={name: _number(row[name]) for name in _OTHER if not is_missing(row.get(name))},
    )


def _left_out(names: Sequence[str], metrics: Sequence[str]) -> tuple[Exclusion, ...]:
    """List the columns that only repeat, rank or time the scores."""
    excluded = []
    for name in names:
        fold = _FOLD.fullmatch(name)
        if fold:
            mean = f"mean_{fold[2]}_{fold[3]}"
            excluded.append(Exclusion("metric", name, "per_seed", {"metric": mean if mean in metrics else fold[3]}))
        elif _TIME.fullmatch(name) or _SPREAD.fullmatch(name):
            excluded.append(Exclusion("metric", name, "bookkeeping"))
    return tuple(excluded)


def _objectives(metrics: Sequence[str], refit: object) -> tuple[Objective, ...]:
    """Give the scores on held-out folds, first the one by which the search chose its best; more of each is better."""
    held = [name for name in metrics if name.startswith(_MEAN)]
    first = f"{_MEAN}{refit}" if isinstance(refit, str) else ""
    return tuple(Objective(name, "maximize", "source") for name in sorted(held, key=lambda name: name != first))


def _source(source: object, rows: Sequence[Row]) -> tuple[str, Source]:
    if isinstance(source, (Path, Blob)):
        name = source.stem if isinstance(source, Path) else "search"
        return name, Source(SOURCE.name, location_of(source), digest(bytes_of(source)))
    kind = type(source).__name__
    return kind if is_search(source) else "cv_results_", Source(
        SOURCE.name, kind, digest(json.dumps(rows, default=str).encode())
    )


def read(source: object) -> tuple[Study, ...]:
    """Read the results of one search.

    Raises
    ------
    UnreadableSourceError
        If there is no candidate in it.
    """
    rows = rows_of(source)
    if not rows:
        raise UnreadableSourceError("The results of a search hold candidates.", "These hold none.")
    names = list(dict.fromkeys(name for row in rows for name in row))
    metrics = [name for name in names if name.startswith((_MEAN, "mean_train_"))]
    objectives = _objectives(metrics, getattr(source, "refit", None))
    space: dict[str, Parameter] = {}
    notes: tuple[Note, ...] = ()
    sampler: Sampler = "unknown"
    if is_search(source):
        (space, notes), sampler = space_of(source), sampler_of(source)
    if any(direction_of(objective.name) == "minimize" for objective in objectives):
        notes += (Note("higher_is_better"),)
    if objectives:
        notes += _fold_note(rows, objectives[0].name)
    folds = len(_folds(rows, objectives[0].name.removeprefix(_MEAN))) if objectives else 1
    settings = settings_of(rows)
    runs = [_run(place, row, settings[place], metrics, folds) for place, row in enumerate(rows)]
    name, origin = _source(source, rows)
    study = study_of_runs(
        name,
        origin,
        runs,
        space=space,
        objectives=objectives,
        sampler=sampler,
        fidelity=_BUDGET,
        kept=[key for key in dict.fromkeys(key for row in settings for key in row) if not is_seed(key)],
        excluded=_left_out(names, metrics),
        notes=notes,
    )
    return (study,)
