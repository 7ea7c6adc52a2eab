"""Switch: a joint effect in which a child has one and the same effect at some levels of a parent, and none at the others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.regression import COLLINEAR, gain

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 20
"""Rounds in which a shape and its ratios are fitted in turn."""


@dataclass(frozen=True, slots=True)
class Part:
    """The runs at one level of a parent.

    Attributes
    ----------
    columns : float64 array, shape (m, d)
        The child's functions there, freed from the level's mean.
    left : float64 array, shape (m,)
        What the rest of the model leaves of the metric, likewise.
    """

    columns: NDArray[np.float64]
    left: NDArray[np.float64]

    def explained(self) -> tuple[float, int]:
        """Give the sum of squares that the child explains there, and its rank."""
        gram = self.columns.T @ self.columns
        return gain(gram, self.columns.T @ self.left, np.maximum(np.diag(gram), TINY))

    def coefficients(self) -> NDArray[np.float64]:
        """Give the child's effect there."""
        return np.asarray(np.linalg.lstsq(self.columns, self.left, rcond=COLLINEAR)[0])


@dataclass(frozen=True, slots=True)
class Switch:
    """How likely a switch is.

    Attributes
    ----------
    odds : float
        Against any other joint effect, as likely beforehand.
    is_open : tuple of bool
        By level, of the likeliest way to switch.
    """

    odds: float
    is_open: tuple[bool, ...]


def switched(parts: list[Part], sigma2: float, idle: list[bool], *, ends: bool) -> Switch:
    """Weigh a switch against joint effects that differ between levels, as a whole or by a factor.

    A switch takes as few coefficients as the child has functions, so that where it fits as well as the others it is much the
    likelier, by Schwarz's approximation to the Bayes factor.

    Parameters
    ----------
    parts : list of Part
        One a level, in the parent's order.
    sigma2 : float
        Variance of the noise.
    idle : list of bool
        By level, whether nothing is likelier there than a part of the largest effect: no other may be shut.
    ends : bool
        Whether levels are shut from one end only.

    Returns
    -------
    Switch

    References
    ----------
    Schwarz, Estimating the dimension of a model, Annals of Statistics 6 (1978); Kass & Raftery, Bayes factors, Journal of the
    American Statistical Association 90 (1995).
    """
    count, runs, noise = len(parts), sum(len(part.left) for part in parts), max(sigma2, TINY)
    squares = [float(part.left @ part.left) for part in parts]
    seen = [part.explained() for part in parts]
    whole = (sum(squares) - sum(one for one, _ in seen)) / noise + sum(rank for _, rank in seen) * math.log(runs)
    size = max(rank for _, rank in seen)
    scaled = _in_proportion(parts) / noise + (size + count - 1) * math.log(runs)
    ways = [way for way in product((False, True), repeat=count) if any(way) and not all(way)]
    ways = [way for way in ways if not ends or sum(one != other for one, other in pairwise(way)) == 1]
    fits = []
    for way in ways:
        if not all(there or nothing for there, nothing in zip(way, idle, strict=True)):
            fits.append(-math.inf)
            continue
        inside = _stacked([part for part, there in zip(parts, way, strict=True) if there])
        explained, rank = inside.explained()
        fits.append(min(whole, scaled) - (sum(squares) - explained) / noise - rank * math.log(runs))
    odds = sum(math.exp(min(fit / 2, 50.0)) for fit in fits) / len(ways)
    return Switch(odds, ways[int(np.argmax(fits))])


def _stacked(parts: list[Part]) -> Part:
    return Part(np.concatenate([part.columns for part in parts]), np.concatenate([part.left for part in parts]))


def _in_proportion(parts: list[Part]) -> float:
    """Give what is left where the child has one shape everywhere, times a factor at each level."""
    shape = max(parts, key=lambda part: part.explained()[0] / len(part.left)).coefficients()
    factors = [0.0] * len(parts)
    for _ in range(ROUNDS):
        fitted = [part.columns @ shape for part in parts]
        factors = [float(one @ part.left) / max(float(one @ one), TINY) for one, part in zip(fitted, parts, strict=True)]
        shape = _stacked([Part(f * part.columns, part.left) for f, part in zip(factors, parts, strict=True)]).coefficients()
    fitted = [f * part.columns @ shape for f, part in zip(factors, parts, strict=True)]
    return float(sum(np.sum(np.square(part.left - one)) for one, part in zip(fitted, parts, strict=True)))
