"""What changed between two sweeps, and whether chance alone would have changed it."""

from sweepbrief.comparison.change import ALPHA, Change, difference, together
from sweepbrief.comparison.comparison import Caveat, Comparison, compare
from sweepbrief.comparison.effects import Effect, Held
from sweepbrief.comparison.followed import Followed
from sweepbrief.comparison.outcome import Exceedance
from sweepbrief.comparison.parsing import snapshot
from sweepbrief.comparison.ranges import RangeMove
from sweepbrief.comparison.reading import NAME, PDF, read_findings, report_of
from sweepbrief.comparison.sketch import sketch
from sweepbrief.comparison.snapshot import Recommendation, Setting, Snapshot

__all__ = [
    "ALPHA",
    "NAME",
    "PDF",
    "Caveat",
    "Change",
    "Comparison",
    "Effect",
    "Exceedance",
    "Followed",
    "Held",
    "RangeMove",
    "Recommendation",
    "Setting",
    "Snapshot",
    "compare",
    "difference",
    "read_findings",
    "report_of",
    "sketch",
    "snapshot",
    "together",
]
