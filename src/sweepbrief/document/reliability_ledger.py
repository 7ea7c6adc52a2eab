"""The ledger's part on reliability: the metric's scale, regimes, the group of winners, and the better half of the runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sweepbrief.measures import Measurements, Scores


def reliability_ledger(measured: Measurements) -> dict[str, object]:
    """Give what findings.json holds of a sweep beside its objective: plain values, keys always there."""
    raw, half, first = measured.raw_importance, measured.better_half, measured.winners
    return {
        "settings": int(measured.design.groups.max()) + 1,
        "metric_scale": {"scale": measured.design.scale, "raw_importance": None if raw is None else _shares(raw)},
        "regimes": [
            {
                "kind": regime.kind,
                "column": regime.column or None,
                "p_value": regime.p_value,
                "share": regime.share,
                "parts": [{"level": p.level, "runs": p.runs, "shift": p.shift.to_dict()} for p in regime.parts],
            }
            for regime in measured.regimes
        ],
        "winners": None
        if first is None
        else {
            "runs": first.runs,
            "settings": first.settings,
            "of": first.of,
            "noise": first.noise,
            "difference": first.difference,
        },
        "better_half": None
        if half is None
        else {
            "runs": half.runs,
            "oob_r2": half.r2.to_dict(),
            "importance": _shares(half.importance),
            "fallen": half.fallen,
            "risen": half.risen,
        },
    }


def _shares(scores: Scores) -> dict[str, object]:
    return {name: found.to_dict() for name, found in scores.values.items()}
