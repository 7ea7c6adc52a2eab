"""Losses: runs without a metric, and whether their settings tell why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from sweepbrief.diagnosis.axis import axis_of
from sweepbrief.diagnosis.bench import bench_of
from sweepbrief.diagnosis.observations import Observations, blanked
from sweepbrief.diagnosis.scales import LOG_ALPHA, LOST_LEAST, LOST_ROWS
from sweepbrief.diagnosis.selection import grow_mains, prune

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.sweep import Sweep

ENDED = frozenset({"complete", "pruned", "failed", "crashed", "killed", "unknown"})
SAMPLE = 304


@dataclass(frozen=True, slots=True)
class Loss:
    """How the share of lost runs depends on one parameter.

    Attributes
    ----------
    axis : Axis
        Over all runs that ended.
    lost : bool array
        Which of these have no metric.
    log_p : float
        Log p, corrected for all parameters and shapes; of very many runs, that of a sample.
    """

    axis: Axis
    lost: NDArray[np.bool_]
    log_p: float


def losses(sweep: Sweep, canonical: tuple[str, ...], seed: int) -> Mapping[str, Loss]:
    """Find the parameters that the loss of runs depends on, each with the others held fixed.

    Parameters
    ----------
    sweep : Sweep
        With the runs that do not count; those still running or waiting tell nothing.
    canonical : tuple of str
        Parameters in canonical order.
    seed : int
        Of the sample taken where there are very many runs.

    Returns
    -------
    mapping of str to Loss
        Empty where runs were lost at random, or hardly any were.
    """
    return losses_among(sweep, canonical, ended(sweep), ~sweep.used.to_numpy(), seed)


def ended(sweep: Sweep) -> NDArray[np.bool_]:
    """Mark the runs that are over: with a metric, or without one and neither running, waiting nor set aside."""
    over = sweep.statuses.isin(list(ENDED)) & ~sweep.aside
    return np.asarray(over.to_numpy() | sweep.used.to_numpy(), dtype=np.bool_)


def losses_among(
    sweep: Sweep, canonical: tuple[str, ...], among: NDArray[np.bool_], gone: NDArray[np.bool_], seed: int
) -> Mapping[str, Loss]:
    """Find the parameters that decide which of some runs are gone, each with the others held fixed.

    Parameters
    ----------
    sweep : Sweep
        All runs found.
    canonical : tuple of str
        Parameters in canonical order.
    among, gone : bool array, shape (runs found,)
        Runs that are compared, and which of them are gone.
    seed : int
        Of the sample taken where there are very many runs.

    Returns
    -------
    mapping of str to Loss
        Empty where fewer than five runs are gone, or kept.
    """
    lost = gone[among]
    if min(int(lost.sum()), int((~lost).sum())) < LOST_LEAST:
        return {}
    known = {parameter.name: parameter for parameter in sweep.parameters}
    settings = sweep.settings.loc[among]
    axes = blanked(tuple(axis_of(known[name], settings[name]) for name in canonical))
    rows = _looked_at(lost, seed)
    target = lost[rows].astype(np.float64)
    bench = bench_of(Observations(tuple(axis.take(rows) for axis in axes), target, np.ones(len(target))))
    terms = prune(bench, target, grow_mains(bench, target, []), even=True)
    found = {term.members[0]: _exact(bench, lost[rows], term.members[0]) for term in terms}
    return {axes[number].name: Loss(axes[number], lost, logp) for number, logp in found.items() if logp < LOG_ALPHA}


def _looked_at(lost: NDArray[np.bool_], seed: int) -> NDArray[np.int64]:
    """Choose the runs that are tested: all, or of very many a sample that keeps the rarer kind, as few as it may be.

    Both counts are given before a run is looked at, so that a test which shuffles settings among the runs holds for the sample
    as well (Prentice and Pyke 1979).
    """
    if len(lost) <= LOST_ROWS:
        return np.arange(len(lost))
    rng = np.random.default_rng([seed, SAMPLE])
    rare = lost if 2 * int(lost.sum()) <= len(lost) else ~lost
    kept = min(int(rare.sum()), LOST_ROWS // 2)
    chosen = [
        rng.choice(np.flatnonzero(kind), count, replace=False) for kind, count in ((rare, kept), (~rare, LOST_ROWS - kept))
    ]
    return np.sort(np.concatenate(chosen))


def _exact(bench: Bench, lost: NDArray[np.bool_], number: int) -> float:
    """Give the log p of the sharpest cut or level by counting alone, among the runs that have the parameter."""
    best, shelf, active = 0.0, bench.fine[number], bench.axes[number].active
    splits = [form for form in shelf.forms if form.name in {"step", "single"}]
    for form in splits:
        inside = form.columns[:, 0] > 0
        for side in (inside & active, ~inside & active):
            hits, marked = int(lost[side].sum()), int(lost[active].sum())
            best = min(best, _hypergeometric(hits, int(side.sum()), marked, int(active.sum())))
    return min(0.0, best + math.log(max(1, bench.count * len(splits) * 2) / 3))


def _hypergeometric(hits: int, drawn: int, marked: int, total: int) -> float:
    """Give the log chance of so many marked ones or more among those drawn."""
    counts = np.arange(hits, min(drawn, marked) + 1)
    counts = counts[drawn - counts <= total - marked]
    if not len(counts):
        return 0.0
    logs = _choose(marked, counts) + _choose(total - marked, drawn - counts) - _choose(total, np.array(drawn))
    top = float(logs.max())
    return min(0.0, top + math.log(float(np.exp(logs - top).sum())))


def _choose(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), dtype=np.float64)
