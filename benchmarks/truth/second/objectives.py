"""Objectives of the second generator: sums, products and gates of named curves on raw or logarithmic axes."""

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

ONE_WAY = ("straight", "straight", "straight", "log_line", "sqrt", "logistic", "stair", "decay", "cubic", "cliff", "michaelis")
TURNING = ("bell", "parabola", "notch", "skewed", "cosine", "tent")
TOGETHER = ("product", "ridge", "ratio", "weaker", "spread", "quadrants")


@dataclass(frozen=True, slots=True)
class Part:
    """One summand: which knobs, a function of their settings in native units, its weight, centre and spread."""

    knobs: tuple[int, ...]
    weight: float
    of: Callable[[Floats], Floats]
    centre: float
    spread: float


@dataclass(frozen=True, slots=True)
class Objective:
    """A sum of parts behind a link; parts of blank knobs are 0."""

    knobs: tuple[Knob, ...]
    parts: tuple[Part, ...]
    link: str = "none"

    def __call__(self, settings: Floats) -> Floats:
        """Give the objective, higher is better."""
        total = np.zeros(len(settings))
        for part in self.parts:
            alive = np.all([switched_on(self.knobs, k, settings) for k in part.knobs], axis=0)
            value = (part.of(settings[:, part.knobs]) - part.centre) / part.spread
            total += part.weight * np.where(alive & np.isfinite(value), value, 0.0)
        links: dict[str, Curve] = {
            "none": lambda t: t,
            "share": lambda t: 1 / (1 + np.exp(-0.6 * t)),
            "exponential": lambda t: -np.exp(-0.35 * t),
            "soft": lambda t: np.arctan(0.35 * t),
        }
        return np.asarray(links[self.link](total))


def part_of(rng: np.random.Generator, space: list[Knob], knobs: tuple[int, ...], weight: float, of: Curve) -> Part:
    """Standardise a function over the space it is drawn from."""
    values = of(np.column_stack([space[k].place(rng.random(800)) for k in knobs]))
    return Part(knobs, weight, of, float(values.mean()), float(max(values.std(), 1e-9)))


def _unit(knob: Knob, settings: Floats, *, log: bool) -> Floats:
    """Place settings in 0..1 along the raw or the logarithmic axis."""
    if log and knob.low > 0:
        return np.asarray(np.log(settings / knob.low) / np.log(knob.high / knob.low))
    return np.asarray((settings - knob.low) / (knob.high - knob.low))


def curve(rng: np.random.Generator, knob: Knob, family: str) -> Curve:
    """Draw a curve of one numeric knob, of the settings themselves."""
    log = knob.scale == "log" and not (family == "straight" and rng.random() < 0.6) and family != "michaelis"
    sign, at, width = float(rng.choice((-1, 1))), float(rng.uniform(0.3, 0.7)), float(rng.uniform(0.1, 0.22))
    steep, few = float(rng.uniform(8, 25)), np.sort(rng.uniform(0.15, 0.85, 3))
    heights = np.concatenate([[0.0], np.cumsum(rng.uniform(0.2, 1.0, 3))])
    families: dict[str, Curve] = {
        "straight": lambda t: t,
        "log_line": lambda t: np.log(0.03 + np.clip(t, 0, None)),
        "sqrt": lambda t: np.sqrt(np.clip(t, 0, None)),
        "logistic": lambda t: 1 / (1 + np.exp(-steep * (t - at))),
        "stair": lambda t: np.asarray(heights[np.searchsorted(few, t)]),
        "decay": lambda t: np.exp(-steep * t / 3),
        "cubic": lambda t: t**3,
        "cliff": lambda t: np.where(t < at, 0.05 * t, 0.05 * at + 3 * (t - at)),
        "michaelis": lambda t: np.asarray(t / (t + 0.08)),
        "bell": lambda t: np.exp(-(((t - at) / width) ** 2) / 2),
        "parabola": lambda t: (t - at) ** 2,
        "notch": lambda t: np.where((t > at - width) & (t < at + width), -1.0, 0.0),
        "skewed": lambda t: np.where(t < at, ((t - at) / at) ** 2, ((t - at) / (1 - at)) ** 2),
        "cosine": lambda t: np.cos(2 * np.pi * (t - at)),
        "tent": lambda t: np.asarray(np.abs(t - at)),
    }
    shape = families[family]
    return lambda settings: sign * shape(_unit(knob, settings, log=log))


def alone(rng: np.random.Generator, space: list[Knob], number: int, weight: float, turning: float) -> Part:
    """Draw what one knob does by itself."""
    knob = space[number]
    if knob.coded:
        heights = level_heights(rng, len(knob.levels))
        return part_of(rng, space, (number,), weight, lambda s: _picked(heights, s[:, 0]))
    family = str(rng.choice(TURNING if rng.random() < turning else ONE_WAY))
    shape = curve(rng, knob, family)
    return part_of(rng, space, (number,), weight, lambda s: shape(s[:, 0]))


def level_heights(rng: np.random.Generator, count: int) -> Floats:
    """Draw levels: normal, a ladder, one that fails, or ties among all but one."""
    if count == 2:
        return np.array([0.0, float(rng.choice((-1, 1)))])
    how = int(rng.integers(3))
    if how == 0:
        heights = rng.normal(size=count)
        return np.asarray((heights - heights.mean()) / max(heights.std(), 0.3))
    if how == 1:
        return rng.permutation(np.arange(count, dtype=float))
    return rng.permutation(np.concatenate([np.zeros(count - 1), [float(rng.choice((-1, 1)))]]))


def _picked(heights: Floats, codes: Floats) -> Floats:
    return np.where(np.isnan(codes), np.nan, heights[np.nan_to_num(codes).astype(int)])


def together(rng: np.random.Generator, space: list[Knob], pair: tuple[int, int], weight: float) -> Part:
    """Draw what two knobs do jointly."""
    coded = [space[k].coded for k in pair]
    if all(coded):
        return _table(rng, space, pair, weight)
    if any(coded):
        host, guest = pair if coded[0] else pair[::-1]
        return _moved(rng, space, (host, guest), weight)
    family, (a, b) = str(rng.choice(TOGETHER)), rng.uniform(0.4, 0.6, 2)
    sign, width = float(rng.choice((-1, 1))), float(rng.uniform(0.15, 0.3))
    joints: dict[str, Callable[[Floats, Floats], Floats]] = {
        "product": lambda s, t: (s - a) * (t - b),
        "ridge": lambda s, t: -(np.abs(s - 0.8 * t - 0.1) ** 1.5),
        "ratio": lambda s, t: (s + 0.08) / (t + 0.08),
        "weaker": np.minimum,
        "spread": lambda s, t: np.exp(-((s - t) ** 2) / width**2),
        "quadrants": lambda s, t: np.tanh(6 * (s - a)) * np.tanh(6 * (t - b)),
    }
    joint, (first, second) = joints[family], (space[k] for k in pair)
    return part_of(
        rng, space, pair, weight, lambda s: sign * joint(_unit(first, s[:, 0], log=True), _unit(second, s[:, 1], log=True))
    )


def _table(rng: np.random.Generator, space: list[Knob], pair: tuple[int, int], weight: float) -> Part:
    """Combine two categories by exclusive or: alike or not."""
    sides = [np.where(rng.permutation(len(space[k].levels)) % 2 == 0, 1.0, -1.0) for k in pair]
    return part_of(rng, space, pair, weight, lambda s: _picked(sides[0], s[:, 0]) * _picked(sides[1], s[:, 1]))


def _moved(rng: np.random.Generator, space: list[Knob], pair: tuple[int, int], weight: float) -> Part:
    """Move the optimum, or turn the slope, of a number from level to level of a category."""
    count, knob = len(space[pair[0]].levels), space[pair[1]]
    if rng.random() < 0.5:
        best = rng.permutation(np.linspace(0.1, 0.9, count))
        return part_of(rng, space, pair, weight, lambda s: -((_unit(knob, s[:, 1], log=True) - _picked(best, s[:, 0])) ** 2))
    slope = rng.permutation(np.linspace(-1, 1, count) + rng.normal(0, 0.15, count))
    return part_of(rng, space, pair, weight, lambda s: _picked(slope, s[:, 0]) * (_unit(knob, s[:, 1], log=True) - 0.5))


def gated(rng: np.random.Generator, space: list[Knob], parent: int, child: int, weight: float) -> Part:
    """Let a knob act for some levels of a category only; it is recorded, but inert, for the others."""
    count = len(space[parent].levels)
    is_open = np.zeros(count)
    is_open[rng.permutation(count)[: int(rng.integers(1, count))]] = 1.0
    inner = alone(rng, space, child, 1.0, 0.3)
    return part_of(
        rng, space, (parent, child), weight, lambda s: _picked(is_open, s[:, 0]) * (inner.of(s[:, 1:]) - inner.centre)
    )
