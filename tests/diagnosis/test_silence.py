"""Silence: where nothing is true, no cause claims anything."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_diagnoses import CLAIMING, diagnosed


@pytest.mark.parametrize("seed", range(4))
def test_noise_makes_no_claim(seed: int) -> None:
    """Normal or heavy-tailed noise, whatever the settings and the order; some runs fail for no reason."""
    rng = np.random.default_rng([40, seed])
    n = 150
    frame = pd.DataFrame(
        {
            "rate": 10 ** rng.uniform(-5, -1, n),
            "width": rng.choice([32, 64, 128, 256], n),
            "dropout": rng.uniform(0, 0.5, n),
            "optimizer": rng.choice(["adam", "lion", "sgd"], n),
            "nesterov": rng.random(n) < 0.5,
            "trial": np.arange(n),
        }
    )
    frame["score"] = rng.normal(size=n) if seed % 2 else rng.standard_t(4, n)
    frame.loc[rng.random(n) < 0.1, "score"] = np.nan
    found = diagnosed(frame, order="trial")
    assert found.diagnosis.signal == "none"
    for name, verdict in found.diagnosis.verdicts.items():
        assert verdict.relevant is not True, name
        assert not found.causes(name) & CLAIMING, name


@pytest.mark.parametrize("seed", range(3))
def test_what_replicates_share_is_no_effect_of_idle_parameters(seed: int) -> None:
    """What no curve describes is shared by five seeds of a setting, also where the seed is named as a parameter."""
    rng = np.random.default_rng([41, seed])
    settings = {name: rng.uniform(0, 1, 40) for name in ("rate", "decay", "a", "b", "c", "d", "e", "f")}
    frame = pd.DataFrame(settings).loc[np.repeat(np.arange(40), 5)].reset_index(drop=True)
    frame["seed"] = np.tile(np.arange(5), 40)
    frame["score"] = np.sin(25 * frame["rate"]) + 2 * (frame["decay"] > 0.5) + rng.normal(0, 0.1, 200)
    found = diagnosed(frame, parameters=[*settings, "seed"])
    for name in ("a", "b", "c", "d", "e", "f", "seed"):
        assert found.relevant(name) is not True, name
    assert found.relevant("decay") is True
    assert found.causes("seed") == {"irrelevant"}
