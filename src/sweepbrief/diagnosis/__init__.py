"""Why two measures tell different stories about a parameter."""

from sweepbrief.diagnosis.cells import Cells
from sweepbrief.diagnosis.contrast import Stretch
from sweepbrief.diagnosis.costs import Cost
from sweepbrief.diagnosis.diagnose import diagnose
from sweepbrief.diagnosis.effect_size import EffectSize
from sweepbrief.diagnosis.evidence import Curve, Evidence, Extremes, LevelMeans, Lines, Shape
from sweepbrief.diagnosis.failures import KINDS, Failure, Part, kinds, wilson
from sweepbrief.diagnosis.finding import Claim, Diagnosis, Finding, Signal, Verdict
from sweepbrief.diagnosis.group import Difference, Group, differences
from sweepbrief.diagnosis.information import few_settings, ranked
from sweepbrief.diagnosis.losses import ended
from sweepbrief.diagnosis.ratio import Tie
from sweepbrief.diagnosis.scales import LOST_LEAST, LOST_ROWS, MODEL_ROWS
from sweepbrief.diagnosis.single_change import SingleChange
from sweepbrief.diagnosis.telling_scales import TOLD_APART
from sweepbrief.diagnosis.verdicts import CAUSES

__all__ = [
    "CAUSES",
    "KINDS",
    "LOST_LEAST",
    "LOST_ROWS",
    "MODEL_ROWS",
    "TOLD_APART",
    "Cells",
    "Claim",
    "Cost",
    "Curve",
    "Diagnosis",
    "Difference",
    "EffectSize",
    "Evidence",
    "Extremes",
    "Failure",
    "Finding",
    "Group",
    "LevelMeans",
    "Lines",
    "Part",
    "Shape",
    "Signal",
    "SingleChange",
    "Stretch",
    "Tie",
    "Verdict",
    "diagnose",
    "differences",
    "ended",
    "few_settings",
    "kinds",
    "ranked",
    "wilson",
]
