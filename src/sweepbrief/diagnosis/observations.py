"""Observations: the runs the joint model is fitted on, replicates of one setting put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.axis import axis_of, without_blanks
from sweepbrief.diagnosis.scales import MODEL_ROWS
from sweepbrief.diagnosis.structure import decides

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.measures import Design

SAMPLE = 301


@dataclass(frozen=True, slots=True)
class Observations:
    """What the joint model is fitted on.

    Attributes
    ----------
    axes : tuple of Axis
        One a parameter, in the design's order; a seed, of which each average holds several, is at rest.
    y : float64 array, shape (g,)
        Oriented, standardised metric, averaged over replicates.
    root : float64 array, shape (g,)
        Square root of the number of different results behind each average.
    """

    axes: tuple[Axis, ...]
    y: NDArray[np.float64]
    root: NDArray[np.float64]

    @property
    def n(self) -> int:
        """Number of observations."""
        return len(self.y)


def axes_of(design: Design) -> tuple[Axis, ...]:
    """Read the axes of all parameters, one row a run that counts."""
    return blanked(tuple(axis_of(parameter, design.values[parameter.name]) for parameter in design.parameters))


def blanked(axes: tuple[Axis, ...]) -> tuple[Axis, ...]:
    """Take a missing category for a blank where another parameter decides whether it is set."""
    blanks = tuple(without_blanks(axis) for axis in axes)
    return tuple(
        blank if blank is not axis and any(decides(other, blank) for other in axes if other is not axis) else axis
        for axis, blank in zip(axes, blanks, strict=True)
    )


def observe(design: Design, axes: tuple[Axis, ...], rows: NDArray[np.int64], seed: int) -> Observations:
    """Put the replicates of one setting together, and take a seeded sample where there are very many.

    Parameters
    ----------
    design : Design
        Runs in canonical order.
    axes : tuple of Axis
        One row a run.
    rows : int64 array
        Runs to use.
    seed : int
        Of the sample.

    Returns
    -------
    Observations
    """
    groups = design.groups[rows]
    known, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    size = np.bincount(inverse, minlength=len(known))
    mean = np.bincount(inverse, weights=design.y[rows], minlength=len(known)) / size
    pairs = np.unique(np.column_stack([inverse.astype(np.float64), design.y[rows]]), axis=0)[:, 0].astype(np.int64)
    results = np.bincount(pairs, minlength=len(known))
    chosen = np.arange(len(known))
    if len(known) > MODEL_ROWS:
        chosen = np.sort(np.random.default_rng([seed, SAMPLE]).choice(len(known), MODEL_ROWS, replace=False))
    kept = rows[first[chosen]]
    still = np.full_like(kept, kept[0] if len(kept) else 0)
    taken = tuple(axis.take(still if axis.name == design.counter else kept) for axis in axes)
    return Observations(taken, mean[chosen], np.sqrt(results[chosen].astype(np.float64)))
