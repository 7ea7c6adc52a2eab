"""Dependence: which parameters moved together, whatever the metric did."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc

from sweepbrief.diagnosis.form import loggable
from sweepbrief.diagnosis.regression import log_tail
from sweepbrief.diagnosis.scales import FEWEST_TOGETHER, SHARED
from sweepbrief.diagnosis.structure import structural

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis


@dataclass(frozen=True, slots=True)
class Together:
    """How parameters moved together.

    Attributes
    ----------
    rank : float64 array, shape (p, p)
        0..1: |Spearman's rho| of ordered parameters, the correlation ratio of ranks between levels, Cramer's V of two
        categories; the latter two corrected for chance.
    linear : float64 array, shape (p, p)
        |Pearson's r|, or on the logarithm where that is larger; as ``rank`` where a category takes part.
    signed : float64 array, shape (p, p)
        Pearson's r; 0 where a category takes part.
    log_p : float64 array, shape (p, p)
        Log p of independence.
    """

    rank: NDArray[np.float64]
    linear: NDArray[np.float64]
    signed: NDArray[np.float64]
    log_p: NDArray[np.float64]

    def close(self, number: int, other: int) -> bool:
        """Tell whether two parameters moved so closely together that credit is shared."""
        return bool((self.rank[number, other] + self.linear[number, other]) / 2 >= SHARED)


def together(axes: tuple[Axis, ...]) -> Together:
    """Measure every pair of parameters, over the runs that have both.

    A parameter that exists only for some values of another did not move together with it: what the two share is the space's
    own structure (told as `conditional`), and no coupling of the design.
    """
    size = len(axes)
    rank, linear, signed, log_p = (np.zeros((size, size)) for _ in range(4))
    whole = [number for number, axis in enumerate(axes) if axis.ordered and bool(axis.active.all())]
    _whole(axes, whole, (rank, linear, signed, log_p))
    done, views = set(whole), [_View(axis) for axis in axes]
    for a in range(size):
        for b in range(a):
            if a in done and b in done:
                continue
            found = _measure(views[a], views[b])
            for matrix, value in zip((rank, linear, signed, log_p), found, strict=True):
                matrix[a, b] = matrix[b, a] = value
    for child, parent in structural(axes):
        for matrix in (rank, linear, signed, log_p):
            matrix[child, parent] = matrix[parent, child] = 0.0
    return Together(rank, linear, signed, log_p)


def _whole(axes: tuple[Axis, ...], numbers: list[int], into: tuple[NDArray[np.float64], ...]) -> None:
    """Measure all pairs of ordered parameters without blanks at once (``into`` is filled)."""
    n = len(axes[numbers[0]].index) if numbers else 0
    if n < FEWEST_TOGETHER:
        return
    ranks = _standard([axes[k].spread(axes[k].ranks) for k in numbers])
    raw = _standard([axes[k].spread(axes[k].scaled) for k in numbers])
    logs = _standard([axes[k].spread(np.log(axes[k].numbers) if loggable(axes[k]) else axes[k].scaled) for k in numbers])
    rho, r = np.abs(ranks.T @ ranks), raw.T @ raw
    line = np.maximum.reduce([np.abs(r), np.abs(raw.T @ logs), np.abs(logs.T @ raw), np.abs(logs.T @ logs)])
    top = np.minimum(np.maximum(rho, line) ** 2, 1.0)
    tail = np.log(np.maximum(betainc((n - 2) / 2, 0.5, 1.0 - top), 1e-300))
    for matrix, values in zip(into, (rho, line, r, tail), strict=True):
        matrix[np.ix_(numbers, numbers)] = np.where(np.eye(len(numbers), dtype=bool), 0.0, values)


def _standard(columns: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Centre columns and give them length 1; constant ones become zero."""
    stacked = np.column_stack(columns)
    stacked = stacked - stacked.mean(axis=0)
    size = np.sqrt(np.einsum("ij,ij->j", stacked, stacked))
    return np.asarray(stacked / np.where(size > 0, size, 1.0), dtype=np.float64)


class _View:
    """A parameter's values, ranks and logarithms over the runs."""

    def __init__(self, axis: Axis) -> None:
        self.axis = axis
        self.active = axis.active
        self.full = bool(self.active.all())
        self.ranks = axis.spread(axis.ranks)
        self.scales = [axis.spread(axis.scaled), *([axis.spread(np.log(axis.numbers))] if loggable(axis) else [])]


def _measure(a: _View, b: _View) -> tuple[float, float, float, float]:
    both = slice(None) if a.full and b.full else a.active & b.active
    n = len(a.ranks[both])
    if n < FEWEST_TOGETHER:
        return 0.0, 0.0, 0.0, 0.0
    if a.axis.ordered and b.axis.ordered:
        rho = abs(_r(a.ranks[both], b.ranks[both]))
        every = [_r(x[both], y[both]) for x in a.scales for y in b.scales]
        top = max(rho, *(abs(r) for r in every))
        return rho, max(abs(r) for r in every), every[0], log_tail(top**2, 1 - top**2, 1, n - 2)
    if a.axis.ordered or b.axis.ordered:
        numeric, coded = (a, b) if a.axis.ordered else (b, a)
        return _ratio(coded.axis.index[both], numeric.ranks[both])
    return _cramer(a.axis.index[both], b.axis.index[both])


def _r(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    x, y = x - x.mean(), y - y.mean()
    size = float(np.sqrt((x @ x) * (y @ y)))
    return float(np.clip((x @ y) / size, -1.0, 1.0)) if size > 0 else 0.0


def _ratio(codes: NDArray[np.int64], y: NDArray[np.float64]) -> tuple[float, float, float, float]:
    counts = np.bincount(codes)
    sums = np.bincount(codes, weights=y)
    kept, n = counts > 0, len(y)
    total = float(np.sum((y - y.mean()) ** 2))
    levels = int(kept.sum())
    if total <= 0 or levels < 2 or n <= levels:  # noqa: PLR2004 - nothing to compare
        return 0.0, 0.0, 0.0, 0.0
    raw = min(float(np.sum(counts[kept] * (sums[kept] / counts[kept] - y.mean()) ** 2)) / total, 1.0)
    ratio = math.sqrt(max(0.0, 1 - (1 - raw) * (n - 1) / (n - levels)))
    return ratio, ratio, 0.0, log_tail(raw, 1 - raw, levels - 1, n - levels)


def _cramer(a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[float, float, float, float]:
    from scipy.special import chdtrc  # noqa: PLC0415 - only two categories need it

    a, b = np.unique(a, return_inverse=True)[1], np.unique(b, return_inverse=True)[1]
    rows, columns, n = int(a.max()) + 1, int(b.max()) + 1, len(a)
    if min(rows, columns) < 2:  # noqa: PLR2004 - nothing to compare
        return 0.0, 0.0, 0.0, 0.0
    table = np.bincount(a * columns + b, minlength=rows * columns).reshape(rows, columns)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / n
    chi2, freedom = float(np.sum((table - expected) ** 2 / expected)), (rows - 1) * (columns - 1)
    value = math.sqrt(min(1.0, max(0.0, chi2 / n - freedom / (n - 1)) / (min(rows, columns) - 1)))
    return value, value, 0.0, math.log(max(float(chdtrc(freedom, chi2)), 1e-300))
