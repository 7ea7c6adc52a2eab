"""A sketch of a sweep's runs: few enough to keep in a report, enough to tell how many runs two sweeps share."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

KEPT: Final = 64
"""Fingerprints that are kept."""


def sketch(runs: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """Keep the smallest fingerprints of the runs, each of its name and its outcome.

    Parameters
    ----------
    runs : iterable of (str, float)
        Name and outcome of the runs that count.

    Returns
    -------
    tuple of str
        At most `KEPT`, in order; they tell neither names nor values.

    References
    ----------
    .. [1] Broder, A. Z. (1997). On the resemblance and containment of documents. Compression and Complexity of Sequences.
    """
    texts = (f"{name}\n{float(value)!r}".encode("utf-8", "replace") for name, value in runs)
    return tuple(sorted({hashlib.blake2b(text, digest_size=8).hexdigest() for text in texts})[:KEPT])


def shared(old: tuple[str, ...], new: tuple[str, ...], old_runs: int, new_runs: int) -> float:
    """Estimate which part of the earlier sweep's runs the new one holds as well.

    Parameters
    ----------
    old, new : tuple of str
        Sketches.
    old_runs, new_runs : int
        Sizes of the two sweeps.

    Returns
    -------
    float
        0 to 1; exact where both sketches hold all runs. 0 where either is missing.
    """
    if not old or not new or not old_runs:
        return 0.0
    least = sorted(set(old) | set(new))[: min(KEPT, max(len(old), len(new)))]
    if len(old) < KEPT and len(new) < KEPT:
        least = sorted(set(old) | set(new))
    alike = len(set(least) & set(old) & set(new)) / len(least)
    return min(1.0, alike * (old_runs + new_runs) / (1 + alike) / old_runs)
