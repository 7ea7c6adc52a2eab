"""Hidden parameters: each acts, and only what the others do together hides it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import diagnosed

from sweepbrief.diagnosis import hidden as module
from sweepbrief.diagnosis.diagnose import consider
from sweepbrief.diagnosis.hidden import hidden, score


@pytest.mark.parametrize("seed", [8, 28])
def test_a_switch_beneath_twelve_waves_shows_in_sixty_runs(seed: int) -> None:
    """No effect is significant by itself; against what the others do together many are, and the idle one is not."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({f"x{number}": rng.random(60) for number in range(14)})
    waves = np.sin(4 * frame.to_numpy()[:, 1:13] + np.arange(12)).sum(axis=1)
    frame["x0"] = rng.random(60) < 0.5
    frame["score"] = 1.2 * frame["x0"] + waves + rng.normal(0, 0.1, 60)
    found = diagnosed(frame)
    relevant = [name for name in found.diagnosis.verdicts if found.relevant(name)]
    assert found.causes("x0") == {"agreement"}
    assert len(relevant) > 6
    assert "x13" not in relevant


def test_the_chance_of_a_part_along_a_kernel_is_that_of_white_noise() -> None:
    """Among 2000 draws of noise as many as promised reach a chance of one in twenty, and one in a hundred."""
    rng = np.random.default_rng(0)
    columns = rng.normal(size=(40, 3))
    kernel = columns @ columns.T
    chances = np.exp([score(kernel, rng.normal(size=40)) for _ in range(2000)])
    assert np.mean(chances < 0.05) == pytest.approx(0.05, abs=0.015)
    assert np.mean(chances < 0.01) == pytest.approx(0.01, abs=0.006)


def test_many_runs_are_not_compared_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of single effects find what there is among many runs; a table of all pairs of runs would not fit in memory."""
    asked: list[int] = []
    monkeypatch.setattr(module, "kernel_of", lambda axis: asked.append(axis.size))
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.random((300, 3)), columns=["a", "b", "c"])
    frame["score"] = frame["a"] + rng.normal(0, 2.0, 300)
    joint = consider(diagnosed(frame).sweep, diagnosed(frame).measurements, 0).joint
    assert hidden(joint, [0, 1, 2]) == {}
    assert asked == []
