"""The jobs of a Hydra sweep: their overrides, what the configuration adds, and the results they wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.hydra_space import key_of, value_of
from sweepbrief.sources.result_files import results_in
from sweepbrief.sources.trees import yaml_file

if TYPE_CHECKING:
    from pathlib import Path

OVERRIDES: Final = "overrides.yaml"
_MOST: Final = 100_000


@dataclass(slots=True)
class Job:
    """One job.

    Attributes
    ----------
    folder : Path
        Where it ran.
    kept : Path
        The folder in which Hydra keeps its configuration.
    settings : dict of str to object
        Its overrides.
    results : dict of str to float
        What it wrote.
    files : list of str
        Where it wrote them.
    """

    folder: Path
    kept: Path
    settings: dict[str, object] = field(default_factory=dict)
    results: dict[str, float] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def _natural(path: Path) -> list[tuple[int, float, str]]:
    """Sort 2 before 10."""
    parts = re.split(r"(\d+)", path.name)
    return [(0, float(part), "") if part.isdigit() else (1, 0.0, part) for part in parts if part]


def _kept(folder: Path) -> Path | None:
    """Find Hydra's folder in a job's, which is called ``.hydra`` unless it was renamed."""
    if (folder / ".hydra" / OVERRIDES).is_file():
        return folder / ".hydra"
    return next((path.parent for path in sorted(folder.glob(f"*/{OVERRIDES}")) if (path.parent / "hydra.yaml").is_file()), None)


def job_folders(folder: Path) -> list[tuple[Path, Path]]:
    """Find the jobs right below a sweep's folder, each with Hydra's own folder in it."""
    try:
        inside = sorted((path for path in folder.iterdir() if path.is_dir()), key=_natural)[:_MOST]
    except OSError:
        return []
    return [(path, kept) for path in inside if not path.name.startswith(".") and (kept := _kept(path)) is not None]


def has_jobs(folder: Path) -> bool:
    """Tell whether a folder holds a job of Hydra."""
    try:
        return any(path.is_dir() and not path.name.startswith(".") and _kept(path) is not None for path in folder.iterdir())
    except OSError:
        return False


def tree_of(path: Path) -> Mapping[str, object]:
    """Read a YAML file that holds a mapping; an empty one where it is missing or damaged."""
    try:
        tree = yaml_file(path) if path.is_file() else None
    except UnreadableSourceError:
        return {}
    return tree if isinstance(tree, Mapping) else {}


def _overrides(kept: Path) -> dict[str, object] | None:
    """Read a job's overrides; None where they cannot be read."""
    try:
        entries = yaml_file(kept / OVERRIDES)
    except UnreadableSourceError:
        return None
    found: dict[str, object] = {}
    for entry in entries if isinstance(entries, list) else []:
        name, sign, text = str(entry).partition("=")
        if sign:
            found[key_of(name)] = value_of(text)
        elif name.startswith("~"):
            found[key_of(name[1:])] = None
    return found


def read_jobs(folder: Path) -> tuple[list[Job], list[str]]:
    """Read all jobs of a sweep.

    Parameters
    ----------
    folder : Path
        The sweep's folder.

    Returns
    -------
    tuple of (list of Job, list of str)
        In the order of their numbers; and those whose overrides could not be read. What only some jobs override has in the
        others the value of their configuration.
    """
    jobs, broken = [], []
    for place, kept in job_folders(folder):
        settings = _overrides(kept)
        if settings is None:
            broken.append(place.name)
        results, files = results_in(place)
        jobs.append(Job(place, kept, settings or {}, results, files))
    names = dict.fromkeys(name for job in jobs for name in job.settings)
    for job in jobs:
        lacking = [name for name in names if name not in job.settings]
        if lacking:
            config = flatten(tree_of(job.kept / "config.yaml"))
            job.settings.update({name: config[name] for name in lacking if name in config})
    return jobs, broken
