"""Facts for the macros of comparisons, metrics, groups and indexes whose arguments mean another thing than elsewhere."""

from __future__ import annotations

OWN: dict[str, dict[str, object]] = {
    **{f"asked_{action}": {"before": "sgd", "after": 4} for action in ("fix", "drop_level", "add_runs", "repeat")},
    **{f"asked_{action}": {"before": None, "after": None} for action in ("log_scale", "separate")},
    **{f"since_ranking_{word}": {"old": ["depth", "width"], "new": ["width", "depth"]} for word in ("chance", "changed")},
    "since_ranking_same": {"names": ["depth", "width"]},
    "effect_level": {"old": "sgd", "new": "adam"},
    "caveat_parameters": {"old": 5, "new": 4},
    "caveat_samplers": {"old": "random", "new": "adaptive"},
    "caveat_versions": {"old": "0.1.0", "new": "0.2.0"},
    "moved_retyped": {"old": "float", "new": "categorical"},
    "alt_since": {"names": ["depth"]},
    "metrics_lede": {"others": ["loss"]},
    "metrics_agreement": {"rho": -0.5, "low": -0.6, "high": -0.4},
    "metrics_apart": {"low": 0.05, "high": 0.2},
    "groups_settings": {"names": ["depth", "width"]},
    "groups_silent": {"levels": ["sgd"]},
    "groups_unfinished": {"levels": ["sgd", None]},
    "groups_spread": {"first": "adam", "second": "sgd", "low": 0.1, "high": 0.4},
    "groups_sizes": {"first": "adam", "second": "sgd", "low": 1e6, "high": 2e7},
    "groups_turn": {"first": "adam", "second": "sgd"},
    "groups_runs": {"low": 20, "high": 200},
    "alt_groups": {"names": []},
    "caption_front": {},
    **{f"pareto_{word}": {"others": ["accuracy", "loss"]} for word in ("single", "lede", "rises")},
    **{f"site_lede_{word}": {"sweeps": 3} for word in ("newest", "name")},
}
"""By macro."""

WORDS: dict[str, object] = {
    "old": 0.2,
    "new": 0.25,
    "old_low": 0.1,
    "old_high": 0.2,
    "p_value": 0.003,
    "newer": True,
    "older": True,
    "names": ["depth", "width"],
    "appeared": True,
    "gone": ["sgd"],
    "come": ["adam"],
    "fixed": True,
    "verdict": "chance",
    "rho": 0.6,
    "other_rho": -0.4,
    "rises": True,
    "near": 24,
    "more": True,
    "shared": 3,
    "sweeps": 3,
}
"""By argument, for every macro that has no facts of its own."""
