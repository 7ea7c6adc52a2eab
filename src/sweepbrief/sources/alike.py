"""Pairs of columns that may repeat each other, found quickly: every pair that does is among them."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

PROBES: Final = 64
"""Runs that are looked at before all are."""
DIGITS: Final = 6
"""Decimals, and digits after the first, up to which a column may be a rounding of another."""
NEAR: Final = 1e-6
"""How far from a whole number counts as whole."""
HALF: Final = 0.5000001
"""How far a rounding moves a number, in units of its last digit."""
_FIRST: Final = 8
_TINY: Final = 1e-300


def likely(numbers: Mapping[str, NDArray[np.float64]]) -> set[tuple[str, str]]:
    """Name the pairs of columns that order the runs alike, or of which one may be the other in fewer digits.

    Parameters
    ----------
    numbers : mapping of str to float64 array, shape (n,)
        NaN where missing.

    Returns
    -------
    set of (str, str)
        Names in alphabetical order. A pair that is missing here is neither equal, nor a formula, nor rounded.
    """
    names = sorted(numbers)
    found = _together({name: _ranks(numbers[name]) for name in names})
    blanks: dict[bytes, list[str]] = defaultdict(list)
    for name in names:
        blanks[np.isnan(numbers[name]).tobytes()].append(name)
    for group in blanks.values():
        found |= _near(group, numbers)
    return found


def corresponding(levels: Mapping[str, Sequence[str]]) -> set[tuple[str, str]]:
    """Name the pairs of columns whose levels correspond one to one, in alphabetical order."""
    return _together({name: _appearance(values) for name, values in sorted(levels.items())})


def _together(keys: Mapping[str, Hashable]) -> set[tuple[str, str]]:
    """Pair the names of equal keys."""
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for name, key in keys.items():
        groups[key].append(name)
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def _appearance(values: Iterable[str]) -> bytes:
    """Give levels numbers by their first appearance: the same for any other names of them."""
    seen: dict[str, int] = {}
    return np.array([seen.setdefault(value, len(seen)) for value in values], dtype=np.int64).tobytes()


def _ranks(values: NDArray[np.float64]) -> bytes:
    """Give values numbers by size, equal ones alike, missing ones last: the same where the order is reversed."""
    distinct, places = np.unique(values, return_inverse=True)
    most = int((~np.isnan(distinct)).sum()) - 1
    back = np.where(places <= most, most - places, places)
    return min(places.tobytes(), back.tobytes())


def _near(names: list[str], numbers: Mapping[str, NDArray[np.float64]]) -> set[tuple[str, str]]:
    """Pair each column of few digits with those that it may be a rounding of."""
    known = ~np.isnan(numbers[names[0]])
    plain = np.array([numbers[name][known] for name in names])
    found: set[tuple[str, str]] = set()
    with np.errstate(all="ignore"):
        for place, coarse in enumerate(plain):
            moved = _moved(coarse)
            others = [] if moved is None else _within(plain, coarse, moved)
            found |= {(min(pair), max(pair)) for other in others if other != place for pair in [(names[place], names[other])]}
    return found


def _within(plain: NDArray[np.float64], coarse: NDArray[np.float64], moved: NDArray[np.float64]) -> list[int]:
    """Give the rows that are nowhere farther from a column than rounding moves it, a few runs compared first."""
    rows = np.arange(len(plain))
    for probes in (_FIRST, PROBES, len(coarse)):
        rows = rows[~(np.abs(plain[rows, :probes] - coarse[:probes]) > moved[:probes]).any(axis=1)]
    return [int(row) for row in rows]


def _moved(coarse: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Say how far rounding can have moved each of a column's numbers; None where they have too many digits to be rounded."""
    size = 10.0 ** np.floor(np.log10(np.maximum(np.abs(coarse), _TINY)))
    reach = [
        HALF * scale * 10.0**-d for scale in (np.ones_like(size), size) for d in [_digits(coarse / scale)] if d is not None
    ]
    return np.maximum.reduce(reach) if reach else None


def _digits(values: NDArray[np.float64]) -> int | None:
    """Count the decimals that numbers have, None where they are too many."""
    return next((d for d in range(DIGITS + 1) if whole(values * 10.0**d)), None)


def whole(values: NDArray[np.float64]) -> bool:
    """Tell whether all numbers are whole, infinite ones included."""
    return not bool((np.abs(values - np.round(values)) >= NEAR).any())
