"""Thresholds of what is told beyond the causes: facts for the prose, effect sizes, single changes, ratios, failures, cost."""

# Facts for the prose.
BEST_DROP = 0.10
"""The best region ends where the main curve has fallen by this part of its range."""
ENDS = (0.10, 0.90)
"""The ends of a parameter's range that changes are told between: quantiles of its values."""
LOG_ENOUGH, SLOWEST_HALF = 0.93, 0.3
"""A monotone curve is logarithmic where a line on the logarithm explains this part of it, no half this much flatter."""
STEP_ENOUGH = 0.90
"""A monotone curve is a threshold where one step explains this part of it."""
BAND = 1.96
"""Half width of a 95 % band in standard errors."""
POINTS = 101
"""Points of a curve in a picture."""

# Effect sizes, single changes, ratios, failures and cost.
STRETCHES = 5
"""Equal parts of the runs that a range is compared by: fine enough for a best region inside, coarse enough for a mean."""
CANDIDATES = 15
"""Values of one parameter that are tried in place of the best run's."""
WINDOW = 0.05
"""Part of the range to either side that counts as near,"""
SPARSE = 3
"""and runs there below which a curve bridges a gap."""
INDEX_ENOUGH = 0.90
"""Two parameters act through their ratio (or product) where it explains this part of what both do together,"""
INDEX_APART = 0.60
"""and the other of the two at most this part."""
SLOWER = 1.25
"""Runs must take this many times as long to be worth a sentence: a fifth of the time is saved."""
NOTHING_BOUGHT = 0.2
"""Time buys nothing where the metric changes by at most this many standard deviations (a small effect by Cohen, 1988)."""
MOST_OF_WAY = 0.5
"""Part of a curve's way that lies between the outer deciles, or else the change is told over the whole range."""
MOST_OF_CHANGE, DECADE = 0.9, 10.0
"""Part of a straight line's change that is "nearly all" of it, told where a decade of values or more shares what is left."""
TOLD_APART = 1.25
"""Two numbers for one parameter's effect are explained where one is at least this multiple of the other."""
FEW_AT_EDGE = 5
"""A curve that bends where fewer runs lie on one side is told with their number."""
