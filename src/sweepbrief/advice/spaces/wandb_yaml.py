"""The next search space as the YAML of a Weights & Biases sweep."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sweepbrief.advice.spaces.dimension import Dimension, dimensions

if TYPE_CHECKING:
    from sweepbrief.advice.advice import Advice
    from sweepbrief.sweep import Sweep


def wandb(sweep: Sweep, advice: tuple[Advice, ...]) -> str:
    """Write a sweep configuration."""
    name, goal = json.dumps(sweep.objective.name), sweep.objective.direction
    lines = ["method: random", "metric:", f"  name: {name}", f"  goal: {goal}", "parameters:"]
    for dimension in dimensions(sweep, advice):
        lines += [f"  # {remark}" for remark in dimension.remarks]
        lines += [f"  {json.dumps(dimension.name)}:", *(f"    {line}" for line in _body(dimension))]
    return "\n".join(lines) + "\n"


def _body(dimension: Dimension) -> list[str]:
    if len(dimension.choices) == 1:
        return [f"value: {_scalar(dimension.choices[0])}"]
    if dimension.choices:
        return [f"values: [{', '.join(_scalar(choice) for choice in dimension.choices)}]"]
    low, high = dimension.low or 0.0, dimension.high or 0.0
    if dimension.kind == "int":
        shape = "q_log_uniform_values" if dimension.log else "int_uniform"
        return [f"distribution: {shape}", f"min: {int(low)}", f"max: {int(high)}"]
    shape = "log_uniform_values" if dimension.log else "uniform"
    return [f"distribution: {shape}", f"min: {_scalar(low)}", f"max: {_scalar(high)}"]


def _scalar(value: object) -> str:
    """Write a scalar as YAML 1.1 reads it: a power of ten needs its decimal point."""
    written = json.dumps(value, default=str)
    mantissa, power, exponent = written.partition("e")
    bare = isinstance(value, float) and power and "." not in mantissa
    return f"{mantissa}.0e{exponent}" if bare else written
