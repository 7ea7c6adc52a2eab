"""What a run is given to work on, by the name of its column: a data set, a problem, an environment is no choice to be made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sweepbrief.sweep.parameter import Parameter

_GIVEN: Final = frozenset(
    [
        "dataset",
        "datasets",
        "corpus",
        "instance",
        "problem",
        "task",
        "env",
        "environment",
        "benchmark",
        "scenario",
        "workload",
        "testcase",
        "domain",
        "subject",
        "patient",
    ]
)
_ONLY_NAMED: Final = frozenset(
    ["data", "matrix", "graph", "image", "file", "video", "molecule", "protein", "series", "ticker", "country", "city", "game"]
)
"""Words that name a way of working as often, unless what follows says that it is a name (``matrix_name``)."""
_SUFFIXES: Final = frozenset(["name", "id", "key"])
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def given(parameter: Parameter) -> bool:
    """Tell whether a category names what runs were given to work on rather than how they worked.

    Parameters
    ----------
    parameter : Parameter
        With its name as the source has it.

    Returns
    -------
    bool
        Always False for numbers and switches.
    """
    if parameter.kind != "categorical":
        return False
    words = [word.lower() for word in _WORD.findall(parameter.name)]
    named = bool(words) and words[-1] in _SUFFIXES
    last = next((word for word in reversed(words) if word not in _SUFFIXES), "")
    return last in _GIVEN or (named and last in _ONLY_NAMED)
