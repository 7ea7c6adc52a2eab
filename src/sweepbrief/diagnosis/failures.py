"""Failures: what made runs fail, crash, be killed, be pruned or end without a usable metric, each kind by itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.form import steps
from sweepbrief.diagnosis.losses import ended, losses_among
from sweepbrief.diagnosis.scales import SATURATED
from sweepbrief.diagnosis.telling_scales import BAND
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.losses import Loss
    from sweepbrief.sweep import Sweep

KINDS = ("failed", "crashed", "killed", "unusable", "pruned")
"""How a run can be lost: its status, or ``unusable`` for one that ended without a finite metric (it diverged)."""


@dataclass(frozen=True, slots=True)
class Part:
    """Runs in one part of a parameter's values.

    Attributes
    ----------
    span : tuple of two float or None
        Smallest and largest value tried there; None for a level.
    level : object
        The level; None where ``span`` is given.
    lost, runs : int
        Runs lost there, of runs that ended there.
    share : Estimate
        Their quotient with Wilson's 95 % interval.
    """

    span: tuple[float, float] | None
    level: object
    lost: int
    runs: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Failure:
    """A parameter on which the loss of runs depends.

    Attributes
    ----------
    kind : str
        One of ``KINDS``.
    parameter : str
        Which.
    parts : tuple of Part
        Its values or levels from the least to the most dangerous; a range cut in two where the shares differ most.
    p_value : float
        Corrected for all parameters and cuts.
    """

    kind: str
    parameter: str
    parts: tuple[Part, ...]
    p_value: float

    @property
    def worst(self) -> Part:
        """The most dangerous part."""
        return self.parts[-1]


def kinds(sweep: Sweep) -> dict[str, NDArray[np.bool_]]:
    """Mark the runs lost in each way, for those ways in which any was."""
    gone, statuses = ~sweep.used.to_numpy() & ended(sweep), sweep.statuses.to_numpy()
    named = {kind: gone & (statuses == kind) for kind in KINDS if kind != "unusable"}
    rest = gone & ~np.any(list(named.values()), axis=0)
    return {kind: mask for kind in KINDS if (mask := named.get(kind, rest)).any()}


def failures(sweep: Sweep, canonical: tuple[str, ...], seed: int) -> tuple[Failure, ...]:
    """Find what each kind of loss depends on.

    Parameters
    ----------
    sweep : Sweep
        With the runs that do not count.
    canonical : tuple of str
        Parameters in canonical order.
    seed : int
        Of samples.

    Returns
    -------
    tuple of Failure
        By kind, then from the surest to the least sure. Each kind is held against the runs that finished: those lost otherwise
        never had the chance.
    """
    found, used = [], sweep.used.to_numpy()
    for kind, gone in kinds(sweep).items():
        losses = losses_among(sweep, canonical, used | gone, gone, seed)
        ranked = sorted(losses.items(), key=lambda one: one[1].log_p)
        found += [Failure(kind, name, _parts(loss), math.exp(loss.log_p)) for name, loss in ranked]
    return tuple(found)


def wilson(hits: int, runs: int) -> Estimate:
    """Give a share with the interval of Wilson (1927), which holds for few runs and for shares near none and all."""
    if not runs:
        return Estimate(None, why_not="too_few_runs")
    share, square = hits / runs, BAND**2 / runs
    middle = (share + square / 2) / (1 + square)
    half = BAND / (1 + square) * math.sqrt(share * (1 - share) / runs + square / (4 * runs))
    return Estimate(share, max(middle - half, 0.0) if hits else 0.0, min(middle + half, 1.0) if hits < runs else 1.0)


def _parts(loss: Loss) -> tuple[Part, ...]:
    axis = loss.axis
    if axis.ordered and not axis.boolean and axis.size > 1:
        cut = _cut(axis, loss.lost)
        masks = [(axis.index >= 0) & (axis.index <= cut), axis.index > cut]
    else:
        masks = [axis.index == place for place in range(axis.size)]
    parts = [_part(axis, mask, loss.lost) for mask in masks if mask.any()]
    return tuple(sorted(parts, key=lambda part: (part.share.value or 0.0, -part.runs)))


def _cut(axis: Axis, lost: NDArray[np.bool_]) -> int:
    """Give the place after which to cut so that the two sides' shares differ most surely."""
    index = axis.index[axis.active]
    hits = np.cumsum(np.bincount(index, weights=lost[axis.active].astype(np.float64), minlength=axis.size))
    runs = np.cumsum(axis.counts)
    whole = hits[-1] / runs[-1]
    places = [form.place for form in steps(axis, axis.size if axis.size <= SATURATED else 4 * SATURATED)]
    scored = [(abs(hits[place] - whole * runs[place]) / math.sqrt(runs[place] * (1 - runs[place] / runs[-1])), -place)
              for place in places or range(axis.size - 1)]  # fmt: skip
    return -max(scored)[1]


def _part(axis: Axis, mask: NDArray[np.bool_], lost: NDArray[np.bool_]) -> Part:
    places = axis.index[mask]
    hits, runs = int(lost[mask].sum()), int(mask.sum())
    if axis.ordered and not axis.boolean:
        span = float(axis.numbers[places.min()]), float(axis.numbers[places.max()])
        return Part(span, None, hits, runs, wilson(hits, runs))
    return Part(None, axis.labels[int(places[0])], hits, runs, wilson(hits, runs))
