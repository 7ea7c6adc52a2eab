"""Confidence: the chance that a claim is true, from the tests behind it."""

from __future__ import annotations

import math

from scipy.special import ndtr

from sweepbrief.diagnosis.scales import CERTAIN, DOUBT


def belief(log_p: float) -> float:
    """Give the chance that an effect is real from its corrected log p."""
    return min(CERTAIN, max(0.5, 1.0 - DOUBT * math.exp(min(log_p, 0.0))))


def chance_above(value: float, error: float, threshold: float) -> float:
    """Give the chance that a quantity known up to a normal error exceeds a threshold."""
    if error <= 0:
        return 1.0 if value >= threshold else 0.0
    return float(ndtr((value - threshold) / error))


def bounded(chance: float) -> float:
    """Keep a confidence within what any test can give, at a precision that rounding errors cannot reach."""
    return round(min(CERTAIN, max(1.0 - CERTAIN, chance)), 3)
