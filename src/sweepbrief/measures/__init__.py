"""How strongly each parameter moves the objective, by several definitions."""

from sweepbrief.measures.dependence import Dependence
from sweepbrief.measures.design import Column, Design
from sweepbrief.measures.encoding import encode
from sweepbrief.measures.explanation import MOST_PAIRED
from sweepbrief.measures.level_codes import read_codes
from sweepbrief.measures.measurements import Measurements, Surrogate
from sweepbrief.measures.measuring import MEASURES, measure
from sweepbrief.measures.metric_scale import normal_scores, on_ranks
from sweepbrief.measures.other_metrics import Apart, OtherMetric
from sweepbrief.measures.outcomes import Outcomes, outcomes
from sweepbrief.measures.pareto import Front, Move
from sweepbrief.measures.repeats import within_settings
from sweepbrief.measures.score import Estimate, Level, PairScore, Scores
from sweepbrief.measures.spearman import mean_rank
from sweepbrief.measures.tree_kernel import kernel_name
from sweepbrief.measures.tree_shap import explain_forest

__all__ = [
    "MEASURES",
    "MOST_PAIRED",
    "Apart",
    "Column",
    "Dependence",
    "Design",
    "Estimate",
    "Front",
    "Level",
    "Measurements",
    "Move",
    "OtherMetric",
    "Outcomes",
    "PairScore",
    "Scores",
    "Surrogate",
    "encode",
    "explain_forest",
    "kernel_name",
    "mean_rank",
    "measure",
    "normal_scores",
    "on_ranks",
    "outcomes",
    "read_codes",
    "within_settings",
]
