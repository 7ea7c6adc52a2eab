"""Adaptive sampling: a narrowed parameter; a grid in nested order is none."""

import numpy as np
from planted_causes import causes, diagnosed, drawn, finding


def test_narrowed_parameter_is_found() -> None:
    """The sampler drew a from the whole range at first and then close to its best value."""
    rng, x = drawn(160, 1)
    order = np.arange(160)
    width = np.where(order < 40, 1.0, 0.25)
    x["a"] = np.where(order < 40, x["a"], 0.7 + width * (x["a"] - 0.5))
    found = diagnosed(x, -20 * (x["a"] - 0.7) ** 2 + 0.2 * rng.standard_normal(160), order=order)
    one = finding(found, "a", "adaptive_sampling")
    assert found.sampler == "adaptive"
    assert one.facts["late_spread"] < 0.65
    assert one.facts["dense_low"] < 0.7 < one.facts["dense_high"]


def test_grid_in_nested_order_is_not_adaptive() -> None:
    """Runs of a grid made in nested order: the outer parameter has little spread in any stretch of runs."""
    a, b = (part.ravel() for part in np.meshgrid(np.arange(12.0), np.arange(10.0), indexing="ij"))
    rng = np.random.default_rng(2)
    found = diagnosed({"a": a, "b": b}, a + 0.5 * rng.standard_normal(120), order=np.arange(120))
    assert found.sampler == "grid"
    assert "adaptive_sampling" not in causes(found, "a")
