"""A sweep of the third generator: what it holds, how it is run, what is lost of it, and the table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from benchmarks.truth.effects import Coupling
from benchmarks.truth.planting import Planted
from benchmarks.truth.sampling import placed
from benchmarks.truth.scenario import Scenario
from benchmarks.truth.third import plans
from benchmarks.truth.third.rooms import draw_rooms, shortened
from benchmarks.truth.third.surface import Piece, Surface, alone, gate, jointly

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.knob import Knob

    Floats = NDArray[np.float64]

_METRICS: tuple[tuple[str, Literal["minimize", "maximize"], float, float], ...] = (
    ("val_loss", "minimize", 0.8, 0.1), ("score", "maximize", 0.0, 1.0), ("throughput", "maximize", 5e4, 3e3),
    ("rmse", "minimize", 3e-4, 2e-5), ("reward", "maximize", -120.0, 40.0),
)  # fmt: skip
_ROLES = {"created": 0.75, "both": 0.93, "masked": 0.8, "twin": 0.985}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sweep is meant to hold."""

    runs: int
    knobs: int
    sampler: str
    share: float
    labels: int
    pairs: int
    gates: int
    children: int
    roles: tuple[str, ...]
    repeats: int
    broken: int
    lost: str
    coded: float
    short: float
    ordered: bool


_FORCED: dict[str, dict[str, object]] = {
    "conditional": {"sampler": "random", "gates": 1, "children": 2, "coded": 0.5},
    "confounded": {"sampler": "random", "roles": ("created", "masked")},
    "shared_credit": {"sampler": "random", "roles": ("both", "twin")},
    "adaptive_sampling": {"sampler": "elite", "ordered": True},
    "cardinality_bias": {"sampler": "random", "labels": 2, "coded": 0.8, "broken": 0, "roles": ()},
}


def _plan(rng: np.random.Generator, cause: str | None) -> Plan:
    runs = int(
        rng.choice(
            (30, 40, 60, 90, 130, 200, 300, 500, 900, 2000), p=(0.12, 0.1, 0.12, 0.14, 0.14, 0.12, 0.1, 0.08, 0.05, 0.03)
        )
    )
    plan = Plan(
        runs=runs,
        knobs=int(rng.choice((4, 6, 8, 12, 20))) if runs > 60 else int(rng.choice((4, 6, 8))),
        sampler=str(rng.choice(("random", "nested", "elite", "halving"), p=(0.6, 0.18, 0.12, 0.1))),
        share=0.0
        if rng.random() < 0.12
        else float(rng.uniform(0.2, 0.38))
        if rng.random() < 0.12
        else float(rng.uniform(0.75, 0.97)),
        labels=int(rng.choice(3, p=(0.6, 0.3, 0.1))),
        pairs=int(rng.choice(3, p=(0.5, 0.4, 0.1))),
        gates=int(rng.random() < 0.2),
        children=int(rng.choice(3, p=(0.75, 0.15, 0.1))),
        roles=tuple(str(r) for r in rng.choice(tuple(_ROLES), int(rng.choice(3, p=(0.65, 0.25, 0.1))))),
        repeats=int(rng.choice((1, 3, 5), p=(0.88, 0.09, 0.03))),
        broken=int(rng.integers(1, 4)) if rng.random() < 0.15 else 0,
        lost=str(rng.choice(("none", "random", "parameter", "metric"), p=(0.62, 0.12, 0.2, 0.06))),
        coded=float(rng.uniform(0.1, 0.5)),
        short=float(rng.choice((0.0, 0.3, 0.9))),
        ordered=bool(rng.random() < 0.6),
    )
    return _fitting(replace(plan, **_FORCED.get(cause or "", {})), forced=cause is not None)  # type: ignore[arg-type]


def _fitting(plan: Plan, *, forced: bool) -> Plan:
    """Drop what cannot be together; what is planted on purpose gets a signal that can be found."""
    if forced or plan.runs <= 60 and plan.share:  # noqa: RUF021 - either
        plan = replace(plan, share=max(plan.share, 0.9 if plan.runs <= 90 else 0.75))
    if plan.sampler in {"elite", "halving"}:
        return replace(plan, runs=int(np.clip(plan.runs, 60, 500)), roles=(), children=0, repeats=1, ordered=True)
    if plan.sampler == "nested":
        return replace(plan, knobs=min(plan.knobs, 5), labels=0, roles=(), children=0, runs=max(plan.runs, 60))
    return plan


def plant(seed: int, cause: str | None = None) -> Planted:
    """Make a sweep of the third generator.

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
    rng = np.random.default_rng([seed, 31337])
    plan = _plan(rng, cause)
    knobs, inert = draw_rooms(rng, plan.knobs, labels=plan.labels, coded=plan.coded, short=plan.short)
    if plan.sampler == "nested":
        knobs = [shortened(rng, knob) for knob in knobs]
    family = _family(rng, knobs, plan.children, inert)
    links = _links(rng, knobs, plan.roles, inert | family)
    return _run(rng, seed, plan, Surface(tuple(knobs), tuple(_pieces(rng, knobs, plan, links, inert))), links)


def _family(rng: np.random.Generator, knobs: list[Knob], children: int, inert: set[int]) -> set[int]:
    """Let some knobs be blank unless a category has one of its levels (``knobs`` is changed)."""
    hosts = [k for k, knob in enumerate(knobs) if knob.coded and k not in inert]
    if not children or not hosts:
        return set()
    host = int(rng.choice(hosts))
    chosen = [k for k in rng.permutation(len(knobs)).tolist() if k != host and k not in inert][:children]
    for child in chosen:
        fitting = rng.permutation(len(knobs[host].levels))[: max(1, len(knobs[host].levels) // 2)]
        knobs[child] = replace(knobs[child], parent=host, active=tuple(float(v) for v in sorted(fitting)))
    return {host, *chosen}


def _links(rng: np.random.Generator, knobs: list[Knob], roles: tuple[str, ...], barred: set[int]) -> list[Coupling]:
    free = [
        k for k in rng.permutation(len(knobs)).tolist() if k not in barred and not knobs[k].coded and len(knobs[k].levels) != 2
    ]
    pairs = zip(free[0::2], free[1::2], roles, strict=False)
    return [Coupling(a, b, _ROLES[role] * float(rng.choice((-1, 1)) * rng.uniform(0.85, 1)), role) for a, b, role in pairs]


def _pieces(rng: np.random.Generator, knobs: list[Knob], plan: Plan, links: list[Coupling], inert: set[int]) -> list[Piece]:
    if not plan.share:
        return []
    parts = [part for link in links for part in _of_link(rng, knobs, link)]
    ends = {end for link in links for end in (link.driver, link.follower)}
    free = [k for k in rng.permutation(len(knobs)).tolist() if k not in inert | ends]
    plain = [k for k in free if knobs[k].parent < 0]
    host = next((k for k in plain if knobs[k].coded), None)
    if plan.gates and host is not None and len(plain) > 1:
        child = next(k for k in plain if k != host)
        parts.append(gate(rng, knobs, (host, child), float(rng.uniform(1.1, 1.8))))
        plain = [k for k in plain if k not in {host, child}]
    pairs = [(plain.pop(), plain.pop()) for _ in range(min(plan.pairs, len(plain) // 2))]
    parts += [jointly(rng, knobs, pair, float(rng.uniform(0.9, 1.5))) for pair in pairs]
    taken = {k for part in parts for k in part.knobs}
    room = max(1, min(plan.runs // 12, len(knobs) // 2) - len(parts))
    acting = [k for k in free if k not in taken][: int(rng.integers(1, min(room, 5) + 1))]
    acting += [k for k in free if k in taken and rng.random() < 0.25]
    return [*parts, *(alone(rng, knobs, k, float(rng.uniform(0.8, 1.4)), 0.3) for k in acting)]


def _of_link(rng: np.random.Generator, knobs: list[Knob], link: Coupling) -> list[Piece]:
    driver = alone(rng, knobs, link.driver, float(rng.uniform(1.0, 1.4)), 0.0)
    if link.role in {"created", "twin"}:
        return [driver]
    u, size = np.linspace(0.01, 0.99, 99), float(rng.uniform(0.7, 1.0))
    follower = alone(rng, knobs, link.follower, size, 0.0)
    ends = [part.of(knobs[part.knobs[0]].place(u)[:, None]) for part in (driver, follower)]
    alike = float(np.sign(np.corrcoef(ends[0], ends[1])[0, 1] * link.strength)) or 1.0
    if link.role == "both" or alike < 0:
        return [driver, follower]
    return [driver, Piece(follower.knobs, lambda s: -follower.of(s))]


def _settings(rng: np.random.Generator, plan: Plan, surface: Surface, links: list[Coupling], raw: Floats) -> Floats:
    knobs, runs = list(surface.knobs), max(plan.runs // plan.repeats, 12)
    if plan.sampler == "nested":
        return np.repeat(plans.nested(rng, knobs, runs), plan.repeats, axis=0)
    if plan.sampler in {"elite", "halving"}:
        search = plans.elite if plan.sampler == "elite" else plans.halving
        return search(rng, runs, knobs, plans.seen(surface, knobs, raw))
    return np.repeat(plans.tied(rng, rng.random((runs, len(knobs))), links), plan.repeats, axis=0)


def _run(rng: np.random.Generator, seed: int, plan: Plan, surface: Surface, links: list[Coupling]) -> Planted:
    knobs = list(surface.knobs)
    probe = surface(placed(knobs, plans.tied(rng, rng.random((500, len(knobs))), links)))
    scale = float(probe.std() * np.sqrt(1 / plan.share - 1)) if plan.share and probe.std() > 0 else 1.0
    raw = scale * (
        rng.normal(size=3 * plan.runs + 99) if rng.random() < 0.7 else rng.standard_t(5, 3 * plan.runs + 99) / np.sqrt(5 / 3)
    )
    u = _settings(rng, plan, surface, links, raw)
    settings = placed(knobs, u)
    noise, diverged = raw[: len(u)], np.zeros(0, dtype=np.intp)
    outcome = surface(settings) + noise
    chance, decider = _chances(rng, plan.lost, knobs, u, outcome)
    lost = rng.random(len(u)) < chance
    if plan.broken:
        diverged = rng.permutation(len(u))[: plan.broken].astype(np.intp)
        outcome[diverged] -= float(outcome.std()) * rng.uniform(15, 80) * rng.uniform(0.8, 1.0, plan.broken)
        lost[diverged] = False
    name, direction, centre, unit = _METRICS[seed % len(_METRICS)]
    frame, order = _table(rng, plan, surface, settings)
    frame[name] = np.where(
        lost, np.nan, centre + unit * outcome * (1.0 if direction == "maximize" else -1.0) / float(probe.std() or 1.0)
    )
    sampler = {"nested": "grid", "elite": "tpe", "halving": "tpe"}.get(plan.sampler, plan.sampler)
    scenario = Scenario(plan.runs, plan.knobs, sampler=sampler, lost=plan.lost)  # type: ignore[arg-type]
    return Planted(
        seed, scenario, frame, name, direction, tuple(knob.name for knob in knobs), order, tuple(knobs), surface, settings, u,  # type: ignore[arg-type]
        outcome, noise, lost, chance, decider, diverged, tuple(links),
    )  # fmt: skip


def _chances(rng: np.random.Generator, how: str, knobs: list[Knob], u: Floats, outcome: Floats) -> tuple[Floats, int]:
    """Give each run's chance to be lost, and the knob that decides it (-1 for none)."""
    if how == "random":
        return np.full(len(u), 0.12), -1
    if how == "metric":
        return np.where(outcome < np.quantile(outcome, 0.25), 0.85, 0.0), -1
    if how != "parameter":
        return np.zeros(len(u)), -1
    decider = int(rng.choice([k for k, knob in enumerate(knobs) if knob.parent < 0]))
    levels = len(knobs[decider].levels)
    place = np.floor(u[:, decider] * levels) / max(levels - 1, 1) if levels else u[:, decider]
    return np.where(place >= 0.72, rng.uniform(0.5, 0.9), 0.03), decider


def _table(rng: np.random.Generator, plan: Plan, surface: Surface, settings: Floats) -> tuple[pd.DataFrame, str | None]:
    """Write settings as a user's table has them: switches as words or as 0 and 1, with or without the order."""
    columns: dict[str, object] = {}
    for k, knob in enumerate(surface.knobs):
        spelled = knob.spell(settings[:, k])
        plain = knob.kind == "bool" and knob.parent < 0 and rng.random() < 0.5
        columns[knob.name] = [int(bool(value)) for value in spelled] if plain else spelled
    order = "started" if plan.ordered else None
    if order:
        columns[order] = np.arange(len(settings)) * 37.5 + 1e9
    return pd.DataFrame(columns), order
