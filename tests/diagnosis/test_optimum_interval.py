"""The optimum lies where the report says it does, in sweeps whose curve and optimum are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import sweepbrief

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Finding

GRID = np.linspace(0.0, 1.0, 9)


def told(seed: int) -> tuple[Finding, float] | None:
    """Plant a curve with one optimum, drawn evenly, on a grid or crowded, and give what is said of it, with the optimum."""
    rng = np.random.default_rng(seed)
    runs, top = int(rng.choice([60, 120, 250])), float(rng.uniform(0.2, 0.8))
    kind = ("even", "grid", "crowded")[seed % 3]
    place = rng.random(runs) if kind == "even" else rng.choice(GRID, runs)
    if kind == "crowded":
        place = np.concatenate([rng.random(runs // 2), np.clip(top + 0.15 * rng.normal(size=runs - runs // 2), 0.0, 1.0)])
    away = place - top
    clean = (-(away**2), -np.abs(away), np.exp(-((away / 0.25) ** 2)))[int(rng.integers(3))]
    score = clean / clean.std() + 0.5 * rng.random(runs) + rng.choice([0.3, 0.6, 1.0]) * rng.normal(size=runs)
    frame = pd.DataFrame({"rate": place, "depth": rng.random(runs), "score": score})
    analysis = sweepbrief.analyse(sweepbrief.load(frame, metric="score", direction="maximize"))
    found = [one for one in analysis.findings if one.parameter == "rate" and one.cause == "non_monotone"]
    return (found[0], top) if found and found[0].facts["peak"] == "inside" else None


def held(found: list[tuple[Finding, float]]) -> int:
    """Count the optima that lie where they are said to."""
    pairs = [(finding.facts["optimum_low"], top, finding.facts["optimum_high"]) for finding, top in found]
    return sum(float(str(low)) <= top <= float(str(high)) for low, top, high in pairs)


def test_the_optimum_lies_where_it_is_said_to() -> None:
    """In a handful of sweeps, one of each design, the stretch named holds the optimum and leaves out most of the range."""
    found = [one for one in map(told, range(3)) if one is not None]
    assert len(found) > 1
    assert held(found) == len(found)
    for finding, _ in found:
        width = float(str(finding.facts["optimum_high"])) - float(str(finding.facts["optimum_low"]))
        assert width < 0.6


@pytest.mark.tool
def test_the_optimum_lies_there_as_often_as_said() -> None:
    """Over ninety sweeps the stretch named holds the optimum at least 95 times in 100."""
    found = [one for one in map(told, range(100, 190)) if one is not None]
    assert len(found) > 45
    assert held(found) >= 0.95 * len(found)
