"""Cells: parameters that tell the metric by their combination alone are named together, and nothing of one by itself."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pandas as pd
from planted_diagnoses import Diagnosed, diagnosed, number

NAMES = ("matrix", "padding", "steps")


@cache
def scrambled() -> Diagnosed:
    """Plant a table of levels, one for each of 64 combinations of three parameters, and two switches that do nothing."""
    rng = np.random.default_rng(71)
    rows = list(product("abcd", range(4), range(4), (False, True), (False, True)))
    frame = pd.DataFrame(rows, columns=[*NAMES, "amd", "rcm"])
    level = rng.normal(size=(4, 4, 4))
    level -= level.mean(0, keepdims=True)
    level -= level.mean(1, keepdims=True)
    level -= level.mean(2, keepdims=True)
    at = level[frame["matrix"].map("abcd".index), frame["padding"], frame["steps"]]
    return diagnosed(frame.assign(score=at + rng.normal(0.0, 0.15, len(frame))))


def test_parameters_that_count_only_together_are_named_together() -> None:
    """The three carry nearly all of the variation, any two of them next to nothing, and the switches are not among them."""
    found = scrambled().diagnosis.cells
    assert found is not None
    assert set(found.parameters) == set(NAMES)
    assert found.share > 0.85
    assert found.fewer < 0.15
    assert found.count == 64


def test_each_of_them_is_said_to_count_in_combination() -> None:
    """None of the three is called without effect, or in need of more runs; each names the two others."""
    for name in NAMES:
        finding = scrambled().finding(name, "no_signal")
        assert finding.facts["why"] == "cells"
        assert set(finding.partners) == set(NAMES) - {name}
        assert finding.facts["runs_needed"] is None
        assert number(finding, "share") > 0.85
        assert scrambled().relevant(name) is None


def test_a_trend_needs_no_combinations() -> None:
    """Where two lines carry the metric, or noise alone, nothing is said of combinations."""
    rng = np.random.default_rng(72)
    frame = pd.DataFrame(list(product(range(4), range(4), range(4), (False, True))), columns=[*NAMES, "amd"])
    noise = rng.normal(0.0, 0.15, len(frame))
    assert diagnosed(frame.assign(score=0.3 * frame["matrix"] + 0.2 * frame["steps"] + noise)).diagnosis.cells is None
    assert diagnosed(frame.assign(score=noise)).diagnosis.cells is None
