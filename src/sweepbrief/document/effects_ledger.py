"""Effect sizes, the single change, failures and costs as findings.json holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sweepbrief.diagnosis import Curve

if TYPE_CHECKING:
    from sweepbrief.diagnosis import Cost, Diagnosis, EffectSize, Failure, LevelMeans, Part, Stretch, Tie

POINTS = 21
"""Points of a curve that programs are given; the page draws more."""


def effect_ledger(effect: EffectSize | None, *, curve: bool) -> dict[str, object] | None:
    """Give an effect size with its stretches and, where wanted, its curve thinned to a few points."""
    if effect is None:
        return None
    found: dict[str, object] = {
        **effect.size.to_dict(),
        "acts": effect.acts,
        "best": _stretch(effect.best),
        "worst": _stretch(effect.worst),
        "moved_with": effect.coupled,
    }
    return found | ({"curve": _curve(effect.curve, effect.sparse)} if curve and effect.curve is not None else {})


def outcome_ledger(diagnosis: Diagnosis) -> dict[str, object]:
    """Give what is said beyond single parameters' causes: the single change, ties, failures and costs."""
    change = diagnosis.change
    return {
        "single_change": None
        if change is None
        else {
            "run": change.run,
            "parameter": change.parameter,
            "from": change.before,
            "to": change.after,
            "gain": change.gain.to_dict(),
            "sure": change.sure,
            "compared": change.tried,
        },
        "ties": [_tie(tie) for tie in diagnosis.ties],
        "failures": [_failure(failure) for failure in diagnosis.failures],
        "costs": [_cost(cost) for cost in diagnosis.costs],
    }


def _stretch(part: Stretch | None) -> dict[str, object] | None:
    if part is None:
        return None
    where = {"level": part.level} if part.span is None else {"range": part.span}
    return {**where, "runs": part.runs, "mean": part.mean}


def _curve(curve: Curve | LevelMeans, sparse: tuple[bool, ...]) -> dict[str, object]:
    if not isinstance(curve, Curve):
        return {"levels": curve.levels, "mean": curve.mean, "low": curve.low, "high": curve.high}
    at = np.unique(np.linspace(0, len(curve.x) - 1, min(len(curve.x), POINTS)).round().astype(np.int64))
    bare = np.array(sparse, dtype=bool) if len(sparse) == len(curve.x) else np.zeros(len(curve.x), dtype=bool)
    return {"x": curve.x[at], "mean": curve.mean[at], "low": curve.low[at], "high": curve.high[at], "extrapolated": bare[at]}


def _tie(tie: Tie) -> dict[str, object]:
    return {
        "parameters": tie.parameters,
        "kind": tie.kind,
        "best": tie.best,
        "tried": tie.tried,
        "share": tie.share,
        "gain": tie.gain.to_dict(),
    }


def _failure(failure: Failure) -> dict[str, object]:
    parts = [_part(part) for part in failure.parts]
    return {"kind": failure.kind, "parameter": failure.parameter, "p_value": failure.p_value, "parts": parts}


def _part(part: Part) -> dict[str, object]:
    where = {"level": part.level} if part.span is None else {"range": part.span}
    return {**where, "lost": part.lost, "runs": part.runs, "share": part.share.to_dict()}


def _cost(cost: Cost) -> dict[str, object]:
    return {
        "parameter": cost.parameter,
        "quick": _stretch(cost.cheap),
        "slow": _stretch(cost.dear),
        "ratio": cost.ratio.to_dict(),
        "gain": cost.bought.to_dict(),
        "free": cost.free,
        "share_of_time": cost.wasted,
    }
