"""Dependence: parameters that moved together, and pairs that only share the structure of the space."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sweepbrief.diagnosis.axis import axis_of
from sweepbrief.diagnosis.dependence import Together, together
from sweepbrief.sweep import Parameter


def moved(frame: pd.DataFrame) -> Together:
    """Measure the columns of a table of numbers."""
    return together(tuple(axis_of(Parameter(str(name), "float"), frame[name]) for name in frame))


def test_a_child_did_not_move_with_the_parent_that_switches_it() -> None:
    """Rungs exist from depth 5 on and grow with it: the space's own structure couples nothing; a mere correlation does."""
    rng = np.random.default_rng(80)
    depth = rng.uniform(1, 10, 200)
    rungs = depth + rng.normal(0, 1, 200)
    free = moved(pd.DataFrame({"depth": depth, "rungs": rungs}))
    bound = moved(pd.DataFrame({"depth": depth, "rungs": np.where(depth > 5, rungs, np.nan)}))
    assert free.rank[0, 1] > 0.9
    assert free.close(0, 1)
    assert bound.rank[0, 1] == bound.linear[0, 1] == bound.log_p[0, 1] == 0
    assert not bound.close(0, 1)


def test_a_child_that_is_also_blank_by_chance_did_move() -> None:
    """Where the depth does not decide whether there are rungs, the two are coupled as any others are."""
    rng = np.random.default_rng(81)
    depth = rng.uniform(1, 10, 200)
    rungs = np.where(rng.random(200) < 0.6, depth + rng.normal(0, 1, 200), np.nan)
    assert moved(pd.DataFrame({"depth": depth, "rungs": rungs})).rank[0, 1] == pytest.approx(0.93, abs=0.05)
