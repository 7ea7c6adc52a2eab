"""Everything measured of a sweep, in one pass: one design, one forest, one explanation, shared by all measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.measures import (
    eta_squared,
    importance,
    pearson,
    pearson_log,
    permutation,
    shap,
    spearman,
)
from sweepbrief.measures.basis import Basis
from sweepbrief.measures.better_half import better_half
from sweepbrief.measures.dependence import dependence
from sweepbrief.measures.encoding import encode
from sweepbrief.measures.explanation import explain, interaction_shares, pair_scores
from sweepbrief.measures.forest import bag_size, fit
from sweepbrief.measures.levels import level_means
from sweepbrief.measures.measurements import Measurements, Surrogate
from sweepbrief.measures.noise import metric_digits, noise
from sweepbrief.measures.null_importance import null_importance
from sweepbrief.measures.other_metrics import other_metrics
from sweepbrief.measures.pareto import pareto_front
from sweepbrief.measures.raw_importance import raw_importance
from sweepbrief.measures.regimes import adjust
from sweepbrief.measures.resampling import FEWEST, draw
from sweepbrief.measures.run_labels import run_labels
from sweepbrief.measures.score import Estimate, Scores
from sweepbrief.measures.winners import winners

if TYPE_CHECKING:
    from collections.abc import Callable

    from sweepbrief.measures.design import Design
    from sweepbrief.measures.explanation import Engine
    from sweepbrief.measures.regimes import Regime
    from sweepbrief.sweep import Sweep

MEASURES = (pearson, spearman, pearson_log, eta_squared, importance, permutation, shap)
"""The measures in the order of the report; each module has a name ``MEASURE`` and ``score(basis) -> Scores``."""


def measure(
    sweep: Sweep,
    *,
    seed: int = 0,
    jobs: int = 1,
    engine: Engine = "exact",
    progress: Callable[[str], None] | None = None,
) -> Measurements:
    """Measure a sweep.

    Parameters
    ----------
    sweep : Sweep
        What was run.
    seed : int, default 0
        Of everything random; runs and columns in another order change nothing.
    jobs : int, default 1
        Threads; the result does not depend on it.
    engine : {"exact", "shap"}, default "exact"
        Who computes SHAP values: our exact algorithm, or the shap library.
    progress : callable, optional
        Called with the name of each step before it starts: ``encode``, ``forest``, ``shap``, ``null`` and the measures' names.

    Returns
    -------
    Measurements
        Where the sweep is too small for a number, its Estimate has no value and says why.
    """
    tell = progress or _silent
    tell("encode")
    basis, regimes = _basis(sweep, seed=seed, jobs=jobs, engine=engine, tell=tell)
    design = basis.design
    names = [parameter.name for parameter in sweep.parameters]
    scores = {}
    for module in MEASURES:
        tell(module.MEASURE)
        found = module.score(basis).values
        scores[module.MEASURE] = Scores(module.MEASURE, {name: found[name] for name in names})
    tell("null")
    null = null_importance(basis, jobs=jobs)
    explained, floor = basis.explanation, noise(design)
    shares = interaction_shares(explained, design) if explained else {}
    return Measurements(
        design=design,
        surrogate=_surrogate(basis),
        scores=scores,
        null_importance=null,
        levels=level_means(design),
        pairs=pair_scores(explained, design, names, _acting(scores["permutation"])) if explained else (),
        interaction_share={name: shares[name] for name in names if name in shares},
        shap_rows=len(explained.rows) if explained else 0,
        shap_error=basis.shap_error,
        noise=floor,
        metric_digits=metric_digits(design, floor),
        dependence=dependence(design, names),
        others=other_metrics(sweep, basis, jobs=jobs),
        front=pareto_front(sweep, design, seed),
        regimes=regimes,
        raw_importance=raw_importance(basis, names, jobs=jobs),
        better_half=better_half(basis, scores["importance"], null, jobs=jobs),
        winners=winners(design),
        permuted_rows=min(design.n, permutation.MOST_PERMUTED) if basis.forest else 0,
    )


def _basis(
    sweep: Sweep, *, seed: int, jobs: int, engine: Engine, tell: Callable[[str], None]
) -> tuple[Basis, tuple[Regime, ...]]:
    """Make what the measures share: where the metric shifts between regimes, on what is left without the shifts."""
    design = encode(sweep)
    resamples = draw(design, seed)
    why_not = _why_no_forest(design, resamples.settings)
    if why_not:
        return Basis(design, resamples, None, None, why_not=why_not, shap_error=why_not, seed=seed), ()
    tell("forest")
    forest = fit(design, resamples, seed=seed, jobs=jobs, reported=True)
    design, regimes = adjust(design, run_labels(sweep), forest.prediction)
    if regimes:
        forest = fit(design, resamples, seed=seed, jobs=jobs, reported=True)
    tell("shap")
    explanation = explain(design, forest, seed=seed, engine=engine, jobs=jobs)
    error = "" if explanation else "not_additive"
    return Basis(design, resamples, forest, explanation, shap_error=error, seed=seed), regimes


def _why_no_forest(design: Design, settings: int) -> str:
    """Say why no forest can be grown, if so."""
    if not design.columns:
        return "no_parameters"
    if settings < FEWEST:
        return "too_few_runs"
    return "" if design.varies else "constant"


def _surrogate(basis: Basis) -> Surrogate:
    """Sum up the forest."""
    if basis.forest is None:
        return Surrogate(0, Estimate(None, why_not=basis.why_not), np.full(basis.design.n, np.nan))
    bag, settings = bag_size(len(basis.design.columns)), basis.resamples.settings
    return Surrogate(basis.forest.nodes.trees, basis.forest.r2, basis.forest.prediction, bag if bag < settings else 0)


def _acting(scores: Scores) -> set[str]:
    """Name the parameters whose shuffling makes predictions worse beyond doubt."""
    return {name for name, found in scores.values.items() if (found.low or 0.0) > 0.0}


def _silent(step: str) -> None:
    """Tell nobody."""
    del step
