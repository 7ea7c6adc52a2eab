"""Dependence: which parameters were not varied independently of each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.spearman import mean_rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design
    from sweepbrief.sweep import Parameter

_LEAST = 0.3
_LEVEL = 0.01
_FEWEST = 8
_MOST_TABLES = 20_000
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Dependence:
    """Two parameters whose settings moved together.

    Attributes
    ----------
    parameters : tuple of two str
        In the sweep's order.
    value : float
        0..1: |Spearman's rho| of two numbers, the correlation ratio of ranks for a number and a category, Cramer's V of two
        categories; the latter two corrected for the number of levels.
    """

    parameters: tuple[str, str]
    value: float


def dependence(design: Design, names: list[str]) -> tuple[Dependence, ...]:
    """Find the pairs of parameters with a dependence of 0.3 or more that chance does not explain, strongest first.

    Each distinct setting counts once. Chance: a p-value above 0.01 divided by the number of pairs. Numbers are compared where
    both are known; a missing category is a level.
    """
    _, first = np.unique(design.groups, return_index=True)
    of_name = {one.name: one for one in design.parameters}
    numbers = [name for name in names if of_name[name].kind != "categorical"]
    pairs = max(len(names) * (len(names) - 1) // 2, 1)
    ranks = [_ranks(design, of_name[name], first) for name in numbers]
    found = _between_numbers(np.column_stack(ranks), numbers) if numbers else {}
    known = set(numbers)
    mixed = [(one, two) for one, two in combinations(names, 2) if not (one in known and two in known)]
    if len(mixed) <= _MOST_TABLES:
        ranked = {name: column for name, column in zip(numbers, ranks, strict=True) if of_name[name].numeric}
        codes = {name: _codes(design, of_name[name], first) for name in names if mixed and name not in ranked}
        for pair in mixed:
            found[pair] = _with_category(ranked, codes, pair)
    kept = [Dependence(pair, value) for pair, (value, chance) in found.items() if value >= _LEAST and chance * pairs < _LEVEL]
    place = {name: number for number, name in enumerate(names)}
    return tuple(sorted(kept, key=lambda one: (-one.value, *(place[name] for name in one.parameters))))


def _ranks(design: Design, parameter: Parameter, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the mean ranks of a number's or boolean's settings; NaN where missing."""
    column = design.values[parameter.name].iloc[rows]
    if parameter.numeric:
        return mean_rank(column.to_numpy(np.float64))
    return mean_rank(np.array([np.nan if value is None else float(bool(value)) for value in column]))


def _between_numbers(ranks: NDArray[np.float64], names: list[str]) -> dict[tuple[str, str], tuple[float, float]]:
    """Give |rho| and its p-value for the pairs of columns that are close, on the settings where both are known."""
    from scipy.special import stdtr  # noqa: PLC0415 - keeps `import sweepbrief` light

    known = (~np.isnan(ranks)).astype(np.float64)
    centre = np.where(known > 0, ranks, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    u = np.where(known > 0, ranks - centre, 0.0) / len(ranks)
    count, x, xx, xy = known.T @ known, u.T @ known, (u * u).T @ known, u.T @ u
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = xx - x * x / count
        rho = (xy - x * x.T / count) / np.sqrt(spread * spread.T)
        rho = np.where((count >= _FEWEST) & (spread > _TINY) & (spread.T > _TINY), np.clip(rho, -1.0, 1.0), 0.0)
        t = np.abs(rho) * np.sqrt(np.maximum(count - 2, 0) / np.maximum(1.0 - rho * rho, 1e-300))
        chance = 2.0 * stdtr(np.maximum(count - 2, 1), -t)
    close = np.argwhere(np.triu(np.abs(rho) >= _LEAST, 1)).tolist()
    return {(names[i], names[j]): (float(abs(rho[i, j])), float(chance[i, j])) for i, j in close}


def _with_category(
    ranks: dict[str, NDArray[np.float64]], codes: dict[str, NDArray[np.int64]], pair: tuple[str, str]
) -> tuple[float, float]:
    """Give dependence and p-value of a pair with at least one category."""
    ranked = [ranks[name] for name in pair if name in ranks]
    levels = [codes[name] for name in pair if name in codes]
    if not ranked:
        return _cramer(levels[0], levels[1])
    known = ~np.isnan(ranked[0])
    return _ratio(levels[0][known], ranked[0][known])


def _codes(design: Design, parameter: Parameter, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the numbers of a category's levels."""
    members = design.x[rows][:, design.members(parameter.name)]
    codes = members[:, 0] if members.shape[1] == 1 else members.argmax(axis=1)
    return codes.astype(np.int64)


def _ratio(codes: NDArray[np.int64], ranks: NDArray[np.float64]) -> tuple[float, float]:
    """Give the correlation ratio of ranks between levels (root of epsilon squared) and the F test's p-value."""
    from scipy.special import fdtrc  # noqa: PLC0415 - keeps `import sweepbrief` light

    levels, codes = np.unique(codes, return_inverse=True)
    between, within = len(levels) - 1, len(ranks) - len(levels)
    total = float(np.square(ranks - ranks.mean()).sum()) if len(ranks) else 0.0
    if len(ranks) < _FEWEST or between < 1 or within < 1 or total <= 0.0:
        return 0.0, 1.0
    error = float(np.square(ranks - (np.bincount(codes, ranks) / np.bincount(codes))[codes]).sum())
    f = (total - error) / between / max(error / within, 1e-300)
    return float(np.sqrt(max(0.0, 1.0 - error / total * (len(ranks) - 1) / within))), float(fdtrc(between, within, f))


def _cramer(one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[float, float]:
    """Give Cramer's V, bias-corrected (Bergsma 2013, doi:10.1016/j.jkss.2012.10.002), and the chi-squared test's p-value."""
    from scipy.special import chdtrc  # noqa: PLC0415 - keeps `import sweepbrief` light

    n = len(one)
    table = np.zeros((one.max(initial=0) + 1, other.max(initial=0) + 1))
    np.add.at(table, (one, other), 1.0)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    r, c = table.shape
    if n < _FEWEST or min(r, c) <= 1:
        return 0.0, 1.0
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / n
    chi = float((np.square(table - expected) / expected).sum())
    free = (r - 1) * (c - 1)
    corrected = max(0.0, chi / n - free / (n - 1))
    most = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    return (float(min(1.0, np.sqrt(corrected / most))) if most > 0 else 0.0), float(chdtrc(free, chi))
