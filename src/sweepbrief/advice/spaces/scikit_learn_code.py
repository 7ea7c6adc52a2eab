"""The next search space as ``param_distributions`` of a scikit-learn random search."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from sweepbrief.advice.spaces.dimension import Dimension, dimensions
from sweepbrief.advice.spaces.ends import values_between
from sweepbrief.advice.spaces.wording import Vocabulary, comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sweepbrief.advice.advice import Advice
    from sweepbrief.advice.spaces.wording import Wording
    from sweepbrief.sweep import Sweep

NAME, TITLE = "sklearn", "scikit-learn"
MOST_SPACES = 24
"""Spaces that conditions may split the search into."""
FACTORS = 24
"""Whole numbers that stand for a log scale of them."""
HEAD = "from scipy.stats import loguniform, randint, uniform\n\n"


def write(sweep: Sweep, advice: tuple[Advice, ...], wording: Wording | None = None) -> str:
    """Write the mapping, or a list of mappings where conditions split the space, as scikit-learn takes it."""
    words, space = wording or Vocabulary(), dimensions(sweep, advice)
    parts = _parts(space)
    if len(parts) == 1:
        body = [line for dimension in space for line in _lines(dimension, words, "    ", dimension.choices)]
        return HEAD + "\n".join(["param_distributions = {", *body, "}"]) + "\n"
    blocks = []
    for number, part in enumerate(parts):
        shown = words if not number else None
        body = [
            line
            for dimension in space
            if _acts(dimension, part)
            for line in _lines(dimension, shown, "        ", part.get(dimension.name, dimension.choices))
        ]
        blocks += ["    {", *body, "    },"]
    told = {dimension.name for dimension in space if _acts(dimension, parts[0])}
    left = [f"    # {one}" for dimension in space if dimension.name not in told for one in comments(dimension, words, ())]
    return HEAD + "\n".join(["param_distributions = [", *left, *blocks, "]"]) + "\n"


def _parts(space: tuple[Dimension, ...]) -> list[dict[str, tuple[object, ...]]]:
    """Split the space by what conditions depend on: which choices of each parent switch the same children."""
    parents = dict.fromkeys(one.condition.parent for one in space if one.condition is not None and not one.gone)
    known = {dimension.name: dimension for dimension in space}
    split: list[list[tuple[str, tuple[object, ...]]]] = []
    for parent in parents:
        choices = known[parent].choices if parent in known else ()
        grouped: dict[tuple[str, ...], list[object]] = {}
        for choice in choices:
            children = tuple(one.name for one in space if one.condition and one.condition.parent == parent
                             and choice in one.condition.values)  # fmt: skip
            grouped.setdefault(children, []).append(choice)
        if choices:
            split.append([(parent, tuple(held)) for held in grouped.values()])
    found = [dict(pieces) for pieces in product(*split)]
    return found if 1 < len(found) <= MOST_SPACES else [{}]


def _acts(dimension: Dimension, part: dict[str, tuple[object, ...]]) -> bool:
    if dimension.gone:
        return False
    condition = dimension.condition
    return condition is None or condition.parent not in part or part[condition.parent][0] in condition.values


def _lines(dimension: Dimension, words: Wording | None, indent: str, choices: tuple[object, ...]) -> Iterator[str]:
    if words is not None:
        yield from (f"{indent}# {comment}" for comment in comments(dimension, words, _losses(dimension, indent)))
    if not dimension.gone:
        yield f"{indent}{dimension.name!r}: {repr(list(choices)) if choices else _distribution(dimension)},"


def _losses(dimension: Dimension, indent: str) -> tuple[str, ...]:
    if dimension.gone:
        return ("gone",)
    whole = dimension.log and dimension.kind == "int"
    stepped = dimension.log and dimension.step is not None and not whole
    alone = dimension.condition is not None and len(indent) == len("    ")
    return (*(("condition",) if alone else ()), *(("log",) if whole else ()), *(("step",) if stepped else ()))


def _distribution(dimension: Dimension) -> str:
    low, high = dimension.ends
    if dimension.kind == "int":
        if dimension.log:
            factor = (high / low) ** (1 / (FACTORS - 1))
            return repr(sorted({round(low * factor**place) for place in range(FACTORS)}))
        if dimension.step is not None:
            return f"range({low!r}, {high!r} + 1, {int(dimension.step)})"
        return f"randint({low!r}, {high!r} + 1)"
    if dimension.log:
        return f"loguniform({low!r}, {high!r})"
    if dimension.step is not None:
        return repr(values_between(low, high, dimension.step))
    return f"uniform({low!r}, {high!r} - {low!r})"
