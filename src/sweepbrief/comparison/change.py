"""A change: two numbers of the same kind, how far apart they are, and whether chance alone would put them there."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.measures import Estimate

ALPHA: Final = 0.05
"""Chance of even one false alarm in a family of comparisons."""
_Z: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Change:
    """Two numbers of the same kind.

    Attributes
    ----------
    what : str
        ``best``, ``good``, ``median``, ``r2``, ``importance``, ``association`` or ``level``.
    parameter : str or None
        Whom it is about; None where it is about the sweep.
    old, new : Estimate
        Before and after, each with its own 95 % interval.
    difference : float or None
        New minus old; None where one of them is unknown.
    low, high : float or None
        Interval of the difference, simultaneous over its family; None where there is none.
    p_value : float or None
        Two-sided, corrected for its family; None where there is no test.
    """

    what: str
    parameter: str | None
    old: Estimate
    new: Estimate
    difference: float | None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None

    @property
    def holds(self) -> bool:
        """Whether chance alone would hardly put the two so far apart."""
        return self.p_value is not None and self.p_value < ALPHA


def difference(what: str, parameter: str | None, old: Estimate, new: Estimate, family: int = 1) -> Change:
    """Hold two independent estimates against each other.

    The interval of the difference is recovered from the two intervals (MOVER), which keeps their skewness; the p-value is
    that of the multiple at which the nearer end of it would touch zero.

    Parameters
    ----------
    what, parameter
        As in `Change`.
    old, new : Estimate
        With 95 % intervals.
    family : int
        Comparisons made together (Bonferroni).

    Returns
    -------
    Change
        Without interval and test where either has no interval, or both intervals have no length.

    References
    ----------
    .. [1] Zou, G. Y. (2007). Toward using confidence intervals to compare correlations. Psychological Methods 12(4), 399-413.
    """
    if old.value is None or new.value is None:
        return Change(what, parameter, old, new, None)
    apart = new.value - old.value
    widths = _widths(old, new)
    if widths is None:
        return Change(what, parameter, old, new, apart)
    down, up = widths
    near = down if apart > 0 else up
    p_value = 1.0 if apart == 0 else 0.0 if near == 0 else math.erfc(_Z * abs(apart) / near / math.sqrt(2))
    wider = NormalDist().inv_cdf(1 - ALPHA / (2 * family)) / _Z
    return Change(what, parameter, old, new, apart, apart - wider * down, apart + wider * up, min(1.0, family * p_value))


def _widths(old: Estimate, new: Estimate) -> tuple[float, float] | None:
    """Give how far the interval of new minus old reaches down and up."""
    if old.value is None or new.value is None or old.low is None or old.high is None or new.low is None or new.high is None:
        return None
    down = math.hypot(max(new.value - new.low, 0.0), max(old.high - old.value, 0.0))
    up = math.hypot(max(new.high - new.value, 0.0), max(old.value - old.low, 0.0))
    return (down, up) if down + up > 0 else None


def together(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Correct changes for being made together.

    Parameters
    ----------
    changes : sequence of Change
        Of one family, each uncorrected.

    Returns
    -------
    tuple of Change
        In the same order, corrected over those that have a test (Bonferroni).
    """
    family = sum(change.p_value is not None for change in changes)
    return tuple(_corrected(change, family) for change in changes)


def _corrected(change: Change, family: int) -> Change:
    if change.p_value is None:
        return change
    p_value = min(1.0, family * change.p_value)
    if change.difference is None or change.low is None or change.high is None:
        return replace(change, p_value=p_value)
    wider = NormalDist().inv_cdf(1 - ALPHA / (2 * family)) / _Z
    low, high = (change.difference + wider * (end - change.difference) for end in (change.low, change.high))
    return replace(change, p_value=p_value, low=low, high=high)
