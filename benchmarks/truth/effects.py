"""Effects planted in a space: curves, level effects, joint effects, gates and the roles of coupled knobs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth import shapes
from benchmarks.truth.landscape import standardised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.knob import Axis, Knob
    from benchmarks.truth.landscape import Term
    from benchmarks.truth.scenario import Scenario

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coupling:
    """Two knobs that move together by design.

    Attributes
    ----------
    driver, follower : int
        The follower's values are drawn given the driver's.
    strength : float
        Correlation of their normal scores, signed.
    role : {"created", "both", "masked", "twin"}
        Whether the follower has no effect, one of its own, one that the driver hides, or none and can hardly be told apart.
    """

    driver: int
    follower: int
    strength: float
    role: str


def main_effect(rng: np.random.Generator, knobs: list[Knob], number: int, weight: float, bend: float) -> Term:
    """Draw a term of one knob."""
    knob = knobs[number]
    if knob.coded:
        effect = shapes.levels(rng, len(knob.levels))
        return standardised(rng, knobs, (number,), weight, lambda s: _looked_up(effect, s[:, 0]))
    if rng.random() < bend:
        shape, axis = shapes.bent_back(rng, str(rng.choice(shapes.BENT_BACK))), "scale"
    else:
        families = ("line",) * 5 + shapes.MONOTONE
        shape, axis = shapes.monotone(rng, str(rng.choice(families))), str(rng.choice(("raw", "scale")))
    return standardised(
        rng, knobs, (number,), weight, lambda s: shape(_position(knob, s[:, 0], "raw" if axis == "raw" else "scale"))
    )


def pair_effect(rng: np.random.Generator, knobs: list[Knob], pair: tuple[int, int], weight: float) -> Term:
    """Draw a joint term of two knobs."""
    if any(knobs[number].coded for number in pair):
        return _by_level(rng, knobs, pair, weight)
    joint = shapes.joint(rng, str(rng.choice(shapes.JOINT)))
    first, second = (knobs[number] for number in pair)
    return standardised(rng, knobs, pair, weight, lambda s: joint(_position(first, s[:, 0]), _position(second, s[:, 1])))


def _by_level(rng: np.random.Generator, knobs: list[Knob], pair: tuple[int, int], weight: float) -> Term:
    """Draw an effect that turns round from level to level of a category."""
    host, guest = pair if knobs[pair[0]].coded else pair[::-1]
    count = len(knobs[host].levels)
    slope = rng.permutation(np.resize((1.0, -1.0, 1.0, -0.5), count))
    if knobs[guest].coded:
        table = rng.normal(0, 1, (count, len(knobs[guest].levels)))
        table -= table.mean(axis=0) + table.mean(axis=1, keepdims=True) - table.mean()
        return standardised(rng, knobs, (host, guest), weight, lambda s: _cell(table, s))
    curve = shapes.monotone(rng, str(rng.choice(("line", "saturation", "threshold"))))
    knob = knobs[guest]
    return standardised(
        rng,
        knobs,
        (host, guest),
        weight,
        lambda s: _looked_up(slope, s[:, 0]) * (curve(_position(knob, s[:, 1])) - curve(np.array([0.5]))),
    )


def gated_effect(rng: np.random.Generator, knobs: list[Knob], parent: int, child: int, weight: float) -> Term:
    """Draw a term of a knob that acts for some levels of another and is inert, but recorded, for the others."""
    count = len(knobs[parent].levels)
    gate = np.zeros(count)
    gate[rng.permutation(count)[: max(1, count // 2)]] = 1.0
    inner = main_effect(rng, knobs, child, 1.0, 0.3)
    return standardised(rng, knobs, (parent, child), weight, lambda s: _looked_up(gate, s[:, 0]) * inner(s[:, 1:]))


def _position(knob: Knob, settings: Floats, axis: Axis = "scale") -> Floats:
    return knob.along(settings, axis)


def _looked_up(effect: Floats, codes: Floats) -> Floats:
    found = effect[np.nan_to_num(codes).astype(int)]
    return np.where(np.isnan(codes), np.nan, found)


def _cell(table: Floats, settings: Floats) -> Floats:
    code = np.nan_to_num(settings).astype(int)
    return np.where(np.isnan(settings).any(axis=1), np.nan, table[code[:, 0], code[:, 1]])


def draw_family(rng: np.random.Generator, knobs: list[Knob], children: int, barred: set[int]) -> list[int]:
    """Make some knobs blank unless a parent has a fitting level; return their indices (`knobs` is changed)."""
    parents = [i for i, knob in enumerate(knobs) if i not in barred and 2 <= len(knob.levels) <= 6]
    if not parents or children == 0:
        return []
    parent = int(rng.choice(parents))
    able = [i for i in range(len(knobs)) if i != parent and i not in barred][:children]
    settings = np.unique(knobs[parent].place(np.linspace(0, 0.999, 50)))
    for child in able:
        count = int(rng.integers(1, len(settings)))
        kept = settings[-count:] if not knobs[parent].coded else rng.permutation(settings)[:count]
        knobs[child] = replace(knobs[child], parent=parent, active=tuple(float(v) for v in kept))
    return able


def draw_couplings(rng: np.random.Generator, knobs: list[Knob], scenario: Scenario, barred: set[int]) -> list[Coupling]:
    """Choose disjoint pairs of knobs that move together; the driver may be a category, the follower is numeric."""
    free = [i for i, knob in enumerate(knobs) if i not in barred and knob.parent < 0]
    found: list[Coupling] = []
    for _ in range(scenario.couplings):
        followers = [i for i in free if not knobs[i].coded]
        if len(free) < 2 or not followers:
            break
        follower = int(rng.choice(followers))
        driver = int(rng.choice([i for i in free if i != follower]))
        role = str(rng.choice(scenario.roles))
        size = {"created": (0.4, 0.93), "both": (0.8, 0.95), "masked": (0.5, 0.9), "twin": (0.97, 0.999)}[role]
        found.append(Coupling(driver, follower, float(rng.choice((-1, 1)) * rng.uniform(*size)), role))
        free = [i for i in free if i not in {driver, follower}]
    return found


def plant_effects(
    rng: np.random.Generator, knobs: list[Knob], scenario: Scenario, couplings: list[Coupling], inert: set[int]
) -> list[Term]:
    """Draw the terms of a landscape."""
    if scenario.strength == "none":
        return []
    terms: list[Term] = []
    taken = inert | {i for c in couplings for i in (c.driver, c.follower)}
    for coupling in couplings:
        terms += _coupled_terms(rng, knobs, coupling, scenario.bend)
    free = [int(i) for i in rng.permutation(len(knobs)) if i not in taken]
    plain = [i for i in free if knobs[i].parent < 0]
    for _ in range(scenario.pairs):
        if len(plain) >= 2:
            terms.append(_pair_or_gate(rng, knobs, (plain.pop(), plain.pop())))
    joint = {i for term in terms for i in term.knobs}
    alone = [i for i in free if i not in joint]
    acting = alone[: int(rng.integers(2, max(4, min(6, len(knobs) // 2) + 1)))]
    acting += [i for i in free if i in joint and rng.random() < 0.5]
    return terms + [main_effect(rng, knobs, i, _weight(rng), scenario.bend) for i in acting]


def _weight(rng: np.random.Generator) -> float:
    return float(np.exp(rng.normal(0.0, 0.3)))


def _pair_or_gate(rng: np.random.Generator, knobs: list[Knob], pair: tuple[int, int]) -> Term:
    host = next((i for i in pair if knobs[i].coded), None)
    if host is not None and rng.random() < 0.35:
        return gated_effect(rng, knobs, host, next(i for i in pair if i != host), 1.2 * _weight(rng))
    return pair_effect(rng, knobs, pair, 1.2 * _weight(rng))


def _coupled_terms(rng: np.random.Generator, knobs: list[Knob], coupling: Coupling, bend: float) -> list[Term]:
    weight = max(_weight(rng), 0.9)
    driver = main_effect(rng, knobs, coupling.driver, weight, bend if coupling.role == "created" else 0.0)
    if coupling.role in {"created", "twin"}:
        return [driver]
    follower = main_effect(rng, knobs, coupling.follower, weight * float(rng.uniform(0.7, 1.1)), 0.0)
    if coupling.role == "both":
        return [driver, follower]
    sample = np.linspace(0.01, 0.99, 99)
    ends = [term(knobs[term.knobs[0]].place(sample)[:, None]) for term in (driver, follower)]
    signs = np.sign(np.corrcoef(ends[0], ends[1])[0, 1]) * np.sign(coupling.strength)
    hidden = -signs * abs(coupling.strength) * weight * float(rng.uniform(0.9, 1.15))
    return [driver, replace(follower, weight=float(hidden))]
