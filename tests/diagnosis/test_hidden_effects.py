"""Effects that hide each other: many at once, in few runs, are found together or not at all."""

from __future__ import annotations

import numpy as np
import pandas as pd
from planted_diagnoses import diagnosed


def test_six_effects_among_eleven_parameters_show_in_thirty_two_runs() -> None:
    """Each is as large as the others, so one after the other none is significant; all are found, and nothing else."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({f"x{number}": rng.random(32) for number in range(11)})
    slopes = dict(zip(frame.columns[:6], (1.0, -1.0, 1.0, -1.0, 1.0, -1.0), strict=True))
    knee = 2.5 * np.maximum(frame["x5"] - 0.6, 0.0)
    frame["score"] = sum(slope * frame[name] for name, slope in slopes.items()) + knee + rng.normal(0.0, 0.1, 32)
    found = diagnosed(frame)
    assert {name for name in found.diagnosis.verdicts if found.relevant(name)} == set(slopes)
    assert found.diagnosis.signal == "strong"


def test_joint_effects_beyond_doubt_are_not_traded_for_their_absence() -> None:
    """Two pairs that act only jointly cost many columns; a model without them is no better for being short of them."""
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({f"x{number}": rng.random(140) for number in range(10)})
    saddle = np.sin(np.pi * (frame["x1"] - 0.5)) * np.sin(np.pi * (frame["x2"] - 0.5))
    ridge = -2.0 * np.abs(frame["x3"] + frame["x4"] - 1.0)
    frame["score"] = 0.5 * frame["x0"] + saddle + ridge + rng.normal(0, 0.7, 140)
    found = diagnosed(frame)
    assert found.finding("x1", "interaction").partners == ("x2",)
    assert found.finding("x3", "interaction").partners == ("x4",)
