"""The best single change: a step that is worth the name."""

from __future__ import annotations

import numpy as np
import pandas as pd
from planted_diagnoses import diagnosed


def test_the_next_whole_number_is_no_change_of_a_wide_range() -> None:
    """Widths crowd around 108 and pay from 109 on: what is proposed lies at least a twentieth of the range away."""
    rng = np.random.default_rng(90)
    width = np.concatenate([rng.integers(4, 128, 30), np.repeat([107, 108, 109, 110], 8)]).astype(float)
    frame = pd.DataFrame({"width": width, "rate": rng.uniform(0, 1, len(width))})
    frame["score"] = (frame["width"] > 108) + 0.5 * frame["rate"] + rng.normal(0, 0.1, len(width))
    frame.loc[len(frame)] = [108.0, 1.0, 1.9]
    change = diagnosed(frame).diagnosis.change
    assert change is not None
    assert (change.parameter, change.before) == ("width", 108)
    assert isinstance(change.after, float)
    assert change.after - 108 >= 0.05 * np.ptp(width)
