"""Evidence: finished values that a picture of a finding is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Curve:
    """The metric along one parameter, others averaged over their observed values.

    Attributes
    ----------
    x : float64 array, shape (m,)
        Parameter values, increasing, in its own unit.
    mean, low, high : float64 array, shape (m,)
        Fitted metric and its 95 % band, in the metric's unit.
    label : str
        What a direct label says: a level; empty for the only curve, where ``span`` says it, and for a line through all runs.
    span : tuple of two float or None
        Range of the partner's values that the curve stands for.
    """

    x: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    label: str = ""
    span: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """Runs and the fitted shape of one numeric parameter.

    Attributes
    ----------
    curve : Curve
        The main curve.
    line : float64 array, shape (m,)
        The straight line behind r, at ``curve.x`` (bends on a log axis).
    best : tuple of two float or None
        Best region, in the parameter's unit.
    """

    curve: Curve
    line: NDArray[np.float64]
    best: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """An interaction: one curve for each band or level of the partner.

    Attributes
    ----------
    partner : str
        The other parameter.
    curves : tuple of Curve
        Two to four, ``label`` or ``span`` set. For a categorical parameter ``x`` are positions 0, 1, ... of ``levels``.
    levels : tuple of object
        The parameter's own levels where it is a category, else empty.
    """

    partner: str
    curves: tuple[Curve, ...]
    levels: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Extremes:
    """Outlying runs and the two lines: with them and without.

    Attributes
    ----------
    runs : tuple of str
        Names of the extreme runs.
    x : float64 array, shape (m,)
        Where the lines are evaluated.
    with_runs, without_runs : float64 array, shape (m,)
        Least-squares lines with and without them, in the metric's unit.
    """

    runs: tuple[str, ...]
    x: NDArray[np.float64]
    with_runs: NDArray[np.float64]
    without_runs: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LevelMeans:
    """Adjusted level means of a category.

    Attributes
    ----------
    levels : tuple of object
        Best first.
    mean, low, high : float64 array, shape (number of levels,)
        In the metric's unit.
    """

    levels: tuple[object, ...]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


Evidence = Shape | Lines | Extremes | LevelMeans
