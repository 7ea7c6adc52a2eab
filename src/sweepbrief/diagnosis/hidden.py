"""Hidden effects: parameters that act beneath what all the others do together, none of which was found."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.special import log_ndtr

from sweepbrief.diagnosis.axis import TINY
from sweepbrief.diagnosis.regression import COLLINEAR, log_tail
from sweepbrief.diagnosis.scales import BOLD_RUNS, LOG_ALPHA, LOG_LENIENT, MODEL_LEAST
from sweepbrief.diagnosis.term import Term
from sweepbrief.diagnosis.variance_components import centred, kernel_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.joint import JointModel

ROUNDS = 40
"""Rounds of the search for the variances; each raises the likelihood."""


def hidden(joint: JointModel, silent: list[int]) -> dict[int, tuple[float, Term]]:
    """Find silent parameters that act beneath the effects of all the others.

    Where many parameters act, what the others do is noise to the test of each, unless it is known. Here it is drawn from
    normal laws, one for all main curves of the other parameters and one for all their joint effects, next to the terms of the
    joint model. Their variances are estimated by restricted likelihood without the parameter that is asked about. Whether its
    own curve has any variance is then one score test, whose law given those variances is that of a ratio of quadratic forms.

    Parameters
    ----------
    joint : JointModel
        Its terms are held fixed.
    silent : list of int
        Numbers of the axes of parameters without any term, of which nothing could be told.

    Returns
    -------
    mapping of int to (float, Term)
        Log p, corrected for all parameters, and the form that fits best given the others; significant ones only.

    References
    ----------
    Zhang & Lin, Hypothesis testing in semiparametric additive mixed models, Biostatistics 4 (2003); Lippert et al., FaST linear
    mixed models for genome-wide association studies, Nature Methods 8 (2011); Zhou et al., MM algorithms for variance component
    models, Journal of Computational and Graphical Statistics 28 (2019); Kuonen, Saddlepoint approximations for distributions of
    quadratic forms in normal variables, Biometrika 86 (1999).
    """
    bench, observations = joint.bench, joint.observations
    if not silent or not MODEL_LEAST <= observations.n <= BOLD_RUNS:
        return {}
    kernels = {k: law for k, axis in enumerate(observations.axes) if (law := kernel_of(axis)) is not None}
    asked = [number for number in silent if number in kernels and bench.coarse[number].forms]
    if not asked:
        return {}
    basis = joint.span.basis
    contrasts = np.linalg.qr(basis, mode="complete")[0][:, basis.shape[1] :]
    z, rows = contrasts.T @ (observations.root * joint.target), observations.root[:, None] * contrasts
    if len(z) < MODEL_LEAST or float(z @ z) <= bench.floor:
        return {}
    laws = {number: rows.T @ law @ rows for number, law in kernels.items()}
    together = _parts(z, kernels, rows)
    variances = _variances(z, together)
    whole, found = np.tensordot(variances, together, 1), {}
    for number in asked:
        part = variances[0] / _size(np.sum(list(laws.values()), axis=0))
        likely, _ = _tested(whole - part * laws[number], laws[number], z)
        if likely + math.log(bench.count) >= LOG_LENIENT:
            continue
        others = _parts(z, {other: law for other, law in kernels.items() if other != number}, rows)
        log_p, half = _tested(np.tensordot(_variances(z, others), others, 1), laws[number], z)
        if log_p + math.log(bench.count) < LOG_ALPHA:
            forms = bench.coarse[number].forms
            tails = [_tail(half, contrasts.T @ bench.weigh(one.columns), z) + math.log(bench.charge(one)) for one in forms]
            form = forms[int(np.argmin(tails))]
            found[number] = (log_p + math.log(bench.count), Term((number,), (form,)))
    return found


def _tested(
    covariance: NDArray[np.float64], own: NDArray[np.float64], z: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Give the log p that contrasts have no more along a kernel than their covariance tells, and its lower half."""
    half = cholesky(covariance, lower=True)
    along = solve_triangular(half, solve_triangular(half, own, lower=True).T, lower=True)
    return score(along, solve_triangular(half, z, lower=True)), half


def _tail(half: NDArray[np.float64], columns: NDArray[np.float64], z: NDArray[np.float64]) -> float:
    """Give the log p of the F test by generalised least squares that some columns explain nothing."""
    left, white = solve_triangular(half, z, lower=True), solve_triangular(half, columns, lower=True)
    vectors, values, _ = np.linalg.svd(white, full_matrices=False)
    vectors = vectors[:, values**2 > COLLINEAR * max(float(values[0]) ** 2, TINY)]
    explained = float(np.sum((vectors.T @ left) ** 2))
    return log_tail(explained, float(left @ left) - explained, vectors.shape[1], len(z) - vectors.shape[1])


def _size(law: NDArray[np.float64]) -> float:
    return max(float(np.trace(law)) / len(law), TINY)


def _parts(z: NDArray[np.float64], kernels: dict[int, NDArray[np.float64]], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the laws of contrasts: of all main curves, of all joint effects, and of noise."""
    laws = [rows.T @ law @ rows for law in _laws(list(kernels.values()))]
    return np.array([*(law / _size(law) for law in laws), np.eye(len(z))])


def _laws(kernels: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Give the laws of the main curves of some parameters and of their joint effects."""
    if not kernels:
        return []
    total = np.sum(kernels, axis=0)
    pairs = (np.square(total) - np.sum([np.square(kernel) for kernel in kernels], axis=0)) / 2
    return [total, centred(pairs)][: len(kernels)]


def _variances(z: NDArray[np.float64], parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give each law its most likely variance."""
    flat, least = parts.reshape(len(parts), -1), 1e-9 * float(z @ z) / len(z)
    variances = np.full(len(parts), float(z @ z) / len(z) / len(parts))
    for _ in range(ROUNDS):
        inverse = np.linalg.inv((variances @ flat).reshape(len(z), -1))
        seen = inverse @ z
        moved = flat @ np.outer(seen, seen).ravel() / np.maximum(flat @ inverse.ravel(), TINY)
        variances = np.maximum(variances * np.sqrt(np.maximum(moved, 0.0)), least)
    return np.asarray(variances)


def score(own: NDArray[np.float64], left: NDArray[np.float64]) -> float:
    """Give the log of the chance that white noise has as large a part x'Kx / x'x along a kernel K as what is left has.

    ``own`` is the kernel, ``left`` what is white under the hypothesis.
    """
    values = np.linalg.eigvalsh((own + own.T) / 2)
    part = float(left @ own @ left) / max(float(left @ left), TINY)
    if part <= float(values.mean()):
        return 0.0
    apart = values - part
    if float(apart.max()) <= TINY:
        return -math.inf
    low, high = 0.0, 0.5 / float(apart.max())
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if float(np.sum(apart / (1 - 2 * middle * apart))) < 0 else (low, middle)
    slope = 2 * float(np.sum(np.square(apart / (1 - 2 * low * apart))))
    w = math.sqrt(float(np.log1p(-2 * low * apart).sum()))
    return float(log_ndtr(-(w + math.log(low * math.sqrt(slope) / w) / w))) if w > COLLINEAR else math.log(0.5)
