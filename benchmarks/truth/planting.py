"""A planted sweep: a table as a user would have it, and everything that is true of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from benchmarks.truth import accidents, sampling
from benchmarks.truth.effects import Coupling, draw_couplings, draw_family, plant_effects
from benchmarks.truth.landscape import Landscape
from benchmarks.truth.naming import METRICS, christen
from benchmarks.truth.scenario import Scenario, draw_scenario

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.knob import Knob

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Planted:
    """A table of runs with its truth.

    Attributes
    ----------
    seed : int
        Makes it again.
    scenario : Scenario
        What was planned.
    frame : pandas.DataFrame, shape (n, p + some)
        What a user would hand over: a column a knob, the metric (NaN where it is missing), the order where it is told.
    metric, direction : str
        The objective.
    parameters : tuple of str, length p
        Columns that are knobs.
    order : str or None
        Column that tells the order of runs.
    knobs : tuple of Knob, length p
        The space.
    landscape : Landscape
        The noise-free objective, higher is better.
    settings : float64 array, shape (n, p)
        Settings in the order in which runs were made.
    positions : float64 array, shape (n, p)
        The same in 0..1 along each knob's own scale, never blank.
    outcome : float64 array, shape (n,)
        What was measured, higher is better, before the metric's unit; diverged runs included, missing ones too.
    noise : float64 array, shape (n,)
        Noise of each run.
    lost : bool array, shape (n,)
        Runs whose metric is missing.
    chance_lost : float64 array, shape (n,)
        The chance of that.
    lost_by : int
        The knob that decides it, -1 for none.
    diverged : int array
        Runs that ended far out.
    couplings : tuple of Coupling
        Knobs that move together by design.
    """

    seed: int
    scenario: Scenario
    frame: pd.DataFrame
    metric: str
    direction: Literal["minimize", "maximize"]
    parameters: tuple[str, ...]
    order: str | None
    knobs: tuple[Knob, ...]
    landscape: Landscape
    settings: Floats
    positions: Floats
    outcome: Floats
    noise: Floats
    lost: NDArray[np.bool_]
    chance_lost: Floats
    lost_by: int
    diverged: NDArray[np.intp]
    couplings: tuple[Coupling, ...]


def plant(seed: int, cause: str | None = None, scenario: Scenario | None = None) -> Planted:
    """Make a sweep.

    Parameters
    ----------
    seed : int
        Same seed, same sweep.
    cause : str or None
        A cause to make likely.
    scenario : Scenario or None
        What to plant; drawn from the seed where None.

    Returns
    -------
    Planted
        The table and its truth.
    """
    rng = np.random.default_rng([seed, 7701])
    scenario = scenario or draw_scenario(rng, cause)
    knobs, inert = christen(rng, scenario.knobs, nuisances=scenario.nuisances, coded_share=scenario.coded_share)
    if scenario.sampler == "grid":
        knobs = [_gridded(rng, knob) for knob in knobs]
    barred = set(inert)
    children = draw_family(rng, knobs, scenario.family, barred)
    barred |= set(children) | {knobs[child].parent for child in children}
    couplings = draw_couplings(rng, knobs, scenario, barred)
    terms = plant_effects(rng, knobs, scenario, couplings, set(inert))
    landscape = Landscape(tuple(knobs), tuple(terms), scenario.link)
    return _run(rng, seed, scenario, landscape, couplings)


def _gridded(rng: np.random.Generator, knob: Knob) -> Knob:
    from dataclasses import replace  # noqa: PLC0415 - only grids

    if knob.levels or knob.kind == "float":
        count = int(rng.integers(2, 6))
        return knob if knob.levels else replace(knob, levels=tuple(float(v) for v in knob.place(np.linspace(0, 1, count))))
    values = sorted({int(v) for v in knob.place(np.linspace(0, 1, int(rng.integers(2, 6))))})
    return replace(knob, levels=tuple(values))


def _positions(
    rng: np.random.Generator, scenario: Scenario, landscape: Landscape, couplings: list[Coupling], law: accidents.Noise
) -> Floats:
    knobs = list(landscape.knobs)
    runs = max(scenario.runs // scenario.replicates, 10)
    if scenario.sampler == "grid":
        return np.repeat(sampling.grid(rng, knobs, runs), scenario.replicates, axis=0)
    if scenario.sampler in {"tpe", "evolution"}:
        learner = sampling.tpe if scenario.sampler == "tpe" else sampling.evolution
        return learner(rng, runs, len(knobs), lambda i, u: _trial(landscape, law, i, u), [len(knob.levels) for knob in knobs])
    u = sampling.latin(rng, runs, len(knobs)) if scenario.sampler == "latin" else rng.random((runs, len(knobs)))
    u = np.repeat(sampling.coupled(rng, u, couplings), scenario.replicates, axis=0)
    return u if scenario.replicates == 1 else u[rng.permutation(len(u))]


def _trial(landscape: Landscape, law: accidents.Noise, number: int, u: Floats) -> float:
    clean = landscape(sampling.placed(list(landscape.knobs), u[None, :]))
    return float(clean[0] + law(np.array([number]), u[None, :])[0])


def _run(rng: np.random.Generator, seed: int, scenario: Scenario, landscape: Landscape, couplings: list[Coupling]) -> Planted:
    knobs = list(landscape.knobs)
    probe = landscape(sampling.placed(knobs, sampling.coupled(rng, rng.random((400, len(knobs))), couplings)))
    law = accidents.draw_noise(rng, scenario, 2 * scenario.runs + 100, accidents.noise_scale(rng, scenario, probe))
    positions = _positions(rng, scenario, landscape, couplings, law)
    settings = sampling.placed(knobs, positions)
    noise = law(np.arange(len(positions)), positions)
    outcome = landscape(settings) + noise
    chance, decider = accidents.chance_lost(rng, scenario, knobs, positions, outcome)
    lost = rng.random(len(outcome)) < chance
    diverged = np.zeros(0, dtype=np.intp)
    if scenario.diverged:
        diverged, far = accidents.diverge(rng, knobs, positions, float(outcome.std()))
        outcome[diverged] += far
        lost[diverged] = False
    name, direction, _, _ = METRICS[seed % len(METRICS)]
    frame, order = _table(rng, scenario, landscape, settings, _metric(seed, outcome, lost))
    names = tuple(knob.name for knob in knobs)
    return Planted(
        seed, scenario, frame, name, direction, names, order, tuple(knobs), landscape, settings, positions,
        outcome, noise, lost, chance, decider, diverged, tuple(couplings),
    )  # fmt: skip


def _metric(seed: int, outcome: Floats, lost: NDArray[np.bool_]) -> pd.Series[float]:
    name, direction, centre, unit = METRICS[seed % len(METRICS)]
    bulk = outcome - np.median(outcome)
    size = float(np.median(np.abs(bulk))) or 1.0
    signed = bulk / size if direction == "maximize" else -bulk / size
    return pd.Series(np.where(lost, np.nan, centre + unit * signed), name=name)


def _table(
    rng: np.random.Generator, scenario: Scenario, landscape: Landscape, settings: Floats, metric: pd.Series[float]
) -> tuple[pd.DataFrame, str | None]:
    """Put the table together as a tool would export it: names, order column, rows newest first or in order."""
    columns: dict[str, object] = {"run": [f"run-{number:04d}" for number in range(len(settings))]}
    order = str(rng.choice(("number", "trial", "_step_index"))) if scenario.ordered else None
    if order:
        columns[order] = np.arange(len(settings))
    columns |= {knob.name: knob.spell(settings[:, k]) for k, knob in enumerate(landscape.knobs)}
    columns[str(metric.name)] = metric.to_numpy()
    frame = pd.DataFrame(columns)
    how = rng.integers(3)
    rows = np.arange(len(frame)) if how == 0 else np.arange(len(frame))[::-1] if how == 1 else rng.permutation(len(frame))
    return frame.iloc[rows].reset_index(drop=True), order
