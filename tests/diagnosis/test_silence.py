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
