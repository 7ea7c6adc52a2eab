"""The next search space as the YAML of a Weights & Biases sweep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sweepbrief.advice.spaces.dimension import Dimension, dimensions
from sweepbrief.advice.spaces.ends import values_between
from sweepbrief.advice.spaces.wording import Vocabulary, comments

if TYPE_CHECKING:
    from sweepbrief.advice.advice import Advice
    from sweepbrief.advice.spaces.wording import Wording
    from sweepbrief.sweep import Sweep

NAME, TITLE = "wandb", "W&B"
NAMED = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
"""Names that a sweep configuration may hold; one other name would make all of it invalid."""
MOST_LISTED = 200
"""Values of a range with steps that are listed one by one."""
EIGHT, FOUR = 0xFFFF, 0xFF


def write(sweep: Sweep, advice: tuple[Advice, ...], wording: Wording | None = None) -> str:
    """Write a sweep configuration."""
    words = wording or Vocabulary()
    lines = ["method: random", "metric:", f"  name: {quoted(sweep.objective.name)}", f"  goal: {sweep.objective.direction}"]
    lines.append("parameters:")
    for dimension in dimensions(sweep, advice):
        lines += [f"  # {comment}" for comment in comments(dimension, words, _losses(dimension))]
        if not dimension.gone and NAMED.fullmatch(dimension.name):
            lines += [f"  {quoted(dimension.name)}:", *(f"    {line}" for line in _body(dimension))]
    return "\n".join(lines) + "\n"


def _losses(dimension: Dimension) -> tuple[str, ...]:
    if dimension.gone:
        return ("gone",)
    if not NAMED.fullmatch(dimension.name):
        return ("name",)
    stepped = dimension.step is not None and dimension.log
    return (*(("condition",) if dimension.condition else ()), *(("step",) if stepped else ()))


def _body(dimension: Dimension) -> list[str]:
    if len(dimension.choices) == 1:
        return [f"value: {_scalar(dimension.choices[0])}"]
    if dimension.choices:
        return [f"values: [{', '.join(_scalar(choice) for choice in dimension.choices)}]"]
    low, high = dimension.ends
    ends = [f"min: {_scalar(low)}", f"max: {_scalar(high)}"]
    if dimension.log:
        whole = dimension.kind == "int"
        return [f"distribution: {'q_' if whole else ''}log_uniform_values", *ends, *(["q: 1"] if whole else [])]
    if dimension.step is not None:
        listed = values_between(low, high, dimension.step)
        if len(listed) <= MOST_LISTED:
            kept = [int(value) if dimension.kind == "int" else value for value in listed]
            return [f"values: [{', '.join(_scalar(value) for value in kept)}]"]
        return ["distribution: q_uniform", *ends, f"q: {_scalar(dimension.step)}"]
    return [f"distribution: {'int_uniform' if dimension.kind == 'int' else 'uniform'}", *ends]


def quoted(text: str) -> str:
    """Write a text in double quotes as YAML and every YAML reader take it, whatever it holds."""
    return '"' + "".join(_sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    code = ord(sign)
    if sign in {'"', "\\"}:
        return f"\\{sign}"
    if sign.isprintable() and not 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - lone halves of a pair
        return sign
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - as above: no file can hold them
        return "\N{REPLACEMENT CHARACTER}"
    return f"\\U{code:08x}" if code > EIGHT else f"\\u{code:04x}" if code > FOUR else f"\\x{code:02x}"


def _scalar(value: object) -> str:
    """Write a scalar as YAML 1.1 reads it: a power of ten needs its decimal point."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return quoted(value)
    mantissa, power, exponent = repr(value).partition("e")
    return f"{mantissa}.0e{exponent}" if isinstance(value, float) and power and "." not in mantissa else repr(value)
