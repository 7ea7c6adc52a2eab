"""How settings are chosen: at random, on a grid, or by a sampler that learns from the runs before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.truth.effects import Coupling
    from benchmarks.truth.knob import Knob

    Floats = NDArray[np.float64]
    Trial = Callable[[int, Floats], float]


def placed(knobs: list[Knob], u: Floats) -> Floats:
    """Turn positions, shape (n, p), into settings with blanks where a knob is switched off."""
    settings = np.column_stack([knob.place(u[:, number]) for number, knob in enumerate(knobs)])
    for number, knob in enumerate(knobs):
        if knob.parent >= 0:
            settings[~np.isin(settings[:, knob.parent], knob.active), number] = np.nan
    return settings


def latin(rng: np.random.Generator, runs: int, count: int) -> Floats:
    """Draw a Latin hypercube."""
    return np.column_stack([(rng.permutation(runs) + rng.random(runs)) / runs for _ in range(count)])


def coupled(rng: np.random.Generator, u: Floats, couplings: list[Coupling]) -> Floats:
    """Redraw the followers given their drivers."""
    u = u.copy()
    for coupling in couplings:
        driver = _scores(u[:, coupling.driver])
        drawn = coupling.strength * driver + np.sqrt(1 - coupling.strength**2) * rng.normal(size=len(u))
        u[:, coupling.follower] = _uniform(drawn)
    return u


def _scores(u: Floats) -> Floats:
    from scipy.special import ndtri  # noqa: PLC0415 - only coupled sweeps need it

    return np.asarray(ndtri(np.clip(u, 1e-6, 1 - 1e-6)), dtype=float)


def _uniform(scores: Floats) -> Floats:
    from scipy.special import ndtr  # noqa: PLC0415 - only coupled sweeps need it

    return np.asarray(np.clip(ndtr(scores), 0, 1 - 1e-12))


def grid(rng: np.random.Generator, knobs: list[Knob], runs: int) -> Floats:
    """Cross a few values of each knob, which all have levels, in nested order; fewer values where the runs do not allow all."""
    counts = np.array([len(knob.levels) for knob in knobs])
    while np.prod(counts) > runs * 1.5 and counts.max() > 2:
        counts[int(np.argmax(counts))] -= 1
    axes = [(np.sort(rng.permutation(len(k.levels))[:c]) + 0.5) / len(k.levels) for k, c in zip(knobs, counts, strict=True)]
    mesh = np.meshgrid(*axes, indexing="ij")
    return np.column_stack([column.ravel() for column in mesh])


def tpe(rng: np.random.Generator, runs: int, count: int, trial: Trial, levels: list[int]) -> Floats:
    """Sample as a tree-structured Parzen estimator does: each knob near the good runs and away from the bad ones."""
    start, u, score = int(rng.integers(10, 21)), rng.random((runs, count)), np.full(runs, np.nan)
    for number in range(runs):
        if number >= start:
            order = np.argsort(-score[:number])
            good, bad = np.split(order, [int(np.clip(np.ceil(0.1 * number), 2, 25))])
            u[number] = [_parzen(rng, u[good, k], u[bad, k], levels[k]) for k in range(count)]
        score[number] = trial(number, u[number])
    return u


def _parzen(rng: np.random.Generator, good: Floats, bad: Floats, levels: int) -> float:
    if levels:
        votes = np.bincount((good * levels).astype(int), minlength=levels) + 1.0
        against = np.bincount((bad * levels).astype(int), minlength=levels) + 1.0
        codes = rng.choice(levels, size=24, p=votes / votes.sum())
        return float((codes[int(np.argmax((votes / against)[codes]))] + 0.5) / levels)
    pick = rng.integers(len(good) + 1, size=24)
    centres, widths = np.append(np.sort(good), 0.5), np.append(_widths(good), 1.0)
    draws = centres[pick] + widths[pick] * rng.normal(size=24)
    draws = draws[(draws >= 0) & (draws < 1)]
    if not len(draws):
        return float(rng.random())
    return float(draws[int(np.argmax(np.log(_density(draws, good)) - np.log(_density(draws, bad))))])


def _widths(centres: Floats) -> Floats:
    """Give each kernel the distance to its farther neighbour, within bounds."""
    gaps = np.diff(np.concatenate([[0.0], np.sort(centres), [1.0]]))
    return np.asarray(np.clip(np.maximum(gaps[1:], gaps[:-1]), 1 / min(100, len(centres) + 1), 1.0))


def _density(at: Floats, centres: Floats) -> Floats:
    middles, widths = np.append(np.sort(centres), 0.5), np.append(_widths(centres), 1.0)
    kernels = np.exp(-(((at[:, None] - middles) / widths) ** 2) / 2) / widths
    return np.asarray(kernels.mean(axis=1))


def evolution(rng: np.random.Generator, runs: int, count: int, trial: Trial, levels: list[int]) -> Floats:
    """Sample as a tuner by mutation does: around the best runs, with ever smaller steps."""
    start, u, score = 15, rng.random((runs, count)), np.full(runs, np.nan)
    for number in range(runs):
        if number >= start:
            elite = np.argsort(-score[:number])[:5]
            step = 0.25 * (1 - 0.5 * number / runs)
            parent = u[elite[int(rng.integers(len(elite)))]]
            moved = np.clip(parent + step * rng.normal(size=count), 0, 1 - 1e-9)
            leap = rng.random(count) < (0.12 if any(levels) else 0.05)
            u[number] = np.where(leap, rng.random(count), moved)
        score[number] = trial(number, u[number])
    return u
