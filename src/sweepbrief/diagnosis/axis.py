"""An axis: one parameter as the joint model sees it, which distinct values it has and which run has which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sweepbrief.sweep import Parameter

TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Axis:
    """One parameter over the observations of the joint model.

    Attributes
    ----------
    name : str
        The parameter.
    ordered : bool
        Whether its values have an order: numeric parameters and booleans without missing values.
    labels : tuple of object, length m
        Distinct values, increasing where ordered, else the most frequent first; None stands for a missing category.
    numbers : float64 array, shape (m,)
        The values themselves for numeric parameters, 0, 1, ... elsewhere.
    index : int64 array, shape (n,)
        Position in ``labels`` of each observation; -1 where a numeric parameter is blank (not active or not recorded).
    boolean : bool
        Whether it is a switch.
    counts : int64 array, shape (m,)
        Number of observations of each distinct value.
    ranks : float64 array, shape (m,)
        Mid-rank of each distinct value among the observations that have one, 0..1.
    """

    name: str
    ordered: bool
    labels: tuple[object, ...]
    numbers: NDArray[np.float64]
    index: NDArray[np.int64]
    boolean: bool = False
    counts: NDArray[np.int64] = field(init=False)
    ranks: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        counts = np.bincount(self.index[self.index >= 0], minlength=len(self.labels)).astype(np.int64)
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "ranks", (np.cumsum(counts) - counts / 2) / max(int(counts.sum()), 1))

    @property
    def size(self) -> int:
        """Number of distinct values."""
        return len(self.labels)

    @property
    def scaled(self) -> NDArray[np.float64]:
        """The distinct values without a unit, within -1..1, safe to square."""
        return self.numbers / max(float(np.abs(self.numbers).max(initial=0.0)), TINY)

    @property
    def active(self) -> NDArray[np.bool_]:
        """Which observations have a value."""
        return self.index >= 0

    @property
    def blank(self) -> bool:
        """Whether some observations, but not all, have none."""
        active = self.active
        return bool(active.any() and not active.all())

    def spread(self, on_support: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give each observation the row of its value; blank observations get zero."""
        if not self.size:
            return np.zeros((len(self.index), *on_support.shape[1:]))
        rows = on_support[np.maximum(self.index, 0)]
        rows[~self.active] = 0.0
        return rows

    def observed(self) -> NDArray[np.float64]:
        """Give the value of each observation, NaN where blank."""
        return np.where(self.active, self.spread(self.numbers), np.nan)

    def take(self, rows: NDArray[np.int64]) -> Axis:
        """Keep some observations and the values that they have."""
        index = self.index[rows]
        kept = np.unique(index[index >= 0])
        renumber = np.full(self.size + 1, -1, dtype=np.int64)
        renumber[kept] = np.arange(len(kept))
        labels = tuple(self.labels[number] for number in kept)
        return Axis(self.name, self.ordered, labels, self.numbers[kept], renumber[index], self.boolean)


def without_blanks(axis: Axis) -> Axis:
    """Take a missing category for a blank instead of a level: where the parameter was not active."""
    if None not in axis.labels:
        return axis
    gone = axis.labels.index(None)
    kept = [place for place in range(axis.size) if place != gone]
    renumber = np.full(axis.size + 1, -1, dtype=np.int64)
    renumber[kept] = np.arange(len(kept))
    labels = tuple(axis.labels[place] for place in kept)
    boolean = bool(labels) and all(isinstance(label, bool) for label in labels)
    ordered = boolean and list(labels) == sorted(labels, key=bool)
    return Axis(axis.name, ordered, labels, np.arange(len(labels), dtype=np.float64), renumber[axis.index], ordered)


def axis_of(parameter: Parameter, values: pd.Series) -> Axis:
    """Read a parameter's axis from its column of settings.

    Parameters
    ----------
    parameter : Parameter
        Name and kind.
    values : pandas.Series, length n
        Raw settings.

    Returns
    -------
    Axis
        Missing values are blank for numeric parameters, and a level of their own for others and where the source says so.
    """
    if parameter.numeric and not (parameter.missing == "level" and bool(values.isna().any())):
        return _numeric(parameter, values)
    return _levels(parameter, values)


def _numeric(parameter: Parameter, values: pd.Series) -> Axis:
    found = values.to_numpy(dtype=np.float64, na_value=np.nan)
    active = np.isfinite(found)
    support, inverse = np.unique(found[active], return_inverse=True)
    index = np.full(len(found), -1, dtype=np.int64)
    index[active] = inverse
    return Axis(parameter.name, ordered=True, labels=tuple(support.tolist()), numbers=support, index=index)


def _levels(parameter: Parameter, values: pd.Series) -> Axis:
    missing = values.isna().to_numpy()
    raw = [None if gone else value for value, gone in zip(values.tolist(), missing, strict=True)]
    keys = [("str", value) if type(value) is str else _key(value) for value in raw]
    first = dict(reversed(list(zip(keys, raw, strict=True))))
    boolean = parameter.kind == "bool" and None not in raw
    number = Counter(keys)
    known = sorted(first) if boolean else sorted(first, key=lambda key: (-number[key], key))
    position = {key: place for place, key in enumerate(known)}
    index = np.array([position[key] for key in keys], dtype=np.int64)
    labels = tuple(first[key] for key in known)
    return Axis(parameter.name, boolean, labels, np.arange(len(labels), dtype=np.float64), index, boolean)


def _key(value: object) -> tuple[str, str]:
    return type(value).__name__, str(value)
