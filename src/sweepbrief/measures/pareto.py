"""Trade-offs: the runs that no other run beats in every metric, and the settings that move along them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.measures.correlation import settings_as_numbers
from sweepbrief.measures.spearman import mean_rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design
    from sweepbrief.sweep import Sweep

NEAR: Final = 24
"""Runs near the front that are looked at: as many layers as it takes."""
FEWEST: Final = 8
"""Fewer tell nothing of what moves along a front."""
ALPHA: Final = 0.05
_DRAWS: Final = 1999
_PURPOSE: Final = 131


@dataclass(frozen=True, slots=True)
class Move:
    """A parameter that moves along the front.

    Attributes
    ----------
    parameter : str
        Its name.
    rho : float or None
        Rank correlation with the place along the front, from the end that is good by the primary metric downwards: positive
        where the parameter rises as the primary metric gets worse. None for a category.
    p_value : float
        Of a permutation test, corrected for all parameters.
    """

    parameter: str
    rho: float | None
    p_value: float


@dataclass(frozen=True, slots=True)
class Front:
    """The runs that no other run beats in every metric.

    Attributes
    ----------
    runs : tuple of str
        Their names, the best by the primary metric first.
    counted : int
        Runs that have every metric.
    near : int
        Runs on and near the front among which moves were looked for; 0 where there were too few.
    moves : tuple of Move
        Parameters that move along the front beyond chance, the surest first.
    """

    runs: tuple[str, ...]
    counted: int
    near: int
    moves: tuple[Move, ...]


def pareto_front(sweep: Sweep, design: Design, seed: int = 0) -> Front | None:
    """Find the trade-offs between all metrics of a sweep.

    Parameters
    ----------
    sweep : Sweep
        With its metrics.
    design : Design
        Of the primary metric.
    seed : int
        Of the permutations.

    Returns
    -------
    Front or None
        None where there is one metric, or no run has all of them.
    """
    if len(sweep.objectives) < 2:  # noqa: PLR2004 - a trade needs two
        return None
    signs = [1.0 if one.direction == "maximize" else -1.0 for one in sweep.objectives]
    found = sweep.metrics[[one.name for one in sweep.objectives]].reindex(list(design.runs)).to_numpy(dtype=np.float64) * signs
    rows = np.flatnonzero(np.isfinite(found).all(axis=1))
    if not len(rows):
        return None
    values = found[rows]
    layers = near_front(values)
    on = rows[layers == 1]
    order = np.lexsort((*(-found[on, column] for column in range(found.shape[1] - 1, 0, -1)), -found[on, 0]))
    near = rows[layers > 0]
    moves = _moves(design, near, found[near], seed) if len(near) >= FEWEST and len(on) > 1 else ()
    names = tuple(design.runs[row] for row in on[order])
    return Front(names, len(rows), len(near) if len(near) >= FEWEST else 0, moves)


def near_front(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Peel fronts off until enough runs are near.

    Parameters
    ----------
    values : float64 array, shape (n, m)
        Higher is better.

    Returns
    -------
    int64 array, shape (n,)
        1 on the front, 2 on the front of the rest, and so on; 0 further away.
    """
    layer = np.zeros(len(values), dtype=np.int64)
    number = 0
    while (layer > 0).sum() < min(NEAR, len(values)):
        number += 1
        rest = np.flatnonzero(layer == 0)
        layer[rest[unbeaten(values[rest])]] = number
    return layer


def unbeaten(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark the rows that no other row beats: at least as high everywhere and higher somewhere.

    Two columns take one sort. With more, the row of the highest summed rank is unbeaten, all that it beats go, and so on.
    """
    if values.shape[1] == 2:  # noqa: PLR2004 - a plane can be swept
        return _unbeaten_in_plane(values)
    ranks = np.column_stack([mean_rank(column) for column in values.T])
    height, found = ranks.sum(axis=1), np.zeros(len(values), dtype=bool)
    left = np.arange(len(values))
    while len(left):
        top = left[np.argmax(height[left])]
        found[top] = True
        beaten = (ranks[top] >= ranks[left]).all(axis=1) & (ranks[top] > ranks[left]).any(axis=1)
        left = left[~beaten & (left != top)]
    return found


def _unbeaten_in_plane(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Sweep from the highest of the first column down, holding the second against the highest seen before."""
    order = np.lexsort((-values[:, 1], -values[:, 0]))
    first, second = values[order].T
    start = np.maximum.accumulate(np.where(np.append(True, np.diff(first) != 0), np.arange(len(first)), 0))
    before = np.append(-np.inf, np.maximum.accumulate(second))[start]
    found = np.zeros(len(values), dtype=bool)
    found[order] = (second == second[start]) & (second > before)
    return found


def _moves(design: Design, rows: NDArray[np.int64], values: NDArray[np.float64], seed: int) -> tuple[Move, ...]:
    """Test every parameter for moving along the front by shuffling the runs' places."""
    ranks = np.column_stack([mean_rank(column) for column in values.T])
    along = mean_rank(ranks[:, 1:].mean(axis=1) - ranks[:, 0])
    if np.ptp(along) == 0.0:
        return ()
    rng = np.random.default_rng([seed, _PURPOSE])
    shuffled = rng.permuted(np.broadcast_to(along, (_DRAWS, len(along))), axis=1)
    found = [_move(design, name, rows, along, shuffled) for name in (one.name for one in design.parameters)]
    family = len(found)
    corrected = [Move(one.parameter, one.rho, min(1.0, family * one.p_value)) for one in found if one is not None]
    return tuple(sorted((one for one in corrected if one.p_value < ALPHA), key=lambda one: (one.p_value, one.parameter)))


def _move(
    design: Design, name: str, rows: NDArray[np.int64], along: NDArray[np.float64], shuffled: NDArray[np.float64]
) -> Move | None:
    numbers = settings_as_numbers(design, name)
    if numbers is None:
        return _level_move(design, name, rows, along, shuffled)
    column = numbers[rows]
    known = np.isfinite(column)
    if known.sum() < FEWEST or np.ptp(column[known]) == 0.0:
        return None
    rank = mean_rank(column[known])
    rank = (rank - rank.mean()) / (np.linalg.norm(rank - rank.mean()))
    rho = _against(along[known], rank)
    drawn = _against(shuffled[:, known], rank)
    p_value = (1 + int((abs(drawn) >= abs(rho) - 1e-12).sum())) / (1 + len(shuffled))
    return Move(name, float(rho), p_value)


def _against(along: NDArray[np.float64], rank: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = along - along.mean(axis=-1, keepdims=True)
    size = np.linalg.norm(centred, axis=-1)
    found: NDArray[np.float64] = centred @ rank / np.where(size > 0, size, 1.0)
    return found


def _level_move(
    design: Design, name: str, rows: NDArray[np.int64], along: NDArray[np.float64], shuffled: NDArray[np.float64]
) -> Move | None:
    """Test whether levels differ in their mean place along the front."""
    levels = [str(value) for value in design.values[name].iloc[rows]]
    kinds = sorted(set(levels))
    if len(kinds) < 2:  # noqa: PLR2004 - one level moves nowhere
        return None
    member = np.array([[level == kind for kind in kinds] for level in levels], dtype=np.float64)
    size = member.sum(axis=0)

    def between(places: NDArray[np.float64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = (np.square((places - along.mean()) @ member) / size).sum(axis=-1)
        return found

    observed = float(between(along))
    p_value = (1 + int((between(shuffled) >= observed * (1 - 1e-12)).sum())) / (1 + len(shuffled))
    return Move(name, None, p_value)
