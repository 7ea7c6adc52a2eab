"""Repeats: a seed among the parameters counts runs of one setting, and makes no new setting of each.

Runs of one setting that differ in their seed share whatever a model misses there, so that they are no independent witnesses of
the other parameters: these are told by the differences between settings (a split-plot design; Jones & Nachtsheim, Split-plot
designs: what, why, and how, Journal of Quality Technology 41, 2009; Hurlbert, Ecological Monographs 54, 1984).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SETTINGS = 10
"""Settings below which a number that repeats them is a parameter like any other."""
CROSSED = 0.6
"""Least part of the combinations of a number's levels with the settings of all others that were run; of drawn ones, half."""
ONCE = 0.9
"""Least part of the runs that are alone in their combination: where a few settings are drawn again and again, they are not."""
LEVEL = 0.001
"""Where the levels of the number differ within settings at this level, it is more than a count."""


def counting(matrix: NDArray[np.float64], numeric: Sequence[bool], y: NDArray[np.float64]) -> int | None:
    """Find the one parameter that only counts repeats of the settings of all others: in a grid, each is crossed with the rest.

    Parameters
    ----------
    matrix : float64 array, shape (n, p)
        Codes of the settings.
    numeric : sequence of bool, length p
        Whether a parameter holds numbers, none of them missing.
    y : float64 array, shape (n,)
        The target.

    Returns
    -------
    int or None
        Its place; None where there is none, or where it has an effect within settings, by itself or with another parameter.
    """
    distinct = np.array([len(np.unique(column)) for column in matrix.T], dtype=np.int64)
    least = 2 * CROSSED * distinct
    if not any(one and max(np.delete(least, place), default=0.0) <= len(y) for place, one in enumerate(numeric)):
        return None
    known = len(np.unique(matrix, axis=0))
    others = np.array([len(np.unique(np.delete(matrix, place, axis=1), axis=0)) for place in range(len(numeric))])
    crossed = np.flatnonzero(known >= CROSSED * others * distinct)
    if len(crossed) != 1 or not numeric[int(crossed[0])] or known < ONCE * len(y):
        return None
    place = int(crossed[0])
    groups = np.unique(np.delete(matrix, place, axis=1), axis=0, return_inverse=True)[1].reshape(-1)
    found = within_settings(matrix[:, place], groups, y)
    if groups.max() < SETTINGS or found.most is None or found.p <= LEVEL:
        return None
    return place if turning(matrix[:, place], np.delete(matrix, place, axis=1), groups, y) > LEVEL else None


@dataclass(frozen=True, slots=True)
class Within:
    """How far the levels of one parameter differ where all others are the same.

    Attributes
    ----------
    p : float
        Of the F test of the blocked design that they do not.
    most : float or None
        Upper end of the 95 % interval of the difference between the best and the worst, in the target's unit; None where no
        setting has two of them.
    """

    p: float
    most: float | None


def within_settings(codes: NDArray[np.float64], groups: NDArray[np.int64], y: NDArray[np.float64]) -> Within:
    """Compare the levels of one parameter within settings; a line through them where they are too many to be told apart.

    Parameters
    ----------
    codes : float64 array, shape (n,)
        The parameter's.
    groups : int64 array, shape (n,)
        Settings of all others.
    y : float64 array, shape (n,)
        The target.

    Returns
    -------
    Within
    """
    from scipy.special import fdtrc, stdtrit  # noqa: PLC0415 - keeps `import sweepbrief` light

    known, level = np.unique(codes, return_inverse=True)
    spare = len(y) - int(groups.max()) - 1
    contrasts = np.eye(len(known))[:, 1:] if len(known) <= spare / 2 else np.linspace(0.0, 1.0, len(known))[:, None]
    columns, left = (_centred(one, groups) for one in (contrasts[level.reshape(-1)], y[:, None]))
    fitted, _, rank, _ = np.linalg.lstsq(columns, left[:, 0], rcond=1e-9)
    free = spare - int(rank)
    if rank < 1 or free < 1:
        return Within(1.0, None)
    explained = float(np.sum((columns @ fitted) ** 2))
    noise = max(float(np.sum(left**2)) - explained, 0.0) / free
    p = float(fdtrc(rank, free, explained / rank / noise)) if noise > 0 else float(explained <= 0)
    means, covariance = contrasts @ fitted, contrasts @ np.linalg.pinv(columns.T @ columns) @ contrasts.T
    best, worst = int(np.argmax(means)), int(np.argmin(means))
    spread = covariance[best, best] + covariance[worst, worst] - 2 * covariance[best, worst]
    return Within(p, float(np.ptp(means) + stdtrit(free, 0.975) * np.sqrt(max(spread * noise, 0.0))))


def turning(
    codes: NDArray[np.float64], others: NDArray[np.float64], groups: NDArray[np.int64], y: NDArray[np.float64]
) -> float:
    """Give the p-value, corrected for all others, that one parameter's trend within settings turns with none of them."""
    from scipy.special import fdtrc  # noqa: PLC0415 - keeps `import sweepbrief` light

    trend, free = codes - codes.mean(), len(y) - int(groups.max()) - 3
    if free < 1:
        return 1.0
    columns = _centred(np.column_stack([trend, trend[:, None] * (others - others.mean(axis=0)), y]), groups)
    columns[:, 1:] -= np.outer(
        columns[:, 0], columns[:, 0] @ columns[:, 1:] / max(float(columns[:, 0] @ columns[:, 0]), 1e-300)
    )
    size = np.square(columns[:, 1:]).sum(axis=0)
    shared = np.square(columns[:, 1:-1].T @ columns[:, -1]) / np.maximum(size[:-1] * size[-1], 1e-300)
    most = min(float(shared.max(initial=0.0)), 1.0 - 1e-12)
    p = float(others.shape[1]) * float(fdtrc(1, free, most / (1.0 - most) * free))
    return min(1.0, p)


def _centred(columns: NDArray[np.float64], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """Take off each setting's means."""
    means = np.zeros((int(groups.max()) + 1, columns.shape[1]))
    np.add.at(means, groups, columns)
    return columns - (means / np.bincount(groups)[:, None])[groups]
