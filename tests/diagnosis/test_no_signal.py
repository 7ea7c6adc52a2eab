"""No signal: cannot tell, and how many runs would."""

import numpy as np
import pytest
from planted_causes import causes, diagnosed, drawn, finding


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_true_and_every_cause_stays_silent(seed: int) -> None:
    """Pure noise over numbers, a category and a switch: every parameter's only finding is that it cannot be told."""
    rng, x = drawn(80, seed)
    x["kind"] = rng.choice(np.array(["u", "v", "w"], dtype=object), 80)
    x["on"] = rng.random(80) < 0.5
    found = diagnosed(x, rng.standard_normal(80))
    assert found.signal == "none"
    assert found.runs_needed is not None
    assert found.runs_needed > 80
    for name, verdict in found.verdicts.items():
        assert causes(found, name) == ["no_signal"]
        assert verdict.relevant is None


def test_runs_needed_is_told() -> None:
    """The finding carries the number."""
    rng, x = drawn(40, 7)
    found = diagnosed(x, rng.standard_normal(40))
    assert finding(found, "a", "no_signal").facts["runs_needed"] == found.runs_needed
