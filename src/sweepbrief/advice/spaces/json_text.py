"""The next search space as JSON, for every tool that has no writer of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sweepbrief.advice.spaces.dimension import Dimension, dimensions
from sweepbrief.advice.spaces.wording import Vocabulary, remarks

if TYPE_CHECKING:
    from sweepbrief.advice.advice import Advice
    from sweepbrief.advice.spaces.wording import Wording
    from sweepbrief.sweep import Sweep

NAME, TITLE = "json", "JSON"


def write(sweep: Sweep, advice: tuple[Advice, ...], wording: Wording | None = None) -> str:
    """Write one object a parameter, with its range or its choices, when it acts, and what changed."""
    words = wording or Vocabulary()
    space = {one.name: _body(one, words) for one in dimensions(sweep, advice) if not one.gone}
    written = json.dumps(space, indent=2, ensure_ascii=False)
    return "".join(sign if sign == "\n" or sign.isprintable() else json.dumps(sign)[1:-1] for sign in written) + "\n"


def _body(dimension: Dimension, words: Wording) -> dict[str, object]:
    body: dict[str, object] = {"kind": dimension.kind, "because": list(remarks(dimension, words, ()))}
    if dimension.choices:
        body |= {"choices": list(dimension.choices)}
    else:
        low, high = dimension.ends
        body |= {"low": low, "high": high, "scale": "log" if dimension.log else "linear", "step": dimension.step}
    if dimension.condition is not None:
        body |= {"active_when": {"parent": dimension.condition.parent, "values": list(dimension.condition.values)}}
    return body
