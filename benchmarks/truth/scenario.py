"""What is planted in a sweep: its size, how settings are chosen, which effects act, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

SamplerName = Literal["random", "latin", "grid", "tpe", "evolution"]
Strength = Literal["strong", "weak", "none"]
ROLES = ("created", "created", "created", "both", "both", "masked", "masked", "twin")


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is planted in a sweep.

    Attributes
    ----------
    runs, knobs : int
        Size.
    sampler : str
        How settings are chosen.
    strength : {"strong", "weak", "none"}
        Share of the variance that the effects are meant to carry.
    nuisances : int
        Knobs of many values that never act.
    pairs : int
        Joint effects.
    family : int
        Knobs that are blank unless a parent has a fitting level; 0 for none.
    couplings : int
        Pairs of knobs that move together.
    roles : tuple of str
        Drawn from for each: see `Coupling`.
    replicates : int
        Runs a setting; 1 for none.
    diverged : bool
        Whether a handful of runs end far out.
    lost : {"none", "random", "parameter", "metric"}
        Which runs miss their metric.
    noise : {"normal", "t", "heteroscedastic"}
        Law of the noise.
    link : {"identity", "convex", "ceiling"}
        See `Landscape`.
    bend : float
        Chance that an acting numeric knob bends back.
    coded_share : float
        Share of categories and booleans among the knobs.
    ordered : bool
        Whether the table tells the order of runs.
    """

    runs: int
    knobs: int
    sampler: SamplerName = "random"
    strength: Strength = "strong"
    nuisances: int = 0
    pairs: int = 0
    family: int = 0
    couplings: int = 0
    roles: tuple[str, ...] = ROLES
    replicates: int = 1
    diverged: bool = False
    lost: Literal["none", "random", "parameter", "metric"] = "none"
    noise: Literal["normal", "t", "heteroscedastic"] = "normal"
    link: Literal["identity", "convex", "ceiling"] = "identity"
    bend: float = 0.35
    coded_share: float = 0.3
    ordered: bool = True


_FORCED: Mapping[str, Mapping[str, object]] = {
    "interaction": {"pairs": 2, "strength": "strong"},
    "conditional": {"family": 2, "strength": "strong", "sampler": "random"},
    "shared_credit": {"couplings": 2, "sampler": "random", "strength": "strong", "roles": ("both", "both", "twin")},
    "confounded": {"couplings": 2, "sampler": "random", "strength": "strong", "roles": ("created", "masked")},
    "adaptive_sampling": {"sampler": "tpe", "couplings": 0, "strength": "strong", "ordered": True},
    "outliers": {"diverged": True},
    "survivorship": {"lost": "parameter"},
    "cardinality_bias": {
        "nuisances": 2,
        "coded_share": 0.9,
        "strength": "weak",
        "sampler": "random",
        "diverged": False,
        "couplings": 0,
    },
    "no_signal": {"strength": "none"},
    "non_monotone": {"bend": 0.8, "strength": "strong"},
    "monotone_nonlinear": {"bend": 0.05, "strength": "strong"},
    "categorical_effect": {"coded_share": 0.6, "strength": "strong"},
}


def _chance(rng: np.random.Generator, share: float) -> bool:
    return bool(rng.random() < share)


def _size(rng: np.random.Generator) -> int:
    low, high = ((30, 60), (61, 200), (201, 600), (601, 2000))[int(rng.choice(4, p=(0.27, 0.38, 0.3, 0.05)))]
    return int(np.exp(rng.uniform(np.log(low), np.log(high))))


def draw_scenario(rng: np.random.Generator, cause: str | None = None) -> Scenario:
    """Draw a scenario; one that makes a given cause likely where it is named."""
    runs = _size(rng)
    scenario = Scenario(
        runs=runs,
        knobs=int(rng.integers(4, 21 if runs > 60 else 13)),
        sampler=str(rng.choice(("random", "latin", "grid", "tpe", "evolution"), p=(0.58, 0.07, 0.15, 0.15, 0.05))),  # type: ignore[arg-type]
        strength=str(rng.choice(("strong", "weak", "none"), p=(0.72, 0.18, 0.1))),  # type: ignore[arg-type]
        nuisances=int(rng.choice(3, p=(0.55, 0.35, 0.1))),
        pairs=int(rng.choice(3, p=(0.5, 0.38, 0.12))),
        family=int(rng.choice(4, p=(0.68, 0.14, 0.12, 0.06))),
        couplings=int(rng.choice(3, p=(0.55, 0.3, 0.15))),
        replicates=int(rng.choice((1, 2, 3, 5), p=(0.87, 0.05, 0.05, 0.03))),
        diverged=_chance(rng, 0.16),
        lost=str(rng.choice(("none", "random", "parameter", "metric"), p=(0.62, 0.12, 0.21, 0.05))),  # type: ignore[arg-type]
        noise=str(rng.choice(("normal", "t", "heteroscedastic"), p=(0.6, 0.2, 0.2))),  # type: ignore[arg-type]
        link=str(rng.choice(("identity", "convex", "ceiling"), p=(0.86, 0.07, 0.07))),  # type: ignore[arg-type]
        bend=float(rng.uniform(0.1, 0.6)),
        coded_share=float(rng.uniform(0.1, 0.5)),
        ordered=_chance(rng, 0.7),
    )
    forced = dict(_FORCED.get(cause or "", {}))
    return reconciled(replace(scenario, **forced))  # type: ignore[arg-type]


def reconciled(scenario: Scenario) -> Scenario:
    """Drop what cannot happen together: a grid couples nothing, an adaptive sampler needs runs to adapt."""
    if scenario.sampler in {"tpe", "evolution"}:
        runs = min(max(scenario.runs, 50), 600)
        return replace(scenario, runs=runs, replicates=1, couplings=0, family=min(scenario.family, 1), ordered=True)
    if scenario.sampler == "grid":
        return replace(scenario, couplings=0, family=0, nuisances=0, knobs=min(scenario.knobs, 6), runs=max(scenario.runs, 48))
    if scenario.strength == "weak" and scenario.runs < 150:
        return replace(scenario, runs=scenario.runs * 4)
    return scenario
