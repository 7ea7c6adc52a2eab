"""Sweep configurations of W&B: ranges, distributions, the goal, and how settings were chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.space import from_choices, from_range
from sweepbrief.sources.trees import yaml_file
from sweepbrief.sweep import Note, Objective, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sweepbrief.sweep import Direction, Sampler

_SAMPLERS: Final[dict[str, Sampler]] = {"grid": "grid", "random": "random", "bayes": "adaptive", "bohb": "adaptive"}
_LARGEST: Final = 700.0
_FILES: Final = 50
_MOST: Final = 0.5


@dataclass(frozen=True, slots=True)
class SweepConfig:
    """What a sweep was told to search.

    Attributes
    ----------
    name : str
        The sweep's own name, else that of the file.
    sampler : {"random", "grid", "adaptive", "unknown"}
        How settings were chosen.
    objective : Objective or None
        The metric it names; the goal is to minimise where none is stated.
    space : mapping of str to Parameter
        The parameters that were varied.
    fixed : frozenset of str
        Those that had one value.
    stops_early : bool
        Whether runs were stopped before their end.
    notes : tuple of Note
        What was assumed.
    """

    name: str
    sampler: Sampler
    objective: Objective | None
    space: Mapping[str, Parameter]
    fixed: frozenset[str] = frozenset()
    stops_early: bool = False
    notes: tuple[Note, ...] = field(default=())


def is_sweep_config(tree: object) -> bool:
    """Tell whether a mapping is a sweep's configuration: a method and parameters."""
    return isinstance(tree, Mapping) and "method" in tree and isinstance(tree.get("parameters"), Mapping)


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type] # whatever it is, it is a number or refused
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _power(value: float | None) -> float | None:
    return None if value is None or abs(value) > _LARGEST else math.exp(value)


def _whole(*values: object) -> bool:
    return all(isinstance(value, int) and not isinstance(value, bool) for value in values)


def _ranged(name: str, spec: Mapping[str, Any]) -> Parameter:
    """Describe a parameter with ``min`` and ``max``; logarithmic distributions without ``_values`` take exponents."""
    low, high, step = _number(spec.get("min")), _number(spec.get("max")), _number(spec.get("q"))
    told = spec.get("distribution")
    kind = str(told) if told else "int_uniform" if _whole(spec.get("min"), spec.get("max")) else "uniform"
    log = "log" in kind
    whole = kind == "int_uniform" or (kind.startswith("q_") and (step is None or (step % 1 == 0 and not log)))
    if "normal" in kind:
        return from_range(name, None, None, log=log, whole=False, step=step)
    if kind.startswith("inv_log_uniform") and not kind.endswith("_values"):
        low, high = _power(None if high is None else -high), _power(None if low is None else -low)
    elif log and not kind.endswith("_values"):
        low, high = _power(low), _power(high)
    return from_range(name, low, high, log=log, whole=whole, step=step)


def _flat(parameters: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Give every parameter with its full name: nested ones stand under ``parameters``."""
    for key, spec in parameters.items():
        if isinstance(spec, Mapping):
            inner = spec.get("parameters")
            if isinstance(inner, Mapping) and depth < 20 and not {"value", "values"} & set(spec):  # noqa: PLR2004 - deep enough
                yield from _flat(inner, f"{prefix}{key}.", depth + 1)
            else:
                yield f"{prefix}{key}", spec


def _objective(metric: object) -> Objective | None:
    if not isinstance(metric, Mapping) or not metric.get("name"):
        return None
    goal = str(metric.get("goal", "minimize")).lower()
    direction: Direction = "maximize" if goal.startswith("max") else "minimize"
    return Objective(str(metric["name"]), direction, "source")


def parse_sweep(tree: Mapping[str, Any], name: str) -> SweepConfig:
    """Read a sweep's configuration.

    Parameters
    ----------
    tree : mapping
        As `is_sweep_config` accepts it.
    name : str
        What to call the sweep where it has no name.

    Returns
    -------
    SweepConfig
        Parameters of a kind that is not known are left out: their values then speak for themselves.
    """
    space: dict[str, Parameter] = {}
    fixed: set[str] = set()
    notes: list[Note] = []
    for key, spec in _flat(tree["parameters"]):
        values = spec.get("values")
        if isinstance(values, (list, tuple)):
            if len(values) == 1:
                fixed.add(key)
            else:
                space[key], more = from_choices(key, list(values))
                notes.extend(more)
        elif "value" in spec:
            fixed.add(key)
        elif {"min", "max", "mu", "distribution"} & set(spec):
            space[key] = _ranged(key, spec)
    sampler = _SAMPLERS.get(str(tree.get("method")).lower(), "unknown")
    title = str(tree.get("name") or name)
    early = isinstance(tree.get("early_terminate"), Mapping)
    return SweepConfig(title, sampler, _objective(tree.get("metric")), space, frozenset(fixed), early, tuple(notes))


def find_configs(folders: Sequence[Path]) -> list[tuple[Path, SweepConfig]]:
    """Find the sweep configurations among the YAML files of folders.

    Parameters
    ----------
    folders : sequence of Path
        Looked at in order, not below.

    Returns
    -------
    list of tuple of (Path, SweepConfig)
        Files that are none, or cannot be read, are passed over.
    """
    found = []
    for folder in dict.fromkeys(folders):
        paths = sorted(path for suffix in ("*.yaml", "*.yml") for path in folder.glob(suffix) if path.is_file())
        for path in paths[:_FILES]:
            try:
                tree = yaml_file(path)
            except UnreadableSourceError:
                continue
            if isinstance(tree, Mapping) and is_sweep_config(tree):
                found.append((path, parse_sweep(tree, path.stem)))
    return found


def matching(configs: Sequence[tuple[Path, SweepConfig]], names: Iterable[str]) -> tuple[Path, SweepConfig] | None:
    """Choose the configuration whose parameters are those of the runs.

    Parameters
    ----------
    configs : sequence of tuple of (Path, SweepConfig)
        From `find_configs`.
    names : iterable of str
        Settings of the runs.

    Returns
    -------
    tuple of (Path, SweepConfig) or None
        The one with the largest share of its varied parameters among them, more than half; None where none or several are best.
    """
    known = set(names)
    shares = [(len(known & set(config.space)) / max(len(config.space), 1), place) for place, (_, config) in enumerate(configs)]
    best = max((share for share, _ in shares), default=0.0)
    winners = [place for share, place in shares if share == best]
    return configs[winners[0]] if best > _MOST and len(winners) == 1 else None
