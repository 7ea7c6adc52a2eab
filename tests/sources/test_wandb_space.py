"""A sweep's configuration says what was searched; every distribution means what W&B draws from it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from sweepbrief.sources.trees import load_yaml
from sweepbrief.sources.wandb_space import find_configs, is_sweep_config, matching, parse_sweep

if TYPE_CHECKING:
    from pathlib import Path


def parsed(parameters: dict[str, Any], **more: object) -> Any:  # noqa: ANN401 - read by attribute
    return parse_sweep({"method": "random", "parameters": parameters, **more}, "sweep")


@pytest.mark.parametrize(
    ("spec", "kind", "scale", "low", "high", "step"),
    [
        ({"min": 1, "max": 8}, "int", "linear", 1, 8, None),
        ({"min": 0.1, "max": 8}, "float", "linear", 0.1, 8, None),
        ({"min": 1, "max": 8, "distribution": "uniform"}, "float", "linear", 1, 8, None),
        ({"min": 0, "max": 1, "q": 0.1, "distribution": "q_uniform"}, "float", "linear", 0, 1, 0.1),
        ({"min": 8, "max": 64, "q": 8, "distribution": "q_uniform"}, "int", "linear", 8, 64, 8),
        ({"min": -7, "max": 0, "distribution": "log_uniform"}, "float", "log", math.exp(-7), 1, None),
        ({"min": 1e-5, "max": 0.1, "distribution": "log_uniform_values"}, "float", "log", 1e-5, 0.1, None),
        ({"min": "1e-5", "max": 0.1, "distribution": "log_uniform_values"}, "float", "log", 1e-5, 0.1, None),
        ({"min": 1, "max": 5, "distribution": "inv_log_uniform"}, "float", "log", math.exp(-5), math.exp(-1), None),
        ({"min": 0.1, "max": 0.9, "distribution": "inv_log_uniform_values"}, "float", "log", 0.1, 0.9, None),
        ({"mu": 0, "sigma": 1, "distribution": "normal"}, "float", "linear", None, None, None),
        ({"mu": 0, "sigma": 1, "distribution": "log_normal"}, "float", "log", None, None, None),
    ],
)
def test_ranges_mean_what_is_drawn_from_them(  # noqa: PLR0913, PLR0917 - one row of the table above
    spec: dict[str, object], kind: str, scale: str, low: float | None, high: float | None, step: float | None
) -> None:
    """``log_uniform`` takes exponents, ``log_uniform_values`` values; whole ends without a distribution are whole numbers."""
    parameter = parsed({"p": spec}).space["p"]
    assert (parameter.kind, parameter.scale, parameter.step) == (kind, scale, step)
    assert (parameter.low, parameter.high) == pytest.approx((low, high))
    assert parameter.range_known == (low is not None)


def test_choices_nested_and_fixed_parameters() -> None:
    """Values are choices, one value is fixed, nested parameters have dotted names, the goal is to minimise unless stated."""
    config = parsed(
        {
            "opt": {"parameters": {"name": {"values": ["adam", "sgd"]}, "beta": {"min": 0.0, "max": 1.0}}},
            "bn": {"values": [True, False]},
            "drop": {"values": [None, 0.1]},
            "seed": {"value": 3},
            "one": {"values": [5]},
            "bad": 7,
        },
        metric={"name": "acc"},
        early_terminate={"type": "hyperband"},
    )
    assert list(config.space) == ["opt.name", "opt.beta", "bn", "drop"]
    assert config.space["opt.name"].choices == ("adam", "sgd")
    assert config.space["bn"].kind == "bool"
    assert config.space["drop"].choices == (None, 0.1)
    assert config.fixed == {"seed", "one"}
    assert (config.objective.name, config.objective.direction) == ("acc", "minimize")
    assert config.stops_early
    assert config.sampler == "random"


def test_only_a_configuration_of_a_sweep_is_one(tmp_path: Path) -> None:
    """Among other YAML the configuration is found; the one whose parameters are those of the runs is taken, or none."""
    (tmp_path / "a.yaml").write_text("method: grid\nparameters:\n  lr: {values: [1, 2]}\n  x: {values: [1, 2]}\n")
    (tmp_path / "b.yml").write_text("method: bayes\nparameters:\n  lr: {min: 1e-3, max: 1}\n  y: {values: [1, 2]}\n")
    (tmp_path / "c.yaml").write_text("lr: 0.1\n")
    (tmp_path / "d.yaml").write_text("a: [1\n")
    configs = find_configs([tmp_path, tmp_path])
    assert [path.name for path, _ in configs] == ["a.yaml", "b.yml"]
    assert matching(configs, ["lr", "y", "z"]) == configs[1]
    assert matching(configs, ["lr"]) is None
    assert matching([], ["lr"]) is None
    assert not is_sweep_config(load_yaml("- method\n"))
