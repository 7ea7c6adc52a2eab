"""Linear association of many columns with one outcome, on the runs where both are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.resampling import FEWEST, bootstrap
from sweepbrief.measures.score import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design
    from sweepbrief.measures.resampling import Resamples

_FEWEST_VALUES = 3
_TINY = 1e-12
_ROOM = 1_000_000


def settings_as_numbers(design: Design, name: str) -> NDArray[np.float64] | None:
    """Give a parameter's raw settings as numbers (False 0, True 1, missing NaN); None for a category."""
    (parameter,) = (one for one in design.parameters if one.name == name)
    if parameter.kind == "categorical":
        return None
    column = design.values[name]
    if parameter.numeric:
        return column.to_numpy(np.float64)
    return np.array([np.nan if value is None else float(bool(value)) for value in column])


def correlate(x: NDArray[np.float64], y: NDArray[np.float64], resamples: Resamples) -> list[Estimate]:
    """Give Pearson's r of every column of ``x`` with the same column of ``y``, with BCa intervals.

    Parameters
    ----------
    x, y : float64 array, shape (n, p)
        NaN in ``x``: missing; a run is left out of that column's r only.
    resamples : Resamples
        Shared draws.

    Returns
    -------
    list of Estimate, length p
        Without value (``too_few_runs``, ``constant``) or interval (``too_few_runs``, ``degenerate``) where it must be.
    """
    if x.shape[1] == 0:
        return []
    if x.size > _ROOM and x.shape[1] > 1:
        half = x.shape[1] // 2
        return [*correlate(x[:, :half], y[:, :half], resamples), *correlate(x[:, half:], y[:, half:], resamples)]
    known = ~np.isnan(x)
    u, v = _standardise(x, known), _standardise(y, known)
    found = bootstrap(np.stack([known.astype(np.float64), u, v, u * u, v * v, u * v], axis=1), _r, resamples)
    settings = (resamples.collect(known.astype(np.float64)) > 0).sum(axis=0)
    rows = zip(known.sum(axis=0), settings, found.value, found.low, found.high, strict=True)
    return [_estimate(*(float(number) for number in row)) for row in rows]


def _standardise(values: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Centre and scale each column over its known entries, others zero, safe for values near the largest float."""
    kept = np.where(known, values, 0.0)
    size = np.abs(kept).max(axis=0)
    kept = kept / np.where(size > 0.0, size, 1.0)
    count = np.maximum(known.sum(axis=0), 1)
    kept = np.where(known, kept - kept.sum(axis=0) / count, 0.0)
    spread = np.sqrt(np.square(kept).sum(axis=0) / count)
    return kept / np.where(spread > _TINY, spread, np.inf)


def _r(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pearson's r from the sums of 1, x, y, xx, yy, xy."""
    count, x, y, xx, yy, xy = np.moveaxis(sums, -2, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread_x, spread_y = xx - x * x / count, yy - y * y / count
        r = (xy - x * y / count) / np.sqrt(spread_x * spread_y)
    defined = (count > 1) & (spread_x > _TINY * count) & (spread_y > _TINY * count)
    return np.where(defined, np.clip(r, -1.0, 1.0), np.nan)


def _estimate(known: float, settings: float, value: float, low: float, high: float) -> Estimate:
    """Say what there is, or why there is not."""
    if known < _FEWEST_VALUES:
        return Estimate(None, why_not="too_few_runs")
    if np.isnan(value):
        return Estimate(None, why_not="constant")
    if settings < FEWEST:
        return Estimate(value, why_not="too_few_runs")
    if np.isnan(low):
        return Estimate(value, why_not="degenerate")
    return Estimate(value, max(low, -1.0), min(high, 1.0))
