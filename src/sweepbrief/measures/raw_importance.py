"""Raw importance: what a forest on the metric's own scale would say, where another scale was chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures import importance
from sweepbrief.measures.basis import Basis
from sweepbrief.measures.forest import fit
from sweepbrief.measures.score import Scores

if TYPE_CHECKING:
    from sweepbrief.measures.design import Design


def raw_importance(basis: Basis, names: list[str], *, jobs: int = 1) -> Scores | None:
    """Grow the forest again on the metric as recorded, for comparison.

    Parameters
    ----------
    basis : Basis
        Of the sweep.
    names : list of str
        Parameters, in the sweep's order.
    jobs : int
        Threads; the result does not depend on it.

    Returns
    -------
    Scores or None
        None where the sweep is analysed on the raw scale, or no forest can be grown.
    """
    if basis.forest is None or basis.design.scale == "raw":
        return None
    design = _as_recorded(basis.design)
    forest = fit(design, basis.resamples, seed=basis.seed, jobs=jobs)
    found = importance.score(Basis(design, basis.resamples, forest, None, seed=basis.seed)).values
    return Scores("raw_importance", {name: found[name] for name in names})


def _as_recorded(design: Design) -> Design:
    """Give the design with the oriented metric as its target; only differences in size, not in unit, reach the trees."""
    size = float(np.abs(design.metric).max()) or 1.0
    return replace(design, y=np.sign(design.step) * design.metric / size, scores=None, scale="raw")
