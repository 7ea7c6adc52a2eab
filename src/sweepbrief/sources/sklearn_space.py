"""The search space of a live scikit-learn search: lists, grids and SciPy's distributions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sweepbrief.sources.roles_by_name import is_seed
from sweepbrief.sources.space import from_choices, from_range

if TYPE_CHECKING:
    from sweepbrief.sweep import Note, Parameter, Sampler

_SPACES: Final = ("param_distributions", "param_grid", "search_spaces")
_LOGS: Final = frozenset({"loguniform", "reciprocal"})
_EVEN: Final = frozenset({"uniform", "randint"}) | _LOGS
_PLAIN: Final = (bool, int, float, str, type(None))


def _of_distribution(name: str, found: Any) -> Parameter | None:  # noqa: ANN401 - SciPy's and others' distributions share no type
    """Describe a distribution with ends; None for others (an exponential one has no range)."""
    kind = getattr(getattr(found, "dist", None), "name", "")
    if kind in _EVEN:
        ends = [float(end) for end in found.support()]
        return from_range(name, ends[0], ends[1], log=kind in _LOGS, whole=kind == "randint")
    low, high = getattr(found, "low", None), getattr(found, "high", None)  # scikit-optimize's dimensions
    if isinstance(low, (int, float)) and isinstance(high, (int, float)) and math.isfinite(low) and math.isfinite(high):
        return from_range(name, low, high, log=getattr(found, "prior", "") == "log-uniform", whole=isinstance(low, int))
    return None


def _of_values(name: str, found: Any) -> tuple[Parameter, tuple[Note, ...]] | None:  # noqa: ANN401 - lists and arrays of anything
    values = [value.item() if isinstance(value, np.generic) else value for value in found]
    words = [value for value in values if isinstance(value, str)]
    if not values or not all(isinstance(value, _PLAIN) for value in values) or (None in values and not words):
        return None  # None among numbers is a level of a number: the values say so
    return from_choices(name, ["None" if value is None else value for value in values])


def _grids(search: object) -> list[Mapping[str, object]]:
    found = next((getattr(search, name) for name in _SPACES if getattr(search, name, None) is not None), None)
    listed = found if isinstance(found, (list, tuple)) else [found]
    return [grid for grid in listed if isinstance(grid, Mapping)]


def space_of(search: object) -> tuple[dict[str, Parameter], tuple[Note, ...]]:
    """Read the search space of a fitted search.

    Returns
    -------
    tuple of (dict of str to Parameter, tuple of Note)
        Only parameters that stand in one grid, and whose ranges or choices are plain; the others speak by their values.
    """
    grids = _grids(search)
    space: dict[str, Parameter] = {}
    notes: tuple[Note, ...] = ()
    for name in dict.fromkeys(str(name) for grid in grids for name in grid):
        found = [grid[name] for grid in grids if name in grid]
        if len(found) != 1 or is_seed(name):
            continue
        if isinstance(found[0], (list, tuple, np.ndarray)):
            described = _of_values(name, found[0])
            if described is not None:
                space[name], more = described
                notes += more
        else:
            ranged = _of_distribution(name, found[0])
            if ranged is not None:
                space[name] = ranged
    return space, notes


def sampler_of(search: object) -> Sampler:
    """Tell how a fitted search chose its candidates."""
    names = {base.__name__ for base in type(search).__mro__}
    if any("Halving" in name or "Bayes" in name or "Optuna" in name for name in names):
        return "adaptive"
    if "GridSearchCV" in names:
        return "grid"
    return "random" if "RandomizedSearchCV" in names else "unknown"
