"""Families of functions from which the effects of a planted sweep are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Shape = Callable[[Floats], Floats]
    Joint = Callable[[Floats, Floats], Floats]

MONOTONE = ("line", "saturation", "knee", "threshold", "power", "root", "stairs")
BENT_BACK = ("quadratic", "vee", "bump", "double_well", "wave", "basin", "plateau")
JOINT = ("product", "xor", "ridge", "corner", "weakest", "twisted")


def _sign(rng: np.random.Generator) -> float:
    return float(rng.choice((-1.0, 1.0)))


def _sigmoid(t: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-t)))


def monotone(rng: np.random.Generator, family: str) -> Shape:
    """Draw a function of one direction on 0..1."""
    sign, bend, rate = _sign(rng), float(rng.uniform(0.25, 0.75)), float(rng.uniform(4, 12))
    tail = float(rng.uniform(0.0, 0.08))
    families: dict[str, Shape] = {
        "line": lambda t: sign * t,
        "saturation": lambda t: sign * (1 - np.exp(-rate * t)),
        "knee": lambda t: sign * (np.minimum(t, bend * 0.6) + tail * t),
        "threshold": lambda t: sign * _sigmoid(5 * rate * (t - bend)),
        "power": lambda t: sign * t ** (1 + rate / 2),
        "root": lambda t: sign * np.sqrt(np.maximum(t, 0)),
        "stairs": lambda t: sign * (_sigmoid(80 * (t - bend / 2)) + _sigmoid(80 * (t - bend / 2 - 0.3))),
    }
    return families[family]


def bent_back(rng: np.random.Generator, family: str) -> Shape:
    """Draw a function on 0..1 that goes up and down."""
    sign, centre, width = _sign(rng), float(rng.uniform(0.35, 0.65)), float(rng.uniform(0.08, 0.2))
    steep = float(rng.uniform(1.5, 3.0))
    families: dict[str, Shape] = {
        "quadratic": lambda t: sign * (t - centre) ** 2,
        "vee": lambda t: sign * np.abs(t - centre),
        "bump": lambda t: sign * np.exp(-(((t - centre) / width) ** 2) / 2),
        "double_well": lambda t: sign * ((2 * t - 1) ** 2 - 0.35) ** 2,
        "wave": lambda t: sign * np.sin(2 * np.pi * (t + centre)),
        "basin": lambda t: sign * np.where(t < centre, steep * (t - centre) ** 2, (t - centre) ** 2),
        "plateau": lambda t: sign * np.maximum(np.abs(t - centre) - width, 0),
    }
    return families[family]


def levels(rng: np.random.Generator, count: int) -> Floats:
    """Draw the effects of a category's levels: spread out, one apart, or two camps."""
    kind = rng.integers(3)
    if kind == 0 or count == 2:
        return rng.permutation(np.linspace(-1, 1, count) + rng.normal(0, 0.2, count))
    effect = rng.normal(0, 0.08, count)
    apart = 1 if kind == 1 else max(1, count // 2)
    effect[rng.permutation(count)[:apart]] += _sign(rng) * 1.5
    return effect


def joint(rng: np.random.Generator, family: str) -> Joint:
    """Draw a function of two positions in 0..1 that is no sum of functions of one."""
    a, b = rng.uniform(0.35, 0.65, 2)
    sign, width = _sign(rng), float(rng.uniform(0.12, 0.25))
    families: dict[str, Joint] = {
        "product": lambda s, t: sign * (s - a) * (t - b),
        "xor": lambda s, t: sign * np.sign((s - a) * (t - b)),
        "ridge": lambda s, t: sign * np.exp(-(((s - t) / width) ** 2) / 2),
        "corner": lambda s, t: sign * (s > a) * (t > b),
        "weakest": lambda s, t: sign * np.minimum(s, t),
        "twisted": lambda s, t: sign * (t - b) * np.where(s > a, 1.0, -0.6),
    }
    return families[family]
