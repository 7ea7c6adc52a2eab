"""The noise-free objective of a planted sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from benchmarks.truth.knob import switched_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.truth.knob import Knob

    Floats = NDArray[np.float64]

Link = Literal["identity", "convex", "ceiling"]


@dataclass(frozen=True, slots=True)
class Term:
    """One effect, of mean 0 and variance 1 over the space it is drawn from.

    Attributes
    ----------
    knobs : tuple of int
        Which knobs it depends on.
    weight : float
        What it is multiplied with.
    of : callable
        From settings of these knobs, shape (n, len(knobs)), to values, shape (n,).
    centre, spread : float
        Mean and standard deviation of ``of`` over the space.
    """

    knobs: tuple[int, ...]
    weight: float
    of: Callable[[Floats], Floats]
    centre: float
    spread: float

    def __call__(self, settings: Floats) -> Floats:
        """Give the standardised effect."""
        return np.asarray((self.of(settings) - self.centre) / self.spread)


@dataclass(frozen=True, slots=True)
class Landscape:
    """A sum of effects behind a link.

    Attributes
    ----------
    knobs : tuple of Knob, length p
        The space.
    terms : tuple of Term
        The effects; those of a blank or switched-off knob are 0.
    link : {"identity", "convex", "ceiling"}
        What the sum goes through: nothing, a convex curve, or a curve that levels off.
    """

    knobs: tuple[Knob, ...]
    terms: tuple[Term, ...]
    link: Link = "identity"

    def __call__(self, settings: Floats) -> Floats:
        """Give the objective (higher is better) for settings of shape (n, p)."""
        total = np.zeros(len(settings))
        for term in self.terms:
            alive = np.all([switched_on(self.knobs, number, settings) for number in term.knobs], axis=0)
            effect = term(settings[:, term.knobs])
            total += term.weight * np.where(alive & ~np.isnan(effect), effect, 0.0)
        if self.link == "identity":
            return total
        return np.expm1(0.6 * total) if self.link == "convex" else -np.log1p(np.exp(-1.5 * total))


def standardised(
    rng: np.random.Generator, space: list[Knob], knobs: tuple[int, ...], weight: float, of: Callable[[Floats], Floats]
) -> Term:
    """Make a term whose effect has mean 0 and variance 1 when its knobs are drawn independently from their space."""
    sample = np.column_stack([space[number].place(rng.random(600)) for number in knobs])
    values = of(sample)
    return Term(knobs, weight, of, float(values.mean()), float(max(values.std(), 1e-9)))
