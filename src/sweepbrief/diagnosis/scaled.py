"""Scaled curves: joint effects in which one parameter stretches or flattens the fitted main curve of another."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from sweepbrief.diagnosis.fit import fit
from sweepbrief.diagnosis.form import Sketch, assemble

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.bench import Bench
    from sweepbrief.diagnosis.form import Form
    from sweepbrief.diagnosis.term import Term

SCALED = "scaled"


def scaling(bench: Bench, target: NDArray[np.float64], terms: list[Term]) -> tuple[Bench, frozenset[int]]:
    """Give a bench on which an acting parameter enters joint effects by its fitted main curve, and which parameters do so.

    A narrow peak or a late step that another parameter switches off has no shape of few degrees: it is the main curve again.
    Without joint effects the fitted curve is independent of what is left, so that the F test of its products is exact.

    Parameters
    ----------
    bench : Bench
        The forms.
    target : float64 array, shape (n,)
        Unweighted target.
    terms : list of Term
        The model so far.

    Returns
    -------
    Bench
        With other sides of joint effects.
    frozenset of int
        The ordered parameters with a main curve of their own.

    References
    ----------
    Tukey, One degree of freedom for non-additivity, Biometrics 5 (1949); Mandel, Non-additivity in two-way analysis of
    variance, Journal of the American Statistical Association 56 (1961); Milliken & Graybill, Extensions of the general linear
    hypothesis model, Journal of the American Statistical Association 65 (1970).
    """
    found, joint, acting = fit(bench, target, terms), list(bench.joint), set()
    for place, term in enumerate(terms):
        number = term.members[0]
        if term.pair or term.carried or not bench.axes[number].ordered or not bench.joint[number]:
            continue
        curve = _curve(bench, number, term.parts[0].support @ found.beta[found.slices[place]])
        if curve:
            joint[number] = curve
            acting.add(number)
    return replace(bench, joint=tuple(joint)), frozenset(acting)


def also_scaled(term: Term) -> float:
    """Give the log of how many times a joint effect was asked for: with a scaled curve once more than without."""
    return math.log(2.0) if any(part.name == SCALED for part in term.parts) else 0.0


def _curve(bench: Bench, number: int, values: NDArray[np.float64]) -> tuple[Form, ...]:
    return tuple(assemble(bench.axes[number], [Sketch(SCALED, values[:, None])]))
