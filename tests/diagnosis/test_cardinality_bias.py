"""Cardinality bias: many values, no effect, importance all the same."""

import numpy as np
from planted_causes import diagnosed, finding


def test_noise_column_of_many_values_among_switches() -> None:
    """Six switches, one of which acts, and a column of random numbers that the forest rewards."""
    rng = np.random.default_rng(1)
    x: dict[str, np.ndarray] = {f"s{number}": rng.random(150) < 0.5 for number in range(6)}
    x["noise"] = rng.random(150)
    found = diagnosed(x, 1.2 * x["s0"] + 0.8 * rng.standard_normal(150))
    facts = finding(found, "noise", "cardinality_bias").facts
    assert facts["importance"] > 1.3 * facts["fair_share"]
    assert found.verdicts["noise"].relevant is False
