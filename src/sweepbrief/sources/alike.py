"""Pairs of columns that may repeat each other, found quickly: every pair that does is among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

PROBES: Final = 64
"""Runs that are looked at before all are."""
_ALMOST: Final = 1e-6
_TINY: Final = 1e-300


def likely(numbers: Mapping[str, NDArray[np.float64]]) -> set[tuple[str, str]]:
    """Name the pairs of columns that are lines in each other or in their logarithms, or near each other in the first runs.

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
    if not names:
        return set()
    plain = np.array([numbers[name] for name in names])
    with np.errstate(all="ignore"):
        # An infinity is no number to correlate or to take the distance of; its pairs stay in.
        odd = np.isinf(plain).any(axis=1)
        forms = [_unit(plain), _unit(np.log(np.where((plain > 0.0) | np.isnan(plain), plain, np.inf)))]
        head = plain[:, :PROBES]
        step = 0.5000001 * np.maximum(1.0, 10.0 ** np.floor(np.log10(np.maximum(np.abs(head), _TINY))))
        found = set()
        for place, name in enumerate(names):
            rest = slice(place + 1, None)
            apart = np.abs(head[rest] - head[place])
            near = ~(apart > np.maximum(step[rest], step[place])).any(axis=1)
            lines = [np.abs(form[rest] @ other[place]) >= 1.0 - _ALMOST for form in forms for other in forms]
            kept = np.logical_or.reduce([near, odd[rest] | odd[place], *lines])
            found |= {(name, names[place + 1 + number]) for number in np.flatnonzero(kept)}
    return found


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centre rows and scale them to length one, missing ones at the mean; rows that cannot be are zero."""
    known = ~np.isnan(values)
    held = np.where(known & ~np.isinf(values).any(axis=1, keepdims=True), values, 0.0)
    held = held / np.maximum(np.abs(held).max(axis=1, keepdims=True), _TINY)
    mean = held.sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    away = np.where(known, held - mean, 0.0)
    made: NDArray[np.float64] = away / np.maximum(np.sqrt(np.square(away).sum(axis=1, keepdims=True)), _TINY)
    return made
