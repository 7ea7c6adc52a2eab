"""Cells: a few parameters of which only the combination tells the metric, with no trend along any of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.scales import ALPHA, CELL_RUNS, CELLS_BEYOND, CELLS_SHARE, GRID_LEVELS, STRONG_BOUNDARY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.joint import JointModel

MOST_AXES, MOST_JOINED = 12, 3
"""Parameters whose combinations are tried, those with the fewest values first, and how many go into one combination."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Parameters that tell the metric by their combination alone.

    Attributes
    ----------
    parameters : tuple of str
        Two or three, in the design's order.
    share : float
        Part of the metric's variation that lies between their combinations (epsilon squared).
    fewer : float
        The largest such part of any one of them, or any two of three.
    count : int
        Combinations that were tried.
    """

    parameters: tuple[str, ...]
    share: float
    fewer: float
    count: int


def cells(joint: JointModel) -> Cells | None:
    """Look for parameters whose combinations carry what the joint model, of curves and pairs, leaves unexplained.

    Parameters
    ----------
    joint : JointModel
        It looks no further where the model predicts as much as makes a strong signal.

    Returns
    -------
    Cells or None
        The fewest parameters that suffice, and of as many those that carry most. Each combination must have been run twice on
        average, and the difference between them stand at the familywise level over all that were tried (F test).
    """
    known = [axis for axis in joint.bench.axes if 1 < axis.size <= GRID_LEVELS and axis.active.all()]
    known = sorted(known, key=lambda axis: axis.size)[:MOST_AXES]
    if joint.foreseen >= STRONG_BOUNDARY or len(known) <= 1:
        return None
    order = {axis.name: place for place, axis in enumerate(joint.bench.axes)}
    y = joint.observations.y
    for size in range(2, MOST_JOINED + 1):
        tried = [(one, *_between(one, y)) for one in combinations(known, size)]
        sure = [(share, one, count) for one, share, p, count in tried if p * len(tried) < ALPHA and share >= CELLS_SHARE]
        for share, one, count in sorted(sure, key=lambda entry: -entry[0])[:1]:
            fewer = max(_between(part, y)[0] for less in range(1, size) for part in combinations(one, less))
            if share >= max(fewer, joint.foreseen) + CELLS_BEYOND:
                names = sorted((axis.name for axis in one), key=order.__getitem__)
                return Cells(tuple(names), share, fewer, count)
    return None


def _between(axes: Sequence[Axis], y: NDArray[np.float64]) -> tuple[float, float, int]:
    """Give the share of the variation between the combinations of some parameters, its p-value, and how many there are."""
    from scipy.special import fdtrc  # noqa: PLC0415 - slow to import

    codes = np.zeros(len(y), dtype=np.int64)
    for axis in axes:
        codes = codes * axis.size + axis.index
    codes = np.unique(codes, return_inverse=True)[1].reshape(-1)
    count, total = int(codes.max()) + 1, float(np.square(y - y.mean()).sum())
    spare = len(y) - count
    if len(y) < CELL_RUNS * count or total <= 0.0 or count <= 1:
        return 0.0, 1.0, count
    inside = float(np.square(y - (np.bincount(codes, y) / np.bincount(codes))[codes]).sum())
    share = 1.0 - inside / spare * (len(y) - 1) / total
    f = (total - inside) / (count - 1) / max(inside / spare, 1e-300)
    return max(share, 0.0), float(fdtrc(count - 1, spare, f)), count
