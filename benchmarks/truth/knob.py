"""A knob: a parameter of a planted sweep, with the space it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Axis = Literal["raw", "scale"]


@dataclass(frozen=True, slots=True)
class Knob:
    """A parameter of a planted sweep.

    Settings are stored as numbers: numeric knobs by value, categories and booleans by the code of their level, NaN for blank.

    Attributes
    ----------
    name : str
        Column of the table.
    kind : {"float", "int", "categorical", "bool"}
        As a reader of the table would say.
    scale : {"linear", "log"}
        On which scale values are drawn.
    low, high : float
        Ends of the range; codes 0 and L - 1 for categories.
    levels : tuple of object
        Levels of a category or boolean; allowed values of a numeric knob that is drawn from a list; else empty.
    parent : int
        Index of the knob that switches it on, -1 for none.
    active : tuple of float
        Settings of the parent (values or codes) for which it is active; blank otherwise.
    """

    name: str
    kind: Literal["float", "int", "categorical", "bool"]
    scale: Literal["linear", "log"] = "linear"
    low: float = 0.0
    high: float = 1.0
    levels: tuple[object, ...] = ()
    parent: int = -1
    active: tuple[float, ...] = ()

    @property
    def coded(self) -> bool:
        """Whether settings are codes of levels."""
        return self.kind in {"categorical", "bool"}

    def place(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn positions in 0..1 into settings."""
        if self.levels:
            code = np.minimum((u * len(self.levels)).astype(int), len(self.levels) - 1)
            levels = np.arange(len(self.levels)) if self.coded else np.array([float(str(v)) for v in self.levels])
            return np.asarray(levels[code], dtype=float)
        if self.scale == "log":
            value: NDArray[np.float64] = np.exp(np.log(self.low) + u * (np.log(self.high) - np.log(self.low)))
        else:
            value = self.low + u * (self.high - self.low)
        return np.asarray(np.clip(np.rint(value), self.low, self.high) if self.kind == "int" else value)

    def along(self, settings: NDArray[np.float64], axis: Axis = "scale") -> NDArray[np.float64]:
        """Turn settings into positions in 0..1 along the raw axis or along the knob's own scale."""
        if self.coded:
            return np.asarray(settings / max(len(self.levels) - 1, 1))
        if axis == "scale" and self.scale == "log":
            return np.asarray(np.log(settings / self.low) / np.log(self.high / self.low))
        return np.asarray((settings - self.low) / (self.high - self.low))

    def spell(self, settings: NDArray[np.float64]) -> list[object]:
        """Write settings as a table holds them; blanks are None."""
        if self.coded:
            return [None if np.isnan(v) else self.levels[int(v)] for v in settings]
        if self.kind == "int" and not np.isnan(settings).any():
            return [int(v) for v in settings]
        return [None if np.isnan(v) else float(v) for v in settings]


def switched_on(knobs: tuple[Knob, ...], number: int, settings: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell for which rows of settings, shape (n, p), a knob is active."""
    knob = knobs[number]
    if knob.parent < 0:
        return np.ones(len(settings), dtype=bool)
    return np.asarray(np.isin(settings[:, knob.parent], knob.active))
