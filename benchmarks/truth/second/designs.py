"""Designs of the second generator: even sequences, shuffled and nested grids, and samplers that learn."""

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


def even(rng: np.random.Generator, runs: int, count: int) -> Floats:
    """Draw a scrambled Sobol sequence."""
    from scipy.stats import qmc  # noqa: PLC0415 - slow to import

    power = int(np.ceil(np.log2(runs)))
    return np.asarray(qmc.Sobol(count, seed=rng).random_base2(power)[:runs])


def crossed_grid(rng: np.random.Generator, knobs: list[Knob], runs: int) -> Floats:
    """Cross all knobs' lists, as many values of each as the runs allow; nested order, or shuffled."""
    counts = [len(knob.levels) for knob in knobs]
    while np.prod(counts) > 1.4 * runs and max(counts) > 2:
        counts[int(np.argmax(counts))] -= 1
    axes = []
    for knob, count in zip(knobs, counts, strict=True):
        codes = np.unique(np.linspace(0, len(knob.levels) - 1, count).round())
        axes.append((codes + 0.5) / len(knob.levels))
    mesh = np.stack([side.ravel() for side in np.meshgrid(*axes, indexing="ij")], axis=1)
    return mesh if rng.random() < 0.6 else mesh[rng.permutation(len(mesh))]


def zooming(rng: np.random.Generator, runs: int, count: int, trial: Trial) -> Floats:
    """Learn as a sequential optimiser does: most candidates near the best few, closer as runs go by, some anywhere."""
    start, u, score = max(10, runs // 8), rng.random((runs, count)), np.full(runs, -np.inf)
    for number in range(runs):
        if number >= start and rng.random() > 0.08:
            best = np.argsort(-score[:number])[: max(3, number // 12)]
            centre = u[rng.choice(best, size=count), np.arange(count)]
            width = 0.3 * (start / number) ** 0.5 + 0.05
            u[number] = _reflected(centre + width * rng.standard_t(4, count))
        score[number] = trial(number, u[number])
    return u


def generations(rng: np.random.Generator, runs: int, count: int, trial: Trial) -> Floats:
    """Learn as differential evolution does: a population whose members are replaced by better mixtures."""
    size = int(np.clip(runs // 8, 10, 30))
    population = rng.random((size, count))
    score, u = np.full(size, -np.inf), np.empty((runs, count))
    for number in range(runs):
        member = number % size
        if number < size:
            u[number] = population[member]
        else:
            a, b = rng.choice(size, 2, replace=False)
            best = population[int(np.argmax(score))]
            mixed = population[member] + 0.5 * (best - population[member]) + 0.5 * (population[a] - population[b])
            u[number] = _reflected(np.where(rng.random(count) < 0.8, mixed, population[member]))
        found = trial(number, u[number])
        if found > score[member]:
            population[member], score[member] = u[number], found
    return u


def _reflected(u: Floats) -> Floats:
    return np.asarray(np.clip(np.abs(1 - np.abs(1 - np.mod(u, 2))), 0, 1 - 1e-9))


def follow(rng: np.random.Generator, u: Floats, knobs: list[Knob], links: list[Coupling]) -> Floats:
    """Let followers depend on their drivers: a mixture of copying (or mirroring) the driver's place and a fresh draw."""
    u = u.copy()
    for link in links:
        place = u[:, link.driver]
        if knobs[link.driver].coded:
            count = len(knobs[link.driver].levels)
            place = (np.minimum((place * count).astype(int), count - 1) + rng.random(len(u))) / count
        noise = rng.normal(size=len(u))
        size = np.sqrt(max(1 / link.strength**2 - 1, 0.0)) / np.sqrt(12)
        mixed = np.sign(link.strength) * place + size * noise
        u[:, link.follower] = (np.argsort(np.argsort(mixed)) + rng.random(len(u))) / len(u)
    return u
