"""Pictures of measured results."""

from sweepbrief.figures.coverage import MOST_COVERED, CoverageLabels, draw_coverage
from sweepbrief.figures.dependence import MOST_PANELS, Panel, PanelLabels, draw_dependence
from sweepbrief.figures.dumbbell import MOST_PAIRS, DumbbellLabels, Pair, draw_dumbbell
from sweepbrief.figures.extremes import ExtremesLabels, draw_extremes
from sweepbrief.figures.history import HistoryLabels, draw_history
from sweepbrief.figures.interactions import MOST_PAIRED, InteractionLabels, draw_interactions
from sweepbrief.figures.level_means import LevelLabels, draw_level_means
from sweepbrief.figures.lines import LinesLabels, draw_lines
from sweepbrief.figures.losses import LossLabels, draw_losses
from sweepbrief.figures.parallel import MOST_AXES, MOST_LINES, ParallelLabels, draw_parallel
from sweepbrief.figures.pareto import draw_pareto
from sweepbrief.figures.plot import Axes
from sweepbrief.figures.quadrant import QuadrantLabels, draw_quadrant
from sweepbrief.figures.rows import MOST_LEVELS
from sweepbrief.figures.runs import MOST_DOTS
from sweepbrief.figures.shape import ShapeLabels, draw_shape
from sweepbrief.figures.sizes import MOST_SIZES, SizeLabels, draw_sizes
from sweepbrief.figures.sparks import draw_correlation_bar, draw_importance_bar
from sweepbrief.figures.statuses import draw_statuses
from sweepbrief.figures.style import BREADTHS, PALETTE
from sweepbrief.figures.trend import Course, TrendLabels, draw_trend

__all__ = [
    "BREADTHS",
    "MOST_AXES",
    "MOST_COVERED",
    "MOST_DOTS",
    "MOST_LEVELS",
    "MOST_LINES",
    "MOST_PAIRED",
    "MOST_PAIRS",
    "MOST_PANELS",
    "MOST_SIZES",
    "PALETTE",
    "Axes",
    "Course",
    "CoverageLabels",
    "DumbbellLabels",
    "ExtremesLabels",
    "HistoryLabels",
    "InteractionLabels",
    "LevelLabels",
    "LinesLabels",
    "LossLabels",
    "Pair",
    "Panel",
    "PanelLabels",
    "ParallelLabels",
    "QuadrantLabels",
    "ShapeLabels",
    "SizeLabels",
    "TrendLabels",
    "draw_correlation_bar",
    "draw_coverage",
    "draw_dependence",
    "draw_dumbbell",
    "draw_extremes",
    "draw_history",
    "draw_importance_bar",
    "draw_interactions",
    "draw_level_means",
    "draw_lines",
    "draw_losses",
    "draw_parallel",
    "draw_pareto",
    "draw_quadrant",
    "draw_shape",
    "draw_sizes",
    "draw_statuses",
    "draw_trend",
]
