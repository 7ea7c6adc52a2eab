"""Sweeps in which a cause is planted, and the diagnosis of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sweepbrief.diagnosis import diagnose
from sweepbrief.measures import measure
from sweepbrief.sweep import Objective, Parameter, Source, Sweep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.diagnosis import Diagnosis, Finding
    from sweepbrief.sweep import Direction, Kind, Sampler


def kind_of(column: pd.Series) -> Kind:
    """Tell a column's kind by its type."""
    if pd.api.types.is_bool_dtype(column):
        return "bool"
    if pd.api.types.is_integer_dtype(column):
        return "int"
    return "float" if pd.api.types.is_float_dtype(column) else "categorical"


def sweep_of(
    settings: Mapping[str, np.ndarray],
    metric: np.ndarray,
    *,
    direction: Direction = "maximize",
    order: np.ndarray | None = None,
    sampler: Sampler = "unknown",
    names: list[str] | None = None,
) -> Sweep:
    """Make a sweep of settings and outcomes; runs with a metric of NaN are failed ones."""
    index = pd.Index(names or [f"run-{number}" for number in range(len(metric))])
    frame = pd.DataFrame(dict(settings), index=index)
    kinds = {name: kind_of(frame[name]) for name in frame.columns}
    values = pd.DataFrame(
        {name: frame[name].astype(np.float64 if kind in {"float", "int"} else object) for name, kind in kinds.items()},
        index=index,
    )
    outcome = pd.Series(np.asarray(metric, dtype=np.float64), index=index)
    used = pd.Series(np.isfinite(outcome.to_numpy()), index=index)
    return Sweep(
        name="planted",
        source=Source("table", "planted.csv", "0" * 64),
        settings=values,
        metrics=pd.DataFrame({"score": outcome}),
        statuses=pd.Series(np.where(used, "complete", "failed"), index=index),
        parameters=tuple(Parameter(name, kind) for name, kind in kinds.items()),
        objectives=(Objective("score", direction, "caller"),),
        used=used,
        order=None if order is None else pd.Series(np.asarray(order, dtype=np.float64), index=index),
        seconds=None,
        replicates=pd.DataFrame(index=index),
        sampler=sampler,
    )


def diagnosed(settings: Mapping[str, np.ndarray], metric: np.ndarray, **more: object) -> Diagnosis:
    """Diagnose a planted sweep."""
    sweep = sweep_of(settings, metric, **more)  # type: ignore[arg-type]
    return diagnose(sweep, measure(sweep), seed=0)


def causes(diagnosis: Diagnosis, parameter: str) -> list[str]:
    """Name the causes of a parameter, the main one first."""
    return [finding.cause for finding in diagnosis.verdicts[parameter].findings]


def finding(diagnosis: Diagnosis, parameter: str, cause: str) -> Finding:
    """Give the finding of a cause."""
    return next(one for one in diagnosis.verdicts[parameter].findings if one.cause == cause)


def drawn(n: int, seed: int) -> tuple[np.random.Generator, dict[str, np.ndarray]]:
    """Draw three even parameters a, b, idle and a log-uniform rate."""
    rng = np.random.default_rng(seed)
    columns: dict[str, np.ndarray] = {name: rng.random(n) for name in ("a", "b", "idle")}
    return rng, {**columns, "rate": 10 ** rng.uniform(-4, 0, n)}
