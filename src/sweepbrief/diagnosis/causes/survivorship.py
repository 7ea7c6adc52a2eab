"""Survivorship: whether a run has a metric at all depends on the parameter, so that the runs that count are a selection."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis.confidence import belief, bounded
from sweepbrief.diagnosis.evidence import LevelMeans
from sweepbrief.diagnosis.finding import Claim, Finding
from sweepbrief.diagnosis.scales import ALPHA, MANY_LEVELS
from sweepbrief.diagnosis.telling_scales import BAND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sweepbrief.diagnosis.context import Context
    from sweepbrief.diagnosis.losses import Loss

CAUSE = "survivorship"
FACTS = ("lost_low", "lost_high", "low_value", "high_value", "thirds", "lost", "p_value")


def detect(context: Context, parameter: str) -> Finding | None:
    """Claim it where runs were lost more often at some values of the parameter than chance allows."""
    loss = context.losses.get(parameter)
    if loss is None:
        return None
    values, shares, _ = _shares(loss)
    low, high = (0, len(shares) - 1) if loss.axis.ordered else (int(np.argmin(shares)), int(np.argmax(shares)))
    p = math.exp(loss.log_p)
    return Finding(
        CAUSE,
        parameter,
        bounded(belief(loss.log_p)),
        facts={
            "lost_low": float(shares[low]),
            "lost_high": float(shares[high]),
            "low_value": values[low],
            "high_value": values[high],
            "thirds": _in_thirds(loss),
            "lost": int(loss.lost.sum()),
            "p_value": p,
        },
        claims=(Claim(f"{CAUSE}-{parameter}", "loss_count", p, ALPHA, p),),
        evidence=_picture(loss),
    )


def _in_thirds(loss: Loss) -> bool:
    """Tell whether losses are counted by thirds of a range, of which the inner ends are told, and not value by value."""
    return loss.axis.ordered and loss.axis.size > MANY_LEVELS


def _shares(loss: Loss) -> tuple[list[object], NDArray[np.float64], NDArray[np.int64]]:
    """Give the share of lost runs by level, or by thirds of the range: value, share and runs of each."""
    axis = loss.axis
    if not _in_thirds(loss):
        parts = [axis.index == level for level in range(axis.size)]
        values = list(axis.labels)
    else:
        rank = axis.ranks[np.maximum(axis.index, 0)]
        ends = ((-1.0, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 2.0))
        parts = [axis.active & (rank > low) & (rank <= high) for low, high in ends]
        kept = [part for part in parts if part.any()]
        edges = [axis.index[part] for part in kept]
        values = [axis.labels[int(edges[0].max())], *(axis.labels[int(edge.min())] for edge in edges[1:])]
        parts = kept
    runs = np.array([int(part.sum()) for part in parts], dtype=np.int64)
    return values, np.array([float(loss.lost[part].mean()) if part.any() else 0.0 for part in parts]), runs


def _picture(loss: Loss) -> LevelMeans | None:
    """Give the share of lost runs by level with its band, for a category only."""
    if loss.axis.ordered:
        return None
    values, shares, runs = _shares(loss)
    error = BAND * np.sqrt(np.maximum(shares * (1 - shares), 0.25 / np.maximum(runs, 1)) / np.maximum(runs, 1))
    return LevelMeans(tuple(values), shares, np.maximum(shares - error, 0.0), np.minimum(shares + error, 1.0))
