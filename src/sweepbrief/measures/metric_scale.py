"""The scale on which a metric is analysed: its own, its logarithm, or, for the forest, its ranks.

A raw-scale analysis of a metric spread over orders of magnitude explains its largest values, and one of a metric with a few
diverged runs explains the accidents. Two rules decide, both blind to the parameters, to direction and to unit:

* *Logarithm*: the values have one sign, their middle 90 % spans two decades, a tenth of it at least on either
  side of the median, and the profile likelihood of Box and Cox (1964,
  doi:10.1111/j.2517-6161.1964.tb00553.x) is higher for the logarithm than for the root and for the values themselves.
* *Ranks*: else, where the runs further than five spreads from the median hold more than half of all squared distances. The
  forest is then grown on normal scores of the ranks (van der Waerden 1952), which have no accidents to explain; the joint model
  sets such runs aside, or draws them in, by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MetricScale = Literal["raw", "log", "rank"]

DECADES: Final = 2.0
"""Decades that the middle 90 % of a metric span before its logarithm is considered: within less, the raw scale tells all."""
BUNCHED: Final = 0.1
"""Part of that span that lies on either side of the median: where half of the runs are bunched, the logarithm is torn, too."""
DECISIVE: Final = 10.0
"""Twice the difference of log likelihoods that decides between two scales (Kass and Raftery 1995: very strong)."""
FAR: Final = 5.0
"""Spreads from the median beyond which a run is far out: one bell-shaped run in a million is."""
MOST: Final = 0.5
"""Share of the squared distances that few far runs may hold before ranks take over."""
_FEWEST = 12


def scale_of(metric: NDArray[np.float64]) -> Literal["raw", "log"]:
    """Choose between a metric and its logarithm.

    Parameters
    ----------
    metric : float64 array, shape (n,)
        Finite values in the metric's own unit.

    Returns
    -------
    {"raw", "log"}
        The same for the metric negated or in another unit.
    """
    if len(metric) < _FEWEST or not (bool((metric > 0.0).all()) or bool((metric < 0.0).all())):
        return "raw"
    logs = np.log10(np.abs(metric))
    low, middle, high = np.quantile(logs, [0.05, 0.5, 0.95])
    if high - low < DECADES or min(middle - low, high - middle) < BUNCHED * (high - low):
        return "raw"
    logs = (logs - np.median(logs)) * np.log(10.0)
    of_log = _likelihood(logs, 0.0)
    return "log" if all(2.0 * (of_log - _likelihood(logs, power)) >= DECISIVE for power in (0.5, 1.0)) else "raw"


def _likelihood(logs: NDArray[np.float64], power: float) -> float:
    """Give Box and Cox's profile log likelihood of a power, from natural logarithms."""
    turned = logs if power == 0.0 else np.expm1(np.clip(power * logs, -700.0, 300.0)) / power
    spread = float(np.var(turned / max(float(np.abs(turned).max()), 1e-300)))
    size = 2.0 * float(np.log(max(float(np.abs(turned).max()), 1e-300)))
    return -0.5 * len(logs) * (float(np.log(max(spread, 1e-300))) + size) + (power - 1.0) * float(logs.sum())


def on_ranks(y: NDArray[np.float64]) -> bool:
    """Tell whether few far runs hold most of the variance, so that a forest would explain little else.

    Parameters
    ----------
    y : float64 array, shape (n,)
        Median 0, robust spread 1.
    """
    squares = np.square(y)
    far = np.abs(y) > FAR
    return bool(far.any() and not far.all() and squares[far].sum() > MOST * squares.sum())


def normal_scores(y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the normal quantile of each value's mid-rank, shape (n,)."""
    from scipy.special import ndtri  # noqa: PLC0415 - keeps `import sweepbrief` light

    values, place, count = np.unique(y, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - count / 2.0
    share = (middle / len(y))[place.reshape(-1)]
    return np.asarray(ndtri(share) if len(values) > 1 else np.zeros(len(y)), dtype=np.float64)
