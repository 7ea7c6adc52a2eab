"""Truth of the causes that speak of how the runs came about: the sampler, runs far out, runs lost, many values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth.association import correlation
from benchmarks.truth.company import LEARNING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.evidence import Evidence
    from benchmarks.truth.planting import Planted
    from benchmarks.truth.truths import Truth

    Floats = NDArray[np.float64]


def late_spread(planted: Planted, number: int) -> tuple[float, float]:
    """Give the spread of the last half and of the last third of the runs as a multiple of uniform."""
    u, count = planted.positions[:, number], len(planted.knobs[number].levels)
    uniform = np.sqrt((1 - (1 / count**2 if count else 0)) / 12)
    at = (np.minimum((u * count).astype(int), count - 1) + 0.5) / count if count else u
    return float(at[len(at) // 2 :].std() / uniform), float(at[-len(at) // 3 :].std() / uniform)


def adaptive_truth(planted: Planted, evidence: Evidence, number: int, *, relevant: bool) -> Truth:
    """Decide adaptive_sampling: a sampler that learns narrowed a relevant parameter to 0.65 of uniform or less."""
    if planted.scenario.sampler not in LEARNING:
        return False
    spreads = late_spread(planted, number)
    if min(spreads) >= 0.8:
        return False
    if planted.knobs[number].coded or planted.knobs[number].parent >= 0 or not relevant:
        return None
    return True if max(spreads) <= 0.62 and evidence.runs >= 50 else None


def outlier_truth(planted: Planted, number: int) -> tuple[Truth, float]:
    """Decide outliers: a handful of diverged runs moves r by 0.2 or more; a category that is no switch has no r to move."""
    knob = planted.knobs[number]
    known = ~planted.lost & ~np.isnan(planted.settings[:, number])
    few = np.zeros(len(known), dtype=bool)
    few[planted.diverged] = True
    if knob.coded and knob.kind != "bool":
        return (None if few.any() else False), 0.0
    far = few if few.any() else _far(planted.outcome, known)
    own, outcome = planted.settings[:, number], planted.outcome
    moved = abs(correlation(own[known], outcome[known]) - correlation(own[known & ~far], outcome[known & ~far]))
    if not few.any():
        return (False if moved < 0.12 else None), moved
    if (few & known).sum() > 0.07 * known.sum() or not _set_apart(outcome, known, few):
        return None, moved
    return (True if moved >= 0.22 else False if moved <= 0.15 else None), moved


def _set_apart(outcome: Floats, known: NDArray[np.bool_], few: NDArray[np.bool_]) -> bool:
    """Tell whether the diverged runs lie clearly beyond all others; where early runs are as far out, no one can name them."""
    away = np.abs(outcome - np.median(outcome[known]))
    return bool(away[few].min() > 1.5 * away[known & ~few].max())


def _far(outcome: Floats, known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    centre = np.median(outcome[known])
    return np.asarray(np.abs(outcome - centre) > 5 * 1.4826 * np.median(np.abs(outcome[known] - centre)))


def survivorship_truth(planted: Planted, evidence: Evidence, number: int) -> Truth:
    """Decide survivorship: the chance to miss the metric depends on the parameter, and the lost runs show it."""
    how, knob = planted.scenario.lost, planted.knobs[number]
    if how in {"none", "random"}:
        return False
    own = planted.settings[:, number]
    if how == "metric":
        return _lost_with_metric(planted, evidence, number)
    decider = planted.lost_by
    if number == decider:
        high = planted.chance_lost > planted.chance_lost.min()
        return True if _apart(planted.lost, high) >= 4.5 else None
    if evidence.dependences[number, decider] >= 0.2 or knob.parent >= 0:
        return None
    return (
        None if planted.scenario.sampler in LEARNING and abs(correlation(own, planted.settings[:, decider])) > 0.15 else False
    )


def _lost_with_metric(planted: Planted, evidence: Evidence, number: int) -> Truth:
    if evidence.acts(number):
        found = abs(correlation(planted.settings[:, number], planted.lost.astype(float)))
        coded = planted.knobs[number].coded and len(planted.knobs[number].levels) > 2
        return True if not coded and len(planted.lost) * found**2 >= 30 else None
    return None if np.max(evidence.dependences[number]) >= 0.2 else False


def _apart(lost: NDArray[np.bool_], high: NDArray[np.bool_]) -> float:
    """Give the z of the difference between two shares of lost runs."""
    if lost[high].sum() < 6 or high.all() or not high.any():
        return 0.0
    pooled = lost.mean() * (1 - lost.mean()) * (1 / high.sum() + 1 / (~high).sum())
    return float(abs(lost[high].mean() - lost[~high].mean()) / np.sqrt(pooled)) if pooled > 0 else 0.0


def impurity_shares(planted: Planted, evidence: Evidence) -> Floats:
    """Give each knob's share of a forest's impurity importance: two forests of 60 trees, levels summed."""
    from sklearn.ensemble import RandomForestRegressor  # noqa: PLC0415 - takes seconds to import

    owner, columns = [], []
    for number, knob in enumerate(planted.knobs):
        own = evidence.settings[:, number]
        wide = knob.coded and len(knob.levels) > 2
        parts = [(own == code).astype(float) for code in np.unique(own[~np.isnan(own)])] if wide else [own]
        columns += parts
        owner += [number] * len(parts)
    total = np.zeros(len(planted.knobs))
    for seed in range(2):
        forest = RandomForestRegressor(60, random_state=seed, min_samples_leaf=1 if evidence.runs < 500 else 2)
        forest.fit(np.column_stack(columns), (evidence.measured - evidence.measured.mean()) / evidence.measured.std())
        np.add.at(total, owner, forest.feature_importances_ / 2)
    return total


def cardinality_truth(share: float, knob_count: int, distinct: int) -> Truth:
    """Decide cardinality_bias of a knob without effect: 10 values or more, and 1.3 times its fair share of impurity."""
    if distinct < 10:
        return False
    fair = share * knob_count
    return True if fair >= 1.5 else False if fair <= 1.1 else None
