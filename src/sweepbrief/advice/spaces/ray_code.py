"""The next search space as the ``param_space`` of a Ray Tune tuner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.spaces.dimension import Dimension, dimensions
from sweepbrief.advice.spaces.ends import values_between
from sweepbrief.advice.spaces.wording import Vocabulary, comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sweepbrief.advice.advice import Advice
    from sweepbrief.advice.spaces.wording import Wording
    from sweepbrief.sweep import Sweep

NAME, TITLE = "ray", "Ray Tune"


def write(sweep: Sweep, advice: tuple[Advice, ...], wording: Wording | None = None) -> str:
    """Write the mapping; what acts only under a condition is drawn once the condition is known, and else None."""
    words = wording or Vocabulary()
    body = [line for dimension in dimensions(sweep, advice) for line in _lines(dimension, words)]
    return "\n".join(["from ray import tune", "", "param_space = {", *body, "}"]) + "\n"


def _lines(dimension: Dimension, words: Wording) -> Iterator[str]:
    stepped = dimension.log and dimension.step is not None
    lost = (*(("step",) if stepped else ()), *(("search",) if dimension.condition else ()))
    losses = ("gone",) if dimension.gone else lost
    yield from (f"    # {comment}" for comment in comments(dimension, words, losses))
    if dimension.gone:
        return
    condition, domain = dimension.condition, _domain(dimension)
    if condition is not None:
        fixed = len(dimension.choices) == 1
        drawn = domain if fixed else f"{domain}.sample()"
        held = f"config[{condition.parent!r}] in {list(condition.values)!r}"
        domain = f"tune.sample_from(lambda config: {drawn} if {held} else None)"
    yield f"    {dimension.name!r}: {domain},"


def _domain(dimension: Dimension) -> str:
    if len(dimension.choices) == 1:
        return repr(dimension.choices[0])
    if dimension.choices:
        return f"tune.choice({list(dimension.choices)!r})"
    low, high = dimension.ends
    if dimension.kind == "int":
        if dimension.step is not None and not dimension.log:
            return f"tune.choice(list(range({low!r}, {high!r} + 1, {int(dimension.step)})))"
        return f"tune.{'lograndint' if dimension.log else 'randint'}({low!r}, {high!r} + 1)"
    if dimension.step is not None and not dimension.log:
        return f"tune.choice({values_between(low, high, dimension.step)!r})"
    return f"tune.{'loguniform' if dimension.log else 'uniform'}({low!r}, {high!r})"
