"""What Syne Tune's metadata say of an experiment: metrics and their mode, the search space, the scheduler."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.configuration_space import ConfigurationSpace, as_float
from sweepbrief.sources.trees import json_file
from sweepbrief.sweep import Note, Objective

if TYPE_CHECKING:
    from pathlib import Path

    from sweepbrief.sweep import Sampler

FILE: Final = "metadata.json"
_LARGEST: Final = 64 * 1024**2
_SAMPLERS: Final[tuple[tuple[str, Sampler], ...]] = (
    ("grid", "grid"),
    ("random", "random"),
    ("bayes", "adaptive"),
    ("bore", "adaptive"),
    ("kde", "adaptive"),
    ("bohb", "adaptive"),
    ("botorch", "adaptive"),
    ("cqr", "adaptive"),
    ("cts", "adaptive"),
    ("evolution", "adaptive"),
    ("mobster", "adaptive"),
    ("hypertune", "adaptive"),
    ("population", "adaptive"),
    ("pbt", "adaptive"),
    ("conformal", "adaptive"),
    ("dehb", "adaptive"),
)


@dataclass(slots=True)
class Metadata:
    """What the metadata say.

    Attributes
    ----------
    objectives : tuple of Objective
        The metrics optimised.
    space : ConfigurationSpace
        The search space.
    resource : str or None
        The column in which the scheduler counts what a trial has spent.
    most : float or None
        How much a trial may spend.
    sampler : {"random", "grid", "adaptive", "unknown"}
        How settings were chosen.
    files : tuple of Path
        Where this was read.
    notes : tuple of Note
        What was noticed.
    """

    objectives: tuple[Objective, ...] = ()
    space: ConfigurationSpace = field(default_factory=ConfigurationSpace)
    resource: str | None = None
    most: float | None = None
    sampler: Sampler = "unknown"
    files: tuple[Path, ...] = ()
    notes: tuple[Note, ...] = ()


def _objectives(tree: Mapping[str, object]) -> tuple[Objective, ...]:
    """Pair the metrics' names with their modes; one mode stands for all."""
    names, modes = tree.get("metric_names", tree.get("metric")), tree.get("metric_mode", tree.get("mode"))
    found = [str(name) for name in (names if isinstance(names, list) else [names]) if name]
    given = [str(mode) for mode in modes] if isinstance(modes, list) else [str(modes)] * len(found)
    return tuple(
        Objective(name, "maximize", "source")
        if mode == "max"
        else Objective(name, "minimize", "source")
        if mode == "min"
        else Objective(name)
        for name, mode in zip(found, [*given, *[""] * len(found)], strict=False)
    )


def _declare(space: ConfigurationSpace, name: str, domain: Mapping[str, object]) -> None:
    kind, arguments = str(domain.get("domain_cls")), domain.get("domain_kwargs")
    given = arguments if isinstance(arguments, Mapping) else {}
    choices = given.get("categories", given.get("values"))
    log = "log" in str(domain.get("sampler_cls")).lower()
    if isinstance(choices, list):
        space.add_choices(name, choices)
    elif kind in {"Float", "Integer", "FiniteRange"}:
        whole = kind == "Integer" or (kind == "FiniteRange" and bool(given.get("cast_int")))
        space.add_range(name, (given.get("lower"), given.get("upper")), log=log or bool(given.get("log_scale")), whole=whole)


def _space(value: object) -> ConfigurationSpace:
    """Read the space, which is JSON inside the JSON."""
    space = ConfigurationSpace()
    try:
        tree = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        return ConfigurationSpace(notes=[Note("part_unreadable", {"part": f"{FILE}: config_space"})])
    for name, domain in tree.items() if isinstance(tree, Mapping) else ():
        if isinstance(domain, Mapping):
            _declare(space, str(name), domain)
    return space


def _sampler(tree: Mapping[str, object]) -> Sampler:
    given = tree.get("scheduler_kwargs")
    searcher = given.get("searcher") if isinstance(given, Mapping) else None
    words = f"{tree.get('scheduler_name', '')} {searcher if isinstance(searcher, str) else ''}".lower()
    return next((sampler for mark, sampler in _SAMPLERS if mark in words), "unknown")


def find_metadata(folder: Path) -> Metadata:
    """Read the metadata in an experiment's folder; empty ones, with a note, where there are none.

    Parameters
    ----------
    folder : Path
        The experiment's folder.
    """
    path = folder / FILE
    if not path.is_file():
        return Metadata(notes=(Note("part_missing", {"part": FILE}),))
    try:
        tree = json_file(path, _LARGEST)
    except UnreadableSourceError:
        tree = None
    if not isinstance(tree, Mapping):
        return Metadata(notes=(Note("part_unreadable", {"part": FILE}),))
    arguments = tree.get("scheduler_kwargs")
    given = arguments if isinstance(arguments, Mapping) else {}
    resource = given.get("time_attr", given.get("resource_attr", tree.get("resource_attr")))
    return Metadata(
        _objectives(tree),
        _space(tree.get("config_space")),
        str(resource) if resource else None,
        as_float(given.get("max_t")),
        _sampler(tree),
        (path,),
    )
