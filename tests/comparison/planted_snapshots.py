"""Snapshots made by hand: what two reports might say of sweeps whose truth is known."""

from __future__ import annotations

from typing import Any

from sweepbrief.comparison import Setting, Snapshot
from sweepbrief.measures import Estimate

NONE = Estimate(None, why_not="unknown")


def around(value: float, half: float = 0.05) -> Estimate:
    """Give a value with a symmetrical interval."""
    return Estimate(value, value - half, value + half)


def setting(name: str, weight: float, rank: int, **facts: Any) -> Setting:  # noqa: ANN401 - any field of a setting
    """Make a parameter between 0 and 1 that acts."""
    given: dict[str, Any] = {
        "kind": "float",
        "scale": "linear",
        "low": 0.0,
        "high": 1.0,
        "choices": None,
        "importance": around(weight),
        "spearman": around(0.4, 0.1),
        "relevant": True,
        "cause": "agreement",
    }
    return Setting(name=name, rank=rank, **(given | facts))


def snapshot_of(*settings: Setting, **facts: Any) -> Snapshot:  # noqa: ANN401 - any field of a snapshot
    """Make a sweep of 100 runs with a strong signal; lower is better."""
    best = facts.get("best", 0.2)
    given: dict[str, Any] = {
        "name": "sweep",
        "kind": "table",
        "location": "runs.csv",
        "sha256": "0" * 64,
        "metric": "val_loss",
        "direction": "minimize",
        "found": 100,
        "used": 100,
        "best": best,
        "sketch": (),
        "leading": tuple(best + 0.001 * place + 1e-5 * place * place for place in range(50)),
        "median": around(0.5, 0.02),
        "good": around(0.3, 0.02),
        "r2": around(0.7, 0.08),
        "noise": NONE,
        "signal": "strong",
        "sampler": "random",
        "seed": 0,
        "version": "0.1.0",
        "fixed": {},
        "moved_together": frozenset(),
        "advice": (),
    }
    made = settings or (setting("rate", 0.6, 1), setting("width", 0.3, 2), setting("depth", 0.1, 3))
    return Snapshot(settings={one.name: one for one in made}, **(given | facts))
