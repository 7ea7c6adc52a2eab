"""Grow a sweep of the second generator: a space, an objective, a design, runs with their mishaps, a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from benchmarks.truth.effects import Coupling
from benchmarks.truth.planting import Planted
from benchmarks.truth.sampling import placed
from benchmarks.truth.scenario import Scenario
from benchmarks.truth.second import designs, mishaps
from benchmarks.truth.second.objectives import Objective, Part, alone, gated, together
from benchmarks.truth.second.spaces import draw_space, listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.knob import Knob

    Floats = NDArray[np.float64]

_METRICS: tuple[tuple[str, Literal["minimize", "maximize"], float, float], ...] = (
    ("yield_percent", "maximize", 62.0, 7.0),
    ("nll", "minimize", 1.9, 0.3),
    ("test_f1", "maximize", 0.71, 0.04),
    ("wall_error_mm", "minimize", 14.0, 2.5),
    ("bleu", "maximize", 24.0, 2.0),
    ("regret", "minimize", 0.0, 1.0),
    ("energy", "minimize", -310.0, 12.0),
)
_SHARES = {"strong": (0.8, 0.98), "weak": (0.1, 0.4), "none": (0.0, 0.0)}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sweep of this generator is meant to hold."""

    runs: int
    knobs: int
    sampler: str
    strength: str
    ids: int
    pairs: int
    gates: int
    children: int
    links: int
    roles: tuple[str, ...]
    repeats: int
    diverged: bool
    lost: str
    law: str
    link: str
    turning: float
    coded: float
    ordered: bool


_FORCED: dict[str, dict[str, object]] = {
    "conditional": {"gates": 1, "children": 1, "strength": "strong", "sampler": "random", "coded": 0.45},
    "confounded": {"links": 2, "strength": "strong", "sampler": "random", "roles": ("created", "masked")},
    "shared_credit": {"links": 2, "strength": "strong", "sampler": "random", "roles": ("both", "both", "twin")},
    "adaptive_sampling": {"sampler": "zooming", "strength": "strong", "ordered": True},
    "cardinality_bias": {"ids": 2, "coded": 0.85, "strength": "weak", "sampler": "random", "diverged": False, "links": 0},
}


def _plan(rng: np.random.Generator, cause: str | None) -> Plan:
    low, high = ((30, 60), (60, 200), (200, 500), (500, 2000))[int(rng.choice(4, p=(0.3, 0.36, 0.28, 0.06)))]
    runs = int(np.exp(rng.uniform(np.log(low), np.log(high))))
    plan = Plan(
        runs=runs,
        knobs=int(rng.integers(4, 21 if runs > 60 else 12)),
        sampler=str(rng.choice(("random", "even", "grid", "zooming", "generations"), p=(0.5, 0.14, 0.14, 0.14, 0.08))),
        strength=str(rng.choice(("strong", "weak", "none"), p=(0.74, 0.16, 0.1))),
        ids=int(rng.choice(3, p=(0.6, 0.3, 0.1))),
        pairs=int(rng.choice(3, p=(0.45, 0.42, 0.13))),
        gates=int(rng.choice(2, p=(0.8, 0.2))),
        children=int(rng.choice(3, p=(0.7, 0.2, 0.1))),
        links=int(rng.choice(3, p=(0.6, 0.28, 0.12))),
        roles=("created", "created", "both", "masked", "twin"),
        repeats=int(rng.choice((1, 2, 4), p=(0.9, 0.06, 0.04))),
        diverged=bool(rng.random() < 0.15),
        lost=str(rng.choice(("none", "random", "parameter", "metric"), p=(0.6, 0.14, 0.2, 0.06))),
        law=str(rng.choice(mishaps.LAWS)),
        link=str(rng.choice(("none", "share", "exponential", "soft"), p=(0.82, 0.06, 0.06, 0.06))),
        turning=float(rng.uniform(0.1, 0.5)),
        coded=float(rng.uniform(0.1, 0.5)),
        ordered=bool(rng.random() < 0.7),
    )
    return _settled(replace(plan, **_FORCED.get(cause or "", {})))  # type: ignore[arg-type]


def _settled(plan: Plan) -> Plan:
    if plan.sampler in {"zooming", "generations"}:
        runs = int(np.clip(plan.runs, 60, 500))
        return replace(plan, runs=runs, links=0, repeats=1, children=0, ordered=True)
    if plan.sampler == "grid":
        return replace(plan, links=0, children=0, ids=0, knobs=min(plan.knobs, 6), runs=max(plan.runs, 50))
    return replace(plan, runs=plan.runs * 3) if plan.strength == "weak" and plan.runs < 150 else plan


def plant(seed: int, cause: str | None = None) -> Planted:
    """Make a sweep of the second generator.

    Parameters
    ----------
    seed : int
        Same seed, same sweep.
    cause : str or None
        A cause to make likely.

    Returns
    -------
    Planted
        The table and its truth, as the first generator gives it.
    """
    rng = np.random.default_rng([seed, 90210])
    plan = _plan(rng, cause)
    knobs, inert = draw_space(rng, plan.knobs, ids=plan.ids, coded=plan.coded)
    if plan.sampler == "grid":
        knobs = [listed(rng, knob) for knob in knobs]
    family = _family(rng, knobs, plan.children, inert)
    links = _links(rng, knobs, plan, inert | family)
    parts = _parts(rng, knobs, plan, links, inert)
    return _run(rng, seed, plan, Objective(tuple(knobs), tuple(parts), plan.link), links)


def _family(rng: np.random.Generator, knobs: list[Knob], children: int, inert: set[int]) -> set[int]:
    """Blank some knobs unless a category or switch has a fitting level (``knobs`` is changed); give all involved."""
    hosts = [k for k, knob in enumerate(knobs) if knob.coded and k not in inert and len(knob.levels) <= 5]
    if not hosts or not children:
        return set()
    host = int(rng.choice(hosts))
    free = [k for k in range(len(knobs)) if k != host and k not in inert]
    chosen = [int(k) for k in rng.permutation(free)[:children]]
    for child in chosen:
        count = int(rng.integers(1, len(knobs[host].levels)))
        fitting = tuple(float(v) for v in sorted(rng.permutation(len(knobs[host].levels))[:count]))
        knobs[child] = replace(knobs[child], parent=host, active=fitting)
    return {host, *chosen}


def _links(rng: np.random.Generator, knobs: list[Knob], plan: Plan, barred: set[int]) -> list[Coupling]:
    free = [k for k in rng.permutation(len(knobs)).tolist() if k not in barred]
    found = []
    for _ in range(plan.links):
        followers = [k for k in free if not knobs[k].coded]
        if len(free) < 2 or not followers:
            break
        follower = followers[0]
        driver = next(k for k in free if k != follower)
        role = str(rng.choice(plan.roles))
        low, high = {"created": (0.45, 0.9), "both": (0.82, 0.95), "masked": (0.55, 0.85), "twin": (0.97, 0.998)}[role]
        found.append(Coupling(driver, follower, float(rng.choice((-1, 1)) * rng.uniform(low, high)), role))
        free = [k for k in free if k not in {driver, follower}]
    return found


def _parts(rng: np.random.Generator, knobs: list[Knob], plan: Plan, links: list[Coupling], inert: set[int]) -> list[Part]:
    if plan.strength == "none":
        return []
    parts = [part for link in links for part in _linked(rng, knobs, link)]
    barred = inert | {end for link in links for end in (link.driver, link.follower)}
    free = [k for k in rng.permutation(len(knobs)).tolist() if k not in barred]
    plain = [k for k in free if knobs[k].parent < 0]
    for _ in range(plan.gates):
        host = next((k for k in plain if knobs[k].coded and len(knobs[k].levels) <= 5), None)
        if host is not None and len(plain) > 1:
            child = next(k for k in plain if k != host)
            parts.append(gated(rng, knobs, host, child, float(rng.uniform(1.0, 1.8))))
            plain = [k for k in plain if k not in {host, child}]
    pairs = [(plain.pop(), plain.pop()) for _ in range(min(plan.pairs, len(plain) // 2))]
    parts += [together(rng, knobs, pair, float(rng.uniform(0.9, 1.7))) for pair in pairs]
    joint = {k for part in parts for k in part.knobs}
    most = max(1, min(5, len(knobs) // 2, plan.runs // 15 - 2 * len(parts)) - len(parts))
    acting = [k for k in free if k not in joint][: int(rng.integers(1, most + 2))]
    acting += [k for k in free if k in joint and rng.random() < 0.3]
    return parts + [alone(rng, knobs, k, float(rng.uniform(0.8, 1.5)), plan.turning) for k in acting]


def _linked(rng: np.random.Generator, knobs: list[Knob], link: Coupling) -> list[Part]:
    driver = alone(rng, knobs, link.driver, float(rng.uniform(0.9, 1.5)), 0.15 if link.role == "created" else 0.0)
    if link.role in {"created", "twin"}:
        return [driver]
    follower = alone(rng, knobs, link.follower, driver.weight * float(rng.uniform(0.7, 1.2)), 0.0)
    if link.role == "both":
        return [driver, follower]
    at = np.linspace(0.01, 0.99, 80)
    ends = [part.of(knobs[part.knobs[0]].place(at)[:, None]) for part in (driver, follower)]
    alike = np.sign(np.corrcoef(ends[0], ends[1])[0, 1] * link.strength) or 1.0
    hidden = -alike * abs(link.strength) * driver.weight * float(rng.uniform(0.85, 1.1))
    return [driver, replace(follower, weight=float(hidden))]


def _run(rng: np.random.Generator, seed: int, plan: Plan, objective: Objective, links: list[Coupling]) -> Planted:
    knobs = list(objective.knobs)
    probe = objective(placed(knobs, designs.follow(rng, rng.random((500, len(knobs))), knobs, links)))
    share = float(rng.uniform(*_SHARES[plan.strength]))
    if plan.strength == "strong" and (plan.runs <= 80 or plan.sampler in {"zooming", "generations"}):
        share = max(share, float(rng.uniform(0.88, 0.98)))
    scale = float(probe.std() * np.sqrt(1 / share - 1)) if share > 0 and probe.std() > 0 else 1.0
    raw = scale * mishaps.standard_noise(rng, plan.law, 3 * plan.runs + 200)
    u = _positions(rng, plan, objective, links, raw)
    settings = placed(knobs, u)
    clean = objective(settings)
    noise = raw[: len(u)] * mishaps.proportions(plan.law, clean)
    outcome = clean + noise
    chance, decider = mishaps.chances(rng, plan.lost, knobs, u, outcome)
    lost = rng.random(len(u)) < chance
    diverged = np.zeros(0, dtype=np.intp)
    if plan.diverged:
        diverged, far = mishaps.blow_up(rng, knobs, u, float(outcome.std()))
        outcome[diverged] += far
        lost[diverged] = False
    name, direction, centre, unit = _METRICS[seed % len(_METRICS)]
    signed = (outcome - np.median(outcome)) / float(np.median(np.abs(outcome - np.median(outcome))))
    metric = np.where(lost, np.nan, centre + unit * (signed if direction == "maximize" else -signed))
    frame, order = _table(rng, plan, objective, settings, (name, metric))
    return Planted(
        seed, _scenario(plan), frame, name, direction, tuple(knob.name for knob in knobs), order, tuple(knobs),
        objective, settings, u, outcome, noise, lost, chance, decider, diverged, tuple(links),  # type: ignore[arg-type]
    )  # fmt: skip


def _positions(rng: np.random.Generator, plan: Plan, objective: Objective, links: list[Coupling], raw: Floats) -> Floats:
    knobs, runs = list(objective.knobs), max(plan.runs // plan.repeats, 12)
    if plan.sampler == "grid":
        return np.repeat(designs.crossed_grid(rng, knobs, runs), plan.repeats, axis=0)
    if plan.sampler in {"zooming", "generations"}:
        learner = designs.zooming if plan.sampler == "zooming" else designs.generations
        return learner(rng, runs, len(knobs), lambda i, u: float(objective(placed(knobs, u[None, :]))[0] + raw[i]))
    u = designs.even(rng, runs, len(knobs)) if plan.sampler == "even" else rng.random((runs, len(knobs)))
    u = np.repeat(designs.follow(rng, u, knobs, links), plan.repeats, axis=0)
    return u[rng.permutation(len(u))] if plan.repeats > 1 else u


def _scenario(plan: Plan) -> Scenario:
    sampler = {"even": "latin", "zooming": "tpe", "generations": "evolution"}.get(plan.sampler, plan.sampler)
    return Scenario(plan.runs, plan.knobs, sampler=sampler, strength=plan.strength, lost=plan.lost)  # type: ignore[arg-type]


def _table(
    rng: np.random.Generator, plan: Plan, objective: Objective, settings: Floats, metric: tuple[str, Floats]
) -> tuple[pd.DataFrame, str | None]:
    order = str(rng.choice(("started", "idx", "trial_id"))) if plan.ordered else None
    columns: dict[str, object] = {knob.name: knob.spell(settings[:, k]) for k, knob in enumerate(objective.knobs)}
    columns[metric[0]] = metric[1]
    if order:
        columns[order] = np.arange(len(settings))
    frame = pd.DataFrame(columns)
    return (frame if rng.random() < 0.5 else frame.sample(frac=1, random_state=int(rng.integers(2**31)))), order
