"""Sampling: how the settings were chosen, from the source or from the settings themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from sweepbrief.diagnosis.scales import GRID_CELLS, GRID_LEAST, GRID_LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.diagnosis.axis import Axis
    from sweepbrief.diagnosis.context import Context
    from sweepbrief.sweep import Sampler


def sampler_of(context: Context) -> tuple[Sampler, Literal["source", "data"]]:
    """Say how settings were chosen and who says so."""
    if context.sweep.sampler != "unknown":
        return context.sweep.sampler, "source"
    if is_grid(context.axes):
        return "grid", "data"
    if context.design.n < GRID_LEAST:
        return "unknown", "data"
    return "random", "data"


def is_grid(axes: Sequence[Axis]) -> bool:
    """Tell whether the settings are a full grid, or most of one: few levels each, and most combinations present."""
    if not axes or any(axis.size > GRID_LEVELS for axis in axes):
        return False
    codes = np.unique(np.column_stack([axis.index for axis in axes]), axis=0)
    cells = float(np.prod([float(axis.size + axis.blank) for axis in axes]))
    return len(codes) >= GRID_LEAST and len(codes) >= GRID_CELLS * cells
