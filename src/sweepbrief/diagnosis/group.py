"""Groups: the same analysis for each level of one setting, and which importances and directions really differ between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from sweepbrief.diagnosis.scales import GROUP_ALPHA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.diagnosis.finding import Diagnosis
    from sweepbrief.measures import Estimate, Measurements
    from sweepbrief.sweep import Sweep

Measure = Literal["importance", "spearman"]

HALF_WIDTH = 1.959964
"""Half width of a 95 % normal interval in standard errors."""


@dataclass(frozen=True, slots=True)
class Group:
    """The analysis of the runs that share one level.

    Attributes
    ----------
    level : object
        The level; None is a level too.
    sweep : Sweep
        The runs of this level.
    measurements : Measurements
        Their scores.
    diagnosis : Diagnosis
        Their explanations.
    """

    level: object
    sweep: Sweep
    measurements: Measurements
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True)
class Difference:
    """How much one parameter's importance, or rank correlation, differs between two groups.

    Attributes
    ----------
    parameter : str
        Its name.
    levels : tuple of two object
        First and second group.
    difference : float
        Score in the first minus score in the second.
    low, high : float
        Simultaneous 95 % interval (Bonferroni over all comparisons made).
    p_value : float
        Two-sided, after Bonferroni.
    measure : {"importance", "spearman"}
        What differs.
    values : tuple of two float
        The scores themselves.
    """

    parameter: str
    levels: tuple[object, object]
    difference: float
    low: float
    high: float
    p_value: float
    measure: Measure = "importance"
    values: tuple[float, float] = (math.nan, math.nan)


def differences(groups: Sequence[Group], measure: Measure = "importance") -> tuple[Difference, ...]:
    """Compare impurity importances, or rank correlations, between groups, parameter by parameter.

    The groups' forests are independent, so the variance of a difference is the sum of the two variances, each read off its
    95 % interval; the comparison is a Wald test, Bonferroni-adjusted over all parameters and pairs of groups. Groups whose
    sweep has no signal are not compared: their importances mean nothing.

    Parameters
    ----------
    groups : sequence of Group
        From the same sweep.
    measure : {"importance", "spearman"}
        What is compared.

    Returns
    -------
    tuple of Difference
        Those below the level in `scales.GROUP_ALPHA`, the surest first.

    References
    ----------
    .. [1] Gelman, A. and Stern, H. (2006). The difference between "significant" and "not significant" is not itself
       statistically significant. The American Statistician 60(4).
    """
    sound = [group for group in groups if group.diagnosis.signal != "none"]
    compared = [
        (name, first, second, _apart(first.measurements, second.measurements, measure, name))
        for first, second in combinations(sound, 2)
        for name in first.diagnosis.verdicts
        if name in second.diagnosis.verdicts
    ]
    known = [(name, first, second, apart) for name, first, second, apart in compared if apart is not None]
    found = [_difference(name, (first, second), apart, len(known), measure) for name, first, second, apart in known]
    return tuple(sorted((one for one in found if one.p_value < GROUP_ALPHA), key=lambda one: (one.p_value, one.parameter)))


def _apart(first: Measurements, second: Measurements, measure: Measure, name: str) -> tuple[float, float] | None:
    """Give difference and standard error, or None where either has no interval."""
    a, b = first.score(measure, name), second.score(measure, name)
    if a.value is None or b.value is None:
        return None
    error = math.hypot(_error(a), _error(b))
    return (a.value - b.value, error) if 0 < error < math.inf else None


def _error(estimate: Estimate) -> float:
    if estimate.low is None or estimate.high is None:
        return math.inf
    return (estimate.high - estimate.low) / (2 * HALF_WIDTH)


def _difference(
    name: str, pair: tuple[Group, Group], apart: tuple[float, float], comparisons: int, measure: Measure
) -> Difference:
    value, error = apart
    first, second = pair
    p_value = min(1.0, comparisons * math.erfc(abs(value) / error / math.sqrt(2)))
    width = _quantile(GROUP_ALPHA / comparisons) * error
    scores = [group.measurements.score(measure, name).value or 0.0 for group in pair]
    values = (scores[0], scores[1])
    return Difference(name, (first.level, second.level), value, value - width, value + width, p_value, measure, values)


def _quantile(alpha: float) -> float:
    """Two-sided normal quantile: the z with P(|Z| > z) = alpha."""
    from statistics import NormalDist  # noqa: PLC0415 - only with groups

    return NormalDist().inv_cdf(1 - alpha / 2)
