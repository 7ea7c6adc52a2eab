"""Variance components: how much of the metric all parameters carry together, estimated without finding any of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtrc

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.scales import ALPHA, BOLD_RUNS, MODEL_LEAST
from sweepbrief.measures import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.observations import Observations

WIDTH = 1 / 3
"""Part of the runs over which a curve bends: runs further apart in a parameter's order than this say little of each other."""
MIXES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Parts of what is carried that joint effects of two parameters may have; all alike beforehand."""
SHARES = np.linspace(0.0, 0.98, 50)
"""Shares of the variation that are weighed; all alike beforehand."""

UNASKED = Estimate(None, why_not="not_asked")
"""Where a strong signal shows without it."""


def carried_together(observations: Observations) -> Estimate:
    """Estimate the share of the variation that all parameters carry together.

    Effects of many parameters hide each other: none may be significant where all together are. So each main curve and each
    joint effect of two is taken as drawn from one normal law (the same for all parameters, smooth along the order of numeric
    ones), and the variance of these laws is estimated by restricted likelihood. That needs no model of what each does.

    Parameters
    ----------
    observations : Observations
        Without extreme runs.

    Returns
    -------
    Estimate
        Median and 95 % interval of the share among single results, all shares alike beforehand; ``low`` is 0 where the
        likelihood ratio against none is not significant. No value for few runs, or for so many that tests find what there is.

    References
    ----------
    Patterson & Thompson, Recovery of inter-block information when block sizes are unequal, Biometrika 58 (1971); Yang et al.,
    Common SNPs explain a large proportion of the heritability for human height, Nature Genetics 42 (2010); Duvenaud, Nickisch &
    Rasmussen, Additive Gaussian processes, NeurIPS (2011); Self & Liang, Asymptotic properties of maximum likelihood estimators
    under nonstandard conditions, Journal of the American Statistical Association 82 (1987).
    """
    n, y, root = observations.n, observations.y, observations.root
    kernels = [kernel for axis in observations.axes if (kernel := kernel_of(axis)) is not None]
    if not MODEL_LEAST <= n <= BOLD_RUNS or not kernels or float(np.ptp(y)) <= 0:
        return UNASKED
    contrasts = np.linalg.qr(root[:, None], mode="complete")[0][:, 1:]
    z, rows = contrasts.T @ (root * y), root[:, None] * contrasts
    main, joint = (rows.T @ kernel @ rows for kernel in _laws(kernels))
    mixes = MIXES if len(kernels) > 1 else MIXES[:1]
    likelihoods = np.array([_likelihoods((1.0 - mix) * main + mix * joint, z) for mix in mixes])
    top = float(likelihoods.max())
    weights = np.exp(likelihoods - top).mean(axis=0)
    known = np.cumsum(weights) / weights.sum()
    low, middle, high = (float(np.interp(at, known, SHARES)) for at in (0.025, 0.5, 0.975))
    return Estimate(middle, low if _beyond_chance(2.0 * (top - float(likelihoods[0, 0]))) else 0.0, high)


def _beyond_chance(ratio: float) -> bool:
    """Test twice the log likelihood ratio of two variances, neither below 0: a mixture of laws with 0, 1 and 2 degrees."""
    return float(0.5 * chdtrc(1, max(ratio, 0.0)) + 0.25 * chdtrc(2, max(ratio, 0.0))) < ALPHA


def kernel_of(axis: Axis) -> NDArray[np.float64] | None:
    """Give how alike the effects of a parameter are in any two runs, centred, 1 on average for a run with itself."""
    if axis.size <= 1:
        return None
    apart = axis.ranks[:, None] - axis.ranks
    alike = np.exp(-0.5 * np.square(apart / WIDTH)) if axis.ordered else np.eye(axis.size)
    place = np.maximum(axis.index, 0)
    return centred(alike[np.ix_(place, place)] * np.outer(axis.active, axis.active))


def centred(kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take the constant out of a kernel, and make it 1 on average for a run with itself."""
    kernel = kernel - kernel.mean(axis=0)
    kernel = kernel - kernel.mean(axis=1, keepdims=True)
    return np.asarray(kernel / max(float(np.trace(kernel)) / len(kernel), TINY))


def _laws(kernels: list[NDArray[np.float64]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the laws of all main curves, and of the joint effects of all pairs: the products of their members' kernels."""
    total = np.sum(kernels, axis=0)
    pairs = (np.square(total) - np.sum([np.square(kernel) for kernel in kernels], axis=0)) / 2
    return centred(total), centred(pairs) if len(kernels) > 1 else pairs


def _likelihoods(kernel: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the restricted log likelihood, profiled over the variance, of each share."""
    values, vectors = np.linalg.eigh(kernel)
    squares, found = np.square(vectors.T @ z), []
    for share in SHARES:
        spread = share * np.maximum(values, 0.0) + (1.0 - share)
        found.append(-0.5 * (len(z) * math.log(float(np.mean(squares / spread))) + float(np.log(spread).sum())))
    return np.array(found)
