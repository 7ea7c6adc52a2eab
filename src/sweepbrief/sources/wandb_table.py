"""What is particular about tables exported from W&B: groups in place of runs, and a sweep's configuration beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.sources.declared import described
from sweepbrief.sources.values import as_numbers
from sweepbrief.sources.wandb_space import find_configs, matching
from sweepbrief.sweep import Exclusion, Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sources.wandb_space import SweepConfig
    from sweepbrief.sweep import Study

_OWN: Final = frozenset({"_step", "_runtime", "_timestamp", "_wandb", "Sweep"})
_BROWSER: Final = frozenset({"Name", "State", "Created", "Runtime"})
_COUNTS: Final = ("runs", "run count", "number of runs", "# runs", "count")
_GROUP: Final = re.compile(r"(?:Group|Job Type|[\w./-]+): .+")
_HALF: Final = 0.5
_SEVERAL: Final = 2


def is_wandb_table(columns: Sequence[str]) -> bool:
    """Tell by the names of its columns whether a table was exported from W&B."""
    found = set(columns)
    bare = {name.rsplit(".", 1)[-1] for name in found}
    return bool(_OWN & (found | bare)) or len(_BROWSER & found) >= _SEVERAL or {"summary", "config"} <= found


def grouped_by(frame: pd.DataFrame) -> str | None:
    """Give the column by which the runs of an exported table are grouped; None where each row is one run.

    Parameters
    ----------
    frame : pandas.DataFrame
        Raw cells.
    """
    for name in frame.columns:
        if str(name).strip().lower() in _COUNTS and "Name" in frame.columns:
            numbers = as_numbers(frame[name])
            if numbers.notna().all() and bool((numbers > 1).any()) and bool((numbers % 1 == 0).all()):
                return str(name)
    if "Name" in frame.columns and ("State" not in frame.columns or bool(frame["State"].isna().all())):
        names = [str(cell) for cell in frame["Name"].dropna()]
        heads = {name.split(": ", 1)[0] for name in names if _GROUP.fullmatch(name)}
        if names and len(heads) == 1 and all(_GROUP.fullmatch(name) for name in names):
            return "Name"
    return None


def _with_config(study: Study, path: Path, config: SweepConfig) -> Study:
    """Take ranges, goal and method from a sweep's configuration; what it did not vary is bookkeeping.

    A setting that it fixes although the runs differ in it was varied: the file is an earlier or a later one.
    """
    everything = {**study.bookkeeping, **study.metrics, **study.settings}
    varied = [name for name in config.space if name in everything]
    away = [parameter.name for parameter in study.parameters if parameter.name not in varied]
    known = {parameter.name: parameter for parameter in study.parameters}
    parameters, settings = described({name: everything[name] for name in varied}, known, config.space)
    pursued = config.objective
    numbers = {str(name) for name, column in everything.items() if column.dtype == "float64"}
    metrics = study.metrics[[name for name in study.metrics.columns if name not in varied]]
    if pursued and pursued.name in numbers - set(metrics.columns) - set(varied):
        metrics = metrics.assign(**{pursued.name: everything[pursued.name]})
    constant = {name for name in away if study.settings[name].nunique(dropna=False) < _SEVERAL}
    kept = [name for name in study.settings.columns if name in constant or (name in away and name in config.fixed)]
    moved = [name for name in away if name not in kept and name not in metrics.columns]
    return replace(
        study,
        settings=pd.concat([settings, study.settings[kept]], axis=1),
        parameters=(*parameters, *(known[name] for name in kept)),
        metrics=metrics,
        bookkeeping=pd.concat([study.bookkeeping.drop(columns=varied, errors="ignore"), study.settings[moved]], axis=1),
        objectives=(pursued,) if pursued and pursued.name in metrics.columns else (),
        sampler=config.sampler,
        excluded=(
            *(item for item in study.excluded if item.name not in varied),
            *(Exclusion("parameter", name, "not_swept") for name in moved),
        ),
        notes=(*study.notes, Note("sweep_config", {"file": path.name}), *config.notes),
    )


def understood(study: Study, frame: pd.DataFrame, source: object) -> Study:
    """Complete what a table exported from W&B says.

    Parameters
    ----------
    study : Study
        From its cells.
    frame : pandas.DataFrame
        The cells as they stood.
    source : object
        Where it was read: a sweep's configuration in the same folder counts, where its parameters are columns.

    Returns
    -------
    Study
        As it was where the table is from elsewhere.
    """
    if not is_wandb_table([str(name) for name in frame.columns]):
        return study
    column = grouped_by(frame)
    if column:
        study = replace(study, notes=(*study.notes, Note("grouped_runs", {"column": column})))
    if isinstance(source, Path):
        names = {str(name) for part in (study.settings, study.metrics, study.bookkeeping) for name in part.columns}
        found = matching(find_configs([source.parent]), names)
        if found and len(set(found[1].space) & names) > _HALF * len(found[1].space):
            study = _with_config(study, *found)
    return study
