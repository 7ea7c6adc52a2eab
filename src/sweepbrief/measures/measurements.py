"""Everything measured of one sweep, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from sweepbrief.measures.better_half import BetterHalf
    from sweepbrief.measures.dependence import Dependence
    from sweepbrief.measures.design import Design
    from sweepbrief.measures.other_metrics import OtherMetric
    from sweepbrief.measures.pareto import Front
    from sweepbrief.measures.regimes import Regime
    from sweepbrief.measures.score import Estimate, Level, PairScore, Scores
    from sweepbrief.measures.winners import Winners


@dataclass(frozen=True, slots=True)
class Surrogate:
    """The random forest that stands in for the sweep, fitted once.

    Attributes
    ----------
    trees : int
        Number of trees.
    oob_r2 : Estimate
        Out-of-bag R2 (replicates grouped, so that a run is never scored by trees that saw its twin), with its interval.
    oob_prediction : float64 array, shape (n,)
        Out-of-bag prediction of each run, in units of ``Design.target``; NaN where a run was in every bag.
    bag : int
        Settings that a tree was grown on, where they are fewer than there are; else 0.
    """

    trees: int
    oob_r2: Estimate
    oob_prediction: NDArray[np.float64]
    bag: int = 0


@dataclass(frozen=True, slots=True)
class Measurements:
    """Everything measured of one sweep.

    Attributes
    ----------
    design : Design
        What was measured on.
    surrogate : Surrogate
        The forest.
    scores : mapping of str to Scores
    from sweepbrief.measures.winners import Winners
        By measure: ``pearson``, ``spearman``, ``pearson_log``, ``eta_squared``, ``importance``, ``permutation``, ``shap``.
        Every measure has an Estimate for every parameter, without value where it does not apply.
    null_importance : Estimate
        Impurity importance that pure noise would reach with these parameters: median and 95 % quantile (``high``) of the
        largest share under permuted targets.
    levels : mapping of str to tuple of Level
        By categorical or boolean parameter, levels sorted by number of runs, then by name.
    pairs : tuple of PairScore
        First those of two parameters that both predict unseen runs (``permutation`` with its interval above zero), from the
        largest relative share to the smallest; then the others likewise; at most 1,000. Empty where SHAP is unavailable.
    interaction_share : mapping of str to float
        By parameter: the part of its mean absolute SHAP that is interaction with any other parameter, 0..1.
    shap_rows : int
        How many runs were explained.
    permuted_rows : int
        On how many runs the errors by permutation were measured.
    shap_error : str
        Why SHAP is unavailable (``not_additive``, ``too_few_runs``), else empty.
    noise : Estimate
        Standard deviation of the metric among replicates, in the metric's unit; without value where no settings repeat.
    metric_digits : int
        Decimals that the noise of the metric allows to print.
    dependence : tuple of Dependence
        Pairs of parameters whose settings moved together, strongest first.
    others : tuple of OtherMetric
        The further metrics, in the order of the objectives; empty where there is one.
    front : Front or None
        The trade-offs between all metrics; None where there is one.
    regimes : tuple of Regime
        Parts of the sweep between which the metric shifts, though the settings are alike; taken out of the target.
    raw_importance : Scores or None
        Importance as a forest on the metric's own scale would have it; None where that is the scale of the sweep.
    better_half : BetterHalf or None
        Importance among the runs at least as good as the middle one; None where there is too little to say.
    winners : Winners or None
        The settings that replicates cannot tell from the best one; None where settings do not repeat.
    """

    design: Design
    surrogate: Surrogate
    scores: Mapping[str, Scores]
    null_importance: Estimate
    levels: Mapping[str, tuple[Level, ...]]
    pairs: tuple[PairScore, ...]
    interaction_share: Mapping[str, float]
    shap_rows: int
    shap_error: str
    noise: Estimate
    metric_digits: int
    dependence: tuple[Dependence, ...] = ()
    others: tuple[OtherMetric, ...] = ()
    front: Front | None = None
    regimes: tuple[Regime, ...] = ()
    raw_importance: Scores | None = None
    better_half: BetterHalf | None = None
    winners: Winners | None = None
    permuted_rows: int = 0

    def score(self, measure: str, parameter: str) -> Estimate:
        """Give one measure's estimate for one parameter."""
        return self.scores[measure].values[parameter]
