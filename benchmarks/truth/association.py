"""Dependence between knobs, and associations with the metric, on the realised design."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.truth.knob import Knob

    Floats = NDArray[np.float64]


def ranks(values: Floats) -> Floats:
    """Give mid-ranks."""
    _, where, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[where]


def correlation(x: Floats, y: Floats) -> float:
    """Give Pearson's r; 0 where either is constant."""
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])


def dependence(knobs: tuple[Knob, ...], settings: Floats, first: int, second: int) -> float:
    """Give how much two knobs move together, 0..1: |rank correlation|, eta for a category, Cramer's V for two.

    Both biased estimates are corrected for chance.
    """
    both = settings[~np.isnan(settings[:, [first, second]]).any(axis=1)]
    if len(both) < 8:
        return 0.0
    x, y = both[:, first], both[:, second]
    many = [knob.coded and len(knob.levels) > 2 for knob in (knobs[first], knobs[second])]
    if not any(many):
        return abs(correlation(ranks(x), ranks(y)))
    if all(many):
        return _cramer(x, y)
    return _eta(x, ranks(y)) if many[0] else _eta(y, ranks(x))


def linear_dependence(knobs: tuple[Knob, ...], settings: Floats, first: int, second: int) -> float:
    """Give |Pearson r| of two numeric or boolean knobs; NaN where one is a category of three or more levels."""
    if any(knob.coded and len(knob.levels) > 2 for knob in (knobs[first], knobs[second])):
        return float("nan")
    both = settings[~np.isnan(settings[:, [first, second]]).any(axis=1)]
    return abs(correlation(both[:, first], both[:, second]))


def _eta(codes: Floats, y: Floats) -> float:
    _, where, count = np.unique(codes, return_inverse=True, return_counts=True)
    if y.var() == 0 or len(count) >= len(y) - 1:
        return 0.0
    means = np.bincount(where, y) / count
    raw = float((count * (means - y.mean()) ** 2).sum() / (len(y) * y.var()))
    return float(np.sqrt(max(0.0, 1 - (1 - raw) * (len(y) - 1) / (len(y) - len(count)))))


def _cramer(x: Floats, y: Floats) -> float:
    _, a = np.unique(x, return_inverse=True)
    _, b = np.unique(y, return_inverse=True)
    rows, columns, count = a.max() + 1, b.max() + 1, len(x)
    if min(rows, columns) < 2:
        return 0.0
    table = np.bincount(a * columns + b, minlength=rows * columns).reshape(rows, columns)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / count
    phi = float(((table - expected) ** 2 / expected).sum()) / count - (rows - 1) * (columns - 1) / (count - 1)
    return float(np.sqrt(max(0.0, phi) / (min(rows, columns) - 1)))


def basis(knob: Knob, own: Floats) -> Floats:
    """Span the functions of one knob that its coupled partners are held against: shape (n, few)."""
    if knob.coded:
        codes = np.unique(own[~np.isnan(own)])
        return np.column_stack([own == code for code in codes[1:]]).astype(float) if len(codes) > 1 else np.zeros((len(own), 0))
    filled = np.where(np.isnan(own), np.nanmean(own), own)
    t = (ranks(filled) - 0.5) / len(filled)
    scaled = filled / (np.abs(filled).max() or 1.0)
    return np.column_stack([scaled, t, t**2, t**3])


def residual(values: Floats, others: list[Floats]) -> Floats:
    """Take out of a component what a list of other components, each (n,) or (n, few), explains linearly."""
    columns = [np.ones(len(values)), *(other for other in others if other.size)]
    design = np.column_stack(columns)
    design = design[:, np.r_[True, np.ptp(design[:, 1:], axis=0) > 0]] if design.shape[1] > 1 else design
    scale = np.linalg.norm(design, axis=0)
    fitted, *_ = np.linalg.lstsq(design / scale, values, rcond=1e-9)
    return np.asarray(values - (design / scale) @ fitted)
