"""The next search space as a function that suggests settings to an Optuna objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.spaces.dimension import Dimension, dimensions
from sweepbrief.advice.spaces.wording import Vocabulary, comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sweepbrief.advice.advice import Advice
    from sweepbrief.advice.spaces.wording import Wording
    from sweepbrief.sweep import Sweep

NAME, TITLE = "optuna", "Optuna"


def write(sweep: Sweep, advice: tuple[Advice, ...], wording: Wording | None = None) -> str:
    """Write the function; a parameter that acts only under a condition is suggested only under it."""
    words = wording or Vocabulary()
    body = [line for dimension in dimensions(sweep, advice) for line in _lines(dimension, words)]
    return "\n".join(["def suggest(trial):", "    settings = {}", *body, "    return settings"]) + "\n"


def _lines(dimension: Dimension, words: Wording) -> Iterator[str]:
    stepped = dimension.log and dimension.step is not None
    losses = ("gone",) if dimension.gone else ("step",) if stepped else ()
    yield from (f"    # {comment}" for comment in comments(dimension, words, losses))
    if dimension.gone:
        return
    assigned = f"settings[{dimension.name!r}] = {_suggestion(dimension)}"
    condition = dimension.condition
    if condition is None:
        yield f"    {assigned}"
        return
    yield f"    if settings.get({condition.parent!r}) in {list(condition.values)!r}:"
    yield f"        {assigned}"


def _suggestion(dimension: Dimension) -> str:
    if dimension.choices:
        return f"trial.suggest_categorical({dimension.name!r}, {list(dimension.choices)!r})"
    low, high = dimension.ends
    extra = ", log=True" if dimension.log else f", step={_step(dimension)}" if dimension.step is not None else ""
    return f"trial.suggest_{dimension.kind}({dimension.name!r}, {low!r}, {high!r}{extra})"


def _step(dimension: Dimension) -> str:
    return repr(int(dimension.step or 1) if dimension.kind == "int" else dimension.step)
