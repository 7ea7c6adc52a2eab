"""Derived columns: parameters that only repeat another one in other words, so that credit would be split between the two.

Recognised are numbers equal to another parameter's, the same in fewer digits, a multiple, offset, power, reciprocal or
logarithm of it, the sum or product of two others, and categories that differ from another's in nothing but the names of their
levels. What merely rises with another parameter is kept: two settings that moved together are no copies of each other.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from sweepbrief.sources.alike import DIGITS, HALF, PROBES, corresponding, likely, whole

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sweepbrief.sweep import Parameter

FEWEST_VALUES: Final = 5
"""Distinct values from which on a formula that holds without exception is no accident."""
FEWEST_EQUAL: Final = 3
"""The same for values that are equal."""
FEWEST_SETTINGS: Final = 8
"""Runs that both columns must have."""
MOST: Final = 40
"""Parameters beyond which sums and products of others are not looked for."""
_EXACT: Final = 1e-9


def derived(parameters: tuple[Parameter, ...], settings: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Find the parameters that repeat others.

    Parameters
    ----------
    parameters : tuple of Parameter
        In the source's order.
    settings : pandas.DataFrame
        Their values in the runs that count.

    Returns
    -------
    dict of str to tuple of str
        By derived parameter, the one it repeats, or the two it is the sum or product of. Of two that repeat each other the one
        is kept whose range the source states, else whose numbers are plainer, else that has more values.
    """
    names = sorted(p.name for p in parameters)
    of = {p.name: p for p in parameters}
    numbers = {n: settings[n].to_numpy(np.float64, na_value=np.nan) for n in names if of[n].numeric}
    levels = {n: [repr(value) for value in settings[n]] for n in names if n not in numbers}
    levels = {n: values for n, values in levels.items() if len(values) >= FEWEST_SETTINGS and len(set(values)) >= FEWEST_EQUAL}
    found: dict[str, tuple[str, ...]] = {}
    for one, other in sorted(likely(numbers) | corresponding(levels)):
        if one in found or other in found:
            continue
        if one in numbers:
            same = _same_numbers(numbers[one], numbers[other])
        else:
            same = "equal" if _same_levels(levels[one], levels[other]) else None
        if same is not None:
            first, second = _preferred(of, settings, one, other, same)
            found[second] = (first,)
    left = [n for n in numbers if n not in found]
    if len(left) <= MOST:
        found.update(_totals({n: numbers[n] for n in left}))
    return found


def _same_numbers(one: NDArray[np.float64], other: NDArray[np.float64]) -> str | None:
    """Say how two columns repeat each other: ``equal``, ``first`` or ``second`` is rounded, ``formula``, or not at all."""
    known = ~np.isnan(one)
    if not np.array_equal(known, ~np.isnan(other)) or int(known.sum()) < FEWEST_SETTINGS:
        return None
    a, b = one[known], other[known]
    distinct = (len(np.unique(a)), len(np.unique(b)))
    if np.array_equal(a, b):
        return "equal" if distinct[0] >= FEWEST_EQUAL else None
    if min(distinct) < FEWEST_VALUES:
        return None
    if distinct[0] == distinct[1] and _formula(a, b):
        return "formula"
    return "first" if _rounded(a, b) else "second" if _rounded(b, a) else None


def _formula(a: NDArray[np.float64], b: NDArray[np.float64]) -> bool:
    """Tell whether one is a line in the other, in its logarithm, or both are in their logarithms."""
    pairs = [(a, b)]
    positive = bool((a > 0).all()), bool((b > 0).all())
    pairs += [(np.log(a), b)] if positive[0] else []
    pairs += [(a, np.log(b))] if positive[1] else []
    pairs += [(np.log(a), np.log(b))] if all(positive) else []
    return any(_line(u, v) for u, v in pairs)


def _line(u: NDArray[np.float64], v: NDArray[np.float64]) -> bool:
    with np.errstate(over="ignore", invalid="ignore"):
        u, v = u - u.mean(), v - v.mean()
        size_u, size_v = float(np.sqrt(u @ u)), float(np.sqrt(v @ v))
    if not (0 < size_u < math.inf and 0 < size_v < math.inf):
        return False
    r = float((u / size_u) @ (v / size_v))
    return float(np.abs(v / size_v - math.copysign(1.0, r) * u / size_u).max()) < _EXACT


@np.errstate(all="ignore")
def _rounded(coarse: NDArray[np.float64], fine: NDArray[np.float64]) -> bool:
    """Tell whether one is the other in fewer digits: decimals, or significant ones."""
    away = np.abs(coarse - fine)
    if len(np.unique(coarse)) > len(np.unique(fine)) or bool((np.isinf(away) | (away > 0.5 * np.abs(fine).max())).any()):
        return False
    size = 10.0 ** np.floor(np.log10(np.maximum(np.abs(fine), 1e-300)))
    for digits in range(DIGITS + 1):
        step = 10.0**-digits
        if any(bool((away <= HALF * s).all() and whole(coarse / s)) for s in (step, step * size)):
            return True
    return False


def _same_levels(one: list[str], other: list[str]) -> bool:
    """Tell whether two categories that correspond one to one are equal, or have so many levels that it is no accident."""
    return one == other or len(set(one)) >= FEWEST_VALUES


def _preferred(of: dict[str, Parameter], settings: pd.DataFrame, one: str, other: str, same: str) -> tuple[str, str]:
    """Put the column that is kept first."""
    if same in {"first", "second"}:
        return (other, one) if same == "first" else (one, other)
    ranked = sorted((one, other), key=lambda name: (not of[name].range_known, _length(list(settings[name])), name))
    return ranked[0], ranked[1]


def _length(values: list[object]) -> int:
    """Count the characters that it takes to write down a column's values."""
    return sum(len(repr(value)) for value in values)


def _totals(numbers: dict[str, NDArray[np.float64]]) -> dict[str, tuple[str, ...]]:
    """Find positive columns that are the sum or the product of two others, which all vary."""
    usable = {
        name: values for name, values in numbers.items()
        if len(values) >= FEWEST_SETTINGS and bool((values > 0).all()) and len(np.unique(values)) > 1
    }  # fmt: skip
    found: dict[str, tuple[str, ...]] = {}
    order = sorted(usable)
    probes = np.array([usable[name][:PROBES] for name in order])
    for one, other in combinations(order, 2):
        for combine in (np.add, np.multiply):
            head = combine(usable[one][:PROBES], usable[other][:PROBES])
            near = (np.abs(head - probes) <= 2.0 * _EXACT * probes).all(axis=1)
            for name in (name for name, close in zip(order, near, strict=True) if close):
                if name in {one, other, *found}:
                    continue
                made = combine(usable[one], usable[other])
                if len(np.unique(made)) >= FEWEST_VALUES and np.allclose(made, usable[name], rtol=_EXACT, atol=0.0):
                    found[name] = (one, other)
    parts = {part for pair in found.values() for part in pair}
    return {name: pair for name, pair in found.items() if name not in parts}
