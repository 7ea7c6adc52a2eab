"""The better half: what matters among the good runs, where what matters among all may only be what breaks training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures import importance
from sweepbrief.measures.basis import Basis
from sweepbrief.measures.forest import fit
from sweepbrief.measures.resampling import draw
from sweepbrief.measures.score import Estimate, Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design

FEWEST = 30
"""Settings of the better half below which it is not looked at."""


@dataclass(frozen=True, slots=True)
class BetterHalf:
    """Importance among the runs that are at least as good as the middle one.

    Attributes
    ----------
    runs : int
        How many they are.
    r2 : Estimate
        Out-of-bag R2 of their forest.
    importance : Scores
        By parameter, in the sweep's order.
    fallen, risen : tuple of str
        Parameters of lower, and of higher, rank among them than among all runs, with intervals of the two importances apart and
        the larger one beyond what noise reaches; the largest change first. Empty where either forest may predict nothing.
    """

    runs: int
    r2: Estimate
    importance: Scores
    fallen: tuple[str, ...] = ()
    risen: tuple[str, ...] = ()


def better_half(basis: Basis, everywhere: Scores, null: Estimate, *, jobs: int = 1) -> BetterHalf | None:
    """Grow a forest on the better half of the runs, and compare importances with those of all.

    Parameters
    ----------
    basis : Basis
        Of all runs.
    everywhere : Scores
        Importance over all runs, in the sweep's order.
    null : Estimate
        The largest importance that noise reaches over all runs.
    jobs : int
        Threads; the result does not depend on it.

    Returns
    -------
    BetterHalf or None
        None where the forest of all runs may predict nothing, or fewer than `FEWEST` settings are left.
    """
    if basis.forest is None or (basis.forest.r2.low or 0.0) <= 0.0:
        return None
    design = basis.design
    kept = design.target >= np.median(design.target)
    if len(np.unique(design.groups[kept])) < FEWEST or np.ptp(design.target[kept]) == 0.0:
        return None
    half = among(design, kept)
    resamples = draw(half, basis.seed)
    forest = fit(half, resamples, seed=basis.seed, jobs=jobs)
    found = importance.score(Basis(half, resamples, forest, None, seed=basis.seed)).values
    scores = Scores("better_half", {name: found[name] for name in everywhere.values})
    sure = (forest.r2.low or 0.0) > 0.0
    changes = _changes(everywhere, scores, null.high or 0.0) if sure else []
    return BetterHalf(
        half.n,
        forest.r2,
        scores,
        fallen=tuple(name for change, name in changes if change < 0),
        risen=tuple(name for change, name in changes if change > 0),
    )


def among(design: Design, kept: NDArray[np.bool_]) -> Design:
    """Give the design of some of its runs, in the same order."""
    return replace(
        design,
        runs=tuple(run for run, here in zip(design.runs, kept, strict=True) if here),
        values=design.values.loc[kept],
        x=np.ascontiguousarray(design.x[kept]),
        metric=design.metric[kept],
        y=design.y[kept],
        scores=None if design.scores is None else design.scores[kept],
        groups=_renumbered(design.groups[kept]),
        kin=None if design.kin is None else _renumbered(design.kin[kept]),
        position=None if design.position is None else design.position[kept],
    )


def _renumbered(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give groups new numbers, in order of appearance."""
    known, groups = np.unique(groups, return_inverse=True)
    first = np.unique(groups, return_index=True)[1]
    number = np.empty(len(known), dtype=np.int64)
    number[np.argsort(first, kind="stable")] = np.arange(len(known))
    return np.asarray(number[groups.reshape(-1)], dtype=np.int64)


def _changes(everywhere: Scores, half: Scores, noise: float) -> list[tuple[float, str]]:
    """List the parameters whose importance and rank changed beyond noise, the largest change first."""
    before, after = ({name: rank for rank, name in enumerate(one.ranked())} for one in (everywhere, half))
    found = []
    for name, first in everywhere.values.items():
        second = half.values[name]
        change = (second.value or 0.0) - (first.value or 0.0)
        beyond = max(first.value or 0.0, second.value or 0.0) > noise
        if beyond and _apart(first, second) and (after[name] - before[name]) * change < 0:
            found.append((change, name))
    return sorted(found, key=lambda one: -abs(one[0]))


def _apart(first: Estimate, second: Estimate) -> bool:
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return False
    return first.high < second.low or second.high < first.low
