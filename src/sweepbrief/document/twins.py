"""The two runs that differ least in settings and most in outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures import Design

CLOSEST = 0.1
FEWEST = 3
MOST_RUNS = 1500
"""Comparing every run with every other is quadratic: beyond this, runs evenly spaced in canonical order stand for all."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Two runs with nearly the same settings and very different outcomes.

    Attributes
    ----------
    better, worse : str
        Names of the runs.
    differing : tuple of str
        The parameters in which they differ, the largest difference first.
    gap : float
        Difference of the metric, in its unit; positive.
    """

    better: str
    worse: str
    differing: tuple[str, ...]
    gap: float


def closest_pair(design: Design) -> Twins | None:
    """Find the most different outcomes among the most similar settings.

    Every run is paired with its nearest other run: the mean over the parameters of the difference of ranks, or 1 for another
    level. Of the closest tenth of these pairs, the one whose metric differs most is chosen.

    Parameters
    ----------
    design : Design
        The runs that count.

    Returns
    -------
    Twins or None
        None where fewer than three different settings were run, or no two outcomes differ.
    """
    if not design.parameters or len(set(design.groups.tolist())) < FEWEST:
        return None
    rows = np.unique(np.linspace(0, design.n - 1, min(design.n, MOST_RUNS)).astype(int))
    apart = _distances(design, rows)
    apart[design.groups[rows][:, None] == design.groups[rows][None, :]] = np.inf
    nearest, metric = apart.argmin(axis=1), design.metric[rows]
    closeness = apart[np.arange(len(rows)), nearest]
    gaps = np.where(closeness <= np.quantile(closeness, CLOSEST), np.abs(metric - metric[nearest]), -1.0)
    one = int(gaps.argmax())
    return _pair(design, int(rows[one]), int(rows[nearest[one]])) if gaps[one] > 0 else None


def _distances(design: Design, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """Mean difference of settings over the parameters, each scaled to 0..1, shape (m, m)."""
    total = np.zeros((len(rows), len(rows)))
    for parameter in design.parameters:
        block = _scaled(design, parameter.name)[rows]
        total += np.abs(block[:, None, :] - block[None, :, :]).max(axis=2)
    return total / len(design.parameters)


def _scaled(design: Design, parameter: str) -> NDArray[np.float64]:
    """Ranks of one parameter scaled to 0..1 (a missing value lies one range away), or its level indicators."""
    block = design.x[:, design.members(parameter)]
    span = float(np.nanmax(block) - np.nanmin(block)) or 1.0
    return np.nan_to_num((block - np.nanmin(block)) / span, nan=-1.0)


def _pair(design: Design, first: int, second: int) -> Twins:
    better, worse = (first, second) if design.y[first] >= design.y[second] else (second, first)
    moved = {
        parameter.name: float(np.abs(np.diff(_scaled(design, parameter.name)[[first, second]], axis=0)).max())
        for parameter in design.parameters
    }
    differing = tuple(name for name in sorted(moved, key=lambda name: -moved[name]) if moved[name] > 0)
    return Twins(design.runs[better], design.runs[worse], differing, float(abs(design.metric[first] - design.metric[second])))
