"""Importance for further metrics, a forest for each on the same design, and where two metrics tell different stories."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.measures import importance, spearman
from sweepbrief.measures.basis import Basis
from sweepbrief.measures.forest import fit
from sweepbrief.measures.importance import tree_shares
from sweepbrief.measures.resampling import FEWEST, draw
from sweepbrief.measures.score import Estimate
from sweepbrief.measures.spearman import mean_rank
from sweepbrief.measures.target import LIMIT, standardise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design
    from sweepbrief.sweep import Objective, Sweep

ALPHA: Final = 0.05
"""Chance of even one false difference between two metrics."""
_Z: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Apart:
    """A parameter that weighs differently for two metrics.

    Attributes
    ----------
    parameter : str
        Its name.
    difference, low, high : float
        Importance for the primary metric minus importance for the other, with its simultaneous interval.
    p_value : float
        Corrected for all parameters.
    """

    parameter: str
    difference: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class OtherMetric:
    """What is known of a further metric.

    Attributes
    ----------
    objective : Objective
        The metric and its direction.
    runs : int
        Runs that have both metrics.
    r2 : Estimate
        Out-of-bag R2 of its forest.
    reliable : bool
        Whether that R2 is above zero beyond doubt: where it is not, importances are not told.
    importance, spearman : mapping of str to Estimate
        By parameter.
    agreement : Estimate
        Rank correlation of the two metrics among runs, positive where what is good by one is good by the other.
    best_rank : int or None
        Place of the primary metric's best run by this one; None where that run has no value.
    far : int
        Runs so far from the rest that they are drawn in before a forest is grown.
    apart : tuple of Apart
        Parameters whose importances differ beyond chance, the surest first.
    opposed : tuple of str
        Parameters of which higher values go with better values of one metric and worse values of the other, beyond chance.
    """

    objective: Objective
    runs: int
    r2: Estimate
    reliable: bool
    importance: Mapping[str, Estimate]
    spearman: Mapping[str, Estimate]
    agreement: Estimate
    best_rank: int | None
    far: int
    apart: tuple[Apart, ...] = ()
    opposed: tuple[str, ...] = ()


def other_metrics(sweep: Sweep, basis: Basis, *, jobs: int = 1) -> tuple[OtherMetric, ...]:
    """Measure every metric but the primary one.

    Parameters
    ----------
    sweep : Sweep
        With its metrics.
    basis : Basis
        Of the primary metric.
    jobs : int
        Threads; the result does not depend on it.

    Returns
    -------
    tuple of OtherMetric
        In the order of the objectives. Where both metrics have the same runs, both forests have the same bags, and
        importances are compared tree by tree.
    """
    return tuple(_other(sweep, basis, objective, jobs) for objective in sweep.objectives[1:])


def _other(sweep: Sweep, basis: Basis, objective: Objective, jobs: int) -> OtherMetric:
    metric = sweep.metrics[objective.name].reindex(list(basis.design.runs)).to_numpy(dtype=np.float64)
    known = np.isfinite(metric)
    names = [one.name for one in sweep.parameters]
    if int(known.sum()) < FEWEST or np.ptp(metric[known]) == 0.0 or basis.forest is None:
        none = Estimate(None, why_not="too_few_runs" if int(known.sum()) < FEWEST else "constant")
        empty = dict.fromkeys(names, none)
        return OtherMetric(objective, int(known.sum()), none, reliable=False, importance=empty, spearman=empty,
                           agreement=none, best_rank=None, far=0)  # fmt: skip
    design = _retargeted(basis.design, metric, known, 1.0 if objective.direction == "maximize" else -1.0)
    resamples = draw(design, basis.seed)
    other = Basis(design, resamples, fit(design, resamples, seed=basis.seed, jobs=jobs), None, seed=basis.seed)
    r2 = other.forest.r2 if other.forest else Estimate(None)
    found = OtherMetric(
        objective,
        design.n,
        r2,
        reliable=(r2.low or 0.0) > 0.0,
        importance=_ordered(importance.score(other).values, names),
        spearman=_ordered(spearman.score(other).values, names),
        agreement=_agreement(basis.design.y[known], design.y),
        best_rank=_place(design, sweep.best_run),
        far=int((abs(design.y) >= LIMIT).sum()),
    )
    sound = found.reliable and basis.forest is not None and (basis.forest.r2.low or 0.0) > 0.0
    first = _ordered(spearman.score(basis).values, names)
    return replace(
        found,
        apart=_apart(basis, other) if sound and bool(known.all()) else (),
        opposed=_opposed(first, found.spearman, along=sweep.objective.direction == objective.direction),
    )


def _ordered(found: Mapping[str, Estimate], names: list[str]) -> dict[str, Estimate]:
    """Put estimates into the sweep's order of parameters."""
    return {name: found[name] for name in names}


def _retargeted(design: Design, metric: NDArray[np.float64], known: NDArray[np.bool_], sign: float) -> Design:
    """Give the same settings another target, in the same order of runs."""
    target = standardise(metric[known], sign)
    _, groups = np.unique(design.groups[known], return_inverse=True)
    first = np.unique(groups, return_index=True)[1]
    place = np.argsort(np.argsort(first))
    return replace(
        design,
        runs=tuple(run for run, kept in zip(design.runs, known, strict=True) if kept),
        values=design.values.loc[known],
        x=np.ascontiguousarray(design.x[known]),
        metric=metric[known],
        y=target.y,
        unit=target.unit,
        centre=target.centre,
        scale=target.scale,
        scores=target.scores,
        groups=place[groups.reshape(-1)].astype(np.int64),
        position=None if design.position is None else design.position[known],
    )


def _agreement(first: NDArray[np.float64], second: NDArray[np.float64]) -> Estimate:
    """Correlate ranks; the interval is Fisher's, with the variance of ranks (Bonett and Wright 2000)."""
    a, b = mean_rank(first), mean_rank(second)
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return Estimate(None, why_not="constant")
    rho = float(np.clip(np.corrcoef(a, b)[0, 1], -1.0, 1.0))
    if len(a) < FEWEST or abs(rho) > 1 - 1e-9:
        return Estimate(rho, why_not="degenerate")
    error = _Z * math.sqrt((1 + rho * rho / 2) / (len(a) - 3))
    return Estimate(rho, math.tanh(math.atanh(rho) - error), math.tanh(math.atanh(rho) + error))


def _place(design: Design, run: str) -> int | None:
    if run not in design.runs:
        return None
    return 1 + int((design.y > design.y[design.runs.index(run)]).sum())


def _apart(basis: Basis, other: Basis) -> tuple[Apart, ...]:
    """Compare importances tree by tree: a pair of trees has seen the same draw of the settings."""
    if basis.forest is None or other.forest is None:
        return ()
    first, second = tree_shares(basis.forest, basis.design), tree_shares(other.forest, other.design)
    if len(first) != len(second):
        return ()
    steps, family = first - second, first.shape[1]
    mean, error = steps.mean(axis=0), steps.std(axis=0, ddof=1)
    width = NormalDist().inv_cdf(1 - ALPHA / (2 * family))
    found = []
    for parameter, step, spread in zip(basis.design.parameters, mean.tolist(), error.tolist(), strict=True):
        if spread > 0.0 and (p_value := min(1.0, family * math.erfc(abs(step) / spread / math.sqrt(2)))) < ALPHA:
            found.append(Apart(parameter.name, step, step - width * spread, step + width * spread, p_value))
    return tuple(sorted(found, key=lambda one: (one.p_value, -abs(one.difference), one.parameter)))


def _opposed(first: Mapping[str, Estimate], second: Mapping[str, Estimate], *, along: bool) -> tuple[str, ...]:
    """Name the parameters that pull two metrics in different directions, beyond doubt on either side.

    Where both metrics are better in the same direction (``along``), their signs differ; else they are equal.
    """
    wider = NormalDist().inv_cdf(1 - ALPHA / (2 * max(len(first), 1))) / _Z
    signs = {name: _sure_sign(first[name], wider) * _sure_sign(second[name], wider) for name in first}
    return tuple(name for name, sign in signs.items() if sign == (-1 if along else 1))


def _sure_sign(found: Estimate, wider: float) -> int:
    """Give the sign of an estimate whose widened interval leaves zero out; 0 for any other."""
    if found.value is None or found.low is None or found.high is None:
        return 0
    low = found.value - wider * (found.value - found.low)
    high = found.value + wider * (found.high - found.value)
    return 1 if low > 0 else -1 if high < 0 else 0
