"""The picture of a shape shows the runs where they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_gallery import axis_values, curve, elements, marks

from sweepbrief.diagnosis import Shape
from sweepbrief.figures import Axes, ShapeLabels, draw_shape
from sweepbrief.figures.runs import MOST_DOTS

RNG = np.random.default_rng(3)
X, Y = RNG.uniform(0, 5, 200), RNG.normal(10, 2, 200)


def drawn(x: np.ndarray, y: np.ndarray, *, log: bool = False, best: tuple[float, float] | None = None) -> str:
    main = curve(x, y)
    labels = ShapeLabels(Axes("dropout", "loss", log=log, beyond="beyond"), "straight line", "best region")
    return draw_shape(x, y, Shape(main, np.full(len(main.x), float(np.nanmedian(y))), best), labels)


def read_back(svg: str, *, log: bool = False) -> np.ndarray:
    """Turn the dots into values by what is written at the ticks."""
    dots = marks(svg, "runs")
    values = []
    for side, standing in ((0, False), (1, True)):
        places, numbers = axis_values(svg, standing=standing)
        numbers = np.log10(numbers) if log and not standing else numbers
        slope, start = np.polyfit(places, numbers, 1)
        values.append(start + slope * dots[:, side])
    return np.column_stack(values)


def test_every_run_is_where_its_values_are() -> None:
    """The dots, read against the ticks, are the values given, one a run."""
    found, given_ = read_back(drawn(X, Y)), np.column_stack([X, Y])
    assert len(found) == len(given_)
    assert np.sort(found[:, 0]) == pytest.approx(np.sort(X), abs=0.02)
    assert np.sort(found[:, 1]) == pytest.approx(np.sort(Y), abs=0.05)
    nearest = np.abs(found[:, None, :] - given_[None, :, :]).max(axis=2).min(axis=1)
    assert nearest.max() < 0.05


def test_a_log_axis_is_a_log_axis() -> None:
    """On a log scale the dots, read against the decades, are the logarithms of the values."""
    x = 10 ** RNG.uniform(-5, 0, 150)
    found = read_back(drawn(x, Y[:150], log=True), log=True)
    assert np.sort(found[:, 0]) == pytest.approx(np.sort(np.log10(x)), abs=0.02)


def test_runs_beyond_the_axis_are_still_drawn() -> None:
    """Diverged runs become triangles at the edge, and the text that says so stands there."""
    y = Y.copy()
    y[:3] = 1e6
    svg = drawn(X, y)
    assert len(marks(svg, "runs")) + len(marks(svg, "runs-beyond")) == len(X)
    assert len(marks(svg, "runs-beyond")) == 3
    assert "beyond" in svg


def test_without_diverged_runs_nothing_is_said_of_them() -> None:
    """The note on runs beyond the axis is absent where there are none."""
    assert "beyond" not in drawn(X, Y)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=60))
def test_as_many_dots_as_runs(runs: list[tuple[float, float]]) -> None:
    """Whatever the values, every run is drawn exactly once."""
    x, y = np.array(runs).T
    svg = drawn(x, y)
    assert len(marks(svg, "runs")) + len(marks(svg, "runs-beyond")) == len(runs)


def test_runs_without_a_value_are_not_drawn() -> None:
    """A run without setting or metric has no dot."""
    x, y = X.copy(), Y.copy()
    x[:5], y[3:9] = np.nan, np.nan
    assert len(marks(drawn(x, y), "runs")) == len(X) - 9


def test_many_runs_become_a_density() -> None:
    """Of more runs than dots can be told apart, every place with a run is painted and none other."""
    n = MOST_DOTS + 500
    x, y = RNG.uniform(0, 1, n), RNG.uniform(0, 1, n)
    svg = drawn(x, y)
    assert len(marks(svg, "runs")) == 0
    assert 0 < len(marks(svg, "runs-density")) <= n


def test_the_best_region_is_shaded_only_where_there_is_one() -> None:
    """Region and label come and go together."""
    with_best, without = drawn(X, Y, best=(1.0, 2.0)), drawn(X, Y)
    assert [element.get("class") for element in elements(with_best)].count("best") == 1
    assert "best region" in with_best
    assert "best region" not in without
    places, numbers = axis_values(with_best, standing=False)
    slope, start = np.polyfit(numbers, places, 1)
    assert marks(with_best, "best")[0, 0] == pytest.approx(start + slope * 1.0, abs=0.2)
