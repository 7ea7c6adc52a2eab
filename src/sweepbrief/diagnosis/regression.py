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


@dataclass(frozen=True, slots=True)
class Span:
    """The columns of a model as an orthonormal basis, with what they leave of the target.

    Attributes
    ----------
    basis : float64 array, shape (n, k)
        Orthonormal; its span includes the constant.
    left : float64 array, shape (n,)
        The target without its projection.
    """

    basis: NDArray[np.float64]
    left: NDArray[np.float64]

    @property
    def free(self) -> int:
        """Residual degrees of freedom."""
        return int(self.basis.shape[0] - self.basis.shape[1])

    @property
    def rest(self) -> float:
        """Residual sum of squares."""
        return float(self.left @ self.left)

    def without(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give what the model leaves of some columns."""
        return columns - self.basis @ (self.basis.T @ columns)

    def test(self, columns: NDArray[np.float64], allowance: float = 0.0) -> tuple[float, float, int]:
        """Test a block of columns: log p, sum of squares explained and rank."""
        return self.test_left(self.without(columns), np.einsum("ij,ij->j", columns, columns), allowance)

    def test_left(
        self, columns: NDArray[np.float64], norms: NDArray[np.float64], allowance: float = 0.0
    ) -> tuple[float, float, int]:
        """Test columns already freed from the model, given their squared norms before that."""
        explained, rank = gain(columns, norms, self.left)
        rest = max(self.rest - explained, 0.0) + allowance
        return log_tail(explained, rest, rank, self.free - rank), explained, rank


def gain(columns: NDArray[np.float64], norms: NDArray[np.float64], target: NDArray[np.float64]) -> tuple[float, int]:
    """Give the sum of squares of a target that some columns explain, and their rank."""
    scale = np.sqrt(np.maximum(norms, 1e-300))
    if columns.shape[1] == 1:
        own = float(columns[:, 0] @ columns[:, 0])
        return (0.0, 0) if own <= COLLINEAR * norms[0] else (float((columns[:, 0] @ target) ** 2 / own), 1)
    gram = (columns.T @ columns) / np.outer(scale, scale)
    values, vectors = np.linalg.eigh(gram)
    kept = values > COLLINEAR
    parts = vectors[:, kept].T @ ((columns.T @ target) / scale)
    return float(np.sum(parts**2 / values[kept])), int(kept.sum())


def span_of(blocks: list[NDArray[np.float64]], target: NDArray[np.float64], constant: NDArray[np.float64]) -> Span:
    """Span the constant and some blocks of columns."""
    stacked = np.column_stack([constant, *blocks])
    scaled = stacked / np.sqrt(np.maximum(np.einsum("ij,ij->j", stacked, stacked), 1e-300))
    vectors, values, _ = np.linalg.svd(scaled, full_matrices=False)
    basis = vectors[:, values**2 > COLLINEAR * max(1.0, values[0] ** 2 if values.size else 1.0)]
    return Span(basis, target - basis @ (basis.T @ target))
