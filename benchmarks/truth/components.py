"""Effects of the noise-free objective on the realised design: main curves, joint parts, pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth.knob import switched_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.truth.knob import Knob

    Floats = NDArray[np.float64]
    Objective = Callable[[Floats], Floats]

POINTS = 60
OTHERS = 160
INERT = 1e-9


@dataclass(frozen=True, slots=True)
class Component:
    """What one knob does, over the runs in which it is active.

    Attributes
    ----------
    main : float64 array, shape (n,)
        Main curve at each run's setting, centred; 0 where the knob is blank.
    joint : float64 array, shape (n,)
        What it does together with others at each run: its effect given the others, without the main curve; 0 where blank.
    main_variance, total_variance : float
        Variance of the main curve, and of the whole contribution, over settings and the others' observed values.
    line_share, monotone_share : float
        Part of the main curve's variance that a raw straight line, and the best monotone curve, explain.
    log_share : float
        The same of a line on the knob's own scale.
    active : bool array, shape (n,)
        Runs in which it is not blank.
    """

    main: Floats
    joint: Floats
    main_variance: float
    total_variance: float
    line_share: float
    monotone_share: float
    log_share: float
    active: NDArray[np.bool_]

    @property
    def joint_share(self) -> float:
        """Part of the contribution that is joint with other knobs."""
        return 1 - self.main_variance / self.total_variance if self.total_variance > INERT else 0.0


def component(objective: Objective, knobs: tuple[Knob, ...], settings: Floats, number: int) -> Component:
    """Take one knob's effects out of an objective, others at their observed values.

    Parameters
    ----------
    objective : callable
        From settings, shape (n, p), to values.
    knobs : tuple of Knob
        The space.
    settings : float64 array, shape (n, p)
        The realised design.
    number : int
        Which knob.

    Returns
    -------
    Component
        Its effects.
    """
    active = switched_on(knobs, number, settings) & ~np.isnan(settings[:, number])
    rows = settings[active]
    if len(rows) < 3:
        return Component(np.zeros(len(settings)), np.zeros(len(settings)), 0.0, 0.0, 1.0, 1.0, 1.0, active)
    own = rows[:, number]
    grid = _grid(own)
    table = crossed(objective, thinned(rows), {number: grid})
    weight = _weights(grid, own)
    curve = table.mean(axis=1)
    joint = table - curve[:, None] - (weight @ table)[None, :] + weight @ curve
    main = (
        np.interp(own, grid, curve - weight @ curve) if not knobs[number].coded else _matched(own, grid, curve - weight @ curve)
    )
    return Component(
        _spread(active, main - main.mean()),
        _spread(active, _joint_at(objective, rows, number, grid, weight) - main),
        float(weight @ (curve - weight @ curve) ** 2),
        float(weight @ (curve - weight @ curve) ** 2 + weight @ (joint**2).mean(axis=1)),
        *_shares(knobs[number], own, main),
        active,
    )


def crossed(objective: Objective, rows: Floats, varied: dict[int, Floats]) -> Floats:
    """Evaluate the objective for each value of the varied knobs (set together) in each row: shape (values, rows)."""
    count = len(next(iter(varied.values())))
    wide = np.repeat(rows[None, :, :], count, axis=0)
    for number, values in varied.items():
        wide[:, :, number] = values[:, None]
    return objective(wide.reshape(-1, rows.shape[1])).reshape(count, len(rows))


def thinned(rows: Floats) -> Floats:
    """Take a fixed random sample of rows, `OTHERS` at most, as the others' observed values."""
    chosen = np.random.default_rng(len(rows)).permutation(len(rows))[:OTHERS]
    return np.asarray(rows[chosen])


def _grid(own: Floats) -> Floats:
    distinct = np.unique(own)
    if len(distinct) <= POINTS:
        return distinct
    return np.unique(np.quantile(own, np.linspace(0, 1, POINTS), method="nearest"))


def _weights(grid: Floats, own: Floats) -> Floats:
    """Give the share of runs nearest to each point of the grid."""
    edges = (grid[1:] + grid[:-1]) / 2
    return np.asarray(np.bincount(np.searchsorted(edges, own), minlength=len(grid)) / len(own))


def _matched(own: Floats, grid: Floats, curve: Floats) -> Floats:
    return curve[np.searchsorted(grid, own)]


def _joint_at(objective: Objective, rows: Floats, number: int, grid: Floats, weight: Floats) -> Floats:
    """Give each run's whole effect of a knob: the objective less its mean over the knob's values, others as in that run."""
    means = np.empty(len(rows))
    for start in range(0, len(rows), 400):
        block = rows[start : start + 400]
        means[start : start + 400] = weight @ crossed(objective, block, {number: grid})
    effect = objective(rows) - means
    return np.asarray(effect - effect.mean())


def _spread(active: NDArray[np.bool_], values: Floats) -> Floats:
    full = np.zeros(len(active))
    full[active] = values
    return full


def _shares(knob: Knob, own: Floats, main: Floats) -> tuple[float, float, float]:
    if main.var() < INERT or len(np.unique(own)) < 2:
        return 1.0, 1.0, 1.0
    along = own if knob.coded or knob.scale == "linear" else np.log(own)
    return _r2(own, main), max(_isotonic(own, main), _isotonic(own, -main)), _r2(along, main)


def _r2(x: Floats, y: Floats) -> float:
    return float(np.corrcoef(x, y)[0, 1] ** 2)


def _isotonic(x: Floats, y: Floats) -> float:
    """Give the R2 of the best increasing curve, by pooling adjacent violators."""
    order = np.argsort(x, kind="stable")
    _, where, count = np.unique(x[order], return_inverse=True, return_counts=True)
    pools: list[tuple[float, float]] = []
    for total, size in zip(np.bincount(where, y[order]), count, strict=True):
        pools.append((float(total), float(size)))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = (pools[-1][0] + last[0], pools[-1][1] + last[1])
    mean = float(y.mean())
    between = sum(size * (total / size - mean) ** 2 for total, size in pools)
    return float(between / (len(y) * y.var()))


def pair_variance(objective: Objective, settings: Floats, first: int, second: int) -> float:
    """Give the variance of what two knobs do jointly beyond what each does alone."""
    rows = thinned(settings[~np.isnan(settings[:, [first, second]]).any(axis=1)])
    if len(rows) < 3:
        return 0.0
    ends = [_few(rows[:, number]) for number in (first, second)]
    a, b = (mesh.ravel() for mesh in np.meshgrid(*ends, indexing="ij"))
    sub = rows[:: max(1, len(rows) // 40)]
    table = crossed(objective, sub, {first: a, second: b}).mean(axis=1).reshape(len(ends[0]), len(ends[1]))
    table = table - table.mean(axis=0) - table.mean(axis=1, keepdims=True) + table.mean()
    return float((table**2).mean())


def _few(own: Floats) -> Floats:
    """Take up to 16 settings in proportion to how often they occur."""
    return np.quantile(own, (np.arange(16) + 0.5) / 16, method="nearest")
