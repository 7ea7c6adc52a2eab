"""Every picture of an invented sweep, and how to read a picture back."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sweepbrief import figures
from sweepbrief.diagnosis import Curve, Extremes, LevelMeans, Lines, Shape
from sweepbrief.figures.lettering import width
from sweepbrief.measures import Estimate, PairScore
from sweepbrief.sweep import Objective, Parameter, Source, Sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

AXES = figures.Axes("a parameter", "val_loss", beyond="beyond the scale")
LOG_AXES = figures.Axes("a parameter", "val_loss", log=True, beyond="beyond the scale")


@dataclass(frozen=True)
class Invented:
    """A sweep to draw: how many runs, and what is unusual about it."""

    runs: int = 120
    parameters: int = 5
    levels: int = 4
    name: Callable[[int], str] = field(default=lambda number: f"parameter_{number}")
    metric: Callable[[NDArray[np.float64]], NDArray[np.float64]] = field(default=lambda y: y)
    setting: Callable[[NDArray[np.float64]], NDArray[np.float64]] = field(default=lambda x: x)
    log: bool = False


def invent(spec: Invented) -> Sweep:
    rng = np.random.default_rng(spec.runs)
    scale = "log" if spec.log else "linear"
    parameters, columns = [], {}
    for number in range(spec.parameters):
        name = spec.name(number)
        if number % 3 == 1:
            levels = tuple(spec.name(100 + level) for level in range(spec.levels))
            parameters.append(Parameter(name, "categorical", choices=levels))
            columns[name] = pd.Series(rng.choice(np.array(levels, dtype=object), spec.runs), dtype=object)
        else:
            parameters.append(Parameter(name, "float", scale))
            columns[name] = pd.Series(spec.setting(rng.uniform(0.01, 1.0, spec.runs)), dtype=float)
    settings = pd.DataFrame(columns)
    settings.index = pd.Index([f"{spec.name(7)} {number}" for number in range(spec.runs)])
    metric = pd.Series(spec.metric(rng.normal(0.5, 0.1, spec.runs)), index=settings.index)
    used = pd.Series(np.isfinite(metric.to_numpy()), index=settings.index)
    used.iloc[0] = True
    metric.iloc[0] = metric.iloc[0] if np.isfinite(metric.iloc[0]) else 0.5
    return Sweep(
        name="invented",
        source=Source("table", "-", "0"),
        settings=settings,
        metrics=pd.DataFrame({"val_loss": metric.where(used)}),
        statuses=pd.Series(np.where(used, "complete", "failed"), index=settings.index),
        parameters=tuple(parameters),
        objectives=(Objective("val_loss", "minimize"),),
        used=used,
        order=pd.Series(np.arange(spec.runs, dtype=float), index=settings.index),
        seconds=None,
        replicates=pd.DataFrame(index=settings.index),
        sampler="random",
    )


def curve(x: NDArray[np.float64], y: NDArray[np.float64], shift: float = 0.0) -> Curve:
    """Bend a curve through the middle of the runs, with a band."""
    finite = y[np.isfinite(y)]
    xs = np.linspace(np.nanmin(x), np.nanmax(x), 40)
    spread = 0.2 * float(np.ptp(finite)) or 0.1
    mean = float(np.median(finite)) + spread * (np.sin(np.linspace(0, 3, 40)) + shift)
    return Curve(xs, mean, mean - 0.4 * spread, mean + 0.4 * spread)


def numeric_pictures(sweep: Sweep) -> dict[str, str]:
    parameter, log = sweep.parameters[0], sweep.parameters[0].scale == "log"
    x = sweep.settings[parameter.name].to_numpy(dtype=float)
    y = sweep.metrics["val_loss"].to_numpy(dtype=float)
    main, axes = curve(x, y), LOG_AXES if log else AXES
    flat = np.full(len(main.x), float(np.nanmedian(y)))
    names = tuple(sweep.settings.index)
    banded = Lines("other", (main, curve(x, y, 0.5), curve(x, y, 0.6)))
    return {
        "shape": figures.draw_shape(
            x,
            y,
            Shape(main, flat, (float(main.x[5]), float(main.x[15]))),
            figures.ShapeLabels(axes, "straight line behind r", "best region, 0.1 to 0.3"),
        ),
        "lines": figures.draw_lines(banded, figures.LinesLabels(axes, ("other 1 to 4", "other 5", parameter.name))),
        "extremes": figures.draw_extremes(
            names,
            x,
            y,
            Extremes(names[:2], main.x, main.mean, flat),
            figures.ExtremesLabels(axes, "with them", "without them", "the others, enlarged"),
        ),
        "losses": figures.draw_losses(
            list(x), list(~sweep.used), parameter, figures.LossLabels(parameter.name, "runs lost, of all", "not set")
        ),
    }


def level_pictures(sweep: Sweep) -> dict[str, str]:
    parameter = sweep.parameters[1]
    levels, texts = parameter.choices or (), tuple(str(level) for level in parameter.choices or ())
    values = list(sweep.settings[parameter.name])
    y = sweep.metrics["val_loss"].to_numpy(dtype=float)
    mean = float(np.nanmedian(y)) * np.ones(len(levels))
    places = np.arange(float(len(levels)))
    lines = Lines("other", (Curve(places, mean, mean - 0.1, mean + 0.1), Curve(places, 1.1 * mean, mean, 1.2 * mean)))
    return {
        "level_means": figures.draw_level_means(
            values,
            y,
            LevelMeans(levels, mean, mean - 0.1, mean + 0.1),
            figures.LevelLabels(figures.Axes("val_loss", ""), texts, "more levels"),
        ),
        "lines_levels": figures.draw_lines(lines, figures.LinesLabels(AXES, ("other = a", "other = b"), texts)),
        "losses_levels": figures.draw_losses(
            values, list(~sweep.used), parameter, figures.LossLabels(parameter.name, "runs lost, of all", "not set")
        ),
    }


def _panels(sweep: Sweep) -> list[figures.Panel]:
    """Give a panel for each parameter: a curve with a gap in its middle, or the means of the levels."""
    y, panels = sweep.metrics["val_loss"].to_numpy(dtype=float), []
    for parameter in sweep.parameters:
        if parameter.numeric:
            x = sweep.settings[parameter.name].to_numpy(dtype=float)
            main = curve(x, y)
            sparse = tuple(10 < place < 20 for place in range(len(main.x)))
            panels.append(figures.Panel(parameter.name, main, sparse, tried=x, log=parameter.scale == "log"))
        else:
            levels = parameter.choices or ()
            mean = float(np.nanmedian(y)) * np.ones(len(levels))
            means = LevelMeans(levels, mean, mean - 0.1, mean + 0.1)
            panels.append(figures.Panel(parameter.name, means, levels=tuple(str(level) for level in levels)))
    return panels


def overview_pictures(sweep: Sweep) -> dict[str, str]:
    y = sweep.metrics["val_loss"].to_numpy(dtype=float)
    names = [parameter.name for parameter in sweep.parameters]
    rng = np.random.default_rng(1)
    importance = {
        name: Estimate(float(value), 0.8 * value, 1.2 * value)
        for name, value in zip(names, rng.random(len(names)), strict=True)
    }
    correlation = {
        name: Estimate(float(value), value - 0.1, value + 0.1)
        for name, value in zip(names, rng.uniform(-0.9, 0.9, len(names)), strict=True)
    }
    pairs = [PairScore((one, other), float(rng.random()), 0.1) for place, one in enumerate(names) for other in names[:place]]
    corners = ("matters, r misses it", "matters, along a line", "little of either", "moves along, decides little")
    return {
        "quadrant": figures.draw_quadrant(
            importance,
            correlation,
            figures.QuadrantLabels("absolute correlation", "importance", corners, 0.2, 0.3, unsigned=frozenset(names[1:2])),
        ),
        "interactions": figures.draw_interactions(pairs, names, figures.InteractionLabels("joint share, per cent")),
        "parallel": figures.draw_parallel(
            sweep.settings,
            y,
            sweep.parameters,
            figures.ParallelLabels("val_loss", "minimize", "best tenth", "others", "not set"),
        ),
        "history": figures.draw_history(
            sweep,
            figures.HistoryLabels(figures.Axes("runs in order", "val_loss", beyond="beyond"), "best so far", "failed runs"),
        ),
        "sizes": figures.draw_sizes(
            names, importance, figures.SizeLabels(figures.Axes("difference", ""), frozenset(names[1:2]))
        ),
        "dependence": figures.draw_dependence(_panels(sweep), figures.PanelLabels("val_loss")),
        "statuses": figures.draw_statuses(
            sweep.counts, {status: f"{status} {count}" for status, count in sweep.counts.items()}
        ),
        "coverage": figures.draw_coverage(
            sweep.settings, y, sweep.parameters, figures.CoverageLabels("minimize", "best tenth, a stroke each", "all runs")
        ),
    }


def compared_pictures(sweep: Sweep) -> dict[str, str]:
    """Draw two sweeps, two metrics, and three reports."""
    names = [parameter.name for parameter in sweep.parameters]
    rng = np.random.default_rng(2)
    shares = [Estimate(float(value), 0.7 * value, 1.3 * value) for value in rng.random(2 * len(names))]
    rows = [
        figures.Pair(name, old, new, place % 2 == 0)
        for place, (name, old, new) in enumerate(zip(names, shares, shares[::-1], strict=False))
    ]
    axes = figures.Axes("importance", "")
    y = sweep.metrics["val_loss"].to_numpy(dtype=float)
    y = np.where(np.isfinite(y), y, np.nan)
    front = y == np.nanmin(y)
    known = [float(value) for value in y[np.isfinite(y)][:3]]
    course = figures.Course(
        [*known, None], [*shares[: len(known)], Estimate(None)], {name: [0.2] * len(known) + [None] for name in names[:3]}
    )
    return {
        "dumbbell": figures.draw_dumbbell(rows, figures.DumbbellLabels(axes, "before", "now")),
        "pareto": figures.draw_pareto(y[::-1].copy(), y, front & np.isfinite(y[::-1]), AXES, "Pareto front"),
        "trend": figures.draw_trend(course, figures.TrendLabels("best val_loss", "R2", "importance", "reports")),
    }


def gallery(spec: Invented) -> dict[str, str]:
    """Draw every picture of an invented sweep."""
    sweep = invent(spec)
    return {**numeric_pictures(sweep), **level_pictures(sweep), **overview_pictures(sweep), **compared_pictures(sweep)}


def marks(svg: str, name: str) -> NDArray[np.float64]:
    """Give the first point of every sub-path of the shapes of a class."""
    found = [path.get("d", "") for path in elements(svg) if path.get("class") == name]
    points = [match for outline in found for match in re.findall(r"M([-\d.]+) ([-\d.]+)", outline)]
    return np.array(points, dtype=float).reshape(-1, 2)


def elements(svg: str) -> list[ET.Element]:
    """Give every element of a picture in order."""
    return list(ET.fromstring(svg).iter())  # noqa: S314 - our own output


def tag(element: ET.Element) -> str:
    """Give an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def boxes_of_texts(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Give each text with the box it fills."""
    found = []
    for element in elements(svg):
        if tag(element) == "text":
            text, size = element.text or "", float(element.get("font-size", "7.4"))
            breadth = width(text, size, strong=element.get("font-weight") == "600")
            left = float(element.get("x", "0")) - breadth * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0)
            foot = float(element.get("y", "0"))
            found.append((text, left, foot - 0.75 * size, left + breadth, foot + 0.22 * size))
    return found


def axis_values(svg: str, *, standing: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the places of an axis's ticks and the numbers written at them."""
    wanted = "end" if standing else "middle"
    places, numbers = [], []
    for element in elements(svg):
        text = (element.text or "").replace("\N{MINUS SIGN}", "-")
        if tag(element) == "text" and element.get("text-anchor") == wanted and re.fullmatch(r"-?[\d.]+(e-?\d+)?", text):
            places.append(float(element.get("y", "0")) - 2.5 if standing else float(element.get("x", "0")))
            numbers.append(float(text))
    return np.array(places), np.array(numbers)
