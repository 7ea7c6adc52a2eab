"""What became of the metric: its best value, what a good run and the middle run reach, and how well a forest predicts it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sweepbrief.comparison.change import Change, difference, together
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from sweepbrief.comparison.snapshot import Snapshot

_Z: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Exceedance:
    """How many runs of one sweep are better than every run of the other.

    Attributes
    ----------
    newer : bool
        Whether the new sweep leads.
    count : int
        Its runs beyond the other's best; of very many, those that were kept.
    p_value : float
        Two-sided, uncorrected: chance of as long a lead, had both sweeps drawn from the same runs.
    """

    newer: bool
    count: int
    p_value: float


def exceedance(old: Snapshot, new: Snapshot) -> Exceedance | None:
    """Count the runs of the leading sweep that beat the other's best (Rosenbaum's test).

    Where both sweeps draw from the same distribution, every assignment of the pooled runs to the two is equally likely; the
    chance that the first k of them all come from one sweep is a ratio of falling factorials. No distribution is assumed.

    Parameters
    ----------
    old, new : Snapshot
        Of the same metric.

    Returns
    -------
    Exceedance or None
        None where either keeps no leading values, or the best values are equal.

    References
    ----------
    .. [1] Rosenbaum, S. (1954). Tables for a nonparametric test of location. Annals of Mathematical Statistics 25, 146-150.
    """
    if not old.leading or not new.leading:
        return None
    sign = new.sign
    gap = sign * (new.leading[0] - old.leading[0])
    if gap == 0:
        return None
    ahead, behind = (new, old) if gap > 0 else (old, new)
    count = sum(sign * value > sign * behind.leading[0] for value in ahead.leading)
    total = ahead.used + behind.used
    logs = [_all_from(one.used, total, count) for one in (ahead, behind)]
    return Exceedance(gap > 0, count, min(1.0, sum(math.exp(one) for one in logs)))


def _all_from(part: int, total: int, count: int) -> float:
    """Give the log chance that the first ``count`` of ``total`` all belong to one part."""
    if count > part:
        return -math.inf
    return sum(math.log((part - place) / (total - place)) for place in range(count))


def outcome(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Hold the outcomes of two sweeps against each other.

    Returns
    -------
    tuple of Change
        ``best``, ``good``, ``median`` and ``r2``, corrected together.
    """
    changes = (
        best(old, new),
        difference("good", None, old.good, new.good),
        difference("median", None, old.median, new.median),
        difference("r2", None, old.r2, new.r2),
    )
    return together(changes)


def best(old: Snapshot, new: Snapshot) -> Change:
    """Hold the best values against each other, uncorrected.

    Two doubts must both be overcome: that more runs, or luckier ones, find a better best by themselves (Rosenbaum's test), and
    that equal settings give unequal values (the noise between repeated runs, where a sweep has repeated any).
    """
    apart = None if old.best is None or new.best is None else new.best - old.best
    found = Change("best", None, Estimate(old.best), Estimate(new.best), apart)
    lead, noise = exceedance(old, new), _noise(old, new)
    if apart is None:
        return found
    doubts = [] if lead is None else [lead.p_value]
    if noise:
        error = math.sqrt(2) * noise
        found = replace(found, low=apart - _Z * error, high=apart + _Z * error)
        doubts.append(math.erfc(abs(apart) / error / math.sqrt(2)))
    return replace(found, p_value=max(doubts)) if doubts else found


def _noise(old: Snapshot, new: Snapshot) -> float | None:
    """Give the larger of the two noise floors that are known."""
    known = [one.noise.value for one in (old, new) if one.noise.value is not None]
    return max(known, default=None)
