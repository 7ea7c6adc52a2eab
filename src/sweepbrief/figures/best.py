"""The best tenth of the runs, which several pictures emphasise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from sweepbrief.sweep import Direction


def best_tenth(metric: ArrayLike, direction: Direction) -> NDArray[np.bool_]:
    """Say which runs are among the best tenth.

    Parameters
    ----------
    metric : array_like of float, shape (n,)
        Outcome of each run; NaN is never among the best.
    direction : {"minimize", "maximize"}
        Which end is better.

    Returns
    -------
    bool array, shape (n,)
        At least one run where any has an outcome; runs equal to the last that counts are all in.
    """
    badness = np.asarray(metric, dtype=float) * (1.0 if direction == "minimize" else -1.0)
    known = np.sort(badness[np.isfinite(badness)])
    if known.size == 0:
        return np.zeros(badness.shape, dtype=bool)
    worst = known[max(0, -(-len(known) // 10) - 1)]
    return np.asarray(np.isfinite(badness) & (badness <= worst), dtype=np.bool_)


def from_best(metric: ArrayLike, direction: Direction) -> NDArray[np.int64]:
    """Give the runs that have an outcome, from the best to the worst; of equals the first in order.

    Parameters
    ----------
    metric : array_like of float, shape (n,)
        Outcome of each run.
    direction : {"minimize", "maximize"}
        Which end is better.

    Returns
    -------
    int64 array
        Positions in ``metric``.
    """
    badness = np.asarray(metric, dtype=float) * (1.0 if direction == "minimize" else -1.0)
    order = np.argsort(badness, kind="stable")
    return order[np.isfinite(badness[order])].astype(np.int64)
