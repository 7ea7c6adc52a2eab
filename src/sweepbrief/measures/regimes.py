"""Regimes: parts of a sweep between which the metric shifts though the settings are alike.

Code or data that changed between runs, two machines, or several sweeps pasted together shift the metric with the order of the
runs or with a label. A regime is claimed where the shift is there with the settings held fixed: the metric is regressed on a
flexible curve of every parameter and on what the forest predicts out of bag, and the blocks must explain more (partial F test;
for the order the largest F over all places, Andrews 1993, doi:10.2307/2951764, with a Bonferroni correction). A change in the
order must also be sudden, that is significant beside a straight trend: a sampler that learns improves step by step, through
better settings. Familywise error 0.01 over all labels and the order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from sweepbrief.measures.score import Estimate
from sweepbrief.measures.settings_basis import settings_basis
from sweepbrief.measures.target import LIMIT, on_grid

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design

ALPHA = 0.01
"""Familywise error over all labels and places."""
SUDDEN = 1e-3
"""p below which a change is sudden, beside a straight trend over the order."""
LEAST_SHARE = 0.02
"""Share of the metric's variance that a shift must move to be worth a sentence, however many runs make it significant."""
PART_RUNS = 15
"""Runs that each part must have,"""
PART_SHARE = 0.12
"""and the share of all runs, between two changes in the order."""
LABEL_RUNS = 5
"""Runs that a label's level must have; rarer levels are put together."""
MOST_LEVELS = 12
"""Levels that a label may have."""
MOST_CHANGES = 3
"""Changes in the order that are looked for."""
APART = 0.1
"""Part of the blocks' variance that the settings must leave, for the two to be told apart."""
FEWEST = 40
"""Runs below which no regime is looked for."""
_PLACES = 40
_DRAWN = 5.0
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Part:
    """One regime.

    Attributes
    ----------
    level : object
        The label's level; for the order the first and the last run's place (from 1), a tuple of two int.
    runs : int
        How many runs it has.
    shift : Estimate
        Mean metric there minus the mean over all runs, settings held fixed, in the metric's unit.
    """

    level: object
    runs: int
    shift: Estimate


@dataclass(frozen=True, slots=True)
class Regime:
    """A division of the runs between whose parts the metric shifts.

    Attributes
    ----------
    kind : {"order", "label"}
        Changes in the order of runs, or the levels of a column.
    column : str
        That column; empty for the order.
    parts : tuple of Part
        In the order of the runs, or the levels with most runs first.
    p_value : float
        Of the partial F test, corrected.
    share : float
        Part of the variance of the target that the shift makes, before it is taken out.
    """

    kind: Literal["order", "label"]
    column: str
    parts: tuple[Part, ...]
    p_value: float
    share: float


@dataclass(frozen=True, slots=True)
class _Block:
    """Indicators of the parts, shape (n, parts), and what they are called."""

    kind: Literal["order", "label"]
    column: str
    levels: tuple[object, ...]
    codes: NDArray[np.int64]
    p_value: float = 1.0

    @property
    def columns(self) -> NDArray[np.float64]:
        """Give the indicators of all parts but the first, shape (n, parts - 1)."""
        return np.asarray(self.codes[:, None] == np.arange(1, len(self.levels)), dtype=np.float64)


def adjust(design: Design, labels: pd.DataFrame | None, predicted: NDArray[np.float64]) -> tuple[Design, tuple[Regime, ...]]:
    """Find the regimes of a sweep and take their shifts out of the target.

    Parameters
    ----------
    design : Design
        The runs.
    labels : pandas.DataFrame or None
        Columns that label runs, index the runs' names; only columns of at most `MOST_LEVELS` levels are looked at.
    predicted : float64 array, shape (n,)
        What the forest predicts of each run out of bag.

    Returns
    -------
    Design
        With ``y`` and ``scores`` as they would be had all runs been made in the average regime; the same object where there is
        no regime. ``metric`` stays as it was recorded.
    tuple of Regime
        Labels first, the surest first, then the order.
    """
    if design.n < FEWEST or np.ptp(design.y) == 0.0:
        return design, ()
    candidates = _candidates(design, labels)
    if not candidates and design.position is None:
        return design, ()
    worth = ALPHA / (len(candidates) + (design.position is not None))
    target = np.clip(design.target, -_DRAWN, _DRAWN)
    basis = settings_basis(design, target, predicted)
    found = _labels(design, candidates, basis, target, worth)
    held = np.column_stack([basis, *(block.columns for block in found)])
    changed = None if design.position is None else _changes(design, held, target, worth)
    blocks = [*found, *([] if changed is None else [changed])]
    return _without(design, settings_basis(design, target), blocks) if blocks else (design, ())


def _candidates(design: Design, labels: pd.DataFrame | None) -> list[_Block]:
    """Read the labels whose levels have enough runs."""
    found = []
    for name in [] if labels is None else sorted(map(str, labels.columns)):
        values = labels[name].loc[list(design.runs)] if labels is not None else ()
        words = np.array([str(value) for value in values], dtype=object)
        levels, codes, count = np.unique(words, return_inverse=True, return_counts=True)
        kept = np.flatnonzero(count >= LABEL_RUNS)
        if len(levels) > MOST_LEVELS or len(kept) + (len(kept) < len(levels)) <= 1:
            continue
        order = kept[np.lexsort((levels[kept], -count[kept]))]
        number = np.full(len(levels), len(order))
        number[order] = np.arange(len(order))
        rest = (None,) if len(kept) < len(levels) else ()
        found.append(_Block("label", name, (*(str(levels[k]) for k in order), *rest), number[codes.reshape(-1)]))
    return found


def _labels(
    design: Design, candidates: list[_Block], basis: NDArray[np.float64], target: NDArray[np.float64], worth: float
) -> list[_Block]:
    """Keep the labels whose levels shift the target, the surest first; each given those before it."""
    found: list[_Block] = []
    while len(found) < len(candidates):
        held = np.column_stack([basis, *(block.columns for block in found)])
        left = [block for block in candidates if block.column not in {one.column for one in found}]
        tested = [(_f_test(design, held, block.columns, target), block) for block in left]
        (p_value, share), block = min(tested, key=lambda one: (one[0][0], one[1].column))
        if p_value >= worth or share < LEAST_SHARE:
            break
        found.append(replace(block, p_value=min(1.0, p_value * ALPHA / worth)))
    return found


def _changes(design: Design, held: NDArray[np.float64], target: NDArray[np.float64], worth: float) -> _Block | None:
    """Find the places in the order at which the target shifts suddenly, one after the other."""
    place = np.argsort(np.argsort(np.asarray(design.position), kind="stable"), kind="stable")
    least = max(PART_RUNS, int(np.ceil(PART_SHARE * design.n)))
    cuts: list[int] = []
    p_values: list[float] = []
    while len(cuts) < MOST_CHANGES:
        known = np.column_stack([held, *((place >= cut).astype(np.float64) for cut in cuts)])
        ends = [0, *sorted(cuts), design.n]
        tried = [at for at in _places(design.n) if all(abs(at - end) >= least for end in ends)]
        tests = [(*_f_test(design, known, (place >= at)[:, None].astype(np.float64), target), at) for at in tried]
        p_value, share, cut = min(tests, default=(1.0, 0.0, 0))
        if p_value * len(tried) >= worth or share < LEAST_SHARE:
            break
        trend = np.column_stack([known, place / design.n])
        if _f_test(design, trend, (place >= cut)[:, None].astype(np.float64), target)[0] >= SUDDEN:
            break
        wide = design.n // _PLACES
        near = [at for at in range(cut - wide, cut + wide + 1) if all(abs(at - end) >= least for end in ends)]
        cuts.append(_placed(design, known, place, target, near or [cut]))
        p_values.append(min(1.0, p_value * len(tried) * ALPHA / worth))
    if not cuts:
        return None
    ends = [0, *sorted(cuts), design.n]
    levels = tuple((first + 1, last) for first, last in pairwise(ends))
    return _Block("order", "", levels, np.searchsorted(sorted(cuts), place, side="right").astype(np.int64), max(p_values))


def _placed(
    design: Design, held: NDArray[np.float64], place: NDArray[np.int64], target: NDArray[np.float64], near: list[int]
) -> int:
    """Give the place near a change that explains most."""
    return max(near, key=lambda at: (_f_test(design, held, (place >= at)[:, None].astype(np.float64), target)[1], -at))


def _places(n: int) -> list[int]:
    """Give the places in the order that are tried."""
    return sorted({round(k * n / _PLACES) for k in range(1, _PLACES)} if n > _PLACES else set(range(1, n)))


def _f_test(
    design: Design, held: NDArray[np.float64], blocks: NDArray[np.float64], target: NDArray[np.float64]
) -> tuple[float, float]:
    """Give the p-value of blocks beside what is held, and the share of the target's variance that they explain.

    Replicates of one setting that resemble each other count once, so that the degrees of freedom are those of the settings.
    """
    from scipy.special import fdtrc  # noqa: PLC0415 - keeps `import sweepbrief` light

    base, _ = np.linalg.qr(np.column_stack([np.ones(design.n), held]))
    left = blocks - base @ (base.T @ blocks)
    if float(np.square(left).sum()) < APART * float(np.square(blocks - blocks.mean(axis=0)).sum()):
        return 1.0, 0.0
    rest = target - base @ (base.T @ target)
    inside, values, _ = np.linalg.svd(left, full_matrices=False)
    rank = int((values > 1e-9 * max(float(values[0]), 1e-300)).sum())
    explained = float(np.square(inside[:, :rank].T @ rest).sum())
    spare = int(design.groups.max()) + 1 - base.shape[1] - rank
    noise = float(np.square(rest).sum()) - explained
    if spare < 1 or rank < 1:
        return 1.0, 0.0
    share = explained / max(float(np.square(target - target.mean()).sum()), 1e-300)
    return float(fdtrc(rank, spare, explained / rank / max(noise / spare, 1e-12))), share


def _without(design: Design, basis: NDArray[np.float64], blocks: list[_Block]) -> tuple[Design, tuple[Regime, ...]]:
    """Take the shifts of all blocks out of the target, and describe them."""
    y, shifts, errors = _adjusted(design, basis, blocks, design.y)
    scores = None if design.scores is None else _adjusted(design, basis, blocks, design.scores)[0]
    total = max(float(np.square(design.y - design.y.mean()).sum()), 1e-300)
    regimes = []
    for block, shift, error in zip(blocks, shifts, errors, strict=True):
        parts = tuple(_part(design, block, number, shift, error) for number in range(len(block.levels)))
        moved = float(np.square(shift[block.codes]).sum()) / total
        regimes.append(Regime(block.kind, block.column, parts, block.p_value, min(moved, 1.0)))
    return replace(design, y=y, scores=scores), tuple(regimes)


def _adjusted(
    design: Design, basis: NDArray[np.float64], blocks: list[_Block], target: NDArray[np.float64]
) -> tuple[NDArray[np.float64], list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    """Give the target without the blocks' shifts, and each block's shifts from its mean with their standard errors."""
    drawn = np.clip(target, -_DRAWN, _DRAWN)
    base, _ = np.linalg.qr(np.column_stack([np.ones(design.n), basis]))
    columns = np.column_stack([block.columns for block in blocks])
    left = columns - base @ (base.T @ columns)
    rest = drawn - base @ (base.T @ drawn)
    inverse = np.linalg.pinv(left.T @ left)
    slopes = inverse @ (left.T @ rest)
    spare = max(int(design.groups.max()) + 1 - base.shape[1] - columns.shape[1], 1)
    noise = float(np.square(rest - left @ slopes).sum()) / spare
    shifts, errors, start, adjusted = [], [], 0, target.copy()
    for block in blocks:
        stop = start + len(block.levels) - 1
        share = np.bincount(block.codes, minlength=len(block.levels)) / design.n
        turn = (np.eye(len(block.levels)) - share)[:, 1:]
        shift = turn @ slopes[start:stop]
        shifts.append(shift)
        errors.append(np.sqrt(noise * np.einsum("ij,jk,ik->i", turn, inverse[start:stop, start:stop], turn)))
        adjusted = adjusted - shift[block.codes]
        start = stop
    return on_grid(np.clip(adjusted, -LIMIT, LIMIT)), shifts, errors


def _part(design: Design, block: _Block, number: int, shift: NDArray[np.float64], error: NDArray[np.float64]) -> Part:
    low, high = sorted(design.step * (float(shift[number]) + side * _Z * float(error[number])) for side in (-1, 1))
    estimate = Estimate(design.step * float(shift[number]), low, high)
    return Part(block.levels[number], int((block.codes == number).sum()), estimate)
