"""Mishaps of the second generator: noise of several laws, runs that blow up, runs that are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.knob import Knob

    Floats = NDArray[np.float64]

LAWS = ("normal", "normal", "student", "laplace", "proportional", "mixture")


def standard_noise(rng: np.random.Generator, law: str, count: int) -> Floats:
    """Draw noise of variance 1."""
    if law == "student":
        return np.asarray(rng.standard_t(4, count) / np.sqrt(2))
    if law == "laplace":
        return np.asarray(rng.laplace(size=count) / np.sqrt(2))
    if law == "mixture":
        drawn, size = rng.normal(size=count), np.where(rng.random(count) < 0.15, 2.0, 0.7)
        return np.asarray(drawn * size / np.sqrt(0.15 * 4 + 0.85 * 0.49))
    return rng.normal(size=count)


def proportions(law: str, clean: Floats) -> Floats:
    """Give how much larger than usual the noise is at each value of the objective (mean square 1)."""
    if law != "proportional" or np.ptp(clean) == 0:
        return np.ones(len(clean))
    size = 0.4 + (clean.max() - clean) / np.ptp(clean)
    return np.asarray(size / np.sqrt(np.mean(size**2)))


def blow_up(rng: np.random.Generator, knobs: list[Knob], u: Floats, spread: float) -> tuple[NDArray[np.intp], Floats]:
    """Choose one to five runs, mostly at one end of a knob, that end far off."""
    count = int(np.clip(rng.integers(1, 6), 1, max(1, int(0.05 * len(u)))))
    able = [k for k, knob in enumerate(knobs) if not knob.coded and knob.parent < 0] or [0]
    along = u[:, int(rng.choice(able))] * float(rng.choice((-1, 1)))
    chosen = np.argsort(along)[:count] if rng.random() < 0.7 else rng.permutation(len(u))[:count]
    return chosen.astype(np.intp), -spread * rng.uniform(15, 60) * rng.uniform(0.7, 1.0, count)


def chances(
    rng: np.random.Generator, how: str, knobs: list[Knob], u: Floats, outcome: Floats
) -> tuple[Floats, int]:  # fmt: skip
    """Give each run's chance to be lost, and the knob that decides it (-1 for none)."""
    runs = len(u)
    if how == "random":
        return np.full(runs, rng.uniform(0.05, 0.25)), -1
    if how == "metric":
        worst = outcome < np.quantile(outcome, rng.uniform(0.15, 0.35))
        return np.where(worst, 0.8, 0.02), -1
    if how != "parameter":
        return np.zeros(runs), -1
    able = [k for k, knob in enumerate(knobs) if knob.parent < 0 and len(knob.levels) <= 8]
    decider = int(rng.choice(able))
    place, levels = u[:, decider], len(knobs[decider].levels)
    if knobs[decider].coded:
        hit = np.minimum((place * levels).astype(int), levels - 1) == int(rng.integers(levels))
    else:
        cut = float(rng.uniform(0.6, 0.85))
        edge = np.floor(cut * levels) / levels if levels else cut
        hit = place >= edge if rng.random() < 0.8 else place < 1 - edge
    return np.where(hit, rng.uniform(0.4, 0.95), rng.uniform(0.0, 0.08)), decider
