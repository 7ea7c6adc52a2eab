"""Forms: the shapes that a parameter's main curve, or a pair's joint effect, may take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.scales import CUT_SHARE, HINGES, LEVEL_RUNS, LOG_RATIO, SATURATED, STEPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis

GRID = 65


@dataclass(frozen=True, slots=True)
class Form:
    """A linear space of functions of one parameter.

    Attributes
    ----------
    name : str
        ``line``, ``log``, ``curve``, ``step``, ``hinge``, ``levels`` or ``single``.
    support : float64 array, shape (m, d)
        The functions at the parameter's distinct values, mean 0 and variance 1 over the observations that have one.
    columns : float64 array, shape (n, d)
        The functions at the observations; 0 where the parameter is blank.
    searched : int
        How many parameters beyond d were searched (a knot, a level).
    place : int
        Position of the knot or level among the distinct values, -1 without one.
    """

    name: str
    support: NDArray[np.float64]
    columns: NDArray[np.float64]
    searched: int = 0
    place: int = -1

    @property
    def size(self) -> int:
        """Number of functions."""
        return int(self.columns.shape[1])


@dataclass(frozen=True, slots=True)
class Sketch:
    """A form before it is standardised: its functions at the distinct values."""

    name: str
    support: NDArray[np.float64]
    searched: int = 0
    place: int = -1


def assemble(axis: Axis, sketches: list[Sketch]) -> list[Form]:
    """Standardise the functions of some sketches, all at once; those that do not vary are left out."""
    if not sketches or axis.size < 1:
        return []
    supports = [sketch.support.reshape(axis.size, -1) for sketch in sketches]
    whole = np.concatenate(supports, axis=1)
    weights = axis.counts / max(int(axis.counts.sum()), 1)
    whole = whole - weights @ whole
    scale = np.sqrt(weights @ whole**2)
    whole /= np.where(scale > 0, scale, 1.0)
    columns = axis.spread(whole)
    forms, at = [], 0
    for sketch, support in zip(sketches, supports, strict=True):
        part = slice(at, at + support.shape[1])
        at += support.shape[1]
        if bool((scale[part] > 0).all()):
            forms.append(Form(sketch.name, whole[:, part], columns[:, part], sketch.searched, sketch.place))
    return forms


@cache
def _waves() -> NDArray[np.float64]:
    """Give the Demmler-Reinsch functions of the cubic smoothing spline on an even grid, from smooth to rough.

    References
    ----------
    Demmler & Reinsch, Oscillation matrices with spline smoothing, Numerische Mathematik 24 (1975).
    """
    second = np.diff(np.eye(GRID), n=2, axis=0)
    waves: NDArray[np.float64] = np.linalg.eigh(second.T @ second)[1][:, 2:]
    line = np.linspace(-1.0, 1.0, GRID)
    waves = np.column_stack([line / np.sqrt(np.mean(line**2)), waves * np.sqrt(GRID)])
    return waves * np.where(waves[-1] < 0, -1.0, 1.0)


def curves(axis: Axis, degrees: list[int]) -> list[Sketch]:
    """Give the smooth curves of several degrees of freedom on the axis of ranks, as far as there are distinct values."""
    most = min(max(degrees), axis.size - 1)
    if most < 1:
        return []
    grid, waves, ranks = np.linspace(0.0, 1.0, GRID), _waves(), axis.ranks
    support = np.column_stack([np.interp(ranks, grid, waves[:, number]) for number in range(most)])
    return [Sketch("curve", support[:, :number]) for number in sorted({min(number, most) for number in degrees})]


def straight(axis: Axis) -> list[Sketch]:
    """Give the raw line and, for positive values that span enough, the line on the logarithm."""
    found = [Sketch("line", axis.scaled)]
    return [*found, Sketch("log", np.log(axis.numbers))] if loggable(axis) else found


def loggable(axis: Axis) -> bool:
    """Tell whether a logarithm of the values would differ from them in shape."""
    if not axis.ordered or axis.boolean or axis.size <= 2:  # noqa: PLR2004 - two values make a line on every scale
        return False
    return bool(axis.numbers[0] > 0) and bool(axis.numbers[-1] >= LOG_RATIO * axis.numbers[0])


def cuts(axis: Axis, most: int) -> list[int]:
    """Choose positions after which to cut, spread evenly over the observations, with enough of them on both sides."""
    below = np.cumsum(axis.counts)[:-1]
    total = int(axis.counts.sum())
    least = max(LEVEL_RUNS, CUT_SHARE * total)
    usable = np.flatnonzero((below >= least) & (total - below >= least))
    if len(usable) <= most:
        return [int(place) for place in usable]
    wanted = np.linspace(below[usable[0]], below[usable[-1]], most)
    return sorted({int(usable[np.abs(below[usable] - target).argmin()]) for target in wanted})


def steps(axis: Axis, most: int = STEPS) -> list[Sketch]:
    """Give one step for each cut."""
    places = np.arange(axis.size)
    return [Sketch("step", (places > cut).astype(np.float64), 1, cut) for cut in cuts(axis, most)]


def hinges(axis: Axis, most: int = HINGES) -> list[Sketch]:
    """Give, for each knot, the curves flat on one side of it: on the raw axis, and on the logarithm where there is one."""
    found = []
    for scale in [axis.scaled, *([np.log(axis.numbers)] if loggable(axis) else [])]:
        for cut in cuts(axis, most):
            found.append(Sketch("hinge", np.maximum(scale - scale[cut], 0.0), 1, cut))
            found.append(Sketch("hinge", np.minimum(scale - scale[cut], 0.0), 1, cut))
    return found


def levels(axis: Axis, most: int) -> list[Sketch]:
    """Give free means for the levels; the rarest share one mean where there are more than ``most``."""
    counts = axis.counts
    order = np.argsort(-counts, kind="stable")
    kept = [int(level) for level in order[: most + 1] if counts[level] >= LEVEL_RUNS]
    kept = kept[: len(counts) - 1] if len(kept) == len(counts) else kept[:most]
    places = np.arange(axis.size)
    return [Sketch("levels", np.column_stack([(places == level).astype(np.float64) for level in kept]))] if kept else []


def singles(axis: Axis) -> list[Sketch]:
    """Give each level against all others."""
    places = np.arange(axis.size)
    often = [int(level) for level in np.flatnonzero(axis.counts >= LEVEL_RUNS)]
    return [Sketch("single", (places == level).astype(np.float64), 1, level) for level in often]


def saturated(axis: Axis) -> list[Sketch]:
    """Give free means for the values of an ordered parameter that has few of them."""
    return levels(axis, axis.size) if 2 < axis.size <= SATURATED else []  # noqa: PLR2004 - two values make a line
