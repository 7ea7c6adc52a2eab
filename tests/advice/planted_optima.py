"""Sweeps with an optimum planted inside a range, in several shapes, with as many runs and as much noise as real ones have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SHAPES: tuple[Callable[[Array], Array], ...] = (
    lambda d: 9 * d**2,
    lambda d: np.where(d < 0, 4 * d**2, 16 * d**2),
    lambda d: 3 * np.abs(d),
    lambda d: 1 - np.exp(-30 * d**2),
    lambda d: np.where(d < 0, 2.5 * np.abs(d), np.minimum(8 * d, 1.5)),
)
"""What is lost at a distance from the optimum, in parts of the range: bowls even and uneven, a tip, a hole, a cliff."""


@dataclass(frozen=True)
class Optimum:
    """A planted sweep: its runs, and where its rate is truly best."""

    frame: pd.DataFrame
    best: float
    effects: dict[str, float]


def plant(seed: int) -> Optimum:
    """Plant a sweep that is minimised: a rate with an optimum inside, a fraction, a count, a solver, and idle ones."""
    rng = np.random.default_rng([seed, 77])
    runs = int(rng.choice([60, 90, 140, 220]))
    place, noise = float(rng.uniform(0.2, 0.8)), float(rng.choice([0.1, 0.2, 0.35]))
    at, fraction = rng.uniform(size=runs), rng.uniform(0.1, 0.9, runs)
    width, solver = rng.choice([16, 32, 64, 128, 256], runs), rng.choice(["adam", "lion", "sgd"], runs)
    shape = SHAPES[seed % len(SHAPES)]
    score = shape(at - place) + 0.8 * fraction + 0.4 * (solver == "sgd") + rng.normal(0, noise, runs)
    frame = pd.DataFrame(
        {
            "rate": 10 ** (-5 + 5 * at),
            "fraction": fraction,
            "width": width,
            "solver": solver,
            "idle": rng.uniform(size=runs),
            "score": score,
        }
    )
    return Optimum(frame, 10 ** (-5 + 5 * place), {"fraction": _fifths(fraction), "solver": 0.4, "width": 0.0, "idle": 0.0})


def _fifths(fraction: Array) -> float:
    """Give what the fraction truly does between the outer fifths of its runs."""
    ordered = np.sort(fraction)
    fifth = len(ordered) // 5
    return float(0.8 * (ordered[-fifth:].mean() - ordered[:fifth].mean()))
