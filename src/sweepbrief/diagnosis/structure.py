"""Structure of the settings: whose presence is decided by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sweepbrief.diagnosis.axis import Axis

PARENT_VALUES = 12
"""A parameter that switches others has at most this many values; a number may also switch at a threshold."""


def parents_of(axes: tuple[Axis, ...]) -> dict[int, int]:
    """Find, for each parameter that is blank in some runs, the parameter that decides it.

    Parameters
    ----------
    axes : tuple of Axis
        All parameters, one row a run.

    Returns
    -------
    dict of int to int
        Child to parent. A parent's value decides whether the child has one, without exception.
    """
    found = {}
    for child, axis in enumerate(axes):
        if axis.blank:
            able = [number for number, other in enumerate(axes) if number != child and decides(other, axis)]
            if able:
                found[child] = min(able, key=lambda number: (axes[number].blank, axes[number].size, number))
    return found


def structural(axes: tuple[Axis, ...]) -> set[tuple[int, int]]:
    """Give the pairs of child and parent, every parent that decides whether a child has a value."""
    blank = [child for child, axis in enumerate(axes) if axis.blank]
    return {(child, k) for child in blank for k, other in enumerate(axes) if k != child and decides(other, axes[child])}


def decides(parent: Axis, child: Axis) -> bool:
    """Tell whether the parent's value decides whether the child has one."""
    present = child.active
    if not child.blank:
        return False
    if parent.blank and bool(present[~parent.active].any()) and not bool(present[~parent.active].all()):
        return False
    share = rate(parent, present)
    if not bool(np.isin(share, (0.0, 1.0)).all()) or len(np.unique(share)) < (1 if parent.blank else 2):
        return False
    return parent.size <= PARENT_VALUES or (parent.ordered and int(np.abs(np.diff(share)).sum()) == 1)


def rate(parent: Axis, present: np.ndarray) -> np.ndarray:
    """Give the share of runs with the child for each value of the parent."""
    index = parent.index[parent.active]
    hits = np.bincount(index, weights=present[parent.active].astype(np.float64), minlength=parent.size)
    return np.asarray(hits / np.maximum(parent.counts, 1), dtype=np.float64)
