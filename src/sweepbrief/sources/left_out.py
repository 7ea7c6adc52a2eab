"""Every run, column and result that a sweep leaves out, with its reason, and the notes that remain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.sources.metric_names import part_of
from sweepbrief.sources.objectives import parts_of, spelled
from sweepbrief.sweep import Exclusion, Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sweepbrief.sources.selection import Selection
    from sweepbrief.sweep import Objective, Study


def dropped_runs(study: Study) -> frozenset[str]:
    """Name the runs that the source itself sets aside (deleted, the parents of others): found, but never analysed."""
    return frozenset(item.name for item in study.excluded if item.what == "run")


def left_out_runs(
    statuses: pd.Series,
    primary: pd.Series,
    told: bool,  # noqa: FBT001 - private
    dropped: frozenset[str] = frozenset(),
) -> tuple[Exclusion, ...]:
    """Say of every run that does not count why; those that are dropped have been told already."""
    metric, excluded = str(primary.name), []
    counts = (statuses == "complete").to_numpy(bool) & np.isfinite(primary.to_numpy(np.float64))
    for name, status, value in zip(statuses.index[~counts], statuses[~counts], primary[~counts], strict=True):
        if name in dropped:
            continue
        if status == "pruned":
            excluded.append(Exclusion("run", name, "pruned"))
        elif status != "complete" and (told or not math.isnan(value)):
            excluded.append(Exclusion("run", name, "not_finished", {"status": status}))
        elif math.isnan(value):
            excluded.append(Exclusion("run", name, "no_value", {"metric": metric}))
        elif math.isinf(value):
            excluded.append(Exclusion("run", name, "infinite", {"metric": metric, "value": spelled(value)}))
    return tuple(excluded)


def left_out_metrics(study: Study, objectives: Sequence[Objective], kept: Sequence[str]) -> tuple[Exclusion, ...]:
    """List the results that are not analysed."""
    chosen, primary = {objective.name for objective in objectives}, objectives[0].name
    excluded = []
    for name in map(str, study.metrics.columns):
        if name in chosen or name in kept:
            continue
        base = part_of(name)[0]
        if name in parts_of(study, base):
            excluded.append(Exclusion("metric", name, "per_seed", {"metric": base}))
        else:
            excluded.append(Exclusion("metric", name, "other_metric", {"metric": primary}))
    return tuple(excluded)


def beside(study: Study, selection: Selection) -> pd.DataFrame:
    """Gather the columns that are not analysed but by which runs may be grouped: bookkeeping, and settings left out."""
    spare = [
        name
        for name in study.settings.columns
        if name not in selection.settings.columns and name not in study.bookkeeping.columns
    ]
    return study.bookkeeping.join(study.settings[spare]) if spare else study.bookkeeping


def replicates_of(study: Study, selection: Selection, unwanted: set[str]) -> pd.DataFrame:
    """Gather the columns that count replicates and are not analysed as parameters."""
    names = [item.name for item in study.excluded if item.reason == "replicate"]
    kept = [
        name for name in names if name in study.bookkeeping.columns and name not in {*selection.settings.columns, *unwanted}
    ]
    return study.bookkeeping[kept]


def left_out_columns(study: Study, selection: Selection, taken: set[str], order: str | None) -> tuple[Exclusion, ...]:
    """List what the reader left out, but for what the caller took back, and with the order that the caller named."""
    back = {*selection.settings.columns, *taken, *(item.name for item in selection.excluded)}
    back.add(order or "")
    kept = tuple(item for item in study.excluded if item.name not in back and not (order and item.reason == "order"))
    was = tuple(
        Exclusion("parameter", item.name, "bookkeeping")
        for item in study.excluded
        if order and item.reason == "order" and item.name not in back
    )
    now = (Exclusion("parameter", order, "order"),) if order and order not in selection.settings.columns else ()
    return (*kept, *was, *now)


def notes_shown(study: Study, shown: set[str], metrics: set[str], unvalued: bool) -> tuple[Note, ...]:  # noqa: FBT001 - private
    """Keep the notes that concern the columns analysed."""
    kept = []
    for note in study.notes:
        parameter, metric = note.facts.get("parameter"), note.facts.get("metric")
        if (parameter is not None and parameter not in shown) or (metric is not None and metric not in metrics):
            continue
        if note.code == "no_status" and not unvalued:
            continue
        if note.code == "seed_columns":
            columns = [name for name in _listed(note) if name not in shown]
            if columns:
                kept.append(Note("seed_columns", {"columns": columns}))
        else:
            kept.append(note)
    return tuple(kept)


def _listed(note: Note) -> list[str]:
    columns = note.facts["columns"]
    return [str(name) for name in columns] if isinstance(columns, (list, tuple)) else []
