"""Whole numbers that stand for categories are recognised by jumps between neighbours, numbers that curve are not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted_sweeps import plant

from sweepbrief.measures.level_codes import read_codes

CODES = [0.30, 0.31, 0.33, 0.29, 0.20, 0.20, 0.30, 0.36, 0.29]


def kind_of(shape: list[float], seed: int = 0, start: int = 0, stride: int = 1) -> str:
    """Plant a metric with these means at consecutive whole numbers; give the kind that is read."""
    rng = np.random.default_rng(seed)
    index = rng.integers(0, len(shape), 600)
    settings = pd.DataFrame({"code": start + stride * index, "other": rng.random(600)}, index=[f"r{k}" for k in range(600)])
    sweep = plant(settings, np.array(shape)[index] + rng.normal(0, 0.05, 600))
    read = read_codes(sweep)
    assert (read is sweep) == (read.parameters[0].kind == "int")
    assert [note.code for note in read.notes] == ([] if read is sweep else ["coded_levels"])
    return read.parameters[0].kind


def test_codes_whose_neighbours_jump_are_a_category() -> None:
    """Nine distances numbered 0 to 8, or 1 to 9, without any order in their means."""
    assert kind_of(CODES) == "categorical"
    assert kind_of(CODES, start=1) == "categorical"


@pytest.mark.parametrize(
    "shape",
    [
        [0.1 * k for k in range(9)],
        [-0.03 * (k - 4) ** 2 for k in range(9)],
        [0.0] * 9,
        [0.3 * (k > 4) for k in range(9)],
        [0.2 * np.sin(k / 1.6) for k in range(9)],
        [0.0, 0.5, 0.1],
    ],
    ids=["line", "peak", "nothing", "step", "wave", "three levels"],
)
def test_numbers_that_curve_stay_numbers(shape: list[float]) -> None:
    """A line, a peak, a step, a slow wave, nothing at all or few levels are no codes, whatever the noise."""
    assert {kind_of(shape, seed) for seed in range(8)} == {"int"}


def test_multiples_are_sizes() -> None:
    """Values that go in steps of 16 are sizes, even where the metric jumps."""
    assert kind_of(CODES, start=16, stride=16) == "int"
