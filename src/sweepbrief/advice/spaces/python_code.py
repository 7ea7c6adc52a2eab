"""The next search space as Python for the tools that are configured in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sweepbrief.advice.spaces.dimension import Dimension, dimensions

if TYPE_CHECKING:
    from collections.abc import Callable

    from sweepbrief.advice.advice import Advice
    from sweepbrief.sweep import Sweep


def optuna(sweep: Sweep, advice: tuple[Advice, ...]) -> str:
    """Write a function that suggests settings to an Optuna objective."""
    return "def suggest(trial):\n    return {\n" + _entries(sweep, advice, _suggest, "        ") + "    }\n"


def keras_tuner(sweep: Sweep, advice: tuple[Advice, ...]) -> str:
    """Write a function that defines KerasTuner hyperparameters."""
    return "def settings(hp):\n    return {\n" + _entries(sweep, advice, _hyperparameter, "        ") + "    }\n"


def ray_tune(sweep: Sweep, advice: tuple[Advice, ...]) -> str:
    """Write the ``param_space`` of a Ray Tune tuner."""
    return "from ray import tune\n\nparam_space = {\n" + _entries(sweep, advice, _tune, "    ") + "}\n"


def scikit_learn(sweep: Sweep, advice: tuple[Advice, ...]) -> str:
    """Write ``param_distributions`` for a scikit-learn random search."""
    head = "from scipy.stats import loguniform, randint, uniform\n\nparam_distributions = {\n"
    return head + _entries(sweep, advice, _distribution, "    ") + "}\n"


def _entries(sweep: Sweep, advice: tuple[Advice, ...], write: Callable[[Dimension], str], indent: str) -> str:
    lines = []
    for dimension in dimensions(sweep, advice):
        lines += [f"{indent}# {remark}\n" for remark in dimension.remarks]
        lines.append(f"{indent}{dimension.name!r}: {write(dimension)},\n")
    return "".join(lines)


def _ends(dimension: Dimension) -> tuple[str, str]:
    low, high = dimension.low or 0.0, dimension.high or 0.0
    return (repr(int(low)), repr(int(high))) if dimension.kind == "int" else (repr(low), repr(high))


def _suggest(dimension: Dimension) -> str:
    if dimension.choices:
        return f"trial.suggest_categorical({dimension.name!r}, {list(dimension.choices)!r})"
    low, high = _ends(dimension)
    return f"trial.suggest_{dimension.kind}({dimension.name!r}, {low}, {high}{', log=True' if dimension.log else ''})"


def _hyperparameter(dimension: Dimension) -> str:
    if len(dimension.choices) == 1:
        return f"hp.Fixed({dimension.name!r}, {dimension.choices[0]!r})"
    if dimension.choices:
        return f"hp.Choice({dimension.name!r}, {list(dimension.choices)!r})"
    low, high = _ends(dimension)
    sampling = ", sampling='log'" if dimension.log else ""
    return f"hp.{dimension.kind.capitalize()}({dimension.name!r}, min_value={low}, max_value={high}{sampling})"


def _tune(dimension: Dimension) -> str:
    if len(dimension.choices) == 1:
        return repr(dimension.choices[0])
    if dimension.choices:
        return f"tune.choice({list(dimension.choices)!r})"
    low, high = _ends(dimension)
    if dimension.kind == "int":
        return f"tune.{'lograndint' if dimension.log else 'randint'}({low}, {high} + 1)"
    return f"tune.{'loguniform' if dimension.log else 'uniform'}({low}, {high})"


def _distribution(dimension: Dimension) -> str:
    if dimension.choices:
        return repr(list(dimension.choices))
    low, high = _ends(dimension)
    if dimension.kind == "int":
        return f"randint({low}, {high} + 1)"
    return f"loguniform({low}, {high})" if dimension.log else f"uniform({low}, {high} - {low})"
