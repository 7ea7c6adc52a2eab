"""The pictures of interactions and outlying runs show the values they were given."""

from __future__ import annotations

import numpy as np
import pytest
from picture_gallery import axis_values, elements, marks, tag

from sweepbrief.diagnosis import Curve, Extremes, Lines
from sweepbrief.figures import Axes, ExtremesLabels, LinesLabels, draw_extremes, draw_lines

RNG = np.random.default_rng(11)
X = np.linspace(0.0, 1.0, 30)


def flat(value: float, places: np.ndarray = X) -> Curve:
    mean = np.full(len(places), value)
    return Curve(places, mean, mean - 0.2, mean + 0.2)


def test_each_line_runs_at_its_value_and_is_named_at_its_end() -> None:
    """Curves, read against the ticks, are at their means; each name has the colour of its curve."""
    svg = draw_lines(Lines("b", (flat(1.0), flat(2.0))), LinesLabels(Axes("a", "loss"), ("b low", "b high")))
    places, numbers = axis_values(svg, standing=True)
    slope, start = np.polyfit(places, numbers, 1)
    assert start + slope * marks(svg, "curve")[:, 1] == pytest.approx([1.0, 2.0], abs=0.02)
    colors = {element.text: element.get("fill") for element in elements(svg) if tag(element) == "text"}
    strokes = [element.get("stroke") for element in elements(svg) if element.get("class") == "curve"]
    assert [colors["b low"], colors["b high"]] == strokes


def test_a_gap_in_a_curve_stays_a_gap() -> None:
    """Where a curve has no value nothing is drawn: two pieces, no bridge."""
    mean = np.where((X > 0.4) & (X < 0.6), np.nan, 1.0)
    curve = Curve(X, mean, mean - 0.1, mean + 0.1)
    svg = draw_lines(Lines("b", (curve, flat(2.0))), LinesLabels(Axes("a", "loss"), ("with a gap", "whole")))
    assert len(marks(svg, "curve")) == 3


def test_levels_of_a_category_are_named_beneath_or_beside() -> None:
    """A few short levels stand along the axis, many have a row each; every one has a mean for each curve."""
    for count in (3, 9):
        levels = tuple(f"level {number}" for number in range(count))
        places = np.arange(float(count))
        lines = Lines("b", (flat(1.0, places), flat(2.0, places)), levels)
        svg = draw_lines(lines, LinesLabels(Axes("a", "loss"), ("b = 1", "b = 2"), levels))
        assert len(marks(svg, "means")) == 2 * count
        assert all(f">{level}<" in svg for level in levels)


def test_outlying_runs_are_marked_and_named() -> None:
    """Each outlying run has its own mark and name; all others are dots."""
    x, y = RNG.uniform(0, 1, 50), RNG.normal(1, 0.1, 50)
    y[:2] = 1.6
    names = [f"run {number}" for number in range(50)]
    line = np.full(len(X), 1.0)
    labels = ExtremesLabels(Axes("a", "loss"), "with", "without", "the others")
    svg = draw_extremes(names, x, y, Extremes(("run 0", "run 1"), X, line + 0.1, line), labels)
    assert len(marks(svg, "extremes")) == 2
    assert len(marks(svg, "runs")) == 48
    assert ">run 0<" in svg
    assert ">run 5<" not in svg
    assert "the others" not in svg


def test_runs_that_squash_the_rest_get_a_second_panel() -> None:
    """Where outlying runs are far away, the others are shown once more, enlarged, without them."""
    x, y = RNG.uniform(0, 1, 50), RNG.normal(1, 0.1, 50)
    y[:2] = 40.0
    line = np.full(len(X), 1.0)
    labels = ExtremesLabels(Axes("a", "loss"), "with", "without", "the others")
    svg = draw_extremes([str(number) for number in range(50)], x, y, Extremes(("0", "1"), X, line + 0.1, line), labels)
    assert "the others" in svg
    assert len(marks(svg, "extremes")) == 2
    assert len(marks(svg, "runs")) == 2 * 48
