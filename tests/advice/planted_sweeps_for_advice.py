"""Sweeps whose best settings are known, and the advice they receive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast
from unittest.mock import patch

import numpy as np
import pandas as pd

from sweepbrief.advice import Advice, advise
from sweepbrief.diagnosis import diagnose
from sweepbrief.measures import measure
from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Diagnosis
    from sweepbrief.sweep import Sweep

NOISE = 0.05
Goal = Literal["minimize", "maximize"]


def swept(frame: pd.DataFrame, direction: Goal = "minimize") -> Sweep:
    """Read a table of runs with the metric ``score``."""
    return choose(read(frame), metric="score", direction=direction, parameters=None, ignore=None, study=None, order=None)


def advised(frame: pd.DataFrame, direction: Goal = "minimize") -> tuple[Advice, ...]:
    """Take a table of runs with the metric ``score`` through the whole analysis."""
    sweep = swept(frame, direction)
    measurements = measure(sweep)
    return advise(sweep, measurements, diagnose(sweep, measurements))


def examined(frame: pd.DataFrame, direction: Goal = "minimize") -> tuple[Diagnosis, tuple[Advice, ...]]:
    """Do the same without SHAP, with few permutations and draws and a small forest."""
    sweep = swept(frame, direction)
    with (
        patch("sweepbrief.measures.measuring.explain", return_value=None),
        patch("sweepbrief.measures.null_importance._PERMUTATIONS", 4),
        patch("sweepbrief.measures.forest.TREES", 20),
        patch("sweepbrief.diagnosis.shape.DRAWS", 8),
    ):
        measurements = measure(sweep)
        diagnosis = diagnose(sweep, measurements)
    return diagnosis, advise(sweep, measurements, diagnosis)


def settings(seed: int, runs: int = 110) -> tuple[pd.DataFrame, np.random.Generator]:
    """Draw settings at random: a rate by factors, a fraction, a count, a category, and something idle."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "rate": 10 ** rng.uniform(-5, 0, runs),
            "fraction": rng.uniform(0.1, 0.9, runs),
            "width": rng.choice([16, 32, 64, 128, 256], runs),
            "solver": rng.choice(["adam", "lion", "sgd"], runs),
            "idle": rng.choice([1, 2, 2, 2, 3], runs),
        }
    )
    return frame, rng


def bowl(frame: pd.DataFrame, rng: np.random.Generator, best: float = -2.5) -> pd.DataFrame:
    """Let the rate alone decide, best at ten to the power of ``best``."""
    score = 0.1 * (np.log10(frame["rate"]) - best) ** 2 + rng.normal(0, NOISE, len(frame))
    return frame.assign(score=score)


def only(advice: tuple[Advice, ...], action: str, parameter: str | None = None) -> Advice | None:
    """Give the piece of advice with an action, about a parameter."""
    found = [one for one in advice if one.action == action and parameter in {None, one.parameter}]
    return found[0] if found else None


def span(advice: Advice) -> tuple[float, float]:
    """Give the range that is advised."""
    return cast("tuple[float, float]", advice.after)
