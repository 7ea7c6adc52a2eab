"""The design: settings and outcome as arrays, in an order that does not depend on how they were stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.target import LIMIT

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sweepbrief.measures.metric_scale import MetricScale
    from sweepbrief.sweep import Parameter

_LARGEST = 700.0
_NORMAL_QUARTILES = 1.349


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the encoded matrix.

    Attributes
    ----------
    parameter : str
        The parameter it belongs to.
    level : object
        The level it indicates for a category with three or more levels, else None.
    """

    parameter: str
    level: object = None


@dataclass(frozen=True, slots=True)
class Design:
    """The runs that count, as arrays.

    Rows and columns stand in a canonical order that depends on their contents alone: reordering runs or columns, renaming
    parameters, changing a parameter's unit, negating the metric with its direction or rescaling it changes nothing here but
    ``runs``, ``values`` (unit) and ``metric`` (unit).

    Attributes
    ----------
    runs : tuple of str, length n
        Names of the runs, in canonical row order.
    parameters : tuple of Parameter, length p
        In canonical column order.
    values : pandas.DataFrame, shape (n, p)
        Raw settings: numeric columns float64 (NaN: not active or not recorded), others object. Index ``runs``.
    x : float64 array, shape (n, k)
        What the forest sees. Numeric and two-level parameters: dense ranks 0, 1, 2, ... (NaN stays NaN); categories with three
        or more levels: one indicator a level. A missing category is a level of its own.
    columns : tuple of Column, length k
        Which parameter each column of ``x`` belongs to.
    metric : float64 array, shape (n,)
        The primary metric in its own unit and sign.
    y : float64 array, shape (n,)
        The oriented and standardised target: higher is better, median 0, robust spread 1. Runs more than 10 spreads from the
        median are drawn in to that distance (see `sweepbrief.measures.target`), so that |y| = 10 means "at least this far".
    unit : float
        Signed: metric = centre + unit * y for every run that was not drawn in; on the scale ``log``, the logarithm of its size.
    centre : float
        See ``unit``.
    groups : int64 array, shape (n,)
        Runs with identical settings, but for what ``counter`` holds, share a number (replicates); numbered in order of
        appearance.
    position : float64 array, shape (n,), or None
        Rank of each run in the order in which runs were made.
    scale : {"raw", "log", "rank"}
        What the metric is judged on (see `sweepbrief.measures.metric_scale`).
    scores : float64 array, shape (n,), or None
        Normal scores that the forest is grown on in place of ``y``, on the scale ``rank``.
    kin : int64 array, shape (n,), or None
        As ``groups``, for runs that differ at most in how much effort they were given, where that is one of the settings: a
        run that went on from another is no independent one.
    counter : str, or None
        The parameter that only counts repeats of the settings of all others, as a seed does: see `sweepbrief.measures.repeats`.
    """

    runs: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    values: pd.DataFrame
    x: NDArray[np.float64]
    columns: tuple[Column, ...]
    metric: NDArray[np.float64]
    y: NDArray[np.float64]
    unit: float
    centre: float
    groups: NDArray[np.int64]
    position: NDArray[np.float64] | None
    scale: MetricScale = "raw"
    scores: NDArray[np.float64] | None = None
    kin: NDArray[np.int64] | None = None
    counter: str | None = None

    @property
    def drawn(self) -> NDArray[np.int64]:
        """What goes in and out of bags and resamples together, shape (n,)."""
        return self.groups if self.kin is None else self.kin

    @property
    def varies(self) -> bool:
        """Whether the metric took two values at all."""
        return bool(np.ptp(self.y) > 0.0) if self.n else False

    @property
    def target(self) -> NDArray[np.float64]:
        """What the forest is grown on, shape (n,): higher is better."""
        return self.y if self.scores is None else self.scores

    @property
    def step(self) -> float:
        """Metric units per unit of ``y`` in the middle of the runs, signed."""
        return self.unit if self.scale != "log" else self.unit * float(np.median(self.metric))

    @property
    def target_step(self) -> float:
        """Metric units per unit of ``target`` in the middle of the runs, signed."""
        if self.scores is None:
            return self.step
        low, high = np.quantile(self.metric / (size := float(np.abs(self.metric).max()) or 1.0), [0.25, 0.75])
        return float(np.copysign((high - low) * size / _NORMAL_QUARTILES, self.unit)) if high > low else self.unit

    @property
    def level(self) -> NDArray[np.float64]:
        """The metric on the scale it is judged on, without limit to how far a run may lie, shape (n,)."""
        if self.scale == "log":
            return np.asarray(np.log(np.abs(self.metric)), dtype=np.float64)
        return self.metric / (float(np.abs(self.metric).max()) or 1.0)

    def metric_of(self, y: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Turn values of ``y`` into the metric's own unit."""
        found = self.centre + self.unit * np.asarray(y, dtype=np.float64)
        if self.scale != "log":
            return np.asarray(found, dtype=np.float64)
        return np.asarray(np.sign(self.metric[0]) * np.exp(np.clip(found, -_LARGEST, _LARGEST)), dtype=np.float64)

    @property
    def n(self) -> int:
        """Number of runs that count."""
        return len(self.runs)

    @property
    def drawn_in(self) -> NDArray[np.bool_]:
        """Mark the runs whose metric lies so far out that ``y`` does not follow it, shape (n,)."""
        found: NDArray[np.bool_] = abs(self.y) >= LIMIT
        return found

    @property
    def starts(self) -> list[int]:
        """The first column of ``x`` of each parameter; a parameter's columns stand together, in the parameters' order."""
        names = [column.parameter for column in self.columns]
        return [number for number, name in enumerate(names) if not number or names[number - 1] != name]

    @property
    def players(self) -> NDArray[np.int64]:
        """The number of the parameter that each column of ``x`` belongs to."""
        first = np.zeros(len(self.columns), dtype=np.int64)
        first[self.starts] = 1
        return np.cumsum(first) - 1

    def members(self, parameter: str) -> list[int]:
        """Give the columns of ``x`` that belong to a parameter."""
        return [number for number, column in enumerate(self.columns) if column.parameter == parameter]
