"""Sweeps with a known truth, built without reading any file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sweepbrief.sweep import Objective, Parameter, Source, Sweep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sweepbrief.sweep import Direction, Kind


def _kind(column: pd.Series) -> Kind:
    if pd.api.types.is_bool_dtype(column):
        return "bool"
    if pd.api.types.is_integer_dtype(column):
        return "int"
    return "float" if pd.api.types.is_float_dtype(column) else "categorical"


def _setting(column: pd.Series, kind: Kind) -> pd.Series:
    return column.astype(np.float64) if kind in {"float", "int"} else column.astype(object)


def plant(
    settings: pd.DataFrame,
    metric: np.ndarray,
    direction: Direction = "maximize",
    *,
    kinds: Mapping[str, Kind] | None = None,
    order: np.ndarray | None = None,
) -> Sweep:
    """Make a sweep of settings and outcomes; runs with a metric of NaN are failed ones."""
    index = pd.Index([str(name) for name in settings.index])
    settings = settings.set_axis(index)
    found = {name: (kinds or {}).get(name) or _kind(settings[name]) for name in settings.columns}
    values = pd.DataFrame({name: _setting(settings[name], kind) for name, kind in found.items()}, index=index)
    outcome = pd.Series(np.asarray(metric, dtype=np.float64), index=index)
    used = pd.Series(np.isfinite(outcome.to_numpy()), index=index)
    return Sweep(
        name="planted",
        source=Source("table", "planted.csv", "0" * 64),
        settings=values,
        metrics=pd.DataFrame({"score": outcome}),
        statuses=pd.Series(np.where(used, "complete", "failed"), index=index),
        parameters=tuple(Parameter(name, kind) for name, kind in found.items()),
        objectives=(Objective("score", direction, "caller"),),
        used=used,
        order=None if order is None else pd.Series(np.asarray(order, dtype=np.float64), index=index),
        seconds=None,
        replicates=pd.DataFrame(index=index),
        sampler="unknown",
    )


def uniform(n: int, p: int, seed: int = 0) -> pd.DataFrame:
    """Draw n runs of p numeric parameters, uniform on 0..1, runs named r0, r1, ..."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.random((n, p)), columns=[f"p{j}" for j in range(p)], index=[f"r{i}" for i in range(n)])


def mixed(n: int, seed: int = 0) -> pd.DataFrame:
    """Draw n runs of a log-scaled rate, an integer, two categories and a switch, some settings missing."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "rate": 10 ** rng.uniform(-5, -1, n),
            "width": rng.integers(1, 9, n) * 16,
            "optimizer": rng.choice(np.array(["adam", "sgd", "lion", None], dtype=object), n),
            "pool": rng.choice(np.array(["max", "mean"], dtype=object), n),
            "norm": rng.random(n) < 0.5,
            "momentum": np.where(rng.random(n) < 0.3, np.nan, rng.random(n)),
        },
        index=[f"run-{i}" for i in range(n)],
    )
    return frame.astype({"norm": bool})
