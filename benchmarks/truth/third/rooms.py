"""Spaces of the third generator: ranges, short lists, coded levels and switches, and columns that are mere labels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.truth.knob import Knob

_WORDS = (
    "alpha", "anneal", "batch", "beta", "blend", "capacity", "chunk", "clip", "context", "cooling", "damping", "density",
    "draft",
    "energy", "epsilon", "factor", "feed", "fuel", "grip", "heat", "impulse", "kappa", "lag", "latent", "load", "mass", "mesh",
    "mix", "nodes", "omega", "phase", "pool", "power", "pulse", "quota", "radius", "rank", "ratio", "reach", "scale", "slack",
    "slope", "span", "speed", "stride", "temper", "tilt", "tokens", "torque", "warmup", "weight", "width", "window", "yaw",
)  # fmt: skip
_TAILS = ("", "", "_rate", "_size", "_max", "_2", "_level", "-a", " (s)", ".value")
_LEVELS = (
    ("red", "green", "blue"), ("euler", "heun", "rk4", "midpoint"), ("low", "high"), ("v1", "v2", "v3"),
    ("a", "b", "c", "d", "e"),
    ("north", "south", "east", "west"), ("none", "l1", "l2"), ("fast", "safe"), ("cpu", "gpu", "tpu"),
    ("k1", "k2", "k3", "k4", "k5", "k6", "k7"),
)  # fmt: skip
_SHORT = (
    (8, 16, 32), (1, 2, 3), (16, 64, 256, 1024), (0.1, 0.5, 0.9), (2, 3, 5, 8, 13), (0.0, 0.25, 0.5, 0.75, 1.0), (10, 20, 50),
)  # fmt: skip
_LABELS = (("build_no", 1e2, 1e5), ("host_load", 1e-6, 1e5), ("token_hash", 1.0, 1e9), ("payload", 1e-4, 1e8))


def draw_rooms(rng: np.random.Generator, count: int, *, labels: int, coded: float, short: float) -> tuple[list[Knob], set[int]]:
    """Draw a space.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from.
    count : int
        Number of knobs.
    labels : int
        Columns of heavy-tailed numbers that never act.
    coded, short : float
        Shares of categories and switches, and of numbers drawn from a short list.

    Returns
    -------
    list of Knob
        The space.
    set of int
        Those that never act.
    """
    names = [str(word) + str(rng.choice(_TAILS)) for word in rng.permutation(_WORDS)[:count]]
    knobs = [_room(rng, name, coded, short) for name in names]
    inert = set(rng.permutation(count)[: min(labels, count - 3)].tolist())
    for place, label in zip(sorted(inert), rng.permutation(len(_LABELS)), strict=False):
        name, low, high = _LABELS[label]
        knobs[place] = Knob(name, "int" if name == "build_no" else "float", "log", low, high)
    return knobs, inert


def _room(rng: np.random.Generator, name: str, coded: float, short: float) -> Knob:
    if rng.random() < coded:
        if rng.random() < 0.4:
            return Knob(name, "bool", low=0.0, high=1.0, levels=(False, True))
        levels = _LEVELS[int(rng.integers(len(_LEVELS)))]
        return Knob(name, "categorical", low=0.0, high=len(levels) - 1.0, levels=levels)
    if rng.random() < short:
        return listed(Knob(name, "float"), _SHORT[int(rng.integers(len(_SHORT)))])
    if rng.random() < 0.45:
        low = float(10 ** rng.uniform(-7, 0))
        return Knob(name, "float", "log", low, low * float(10 ** rng.uniform(1.2, 6)))
    if rng.random() < 0.5:
        low = int(rng.choice((0, 1, 1, 2, 5)))
        return Knob(name, "int", "linear", low, low + int(rng.choice((3, 5, 9, 30, 100, 500))))
    low = float(rng.choice((0.0, 0.0, -5.0, 0.5, 20.0, 273.0)))
    return Knob(name, "float", "linear", low, low + float(10 ** rng.uniform(-1, 2.3)))


def listed(knob: Knob, values: tuple[float, ...]) -> Knob:
    """Draw a number from a list instead of a range."""
    whole = all(float(value).is_integer() for value in values)
    return replace(
        knob, kind="int" if whole else "float", scale="linear", levels=values, low=float(values[0]), high=float(values[-1])
    )


def shortened(rng: np.random.Generator, knob: Knob) -> Knob:
    """Give a number the three to five settings that it has on a grid."""
    if knob.levels:
        return knob
    values = sorted({round(float(v), 12) for v in knob.place((np.arange(int(rng.integers(3, 6))) + 0.5) / 5)})
    return listed(knob, tuple(values)) if len(values) > 1 else replace(knob, levels=(knob.low, knob.high))
