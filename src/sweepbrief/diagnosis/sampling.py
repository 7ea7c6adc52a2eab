"""Sampling: how the settings were chosen, from the source or from the settings themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import ndtr, ndtri

from sweepbrief.diagnosis.scales import (
    DRIFT_P,
    DRIFT_P_SURE,
    DRIFT_P_TOGETHER,
    EARLY,
    GRID_CELLS,
    GRID_LEAST,
    GRID_LEVELS,
    NARROWED,
    NARROWING,
    SATURATED,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.drift import Drift
    from sweepbrief.measures import Design
    from sweepbrief.sweep import Sampler


def sampler_of(context: Context) -> tuple[Sampler, Literal["source", "data"]]:
    """Say how settings were chosen and who says so."""
    if context.sweep.sampler != "unknown":
        return context.sweep.sampler, "source"
    if is_grid(context.axes):
        return "grid", "data"
    if context.design.n < GRID_LEAST:
        return "unknown", "data"
    if learns(context.drifts):
        return "adaptive", "data"
    return "random" if any(axis.size > SATURATED for axis in context.axes) else "unknown", "data"


def narrowed(drift: Drift, p_value: float = DRIFT_P) -> bool:
    """Tell whether late settings lie closer together than chance and an even spread would have it."""
    return bool(drift.p_value < p_value and drift.late <= NARROWED)


def is_grid(axes: Sequence[Axis]) -> bool:
    """Tell whether the settings are a full grid, or most of one: few levels each, and most combinations present."""
    if not axes or any(axis.size > GRID_LEVELS for axis in axes):
        return False
    codes = np.unique(np.column_stack([axis.index for axis in axes]), axis=0)
    cells = float(np.prod([float(axis.size + axis.blank) for axis in axes]))
    return len(codes) >= GRID_LEAST and len(codes) >= GRID_CELLS * cells


def learns(drifts: Mapping[str, Drift]) -> bool:
    """Tell whether a sampler learned: one parameter narrowed for sure, or beyond doubt though by less, or all by a little.

    A sampler that learns narrows most parameters at once, so that their tests are also taken together (Stouffer's sum of
    normal scores).
    """
    if any(narrowed(drift) for drift in drifts.values()):
        return True
    if any(drift.p_value < DRIFT_P_SURE and drift.late <= NARROWING for drift in drifts.values()):
        return True
    scores = [ndtri(min(max(drift.p_value, 1e-12), 1 - 1e-12)) for drift in drifts.values()]
    together = sum(scores) / max(len(scores), 1) ** 0.5
    return any(drift.late <= NARROWING for drift in drifts.values()) and bool(ndtr(together) < DRIFT_P_TOGETHER)


def first_steps(design: Design, drifts: Mapping[str, Drift], told: Sampler) -> NDArray[np.bool_]:
    """Mark the first runs of a sampler that learns: they are far off because it had not learned yet."""
    learning = told == "adaptive" or (told == "unknown" and learns(drifts))
    if design.position is None or not learning:
        return np.zeros(design.n, dtype=np.bool_)
    return np.asarray(np.argsort(np.argsort(design.position)) < EARLY * design.n, dtype=np.bool_)
