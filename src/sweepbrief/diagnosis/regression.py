"""Least squares as geometry: what a block of columns explains beyond those already in a model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, betaln

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLLINEAR = 1e-6
"""Columns of which less than this part of the variance is left are held to be in the model already."""


def log_tail(explained: float, left: float, degrees: int, free: int) -> float:
    """Give the log of the p-value of the F test that ``degrees`` columns explain nothing.

    Parameters
    ----------
    explained, left : float
        Sum of squares that the columns explain, and the one left with them in the model.
    degrees, free : int
        Their number, and the residual degrees of freedom with them in the model.

    Returns
    -------
    float
        Natural logarithm of p, at most 0; finite also where p underflows.
    """
    if degrees < 1 or free < 1 or explained <= 0:
        return 0.0
    share = max(left, 0.0) / (left + explained)
    a, b = free / 2, degrees / 2
    tail = float(betainc(a, b, share))
    if tail > 1e-280:  # noqa: PLR2004 - above the smallest normal numbers
        return min(math.log(tail), 0.0)
    return float(a * math.log(max(share, 1e-300)) - math.log(a) - betaln(a, b))


def gain(gram: NDArray[np.float64], moment: NDArray[np.float64], norms: NDArray[np.float64]) -> tuple[float, int]:
    """Give the sum of squares that some columns explain, and their rank, from their products.

    Parameters
    ----------
    gram : float64 array, shape (d, d)
        Products of the columns, freed from the model, with each other.
    moment : float64 array, shape (d,)
        Products with the target.
    norms : float64 array, shape (d,)
        Squared norms of the columns before they were freed from the model.

    Returns
    -------
    float
        Sum of squares.
    int
        Rank.
    """
    if len(moment) == 1:
        own = float(gram[0, 0])
        return (0.0, 0) if own <= COLLINEAR * norms[0] else (float(moment[0]) ** 2 / own, 1)
    scale = np.sqrt(np.maximum(norms, 1e-300))
    values, vectors = np.linalg.eigh(gram / (scale[:, None] * scale))
    kept = values > COLLINEAR
    parts = vectors[:, kept].T @ (moment / scale)
    return float((parts**2 / values[kept]).sum()), int(kept.sum())


def gains_of(
    gram: NDArray[np.float64], moment: NDArray[np.float64], norms: NDArray[np.float64]
) -> tuple[list[float], list[int]]:
    """Give what `gain` gives for many blocks of as many columns at once: shapes (m, d, d), (m, d) and (m, d)."""
    scale = np.sqrt(np.maximum(norms, 1e-300))
    values, vectors = np.linalg.eigh(gram / (scale[:, :, None] * scale[:, None, :]))
    kept = values > COLLINEAR
    parts = np.einsum("mij,mi->mj", vectors, moment / scale)
    explained = np.where(kept, parts**2 / np.where(kept, values, 1.0), 0.0).sum(axis=1)
    return explained.tolist(), kept.sum(axis=1).tolist()


@dataclass(frozen=True, slots=True)
class Span:
    """The columns of a model as an orthonormal basis, with what they leave of the target.

    Attributes
    ----------
    basis : float64 array, shape (n, k)
        Orthonormal; its span includes the constant.
    left : float64 array, shape (n,)
        The target without its projection.
    rest : float
        Residual sum of squares.
    """

    basis: NDArray[np.float64]
    left: NDArray[np.float64]
    rest: float

    @property
    def free(self) -> int:
        """Residual degrees of freedom."""
        return int(self.basis.shape[0] - self.basis.shape[1])

    def without(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give what the model leaves of some columns."""
        return columns - self.basis @ (self.basis.T @ columns)

    def explained(self, columns: NDArray[np.float64]) -> tuple[float, int]:
        """Give the sum of squares that a block of columns explains beyond the model, and its rank."""
        freed = self.without(columns)
        return gain(freed.T @ freed, freed.T @ self.left, np.einsum("ij,ij->j", columns, columns))

    def test(self, columns: NDArray[np.float64], allowance: float = 0.0) -> float:
        """Give the log p of the F test that a block of columns explains nothing beyond the model."""
        return self.tail(*self.explained(columns), allowance)

    def uneven(self, columns: NDArray[np.float64]) -> tuple[float, float]:
        """Give how uneven noise is where a block of columns works, and how many runs carry its effect.

        Returns
        -------
        float
            Sandwich variance (HC2, right on average under even noise) along the fitted direction as a multiple of the even one.
        float
            Effective number of runs, (sum f^2)^2 / sum f^4 of the fitted values f.

        References
        ----------
        MacKinnon & White, Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample
        properties, Journal of Econometrics 29 (1985).
        """
        freed = self.without(columns)
        vectors, values, _ = np.linalg.svd(freed, full_matrices=False)
        vectors = vectors[:, values**2 > COLLINEAR * np.max(np.einsum("ij,ij->j", columns, columns), initial=1e-300)]
        fitted = vectors @ (vectors.T @ self.left)
        left = self.left - fitted
        leverage = np.einsum("ij,ij->i", self.basis, self.basis) + np.einsum("ij,ij->i", vectors, vectors)
        sandwich = float(np.sum((fitted * left) ** 2 / np.maximum(1.0 - leverage, 0.05)))
        size = float(fitted @ fitted)
        even = size * float(left @ left) / max(self.free - vectors.shape[1], 1)
        carried = size**2 / max(float(np.sum(fitted**4)), 1e-300)
        return (sandwich / even if even > 0 else 1.0), carried

    def tail(self, explained: float, rank: int, allowance: float = 0.0) -> float:
        """Give the log p of a sum of squares explained by so many columns."""
        return log_tail(explained, max(self.rest - explained, 0.0) + allowance, rank, self.free - rank)


def span_of(blocks: list[NDArray[np.float64]], target: NDArray[np.float64], constant: NDArray[np.float64]) -> Span:
    """Span the constant and some blocks of columns."""
    stacked = np.column_stack([constant, *blocks])
    scaled = stacked / np.sqrt(np.maximum(np.einsum("ij,ij->j", stacked, stacked), 1e-300))
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    kept = values > COLLINEAR
    basis = scaled @ (vectors[:, kept] / np.sqrt(values[kept]))
    basis, _ = np.linalg.qr(basis)
    left = target - basis @ (basis.T @ target)
    return Span(basis, left, float(left @ left))
