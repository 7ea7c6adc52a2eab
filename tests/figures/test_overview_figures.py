"""The pictures of a whole sweep show what they were given."""

from __future__ import annotations

import re

import numpy as np
import pytest
from picture_gallery import Invented, axis_values, elements, invent, marks, overview_pictures, tag

from sweepbrief.diagnosis import LevelMeans
from sweepbrief.figures import (
    MOST_LEVELS,
    MOST_PAIRED,
    Axes,
    InteractionLabels,
    LevelLabels,
    QuadrantLabels,
    draw_correlation_bar,
    draw_importance_bar,
    draw_interactions,
    draw_level_means,
    draw_losses,
    draw_quadrant,
    draw_statuses,
)
from sweepbrief.figures.best import best_tenth
from sweepbrief.figures.losses import LossLabels
from sweepbrief.measures import Estimate, PairScore
from sweepbrief.sweep import Parameter

HALF_LOST = Invented(80, metric=lambda y: np.where(y < 0.5, np.nan, y))


def test_history_has_a_mark_for_every_run() -> None:
    """Used runs are dots, lost ones strokes at the foot; together they are the runs found."""
    sweep = invent(HALF_LOST)
    svg = overview_pictures(sweep)["history"]
    drawn = len(marks(svg, "runs")) + len(marks(svg, "runs-beyond"))
    assert drawn == int(sweep.used.sum())
    assert len(marks(svg, "lost")) == int((~sweep.used).sum())


def test_history_shows_the_metric_in_order() -> None:
    """The dots from left to right, read against the ticks, are the metric in the order of runs."""
    sweep = invent(Invented(90))
    svg = overview_pictures(sweep)["history"]
    dots = marks(svg, "runs")
    places, numbers = axis_values(svg, standing=True)
    slope, start = np.polyfit(places, numbers, 1)
    read = (start + slope * dots[:, 1])[np.argsort(dots[:, 0])]
    assert read == pytest.approx(sweep.metrics["val_loss"].to_numpy(), abs=0.01)


def test_the_best_so_far_never_worsens() -> None:
    """The stair only goes down when less is better, and ends at the best value."""
    sweep = invent(Invented(90))
    svg = overview_pictures(sweep)["history"]
    outline = next(path.get("d", "") for path in elements(svg) if path.get("class") == "best-so-far")
    heights = np.array([float(y) for _, y in re.findall(r"[ML](\S+?) ([-\d.]+)", outline)])
    places, numbers = axis_values(svg, standing=True)
    slope, start = np.polyfit(places, numbers, 1)
    assert (np.diff(heights) >= 0).all()
    assert start + slope * heights[-1] == pytest.approx(sweep.outcome.min(), abs=0.01)


def test_coverage_shows_every_best_run() -> None:
    """Every one of the best runs has its stroke beneath each parameter's bars."""
    sweep = invent(Invented(60, parameters=2))
    svg = overview_pictures(sweep)["coverage"]
    best = int(best_tenth(sweep.metrics["val_loss"], "minimize").sum())
    assert best == 6
    assert best <= len(marks(svg, "best")) <= 2 * best


def test_parallel_draws_every_run_of_a_small_sweep() -> None:
    """Up to its limit every run is a line, in three groups that share none."""
    sweep = invent(Invented(100))
    svg = overview_pictures(sweep)["parallel"]
    assert sum(len(marks(svg, name)) for name in ("best", "better", "worse")) == 100
    assert len(marks(svg, "best")) == 10


def test_the_best_tenth_is_one_run_at_least_and_holds_ties() -> None:
    """Best runs are counted from the better end, ties included; NaN never."""
    assert best_tenth([3.0, np.nan, 1.0], "minimize").tolist() == [False, False, True]
    assert best_tenth([3.0, 3.0, 1.0], "maximize").tolist() == [True, True, False]
    assert not best_tenth([np.nan], "minimize").any()


def test_quadrant_marks_every_parameter_at_its_scores() -> None:
    """Each sign has its own mark, at the absolute correlation and the importance."""
    names = ("up", "down", "category")
    importance = dict(zip(names, (Estimate(0.5), Estimate(0.3), Estimate(0.2)), strict=True))
    correlation = dict(zip(names, (Estimate(0.4), Estimate(-0.6), Estimate(0.2)), strict=True))
    labels = QuadrantLabels("r", "importance", ("a", "b", "c", "d"), 0.1, 0.3, unsigned=frozenset({"category"}))
    svg = draw_quadrant(importance, correlation, labels)
    assert [len(marks(svg, name)) for name in ("rising", "falling", "unsigned")] == [1, 1, 1]
    places, numbers = axis_values(svg, standing=True)
    slope, start = np.polyfit(places, numbers, 1)
    tip = marks(svg, "unsigned")[0]
    assert start + slope * (tip[1] + 2.1) == pytest.approx(0.2, abs=0.01)
    assert all(f">{name}<" in svg for name in names)


def test_parameters_without_scores_are_left_out_of_the_quadrant() -> None:
    """A parameter without importance or correlation has no mark."""
    labels = QuadrantLabels("r", "importance", ("a", "b", "c", "d"), 0.1, 0.3)
    svg = draw_quadrant({"a": Estimate(None), "b": Estimate(0.2)}, {"a": Estimate(0.1), "b": Estimate(None)}, labels)
    assert len(marks(svg, "rising")) == 0


def test_interactions_print_the_share_of_each_pair() -> None:
    """Every pair measured has a cell with its share in per cent; the others are empty; the rows are capped."""
    names = [f"p{number}" for number in range(20)]
    pairs = [PairScore(("p0", "p1"), 0.31, 0.1), PairScore(("p2", "p1"), 0.07, 0.1)]
    svg = draw_interactions(pairs, names, InteractionLabels("per cent"))
    numbers = [element.text for element in elements(svg) if tag(element) == "text" and re.fullmatch(r"\d+", element.text or "")]
    assert sorted(numbers, key=str) == ["31", "7"]
    assert len(marks(svg, "pair")) == 2
    assert len(marks(svg, "empty")) == MOST_PAIRED * (MOST_PAIRED - 1) // 2 - 2


def test_statuses_divide_the_bar_by_their_runs() -> None:
    """The parts stand in the proportion of runs, in the order given, and each is named."""
    svg = draw_statuses(
        {"complete": 60, "pruned": 30, "failed": 10}, {"complete": "ended 60", "pruned": "cut 30", "failed": "lost 10"}
    )
    starts = [marks(svg, name)[0, 0] for name in ("complete", "pruned", "failed")]
    assert np.diff([*starts, 510.2]) / 510.2 == pytest.approx([0.6, 0.3, 0.1], abs=0.002)
    assert all(text in svg for text in ("ended 60", "cut 30", "lost 10"))


def test_losses_count_by_third_and_by_level() -> None:
    """Lost and found runs of each third of a range, and of each level, are printed beside their bar."""
    labels = LossLabels("lr", "lost", "not set")
    svg = draw_losses(
        [1, 2, 3, 4, 5, 6, None], [True, True, False, False, False, False, True], Parameter("lr", "float"), labels
    )
    assert [element.text for element in elements(svg) if "/" in (element.text or "")] == ["2 / 2", "0 / 2", "0 / 2", "1 / 1"]
    svg = draw_losses(["a", "b", "b"], [False, True, True], Parameter("opt", "categorical"), labels)
    assert [element.text for element in elements(svg) if "/" in (element.text or "")] == ["2 / 2", "0 / 1"]


def test_levels_are_capped_and_the_worst_is_kept() -> None:
    """Of more levels than have a row, the best and the worst are shown, and it is said that there are more."""
    levels = tuple(f"level {number}" for number in range(40))
    mean = np.arange(40.0)
    svg = draw_level_means(
        list(levels), mean, LevelMeans(levels, mean, mean - 1, mean + 1), LevelLabels(Axes("loss", ""), levels, "26 more")
    )
    assert len(marks(svg, "means")) == MOST_LEVELS
    assert ">level 0<" in svg
    assert ">level 39<" in svg
    assert ">level 20<" not in svg
    assert "26 more" in svg


def test_a_missing_level_is_a_level() -> None:
    """Runs whose category is not set have a row of their own when it is a level."""
    means = LevelMeans(("a", None), np.array([1.0, 2.0]), np.array([0.5, 1.5]), np.array([1.5, 2.5]))
    svg = draw_level_means(["a", None, None], [1.0, 2.0, 2.1], means, LevelLabels(Axes("loss", ""), ("a", "not set")))
    assert len(marks(svg, "runs")) == 3


def test_runs_of_a_level_are_where_their_metric_is() -> None:
    """The dots of a level, read against the ticks, are its runs; diverged ones are triangles, and it is said."""
    outcome = np.append(np.linspace(1.0, 3.0, 40), 1e6)
    means = LevelMeans(("a",), np.array([2.0]), np.array([1.9]), np.array([2.1]))
    svg = draw_level_means(["a"] * 41, outcome, means, LevelLabels(Axes("loss", "", beyond="one lies beyond"), ("a",)))
    places, numbers = axis_values(svg, standing=False)
    slope, start = np.polyfit(places, numbers, 1)
    assert np.sort(start + slope * marks(svg, "runs")[:, 0]) == pytest.approx(outcome[:40], abs=0.02)
    assert len(marks(svg, "runs-beyond")) == 1
    assert "one lies beyond" in svg


@pytest.mark.parametrize(
    ("value", "interval", "mark"), [(0.5, (0.4, 0.6), "path"), (-0.5, (-0.6, -0.4), "path"), (0.05, (-0.1, 0.2), "circle")]
)
def test_a_correlation_shows_its_sign_only_where_it_is_clear(value: float, interval: tuple[float, float], mark: str) -> None:
    """An arrow away from zero for a clear sign, a dot where the interval holds zero."""
    svg = draw_correlation_bar(value, *interval)
    assert next(tag(element) for element in elements(svg) if element.get("class") == "mark") == mark


@pytest.mark.parametrize("value", [None, float("nan")])
def test_a_missing_score_is_a_dash(value: float | None) -> None:
    """A cell without a number shows a dash, not an empty bar."""
    for svg in (draw_importance_bar(value), draw_correlation_bar(value)):
        assert [element.get("class") for element in elements(svg)].count("none") == 1


def test_an_importance_is_as_long_as_it_is_large() -> None:
    """The bar's length is the value's part of the largest, and never leaves the cell."""
    bars = [next(e for e in elements(draw_importance_bar(v, maximum=0.5)) if e.get("class") == "bar") for v in (0.25, 0.5, 9.0)]
    assert [float(bar.get("width", "0")) for bar in bars] == pytest.approx([61.5, 123.0, 123.0])
