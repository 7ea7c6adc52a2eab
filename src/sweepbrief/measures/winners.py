"""Winners: the settings that replicates cannot tell from the best one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures.noise import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sweepbrief.measures.design import Design

ALPHA = 0.05
"""Chance that the setting that is truly best is left out of the group."""
FEWEST = 3
"""Degrees of freedom of the noise below which no group is told."""


@dataclass(frozen=True, slots=True)
class Winners:
    """The group of settings that share the first place.

    Attributes
    ----------
    runs : tuple of str
        Runs of these settings, the setting with the best mean first, the best run of a setting first.
    settings : int
        How many settings they are of.
    of : int
        How many settings there are.
    noise : float
        Standard deviation between runs of equal settings, in the metric's unit at the best setting.
    spare : int
        Degrees of freedom behind it.
    difference : float
        Two single runs that differ by less are not told apart (least significant difference at 5 %), in the metric's unit
        from the best setting on.
    """

    runs: tuple[str, ...]
    settings: int
    of: int
    noise: float
    spare: int
    difference: float


def winners(design: Design) -> Winners | None:
    """Find the settings whose mean is not worse than the best one's beyond noise.

    A setting is left out where its mean is worse by more than the one-sided t quantile, corrected for the number of settings
    (multiple comparisons with the best; Hsu 1981, doi:10.1214/aos/1176345524), times the standard error of the difference. The
    noise is pooled among the settings better than the middle one, where enough of these repeat: near the best it is often less.

    Returns
    -------
    Winners or None
        None where settings do not repeat, or repeats agree to the last digit.
    """
    count = np.bincount(design.groups)
    metric = np.sign(design.unit) * design.level
    means = np.bincount(design.groups, metric) / count
    noise, spare = _noise(metric, design.groups, means, count)
    if spare < FEWEST or noise <= ROUNDING:
        return None
    from scipy.special import stdtrit  # noqa: PLC0415 - keeps `import sweepbrief` light

    best = int(np.argmax(means))
    limit = float(stdtrit(spare, 1.0 - ALPHA / max(len(count) - 1, 1)))
    error = noise * np.sqrt(1.0 / count + 1.0 / count[best])
    tied = means[best] - means <= np.where(np.arange(len(count)) == best, 0.0, limit * error)
    rows = np.flatnonzero(tied[design.groups])
    order = np.lexsort((-metric[rows], -means[design.groups[rows]]))
    worse = _unit_at(design, float(np.sign(design.unit)) * float(means[best]))
    return Winners(
        runs=tuple(design.runs[row] for row in rows[order].tolist()),
        settings=int(tied.sum()),
        of=len(count),
        noise=worse(noise),
        spare=spare,
        difference=worse(float(stdtrit(spare, 0.975)) * noise * np.sqrt(2.0).item()),
    )


def _unit_at(design: Design, level: float) -> Callable[[float], float]:
    """Give what turns a way down from a level of the judged scale into the metric's unit."""
    if design.scale != "log":
        size = float(np.abs(design.metric).max()) or 1.0
        return lambda way: way * size
    return lambda way: float(abs(np.exp(level) - np.exp(level - np.sign(design.unit) * way)))


def _noise(
    metric: NDArray[np.float64], groups: NDArray[np.int64], means: NDArray[np.float64], count: NDArray[np.int64]
) -> tuple[float, int]:
    """Pool the standard deviation within settings: of the better half where it repeats enough, else of all."""
    squares = np.bincount(groups, np.square(metric - means[groups]))
    for among in (means >= np.median(means), np.ones(len(means), dtype=np.bool_)):
        spare = int((count[among] - 1).sum())
        if spare >= FEWEST:
            return float(np.sqrt(squares[among].sum() / spare)), spare
    return 0.0, 0
