"""What the realised design shows of each knob: how strong each part of its effect is, and what else moves with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.truth.association import basis, correlation, dependence, linear_dependence, residual
from benchmarks.truth.components import INERT, component, pair_variance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.components import Component
    from benchmarks.truth.planting import Planted

    Floats = NDArray[np.float64]

COUPLED = 0.3
OPEN = 6.0
"""Lambda of an effect that is neither absent nor found."""


@dataclass(frozen=True, slots=True)
class Strength:
    """Lambdas of one knob: n times the variance that only this part explains, over the noise variance.

    Attributes
    ----------
    main, curve, joint : float
        Of the main curve, of what a raw line leaves of it, and of the joint part.
    """

    main: float
    curve: float
    joint: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the runs that count can show; diverged runs are left out.

    Attributes
    ----------
    used : bool array, shape (n,)
        Runs with a metric that did not diverge.
    settings : float64 array, shape (m, p)
        Their settings.
    clean, measured : float64 array, shape (m,)
        Noise-free and measured objective.
    components : tuple of Component, length p
        The knobs' effects.
    strengths : tuple of Strength, length p
        Their lambdas; effects too weak to be found count as noise.
    dependences, linear : float64 array, shape (p, p)
        How knobs move together, by `dependence` and by |Pearson r|.
    pairs : mapping of (int, int) to float
        Variance of joint parts, for pairs that have one.
    noise : float
        Variance of the noise.
    r2 : float
        Share of the variance that the noise-free objective carries.
    hidden : float
        Variance of the effects that are too weak to be found: noise to whoever looks for the others.
    """

    used: NDArray[np.bool_]
    settings: Floats
    clean: Floats
    measured: Floats
    components: tuple[Component, ...]
    strengths: tuple[Strength, ...]
    dependences: Floats
    linear: Floats
    pairs: dict[tuple[int, int], float]
    noise: float
    r2: float
    hidden: float = 0.0

    @property
    def runs(self) -> int:
        """Number of runs that count."""
        return len(self.settings)

    @property
    def places(self) -> int:
        """Number of different settings: repeats of one show the noise, not what the settings do."""
        return len(np.unique(np.nan_to_num(self.settings, nan=-np.pi), axis=0))

    @property
    def room(self) -> float:
        """Share of the settings that is left to judge by when every acting part of the model has taken a few."""
        acting = sum(part.main_variance > INERT for part in self.components) + sum(v > INERT for v in self.pairs.values())
        return max(0.1, 1 - 3 * acting / max(self.places, 1))

    @property
    def left_over(self) -> float:
        """Share of the variance that is noise, or an effect too weak to be found."""
        whole = float(self.clean.var()) + self.noise
        return min(1.0, (self.noise + self.hidden) / whole)

    @property
    def r2_bulk(self) -> float:
        """The same as ``r2`` without the tails of the noise."""
        residual_noise = self.measured - self.clean
        spread = 1.4826 * float(np.median(np.abs(residual_noise - np.median(residual_noise))))
        return float(self.clean.var() / (self.clean.var() + spread**2)) if self.clean.var() > INERT else 0.0

    def acts(self, number: int) -> bool:
        """Whether a knob has any effect on this design."""
        return self.components[number].total_variance > INERT


def detectable(lam: float, runs: int, *, freedom: int = 1) -> bool | None:
    """Tell whether an effect of this lambda is found (True), lost in noise (False), or found by luck (None)."""
    if lam >= 36 + 4 * freedom + 700 / max(runs, 1):
        return True
    return False if lam <= 2 else None


def gather(planted: Planted) -> Evidence:
    """Work out the evidence of a planted sweep."""
    used = ~planted.lost
    used[planted.diverged] = False
    settings = planted.settings[used]
    clean = planted.landscape(settings)
    parts = tuple(component(planted.landscape, planted.knobs, settings, k) for k in range(len(planted.knobs)))
    near, linear = _dependences(planted, settings)
    noise = float(planted.noise[used].var()) or 1e-12
    pairs = _pairs(planted, settings, parts)
    strengths, hidden = _strengths(_Parts(planted, settings, clean, parts, near, pairs), noise)
    r2 = float(clean.var() / (clean.var() + noise))
    measured = clean + planted.noise[used]
    return Evidence(used, settings, clean, measured, parts, strengths, near, linear, pairs, noise, r2, hidden)


def _dependences(planted: Planted, settings: Floats) -> tuple[Floats, Floats]:
    count = len(planted.knobs)
    near, linear = np.zeros((count, count)), np.zeros((count, count))
    for i in range(count):
        for j in range(i):
            near[i, j] = near[j, i] = dependence(planted.knobs, settings, i, j)
            linear[i, j] = linear[j, i] = linear_dependence(planted.knobs, settings, i, j)
    return near, linear


def _pairs(planted: Planted, settings: Floats, parts: tuple[Component, ...]) -> dict[tuple[int, int], float]:
    able = [k for k, part in enumerate(parts) if part.joint_share > 0.01]
    return {(i, j): pair_variance(planted.landscape, settings, i, j) for i in able for j in able if i < j}


@dataclass(frozen=True, slots=True)
class _Parts:
    """The effects and companions that lambdas are computed from."""

    planted: Planted
    settings: Floats
    clean: Floats
    components: tuple[Component, ...]
    near: Floats
    pairs: dict[tuple[int, int], float]


def _strengths(parts: _Parts, noise: float) -> tuple[tuple[Strength, ...], float]:
    """Give lambdas, with effects that cannot be found added to the noise, and how much these add."""
    count = len(parts.settings)
    unique = [_unique(parts, number) for number in range(len(parts.components))]
    total, hidden = noise, 0.0
    for _ in range(2):
        found = tuple(Strength(*(_lambda(part, parts.clean, total) for part in left)) for left in unique)
        hidden = float(
            sum(
                left[0].var() * (detectable(s.main, count) is not True)
                + left[2].var() / 2 * (detectable(s.joint, count) is not True)
                for left, s in zip(unique, found, strict=True)
            )
        )
        total = noise + hidden
    return found, hidden


def _unique(parts: _Parts, number: int) -> tuple[Floats, Floats, Floats]:
    """Give what is left of the main curve, of its curvature, and of the joint part, where all else is accounted for."""
    knobs, settings, part = parts.planted.knobs, parts.settings, parts.components[number]
    if part.total_variance <= INERT:
        nothing = np.zeros(len(settings))
        return nothing, nothing, nothing
    others = [other.main for k, other in enumerate(parts.components) if k != number and other.main.var() > INERT]
    others += [basis(knobs[k], settings[:, k]) for k in _companions(parts, number)]
    own = np.where(part.active, np.nan_to_num(settings[:, number]), 0.0) / (np.nanmax(np.abs(settings[:, number])) or 1.0)
    partners = [k for pair, v in parts.pairs.items() for k in pair if number in pair and k != number and v > INERT]
    curves = [basis(knobs[k], settings[:, k]) for k in (number, *partners)]
    main, bent = residual(part.main, others), residual(part.main, [*others, own, part.active.astype(float)])
    return main, bent, residual(part.joint, [*others, *curves])


def _lambda(left: Floats, clean: Floats, noise: float) -> float:
    """Give the lambda of what is left of a component: of as much of it as the objective shows at the runs.

    A main curve is an average over settings of the others, also those that no run combines with it: a sampler that has narrowed
    makes only runs where the effect is small, or where a joint effect undoes it. That leaves it open, not absent.
    """
    own, count = float(left.var()), len(left)
    along = float(np.mean((left - left.mean()) * (clean - clean.mean()))) / own if own > INERT else 1.0
    return max(count * own * min(max(along, 0.0), 1.0) ** 2 / noise, min(count * own / noise, OPEN))


def _companions(parts: _Parts, number: int) -> list[int]:
    """Give the knobs that move together with one by design."""
    coupled = [c.driver + c.follower - number for c in parts.planted.couplings if number in {c.driver, c.follower}]
    return [k for k in coupled if parts.near[k, number] >= COUPLED]


def marginal_ratio(evidence: Evidence, number: int) -> float:
    """Give the association with the noise-free objective as a multiple of the own effect (1 where nothing is coupled)."""
    main = evidence.components[number].main
    return float(np.cov(main, evidence.clean)[0, 1] / np.var(main, ddof=1)) if main.var() > INERT else 0.0


def marginal_lambda(evidence: Evidence, number: int) -> float:
    """Give the squared rank correlation with the measured objective as a lambda."""
    own = evidence.settings[:, number]
    known = ~np.isnan(own)
    r = correlation(own[known], evidence.measured[known])
    return float(known.sum() * r**2 / max(1 - r**2, 1e-3))
