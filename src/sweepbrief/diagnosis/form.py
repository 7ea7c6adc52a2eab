"""Forms: the shapes that a parameter's main curve, or a pair's joint effect, may take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.scales import HINGES, LEVEL_RUNS, LOG_RATIO, SATURATED, STEPS

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
        The functions at the parameter's distinct values, mean 0 over the observations that have one.
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


def _form(axis: Axis, name: str, support: NDArray[np.float64], searched: int = 0, place: int = -1) -> Form | None:
    weights = axis.counts / max(int(axis.counts.sum()), 1)
    support = support.reshape(axis.size, -1)
    support = support - weights @ support
    scale = np.sqrt(weights @ support**2)
    if not bool((scale > 0).all()):
        return None
    support = support / scale
    return Form(name, support, axis.spread(support), searched, place)


def curve(axis: Axis, degrees: int) -> Form | None:
    """Give the smooth curves of some degrees of freedom on the axis of ranks."""
    degrees = min(degrees, axis.size - 1)
    if degrees < 1:
        return None
    grid, waves = np.linspace(0.0, 1.0, GRID), _waves()
    support = np.column_stack([np.interp(axis.ranks, grid, waves[:, number]) for number in range(degrees)])
    return _form(axis, "curve", support)


def straight(axis: Axis) -> list[Form]:
    """Give the raw line and, for positive values that span enough, the line on the logarithm."""
    found = [_form(axis, "line", axis.scaled)]
    if loggable(axis):
        found.append(_form(axis, "log", np.log(axis.numbers)))
    return [form for form in found if form is not None]


def loggable(axis: Axis) -> bool:
    """Tell whether a logarithm of the values would differ from them in shape."""
    numbers = axis.numbers
    return (
        axis.ordered
        and not axis.boolean
        and axis.size > 2
        and bool(numbers[0] > 0)
        and bool(numbers[-1] / numbers[0] >= LOG_RATIO)
    )  # noqa: PLR2004 - two values make a line on every scale


def _cuts(axis: Axis, most: int) -> list[int]:
    """Choose positions after which to cut, spread evenly over the observations, with enough of them on both sides."""
    below = np.cumsum(axis.counts)[:-1]
    total = int(axis.counts.sum())
    least = max(LEVEL_RUNS, 0.02 * total)
    usable = np.flatnonzero((below >= least) & (total - below >= least))
    if len(usable) <= most:
        return [int(place) for place in usable]
    wanted = np.linspace(below[usable[0]], below[usable[-1]], most)
    return sorted({int(usable[np.abs(below[usable] - target).argmin()]) for target in wanted})


def steps(axis: Axis, most: int = STEPS) -> list[Form]:
    """Give one step for each cut."""
    places = np.arange(axis.size)
    found = [_form(axis, "step", (places > cut).astype(np.float64), 1, cut) for cut in _cuts(axis, most)]
    return [form for form in found if form is not None]


def hinges(axis: Axis, most: int = HINGES) -> list[Form]:
    """Give, for each knot, the curves flat on one side of it: on the raw axis, and on the logarithm where there is one."""
    found = []
    for scale in [axis.scaled, *([np.log(axis.numbers)] if loggable(axis) else [])]:
        for cut in _cuts(axis, most):
            found.append(_form(axis, "hinge", np.maximum(scale - scale[cut], 0.0), 1, cut))
            found.append(_form(axis, "hinge", np.minimum(scale - scale[cut], 0.0), 1, cut))
    return [form for form in found if form is not None]


def levels(axis: Axis, most: int) -> Form | None:
    """Give free means for the levels; the rarest share one mean where there are more than ``most``."""
    counts = axis.counts
    order = np.argsort(-counts, kind="stable")
    kept = [int(level) for level in order[: most + 1] if counts[level] >= LEVEL_RUNS]
    kept = kept[: len(counts) - 1] if len(kept) == len(counts) else kept
    if not kept:
        return None
    return _form(axis, "levels", np.column_stack([(np.arange(axis.size) == level).astype(np.float64) for level in kept]))


def singles(axis: Axis) -> list[Form]:
    """Give each level against all others."""
    places = np.arange(axis.size)
    found = [
        _form(axis, "single", (places == level).astype(np.float64), 1, level)
        for level in np.flatnonzero(axis.counts >= LEVEL_RUNS)
    ]
    return [form for form in found if form is not None]


def saturated(axis: Axis) -> Form | None:
    """Give free means for the values of an ordered parameter that has few of them."""
    return levels(axis, axis.size) if 2 < axis.size <= SATURATED else None  # noqa: PLR2004 - two values make a line
