"""The next search space as JSON, for every tool that has no writer of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sweepbrief.advice.spaces.dimension import Dimension, dimensions

if TYPE_CHECKING:
    from sweepbrief.advice.advice import Advice
    from sweepbrief.sweep import Sweep


def json_space(sweep: Sweep, advice: tuple[Advice, ...]) -> str:
    """Write one object a parameter, with its range or its choices and what changed."""
    space = {dimension.name: _body(dimension) for dimension in dimensions(sweep, advice)}
    return json.dumps(space, indent=2, ensure_ascii=False, default=str) + "\n"


def _body(dimension: Dimension) -> dict[str, object]:
    body: dict[str, object] = {"kind": dimension.kind, "because": list(dimension.remarks)}
    if dimension.choices:
        return body | {"choices": list(dimension.choices)}
    return body | {"low": dimension.low, "high": dimension.high, "scale": "log" if dimension.log else "linear"}
