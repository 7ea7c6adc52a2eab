"""The next search space says in every tool's words what the advice says, under the source's own names."""

from __future__ import annotations

import ast
import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sweepbrief.advice import SPACES, Advice
from sweepbrief.advice.spaces.dimension import dimensions, rounded
from sweepbrief.measures import Estimate
from sweepbrief.sources import choose, read

if TYPE_CHECKING:
    from sweepbrief.sweep import Sweep

UNKNOWN = Estimate(None, why_not="unknown")
HOSTILE = "model.lr'\" # x: {"
ADVICE = (
    Advice("narrow", HOSTILE, (1e-5, 1.0), (8.3137e-4, 0.03714), "non_monotone", UNKNOWN, {"mean": 0.2, "log": True}),
    Advice("drop_level", "solver", "sgd", ("adam", "lion"), "categorical_effect", UNKNOWN, {"mean": 0.4, "rest": 0.2}),
    Advice("fix", "depth", None, 2, "irrelevant", UNKNOWN, {"inert": True, "common": True, "mean": None}),
    Advice("repeat", None, None, 3, "noise", UNKNOWN, {"runs": ["1"], "spread": 0.1, "noise": 0.2}),
)


@pytest.fixture(scope="module")
def sweep() -> Sweep:
    """Give a sweep of a rate, a category, a depth and a flag."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            HOSTILE: 10 ** rng.uniform(-5, 0, 60),
            "solver": rng.choice(["adam", "lion", "sgd"], 60),
            "depth": rng.choice([1, 2, 3], 60),
            "flag": rng.choice([True, False], 60),
            "size": rng.integers(10, 500, 60),
            "loss": rng.normal(size=60),
        }
    )
    return choose(read(frame), metric="loss", direction="minimize", parameters=None, ignore=None, study=None, order=None)


def test_advice_is_applied(sweep: Sweep) -> None:
    """Ranges are narrowed outward-rounded, levels dropped, values fixed, the rest is left as it was."""
    found = {dimension.name: dimension for dimension in dimensions(sweep, ADVICE)}
    rate = found[HOSTILE]
    assert (rate.low, rate.high, rate.log) == (8.31e-4, 0.0372, True)
    assert found["solver"].choices == ("adam", "lion")
    assert found["depth"].choices == (2,)
    assert set(found["flag"].choices) == {True, False}
    assert found["size"].low is not None
    assert not found["flag"].remarks
    assert rate.remarks == ("narrow: non_monotone",)


@pytest.mark.parametrize("tool", SPACES)
def test_every_tool_keeps_the_names(sweep: Sweep, tool: str) -> None:
    """Every parameter is there under its own name."""
    written = SPACES[tool](sweep, ADVICE)
    for name in ("solver", "depth", "flag", "size"):
        assert name in written
    assert "sgd" not in written


def test_json_reads_back(sweep: Sweep) -> None:
    """The JSON holds ranges and choices by name."""
    space = json.loads(SPACES["JSON"](sweep, ADVICE))
    assert space["depth"]["choices"] == [2]
    assert space[HOSTILE] == {
        "kind": "float",
        "because": ["narrow: non_monotone"],
        "low": 8.31e-4,
        "high": 0.0372,
        "scale": "log",
    }


def test_yaml_reads_back(sweep: Sweep) -> None:
    """The YAML is read as numbers, also where they are powers of ten."""
    yaml = pytest.importorskip("yaml")
    whole = Advice("narrow", HOSTILE, (1e-6, 1.0), (1e-5, 1e-2), "non_monotone", UNKNOWN, {"mean": 0.2, "log": True})
    space = yaml.safe_load(SPACES["W&B"](sweep, (whole, *ADVICE[1:])))
    assert space["metric"] == {"name": "loss", "goal": "minimize"}
    assert space["parameters"][HOSTILE] == {"distribution": "log_uniform_values", "min": 1e-5, "max": 1e-2}
    assert space["parameters"]["depth"] == {"value": 2}
    assert space["parameters"]["solver"] == {"values": ["adam", "lion"]}


@pytest.mark.parametrize("tool", ["Optuna", "KerasTuner", "Ray Tune", "scikit-learn"])
def test_python_is_python(sweep: Sweep, tool: str) -> None:
    """The code parses, and its dictionary has a key for every parameter."""
    tree = ast.parse(SPACES[tool](sweep, ADVICE))
    found = next(node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    assert [ast.literal_eval(key) for key in found.keys if key is not None] == [one.name for one in sweep.parameters]


@pytest.mark.parametrize(("low", "high"), [(8.3137e-4, 0.0371), (0.0, 1.0), (-3.14159, 2.71828), (32.0, 512.0)])
def test_rounding_loses_nothing(low: float, high: float) -> None:
    """A rounded range holds the advised one, and is hardly wider."""
    first, second = rounded(low, high)
    assert first <= low
    assert second >= high
    assert math.isclose(first, low, rel_tol=0.02, abs_tol=1e-12)
    assert math.isclose(second, high, rel_tol=0.02)
