"""The next search space as a function that defines KerasTuner hyperparameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.spaces.dimension import Dimension, dimensions
from sweepbrief.advice.spaces.wording import Vocabulary, comments

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sweepbrief.advice.advice import Advice
    from sweepbrief.advice.spaces.wording import Wording
    from sweepbrief.sweep import Sweep

NAME, TITLE = "keras-tuner", "KerasTuner"


def write(sweep: Sweep, advice: tuple[Advice, ...], wording: Wording | None = None) -> str:
    """Write the function; conditions become conditional scopes."""
    words = wording or Vocabulary()
    space = {dimension.name: dimension for dimension in dimensions(sweep, advice)}
    body = [line for dimension in space.values() for line in _lines(dimension, space, words)]
    return "\n".join(["def define(hp):", "    settings = {}", *body, "    return settings"]) + "\n"


def _lines(dimension: Dimension, space: Mapping[str, Dimension], words: Wording) -> Iterator[str]:
    yield from (f"    # {comment}" for comment in comments(dimension, words, _losses(dimension)))
    if dimension.gone:
        return
    assigned = f"settings[{dimension.name!r}] = {_defined(dimension)}"
    condition = dimension.condition
    if condition is None:
        yield f"    {assigned}"
        return
    parent, values = space[condition.parent], list(condition.values)
    held = [str(value) for value in values] if _as_text(parent) else values
    yield f"    with hp.conditional_scope({condition.parent!r}, {held!r}):"
    yield f"        if settings.get({condition.parent!r}) in {values!r}:"
    yield f"            {assigned}"


def _losses(dimension: Dimension) -> tuple[str, ...]:
    if dimension.gone:
        return ("gone",)
    stepped = dimension.log and dimension.step is not None
    return (*(("step",) if stepped else ()), *(("levels",) if _as_text(dimension) else ()))


def _as_text(dimension: Dimension) -> bool:
    """Tell whether choices have to be held as texts: KerasTuner knows no None and no choices of several types."""
    kinds = {type(choice) for choice in dimension.choices}
    return bool(dimension.choices) and (len(kinds) > 1 or kinds == {type(None)})


def _defined(dimension: Dimension) -> str:
    if _as_text(dimension):
        held = {str(choice): choice for choice in dimension.choices}
        return f"{held!r}[hp.Choice({dimension.name!r}, {list(held)!r})]"
    if len(dimension.choices) == 1:
        return f"hp.Fixed({dimension.name!r}, {dimension.choices[0]!r})"
    if dimension.choices:
        return f"hp.Choice({dimension.name!r}, {list(dimension.choices)!r})"
    low, high = dimension.ends
    whole = dimension.kind == "int"
    step = "" if dimension.step is None else f", step={int(dimension.step) if whole else dimension.step!r}"
    extra = ", sampling='log'" if dimension.log else step
    return f"hp.{'Int' if whole else 'Float'}({dimension.name!r}, min_value={low!r}, max_value={high!r}{extra})"
