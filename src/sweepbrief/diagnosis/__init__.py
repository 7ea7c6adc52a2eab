"""Why two measures tell different stories about a parameter."""

from sweepbrief.diagnosis.diagnose import diagnose
from sweepbrief.diagnosis.evidence import Curve, Evidence, Extremes, LevelMeans, Lines, Shape
from sweepbrief.diagnosis.finding import Claim, Diagnosis, Finding, Signal, Verdict
from sweepbrief.diagnosis.group import Difference, Group, differences
from sweepbrief.diagnosis.verdicts import CAUSES

__all__ = [
    "CAUSES",
    "Claim",
    "Curve",
    "Diagnosis",
    "Difference",
    "Evidence",
    "Extremes",
    "Finding",
    "Group",
    "LevelMeans",
    "Lines",
    "Shape",
    "Signal",
    "Verdict",
    "diagnose",
    "differences",
]
