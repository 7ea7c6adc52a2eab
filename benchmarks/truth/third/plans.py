"""Designs of the third generator: nested grids whole and broken off, independent draws, and searches that narrow early."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth.sampling import placed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.truth.effects import Coupling
    from benchmarks.truth.knob import Knob

    Floats = NDArray[np.float64]
    Trial = Callable[[int, Floats], float]


def nested(rng: np.random.Generator, knobs: list[Knob], runs: int) -> Floats:
    """Cross all lists in nested order, the last knob fastest; some cells missing, or the last tenth never run."""
    counts = np.array([len(knob.levels) for knob in knobs])
    while np.prod(counts) > 1.5 * runs and counts.max() > 2:
        counts[int(np.argmax(counts))] -= 1
    sides = [(np.arange(kept) + 0.5) / len(knob.levels) for kept, knob in zip(counts, knobs, strict=True)]
    cells = np.stack([side.ravel() for side in np.meshgrid(*sides, indexing="ij")], axis=1)
    how = rng.random()
    if how < 0.3:
        return cells[rng.random(len(cells)) < 0.85]
    return cells[: int(0.9 * len(cells))] if how < 0.5 else cells


def tied(rng: np.random.Generator, u: Floats, links: list[Coupling]) -> Floats:
    """Let followers copy (or mirror) their driver in a share of the runs, roughly, and go their own way in the others."""
    u = u.copy()
    for link in links:
        driver = u[:, link.driver] if link.strength > 0 else 1 - u[:, link.driver]
        width = 0.03 if abs(link.strength) > 0.96 else 0.08
        copied = np.clip(driver + width * rng.normal(size=len(u)), 0, 1 - 1e-9)
        u[:, link.follower] = np.where(rng.random(len(u)) < abs(link.strength), copied, rng.random(len(u)))
    return u


def elite(rng: np.random.Generator, runs: int, knobs: list[Knob], trial: Trial) -> Floats:
    """Narrow early: after ten runs draw near the mean of the best fifth, as wide as they lie apart (cross-entropy method)."""
    u, score = rng.random((runs, len(knobs))), np.full(runs, -np.inf)
    for number in range(runs):
        if number >= 10 and rng.random() > 0.05:
            best = u[np.argsort(-score[:number])[: max(4, number // 5)]]
            wide = np.maximum(best.std(axis=0), 0.04)
            drawn = best.mean(axis=0) + wide * rng.normal(size=len(knobs))
            u[number] = np.where((drawn >= 0) & (drawn < 1), drawn, rng.random(len(knobs)))
        score[number] = trial(number, u[number])
    return u


def halving(rng: np.random.Generator, runs: int, knobs: list[Knob], trial: Trial) -> Floats:
    """Narrow in rounds: every quarter of the runs the box shrinks towards the best run so far."""
    u, score = np.empty((runs, len(knobs))), np.full(runs, -np.inf)
    low, high = np.zeros(len(knobs)), np.ones(len(knobs))
    for number in range(runs):
        if number and number % max(runs // 4, 8) == 0:
            best = u[int(np.argmax(score[:number]))]
            half = 0.31 * (high - low)
            low, high = np.clip(best - half, 0, 1 - 2 * half), np.clip(best + half, 2 * half, 1)
        u[number] = np.clip(low + (high - low) * rng.random(len(knobs)), 0, 1 - 1e-9)
        score[number] = trial(number, u[number])
    return u


def seen(surface: Callable[[Floats], Floats], knobs: list[Knob], noise: Floats) -> Trial:
    """Give what a search sees of a run."""
    return lambda number, u: float(surface(placed(knobs, u[None, :]))[0] + noise[number])
