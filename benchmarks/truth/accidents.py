"""What goes wrong in a sweep: noise, runs that diverge, runs whose metric is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.knob import Knob
    from benchmarks.truth.scenario import Scenario

    Floats = NDArray[np.float64]

FEW = 80
TARGETS = {"strong": (0.76, 0.985), "weak": (0.12, 0.42)}


def noise_scale(rng: np.random.Generator, scenario: Scenario, clean: Floats) -> float:
    """Choose the noise's standard deviation so that the effects carry the share of variance that was planned."""
    if scenario.strength == "none" or clean.std() == 0:
        return 1.0
    low, high = TARGETS[scenario.strength]
    hard = scenario.strength == "strong" and (scenario.runs <= FEW or scenario.sampler in {"tpe", "evolution"})
    share = float(rng.uniform(max(low, 0.9) if hard else low, high))
    return float(clean.std() * np.sqrt(1 / share - 1))


@dataclass(frozen=True, slots=True)
class Noise:
    """Noise drawn in advance, one value a run.

    Attributes
    ----------
    drawn : float64 array, shape (n,)
        In the outcome's unit, for a position in the middle.
    along : int
        The knob along which it grows, -1 where it is the same everywhere.
    """

    drawn: Floats
    along: int

    def __call__(self, runs: NDArray[np.intp], positions: Floats) -> Floats:
        """Give the noise of some runs at positions of shape (len(runs), p)."""
        if self.along < 0:
            return self.drawn[runs]
        return np.asarray(self.drawn[runs] * (0.4 + 1.2 * positions[:, self.along]) / np.sqrt(1.12))


def draw_noise(rng: np.random.Generator, scenario: Scenario, count: int, scale: float) -> Noise:
    """Draw noise of the planned law and scale."""
    if scenario.noise == "t":
        freedom = float(rng.uniform(2.6, 6.0))
        return Noise(np.asarray(scale * rng.standard_t(freedom, count) / np.sqrt(freedom / (freedom - 2))), -1)
    along = int(rng.integers(scenario.knobs)) if scenario.noise == "heteroscedastic" else -1
    return Noise(scale * rng.normal(size=count), along)


def diverge(rng: np.random.Generator, knobs: list[Knob], positions: Floats, spread: float) -> tuple[NDArray[np.intp], Floats]:
    """Choose a handful of runs (at most 6 %) that end far out, and by how much; at the end of one knob or anywhere."""
    runs = len(positions)
    count = int(np.clip(rng.integers(1, 6), 1, max(1, int(0.06 * runs))))
    numeric = [i for i, knob in enumerate(knobs) if not knob.coded and knob.parent < 0]
    pull = float(rng.choice((0.0, 1.0)))
    lure = positions[:, int(rng.choice(numeric))] if numeric else rng.random(runs)
    lure = lure if rng.random() < 0.5 else 1 - lure
    chosen = np.argsort(-(pull * lure + rng.random(runs) * (0.1 if pull else 1.0)))[:count]
    sign = -1.0 if rng.random() < 0.85 else 1.0
    return chosen, np.asarray(sign * spread * np.exp(rng.uniform(np.log(12), np.log(150))) * rng.uniform(0.6, 1.0, count))


def chance_lost(
    rng: np.random.Generator, scenario: Scenario, knobs: list[Knob], positions: Floats, clean: Floats
) -> tuple[Floats, int]:
    """Give each run's chance to miss its metric, and the knob that decides it (-1 for none)."""
    runs = len(positions)
    if scenario.lost == "random":
        return np.full(runs, rng.uniform(0.04, 0.2)), -1
    if scenario.lost == "metric":
        rank = np.argsort(np.argsort(-clean)) / runs
        return np.asarray(rng.uniform(0.5, 0.9) / (1 + np.exp(-25 * (rank - 0.75)))), -1
    if scenario.lost == "parameter":
        number = int(rng.choice([i for i, knob in enumerate(knobs) if knob.parent < 0]))
        if knobs[number].coded:
            bad = int(rng.integers(len(knobs[number].levels)))
            at = (positions[:, number] * len(knobs[number].levels)).astype(int) == bad
        else:
            bend = float(rng.uniform(0.55, 0.8))
            at = (positions[:, number] > bend) if rng.random() < 0.7 else (positions[:, number] < 1 - bend)
        return np.where(at, rng.uniform(0.35, 0.8), rng.uniform(0.01, 0.06)), number
    return np.zeros(runs), -1
