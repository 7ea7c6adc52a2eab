"""The fit: coefficients of the chosen terms with their uncertainty, and any average of the fitted surface."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.term import Term

NEAR_ZERO = 1e-9
"""Directions of which less than this part of the strongest is left are held to be in the others already."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Least-squares fit of the joint model.

    Attributes
    ----------
    terms : tuple of Term
        Its parts.
    level : float
        The constant: the fitted mean.
    slices : tuple of slice
        Coefficients of each term.
    beta : float64 array, shape (k,)
        Coefficients without the constant.
    covariance : float64 array, shape (k, k)
        Of ``beta``.
    sigma2 : float
        Variance of the noise of a single result.
    free : int
        Residual degrees of freedom.
    fitted : float64 array, shape (n,)
        By observation.
    unseen : float
        Weighted sum of squares by which each observation is missed by the terms fitted to all the others (PRESS).
    """

    terms: tuple[Term, ...]
    level: float
    slices: tuple[slice, ...]
    beta: NDArray[np.float64]
    covariance: NDArray[np.float64]
    sigma2: float
    free: int
    fitted: NDArray[np.float64]
    unseen: float = 0.0

    def main(self, number: int) -> int | None:
        """Give the place of a parameter's main curve among the terms."""
        return next((k for k, term in enumerate(self.terms) if term.members == (number,)), None)

    def pairs(self, number: int) -> list[int]:
        """Give the places of the joint effects that a parameter has a part in."""
        return [place for place, term in enumerate(self.terms) if term.pair and number in term.members]

    def values(self, places: list[int]) -> NDArray[np.float64]:
        """Give the sum of some terms at the observations."""
        total = np.zeros(len(self.fitted))
        for place in places:
            total += self.terms[place].columns @ self.beta[self.slices[place]]
        return total

    def variance(self, places: list[int], weights: NDArray[np.float64]) -> float:
        """Give the variance of the sum of some terms over the observations, less what noise alone adds to it."""
        if not places:
            return 0.0
        columns = np.column_stack([self.terms[place].columns for place in places])
        columns = columns - weights @ columns / weights.sum()
        where = np.concatenate([np.arange(self.slices[place].start, self.slices[place].stop) for place in places])
        gram = (columns * weights[:, None]).T @ columns / weights.sum()
        beta = self.beta[where]
        return max(float(beta @ gram @ beta - np.sum(gram * self.covariance[np.ix_(where, where)])), 0.0)

    def along(self, rows: dict[int, NDArray[np.float64]], size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give fitted values and standard errors for rows of functions, by place of their term; shape (size,) each."""
        full = np.zeros((size, len(self.beta)))
        for place, part in rows.items():
            full[:, self.slices[place]] = part
        error = np.einsum("ij,jk,ik->i", full, self.covariance, full)
        return full @ self.beta, np.sqrt(np.maximum(error, 0.0))


def fit(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> Fit:
    """Fit the chosen terms by weighted least squares.

    Parameters
    ----------
    bench : Bench
        With the weights.
    target : float64 array, shape (n,)
        Unweighted.
    terms : list of Term
        What to fit.

    Returns
    -------
    Fit
    """
    root, n = bench.observations.root, bench.observations.n
    columns = np.column_stack([np.ones(n), *[term.columns for term in terms]])
    x, y = columns * root[:, None], target * root
    scale = np.sqrt(np.maximum(np.einsum("ij,ij->j", x, x), 1e-300))
    values, vectors = np.linalg.eigh((x / scale).T @ (x / scale))
    sure = values > NEAR_ZERO * values[-1]
    half = vectors[:, sure] / np.sqrt(values[sure]) / scale[:, None]
    inverse = half @ half.T
    beta = inverse @ (x.T @ y)
    free = max(n - int(sure.sum()), 1)
    left = y - x @ beta
    sigma2 = (float(left @ left) + bench.floor) / free
    leverage = np.minimum(np.square(x @ half).sum(axis=1), 1.0)
    unseen = float(np.sum((left / np.maximum(1.0 - leverage, 1.0 / n)) ** 2)) + bench.floor
    ends = np.cumsum([0, *[term.size for term in terms]])
    slices = tuple(slice(int(a), int(b)) for a, b in pairwise(ends))
    return Fit(tuple(terms), float(beta[0]), slices, beta[1:], sigma2 * inverse[1:, 1:], sigma2, free, columns @ beta, unseen)
