"""Every threshold and every adjective of the diagnosis, once, with its reason."""

import math

# Shapes: the definitions of the causes; a shape between two definitions goes to the nearer one.
LINE_ENOUGH = 0.93
"""A main curve is straight where a raw line explains at least this part of it."""
LINE_LITTLE = 0.75
"""A monotone curve is nonlinear where a raw line explains at most this part of it."""
LINE_BOUNDARY = 0.84
"""Between the two, halfway."""
MONOTONE_ENOUGH = 0.90
"""A curve has one direction where the best monotone curve explains at least this part of it."""
MONOTONE_LITTLE = 0.60
"""A curve goes up and down where the best monotone curve explains at most this part of it."""
MONOTONE_BOUNDARY = 0.75
"""Between the two, about halfway, the swing decides:"""
SWING = 0.25
"""a curve turns where it moves against its main direction by at least this part of its main move."""

# Interactions.
JOINT_LEAST = 0.20
"""An interaction is claimed where the joint part is at least this share of the parameter's contribution."""
JOINT_DOMINANT = 0.30
"""From here on a straight main effect is no agreement any more."""
MAIN_LEAST = 0.50
"""A main shape is claimed beside an interaction where the main part is at least this share."""

# The joint model.
ALPHA = 0.01
"""Familywise error of the forward selection, over parameters and shapes."""
LOG_ALPHA = math.log(ALPHA)
LENIENT = 1.0
"""Corrected p below which a main curve is let in at first, as others may hide it; pruning takes out what does not hold."""
LOG_LENIENT = math.log(LENIENT)
CROWDED = 5.0
"""Observations for each column that was chosen for a model."""
CHARGES = {"line": 2.0, "curve": 4.0, "levels": 2.0, "log": 5.0}
"""Independent tests that a form counts as, simulated under noise: the plainest get the largest part of the error."""
SEARCHED = 12.0
"""The same for forms with a searched knot or level."""
SHAPES = 5
"""Shapes tried for a main curve count as this many independent tests (simulated under noise)."""
PAIR_SHAPES = 2
"""The same for the joint effect of a pair."""
PAIR_TIERS = (0.2, 0.3, 0.5)
"""How the error of the pairs is shared between pairs of which neither, one, or both members act by themselves."""
CURVATURE_P = 1e-3
"""Curvature beyond a line is believed below this p."""
TWINS = 0.55
"""Parameters correlated above this are also tested together: opposite signs hide each other."""
LEAST_SHARE = 0.002
"""An effect below this share of the variation is no effect, however many runs make it significant."""
BOLD_RUNS = 250
"""Up to so many runs effects may hide each other so well that none is significant by itself:"""
BOLD_ROUNDS = 3
"""so often main curves are let in and taken out leniently until the same ones come back,"""
BOLD_PAIRS = 3
"""so many of the best joint effects are let in one after the other,"""
BOLD_CROWDED = 2.5
"""with this many observations for each column, before pruning takes out what does not hold beside the others."""
SURFACE = 7
"""Parameters up to which all main curves and joint effects are fitted at once: beyond it they cost more runs than there are."""
MOST_PAIRS = 12
"""Joint effects that one model may hold."""
PAIRED = 25
"""Parameters whose pairs are tried, where there are more: those with the strongest main effects."""
MODEL_ROWS = 4000
"""Observations that the model is chosen on; of more, a seeded sample."""
NOISE_FLOOR = 1e-5
"""Residual variance is held to be at least this part of the variance: metrics are recorded with few digits."""

# Forms.
PLAIN = frozenset({"line", "levels"})
"""The plainest form of a parameter: a question asked in advance is asked in it."""
LOG_RATIO = 3.0
"""A logarithmic line is tried for positive values whose largest is at least this multiple of the smallest."""
STEPS = 15
"""Cuts tried for a step."""
HINGES = 7
"""Knots tried for a hinge."""
CUT_SHARE = 0.02
"""Part of the observations that either side of a cut must have."""
LEVEL_RUNS = 3
"""Runs that a level or a side of a cut must have."""
SATURATED = 8
"""Ordered parameters with at most this many values may have a free mean for each."""

# Outliers.
OUTLYING_Z = 6.0
"""Robust z of an extreme run."""
BULK_Z = 4.7
"""Robust z that the bulk may reach: beyond it the tail is heavy, not broken off."""
OUTLYING_GAP = 1.5
"""Robust standard deviations between the bulk and the extreme runs."""
FAR_Z = 10.0
"""Or a run so far out, where the bulk has no bell shape,"""
TORN = 2.5
"""that it is this many times further than the next."""
OUTLYING_SHARE = 0.07
"""A handful: at most this share of the runs, rounded up."""
END_P = 1e-3
"""Extreme runs are an end of one parameter's range where chance would place them so far out with at most this p,"""
LEANING = 2.33
"""and its trend where the half of the other runs that lies nearest leans towards them at this z (one-sided 1 %)."""
OUTLYING_SHIFT = 0.20
"""An extreme handful matters where r moves by at least this much without it."""
CLIP = 3.5
"""Residuals beyond this many robust standard deviations are pulled in before the model is chosen a second time."""

# Signal (true R2).
STRONG = 0.60
"""A signal is strong from this part of the variation on,"""
WEAK = 0.45
"""and weak up to this one."""
STRONG_BOUNDARY = 0.525
"""Between strong and weak, halfway."""
RANKED = 0.5
"""A forest ranks the parameters where it predicts at least this part of the variation: more than it leaves open."""
SILENT_MOST = 0.95
"""Confidence that a sweep in which nothing is found holds nothing that could be found,"""
SILENT_RUNS = (2.0, 6.0)
"""from so many settings for each parameter on; at the first number it is even: many effects hide each other."""
REPEATS = 8
"""Repeated runs that show how much of the variation comes back."""

# Sampler.
NARROWED = 0.65
"""A sampler has narrowed a parameter where the late spread is at most this part of the early one."""

# Irrelevance and lack of signal.
DETECTABLE_POWER = 16.0
"""n times effect variance over noise variance that the joint model finds nine times in ten."""
DETECTABLE_SHARE = 0.12
"""A sweep is informative about a parameter where an effect of this share of the variation would have been noticed."""
MOST_RUNS = 100_000
"""Beyond this the answer to how many runs are needed is not a number."""

# Groups.
GROUP_ALPHA = 0.05
"""Importances of two groups differ where the corrected p is below this."""

# Combinations.
CELL_RUNS = 2
"""Runs that each combination of a few parameters has on average, or nothing is said of the combinations."""
CELLS_SHARE = 0.5
"""They are told where they carry at least this part of the variation: more than they leave open,"""
CELLS_BEYOND = 0.25
"""and this much more than any fewer of the parameters do, and than the joint model does."""

# Confidence.
CERTAIN = 0.99
"""No claim is made with more."""
DOUBT = 6.0
"""Chance of a false effect for each unit of corrected p, near zero."""

# Categories.
MANY_LEVELS = 3
"""From so many levels on, a category is no switch."""
SINGLE = 0.6
"""A level stands alone where its distance to the next is this part of the range of the level means."""
DRAWN_LEVELS = 4
"""An interaction with a category shows its levels up to this many."""
PARTNER_SHARE = 0.15
"""A partner is named where its pair holds this part of the parameter's joint variance, or of the whole contribution's."""
DETECTABLE_MOST = 0.50
"""Where only an effect of more than this share would have been noticed, a parameter without one is not called irrelevant."""
QUIET = -0.7
"""Corrected log p from which on nothing speaks for an effect."""

# Grids.
GRID_LEVELS = 40
"""Distinct values that a parameter of a grid has at most."""
GRID_CELLS = 0.6
"""Share of all combinations that a grid holds (runs fail)."""
GRID_LEAST = 4
"""Fewer settings tell nothing of how they were chosen."""
DOUBTFUL = 0.5
"""Where an effect fits no definition."""
PAIR_CROWD = 4.0
"""Residual degrees of freedom for each column of a joint effect that is tried."""

# Parameters that move together.
FEWEST_TOGETHER = 8
"""Runs needed to say that two parameters moved together."""
SHARED = 0.75
"""Credit is shared above this |r|."""
COUPLED = 0.30
"""A driver is coupled from this dependence on."""
COUPLED_LOG_P = math.log(1e-3)
"""And only where chance is an unlikely reason."""
MASKED = 0.42
"""A driver masks an effect whose association is at most this part of it: between the definition (0.35) and half."""
UNDISTORTED = 0.50
"""Coupling does not distort an association that is at least this part of the own effect."""
SWAP = 6.0
"""Two parameters cannot be told apart where exchanging them costs less than this in twice the log likelihood."""
ASSOCIATED = 0.01
"""An association that a driver created is significant at this p: one question for each parameter tied to one that acts."""
INSTEAD = 1e-3
"""A twin could act instead where it is significant without the other at this p, corrected for all parameters."""

# Losses.
LOST_LEAST = 5
"""Runs that must be lost, and kept, to ask why."""
LOST_ROWS = 6000
"""Runs that are looked at; of more, a seeded sample."""

# Drift.
DRIFT_DRAWS = 200
"""Shuffles of the order."""
DRIFT_LEAST = 30
"""Runs needed to see a sampler narrow."""
PLANNED = 2
"""Settings are replicates by design where the usual one has at least so many runs, and none more than this multiple."""
DRIFT_VALUES = 3
"""Distinct values needed."""
LISTED = 16
"""Parameters of at most this many values were drawn from a list: their places in it are even, whatever the values."""
FIRST_RUNS = (10, 20)
"""Runs that samplers make at random before they learn."""
DRIFT_P = 1e-3
"""A late spread is believed to be smaller than by chance below this p."""
DRIFT_P_SURE = 1e-5
"""A spread that shrank beyond doubt,"""
NARROWING = 0.80
"""to at most this part of an even one, shows a sampler that learns; where that is known, of the early one is enough."""
DRIFT_P_TOGETHER = 1e-3
"""Parameters that each shrank a little, but together by more than chance at this p (Stouffer), show the same."""

# Gates.
GATE_VALUES = 8
"""Values that a parent may have."""
GATE_RUNS = 6
"""Runs that each value of the parent must have."""
GATE_OPEN = math.log(1e-3)
"""Log p from which on a child acts at a value of its parent."""
GATE_ALPHA = math.log(0.01)
"""Log p above which it may do nothing there,"""
EVEN = 0.5
"""which is claimed where it is more likely than not."""

# High cardinality.
CARDINALITY = 10
"""Distinct values from which on a forest may favour a parameter."""
FAVOURED = 1.3
"""Multiple of the fair share 1/p that shows it."""

# Residuals.
TAIL = 0.94
"""Part of the residuals that is never pulled in: a wide tail is the noise of another region, not an accident."""
UNEVEN_P = 0.01
"""Noise is held to be uneven where its variance at the runs that carry an effect is larger than the even one at this p."""
UNEVEN_PRIOR = 8.0
"""Runs that the even variance counts as when the noise where an effect works is known from few runs only."""
CARRIED = 0.10
"""An effect that fewer than this part of the runs carry is always judged so."""
PAIR_CARRIED = 0.125
"""A joint effect that fewer than this part of the runs carry, or fewer than a dozen, is none: a bend elsewhere feigns it."""
UNEVEN_MOST = 4.0
"""And it counts at most this much: a few runs far from all others cannot make everything uncertain."""
LENIENT_PAIR = 0.3
"""Corrected p below which a joint effect is let in at first, as others may hide it."""
LOG_LENIENT_PAIR = math.log(LENIENT_PAIR / ALPHA)
EARLY = 0.35
"""Extreme runs among this first part of a sweep whose sampler narrowed are its first steps, not accidents."""
SUSPECT = math.log(0.03)
"""Corrected log p below which a refused effect is no longer called none."""
CEILING = 0.12
"""A parameter is called irrelevant where its own effect explains at most this share of the variation:"""
CEILING_Z = 1.645
"""the upper end of a one-sided 95 % interval counts (a test of equivalence; Schuirmann, 1987)."""
WIDE = 1.0
"""And only where the upper end of its effect size is at most this multiple of the largest effect that is told: one that may be
larger than all that is known is not none. Where no effect is told at all, none can be called absent either."""
WIDE_LEAST = 0.7
"""But a bound of less than this multiple of the standard deviation of the metric is narrow, however small what is told."""
WIDE_SPREAD = 1.1
"""Nor where it may be this multiple of the standard deviation of the metric: so much do two of five stretches differ by where
the largest share that is called none lies in these two alone, the root of 2 x 5 x 0.12."""
SLIGHT = 0.02
"""An effect that explains at most this share for sure is a trifle: a small one by Cohen (1988, f squared of 0.02)."""
LOG_DOUBTED = math.log(0.05)
"""Log p of an association that, where the forest also predicts by the parameter, keeps it from being called irrelevant."""
CHILD_RUNS = 12
"""Runs that have a parameter, for an effect of it to be told."""
PAIR_RUNS = 24
"""Runs below which no joint effect is looked for."""
SMALLEST_SHARE = 0.005
"""Share of the variation that runs are counted for at least."""
CONFIDENT = 1.5
"""No claim is made with more confidence than 1 less this over the number of runs."""
CHILD_CROWD = 8.0
"""Runs that have both parameters for each column of their joint effect."""
MODEL_LEAST = 10
"""Observations below which no effect is looked for at all."""
