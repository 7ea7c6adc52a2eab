"""Objectives of the third generator: curves through drawn points, dose and response, mixtures of two, gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth.knob import switched_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.truth.knob import Knob

    Floats = NDArray[np.float64]
    Curve = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Piece:
    """A summand: the knobs it depends on, and a function of their settings with mean 0 and spread 1 times its weight."""

    knobs: tuple[int, ...]
    of: Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Surface:
    """A sum of pieces; those of blank knobs are 0. What is 0 anyway is rounded to it, so that inert means inert."""

    knobs: tuple[Knob, ...]
    parts: tuple[Piece, ...]

    def __call__(self, settings: Floats) -> Floats:
        """Give the objective, higher is better."""
        total = np.zeros(len(settings))
        for part in self.parts:
            alive = np.all([switched_on(self.knobs, k, settings) for k in part.knobs], axis=0)
            value = part.of(np.where(np.isnan(settings[:, part.knobs]), 0.0, settings[:, part.knobs]))
            total += np.where(alive, value, 0.0)
        return total


def piece(
    rng: np.random.Generator, space: list[Knob], knobs: tuple[int, ...], weight: float, of: Callable[[Floats], Floats]
) -> Piece:
    """Centre and scale a function over its space."""
    values = of(np.column_stack([space[k].place(rng.random(1000)) for k in knobs]))
    middle, spread = float(values.mean()), max(float(values.std()), 1e-6)
    return Piece(knobs, lambda s: weight * (of(s) - middle) / spread)


def along(knob: Knob, values: Floats, *, raw: bool = False) -> Floats:
    """Place settings in 0..1, on the knob's own scale or the raw one."""
    if knob.scale == "log" and not raw:
        return np.asarray(np.log(np.maximum(values, knob.low) / knob.low) / np.log(knob.high / knob.low))
    return np.asarray((values - knob.low) / max(knob.high - knob.low, 1e-300))


def one_way(rng: np.random.Generator) -> Curve:
    """Draw an increasing or decreasing curve: a line, drawn points, dose and response, or a plateau."""
    how, sign = str(rng.choice(("line", "line", "points", "hill", "gompertz", "plateau"))), float(rng.choice((-1, 1)))
    half, steep = float(rng.uniform(0.03, 0.4)), float(rng.uniform(2, 6))
    knots, heights = np.linspace(0, 1, 6), np.concatenate([[0.0], np.cumsum(rng.dirichlet(np.full(5, 0.5)))])
    at = float(rng.uniform(0.25, 0.75))
    curves: dict[str, Curve] = {
        "line": lambda t: t,
        "points": lambda t: np.interp(t, knots, heights),
        "hill": lambda t: np.asarray(t**2 / (t**2 + half**2)),
        "gompertz": lambda t: np.exp(-steep * np.exp(-2 * steep * t)),
        "plateau": lambda t: np.minimum(t, at),
    }
    return lambda t: sign * curves[how](t)


def turning(rng: np.random.Generator) -> Curve:
    """Draw a curve that turns: an arch, a well with uneven walls, or two humps."""
    how, sign, at = str(rng.choice(("arch", "well", "humps"))), float(rng.choice((-1, 1))), float(rng.uniform(0.35, 0.65))
    left, right = rng.uniform(1.2, 3.0, 2)
    curves: dict[str, Curve] = {
        "arch": lambda t: np.sin(np.pi * np.clip(t, 0, 1) ** (np.log(0.5) / np.log(at))),
        "well": lambda t: np.where(t < at, (np.abs(at - t) / at) ** left, (np.abs(t - at) / (1 - at)) ** right),
        "humps": lambda t: np.asarray(np.cos(3 * np.pi * t)),
    }
    return lambda t: sign * curves[how](t)


def alone(rng: np.random.Generator, space: list[Knob], number: int, weight: float, bent: float) -> Piece:
    """Draw what one knob does by itself."""
    knob = space[number]
    if knob.coded:
        heights = rng.permutation(np.linspace(-1, 1, len(knob.levels)) ** int(rng.choice((1, 1, 3))))
        return piece(rng, space, (number,), weight, lambda s: heights[s[:, 0].astype(int)])
    curve = turning(rng) if rng.random() < bent and not 0 < len(knob.levels) < 4 else one_way(rng)
    raw = bool(rng.random() < 0.25)
    return piece(rng, space, (number,), weight, lambda s: curve(along(knob, s[:, 0], raw=raw)))


def jointly(rng: np.random.Generator, space: list[Knob], pair: tuple[int, int], weight: float) -> Piece:
    """Draw what two knobs do jointly: a product of centred curves, a valley, the scarcer of two, a table for categories."""
    sides = [_side(rng, space[k]) for k in pair]
    if any(space[k].coded for k in pair) or rng.random() < 0.5:
        return piece(rng, space, pair, weight, lambda s: sides[0](s[:, 0]) * sides[1](s[:, 1]))
    first, second = (space[k] for k in pair)
    tilt, how = float(rng.choice((-1, 1))), str(rng.choice(("valley", "scarce", "both")))
    joints: dict[str, Callable[[Floats, Floats], Floats]] = {
        "valley": lambda a, b: -np.square(a - 0.5 + tilt * (b - 0.5)),
        "scarce": lambda a, b: np.minimum(a, b if tilt > 0 else 1 - b),
        "both": lambda a, b: np.where((a > 0.5) & (b > 0.5), 1.0, 0.0),
    }
    return piece(rng, space, pair, weight, lambda s: joints[how](along(first, s[:, 0]), along(second, s[:, 1])))


def _side(rng: np.random.Generator, knob: Knob) -> Curve:
    """Draw one side of a product, about centred."""
    if knob.coded:
        signs = (
            rng.permutation(np.resize((1.0, -1.0, 0.4), len(knob.levels))) if len(knob.levels) > 2 else np.array([-1.0, 1.0])
        )
        return lambda v: signs[v.astype(int)]
    off = float(rng.uniform(-0.1, 0.1))
    return lambda v: along(knob, v) - 0.5 + off


def gate(rng: np.random.Generator, space: list[Knob], pair: tuple[int, int], weight: float) -> Piece:
    """Let a knob act for some levels of a category; for the others it is recorded, and does nothing."""
    count, inner = len(space[pair[0]].levels), alone(rng, space, pair[1], 1.0, 0.3)
    is_open = np.isin(np.arange(count), rng.permutation(count)[: int(rng.integers(1, count))]).astype(float)
    return Piece(pair, lambda s: weight * is_open[s[:, 0].astype(int)] * inner.of(s[:, 1:]))
