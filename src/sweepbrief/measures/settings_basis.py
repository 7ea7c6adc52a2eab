"""A basis of the settings: a flexible curve of every parameter, and what the forest makes of all of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design

RUNS_A_COLUMN = 5
"""Settings for each column of the basis, at the least: with fewer, what is tested beside it drowns."""
KNOTS = (0.25, 0.5, 0.75)
"""Quantiles of a parameter's values at which its curve may bend."""
_LEVELS = 8
_TINY = 1e-9


def settings_basis(
    design: Design, target: NDArray[np.float64], predicted: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Lay out the settings for a regression of the target on them.

    Parameters
    ----------
    design : Design
        The runs.
    target : float64 array, shape (n,)
        Decides which parameters go first, where there are too many for the runs: those that explain it best.
    predicted : float64 array, shape (n,), or None
        Out-of-bag prediction, NaN where there is none; it has seen the shift in other runs, so that a shift is tested on the
        safe side with it, and measured without it.

    Returns
    -------
    float64 array, shape (n, k)
        The prediction, then by parameter: ranks and their hinges at the quartiles, or indicators of levels. Blind to the
        parameters' units.
    """
    parts = [_curves(design, one.name) for one in design.parameters]
    strength = [_explained(part, target) for part in parts]
    room = max((int(design.groups.max()) + 1) // RUNS_A_COLUMN - 2, 1)
    columns = [] if predicted is None else [np.where(np.isnan(predicted), target.mean(), predicted)[:, None]]
    for number in np.argsort(-np.array(strength), kind="stable").tolist():
        if parts[number].shape[1] <= room:
            columns.append(parts[number])
            room -= parts[number].shape[1]
    return _independent(np.column_stack(columns)) if columns else np.empty((design.n, 0))


def _curves(design: Design, name: str) -> NDArray[np.float64]:
    """Give the columns of one parameter."""
    members = design.x[:, design.members(name)]
    if members.shape[1] > 1:
        return members[:, 1:]
    column = members[:, 0]
    blank = np.isnan(column)
    values, place, count = np.unique(column[~blank], return_inverse=True, return_counts=True)
    extra = [blank.astype(np.float64)[:, None]] if blank.any() else []
    if len(values) <= _LEVELS:
        codes = np.zeros(len(column), dtype=np.int64)
        codes[~blank] = place.reshape(-1)
        return np.column_stack([(codes[:, None] == np.arange(1, len(values))).astype(np.float64), *extra])
    rank = np.full(len(column), 0.5)
    rank[~blank] = ((np.cumsum(count) - count / 2) / count.sum())[place.reshape(-1)]
    return np.column_stack([rank, *(np.maximum(rank - knot, 0.0) for knot in KNOTS), *extra])


def _explained(columns: NDArray[np.float64], target: NDArray[np.float64]) -> float:
    """Give the share of the target's variance that some columns explain, for each of them."""
    if not columns.shape[1]:
        return 0.0
    base, _ = np.linalg.qr(np.column_stack([np.ones(len(target)), columns]))
    left = target - base @ (base.T @ target)
    total = float(np.square(target - target.mean()).sum())
    return (1.0 - float(np.square(left).sum()) / total) / columns.shape[1] if total > 0.0 else 0.0


def _independent(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Keep an orthonormal basis of what the columns span beside the mean."""
    centred = columns - columns.mean(axis=0)
    inside, values, _ = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(inside[:, values > _TINY * max(float(values[0]), 1e-300)], dtype=np.float64)
