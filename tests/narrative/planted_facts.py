"""Facts for every cause, as a diagnosis would fill them: ordinary ones, and the corners where wording changes."""

from __future__ import annotations

from sweepbrief.diagnosis import Finding
from sweepbrief.sweep import Objective

HOSTILE = '<script>alert("x")</script> | *a* [b](c)\n`d` \u202e\u05d0'
LOSS = Objective("val_loss", "minimize", "name")
ACCURACY = Objective("val_accuracy", "maximize", "name")

Facts = dict[str, object]

AGREEMENT: Facts = {
    "r": -0.7123,
    "r_low": -0.78,
    "r_high": -0.62,
    "rises": False,
    "low_value": 2.0,
    "high_value": 12.0,
    "change": 0.1234,
    "line_share": 0.971,
    "even": True,
    "most_above": None,
}
NONLINEAR: Facts = {
    "r": -0.55,
    "rho": -0.83,
    "rises": False,
    "shape": "log",
    "bend": None,
    "low_value": 1e-5,
    "high_value": 0.05,
    "change": 0.31,
    "line_share": 0.52,
    "edge_runs": None,
    "monotone_share": 0.97,
}
TURNING: Facts = {
    "r": -0.61,
    "best_low": 5e-4,
    "best_high": 0.02,
    "best_mean": 0.84,
    "optimum_low": 3e-4,
    "optimum_high": 0.03,
    "low_value": 1e-5,
    "low_mean": 0.48,
    "high_value": 1.0,
    "high_mean": 0.34,
    "peak": "inside",
    "worst_value": 1.0,
    "worst_mean": 0.34,
    "line_share": 0.37,
    "curve_share": 0.76,
}
JOINT: Facts = {
    "r": 0.06,
    "joint_share": 0.82,
    "pair_share": 0.31,
    "reverses": True,
    "low_label": (1e-5, 1e-4),
    "low_change": 0.18,
    "high_label": (0.05, 1.0),
    "high_change": -0.3,
    "low_value": 4.0,
    "high_value": 256.0,
}
LEVELS: Facts = {
    "eta_squared": 0.34,
    "best_level": "adam",
    "best_mean": 0.21,
    "worst_level": "sgd",
    "worst_mean": 0.43,
    "levels": 5,
    "single": "",
}
CONFOUNDED: Facts = {
    "r": 0.44,
    "driver": "learning_rate",
    "own": -0.12,
    "r_within": 0.02,
    "strata": 3,
    "kept": 1,
    "dependence": 0.71,
    "created": True,
    "sampler": "adaptive",
}
LOST: Facts = {
    "lost_low": 0.02,
    "lost_high": 0.31,
    "low_value": 16.0,
    "high_value": 512.0,
    "thirds": True,
    "lost": 37,
    "p_value": 0.00002,
}
EXTREME: Facts = {"runs": ["run-17", "run-80"], "r": 0.52, "r_without": 0.03, "created": True, "share": 0.013}
IDLE: Facts = {"r": 0.02, "importance": 0.03, "null_importance": 0.05, "most": 0.012, "eta_squared": None}
UNTOLD: Facts = {
    "r": 0.12,
    "r2": -0.04,
    "r2_low": -0.2,
    "r2_high": 0.09,
    "runs": 48,
    "runs_needed": 310,
    "why": "noise",
    "known": 48,
    "company": None,
    "p_value": 0.4,
    "most": 0.21,
    "largest": 0.14,
    "share": None,
}
GATED: Facts = {
    "role": "child",
    "other": "optimizer",
    "active_levels": ["sgd"],
    "change": 0.08,
    "active_share": 0.33,
    "blank": True,
}
SHARED: Facts = {
    "r": 0.52,
    "other": "depth",
    "r_between": 0.91,
    "separable": True,
    "r_within": 0.2,
    "strata": 3,
    "kept": 3,
    "sampler": "grid",
}
NARROWED: Facts = {"r": 0.11, "early_spread": 0.81, "late_spread": 0.22, "dense_low": 3e-4, "dense_high": 2e-3}
MANY: Facts = {
    "importance": 0.21,
    "permutation": 0.001,
    "permutation_low": -0.02,
    "permutation_high": 0.02,
    "distinct": 240,
    "fair_share": 0.125,
}

CASES: dict[str, tuple[Facts, ...]] = {
    "agreement": (
        AGREEMENT,
        {**AGREEMENT, "r": 0.2},
        {**AGREEMENT, "rises": True, "r_low": None, "r_high": None},
        {**AGREEMENT, "even": False},
        {**AGREEMENT, "low_value": False, "high_value": True},
        {**AGREEMENT, "low_value": 1e-5, "high_value": 6.0, "most_above": 0.6},
    ),
    "monotone_nonlinear": (
        NONLINEAR,
        {**NONLINEAR, "r": 0.2, "rho": 0.1, "monotone_share": 0.999},
        {**NONLINEAR, "rises": True, "rho": 0.56, "r": 0.55},
        *(
            {**NONLINEAR, "shape": shape, "bend": bend}
            for shape in ("saturation", "knee", "threshold")
            for bend in (0.003, None)
        ),
        {**NONLINEAR, "shape": "knee", "bend": 0.72, "edge_runs": 2},
    ),
    "non_monotone": (TURNING, {**TURNING, "peak": "ends"}, {**TURNING, "r": 0.04}, {**TURNING, "r": None, "peak": "ends"}),
    "interaction": (
        JOINT,
        {**JOINT, "r": 0.5, "low_label": (4.0, 4.0)},
        {**JOINT, "reverses": False, "r": None, "low_change": -0.02, "low_label": "sgd", "high_label": None},
        {**JOINT, "low_value": "sgd", "high_value": "adam", "low_label": True, "high_label": False, "low_change": 0.0},
    ),
    "categorical_effect": (
        LEVELS,
        {**LEVELS, "single": "worst", "worst_level": None},
        {**LEVELS, "single": "best"},
        {**LEVELS, "levels": 2},
        {**LEVELS, "levels": 2, "single": "switch"},
        {**LEVELS, "levels": 3, "best_level": 8},
    ),
    "outliers": (EXTREME, {**EXTREME, "runs": ["17"], "created": False, "r": 0.03, "r_without": 0.5}),
    "irrelevant": (
        IDLE,
        {**IDLE, "r": None, "importance": 0.06},
        {**IDLE, "r": 0.3, "null_importance": None},
        {**IDLE, "r": None, "eta_squared": 0.4},
    ),
    "no_signal": (
        UNTOLD,
        {**UNTOLD, "r": None, "r2": None, "r2_low": None, "r2_high": None, "runs": 1, "runs_needed": None},
        {**UNTOLD, "r2": 0.4, "r2_low": 0.3, "r2_high": 0.5, "why": "power"},
        {**UNTOLD, "why": "power", "runs_needed": None},
        {**UNTOLD, "why": "few", "known": 4, "runs_needed": None},
        {**UNTOLD, "why": "few", "runs_needed": None},
        {**UNTOLD, "why": "hint", "p_value": 0.02},
        {**UNTOLD, "why": "wide"},
        {**UNTOLD, "why": "cells", "share": 0.92, "runs_needed": None},
        {**UNTOLD, "why": "wide", "largest": None, "runs_needed": None},
        {**UNTOLD, "why": "repeated", "known": 5},
        {**UNTOLD, "why": "constant", "runs_needed": None},
        {**UNTOLD, "why": "company", "company": "depth", "runs_needed": None},
        {**UNTOLD, "r2": 0.26, "r": None},
    ),
    "conditional": (
        GATED,
        {**GATED, "blank": False, "active_levels": ["sgd", "adam", "rmsprop"]},
        {**GATED, "role": "parent", "other": "momentum", "active_levels": ["sgd", None]},
        {**GATED, "role": "parent", "blank": False},
    ),
    "shared_credit": (
        SHARED,
        {**SHARED, "separable": False, "sampler": "unknown", "kept": 0},
        {**SHARED, "r": None, "r_within": None, "strata": 0, "kept": 0, "sampler": "random"},
    ),
    "confounded": (
        CONFOUNDED,
        {**CONFOUNDED, "created": False, "r": -0.03, "r_within": -0.4, "sampler": "random"},
        {**CONFOUNDED, "r": None, "r_within": None, "strata": 0, "kept": 0, "own": None, "sampler": "unknown"},
        {**CONFOUNDED, "created": False, "r": None, "r_within": None, "own": None},
    ),
    "adaptive_sampling": (NARROWED,),
    "survivorship": (
        LOST,
        {**LOST, "thirds": False, "low_value": 1.0, "high_value": 2.0, "lost_low": 0.4},
        {**LOST, "thirds": False, "low_value": "adam", "high_value": "sgd", "lost": 1, "p_value": 0.03},
    ),
    "cardinality_bias": (
        MANY,
        {**MANY, "permutation": 0.2, "permutation_low": 0.1, "permutation_high": 0.3},
        {**MANY, "permutation": None, "permutation_low": None, "permutation_high": None},
    ),
}
PARTNERS = {
    "interaction": ("learning_rate",),
    "shared_credit": ("depth",),
    "confounded": ("learning_rate",),
    "conditional": ("optimizer",),
}


def findings(name: str = "batch_size") -> list[Finding]:
    """Give a finding for every case of every cause."""
    return [
        Finding(cause, name, 0.9, ("depth", "width") if facts.get("why") == "cells" else PARTNERS.get(cause, ()), facts)
        for cause, cases in CASES.items()
        for facts in cases
    ]
