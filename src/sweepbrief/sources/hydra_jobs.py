"""The jobs of a Hydra sweep: their overrides, what the configuration adds, and the results they wrote."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.hydra_space import key_of, value_of
from sweepbrief.sources.result_files import results_in
from sweepbrief.sources.small_files import content
from sweepbrief.sources.trees import LARGEST_YAML, load_yaml, yaml_file

if TYPE_CHECKING:
    from sweepbrief.sources.small_files import Digest

OVERRIDES: Final = "overrides.yaml"
_MOST: Final = 100_000
_DIGITS: Final = re.compile(r"(\d+)")
_PLAIN: Final = re.compile(r"- [A-Za-z+][\w./@+-]*=[\w./+-]+", re.ASCII)


@dataclass(slots=True)
class Job:
    """One job.

    Attributes
    ----------
    name : str
        Its folder's name: mostly a number.
    kept : str
        The folder in which Hydra keeps its configuration.
    settings : dict of str to object
        Its overrides.
    results : dict of str to float
        What it wrote.
    files : list of str
        Where it wrote them.
    """

    name: str
    kept: str
    settings: dict[str, object] = field(default_factory=dict)
    results: dict[str, float] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def _natural(name: str) -> list[tuple[int, float, str]]:
    """Sort 2 before 10."""
    parts = _DIGITS.split(name)
    return [(0, float(part), "") if part.isdigit() else (1, 0.0, part) for part in parts if part]


def _kept(folder: str) -> str | None:
    """Find the folder in which Hydra keeps a job's configuration where it is not called ``.hydra``."""
    found = sorted(Path(folder).glob(f"*/{OVERRIDES}"))
    return next((str(path.parent) for path in found if (path.parent / "hydra.yaml").is_file()), None)


def _overrides_of(folder: str) -> tuple[str, bytes | None] | None:
    """Give Hydra's own folder in a job's, and the overrides in it (None where they cannot be read); None where it is no job."""
    kept: str | None = f"{folder}/.hydra"
    try:
        return f"{kept}", content(f"{kept}/{OVERRIDES}", LARGEST_YAML)
    except (OSError, UnreadableSourceError) as error:
        if not isinstance(error, (FileNotFoundError, NotADirectoryError, IsADirectoryError)):
            return f"{kept}", None
    kept = _kept(folder)
    if kept is None:
        return None
    try:
        return kept, content(f"{kept}/{OVERRIDES}", LARGEST_YAML)
    except (OSError, UnreadableSourceError):
        return kept, None


def _job_names(folder: str) -> list[str]:
    """Give the folders right below a sweep's one, in the order of their numbers."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if not entry.name.startswith(".") and entry.is_dir()]
    except OSError:
        return []
    return sorted(names, key=_natural)[:_MOST]


def has_jobs(folder: Path) -> bool:
    """Tell whether a folder holds a job of Hydra."""
    return any(_overrides_of(f"{folder}/{name}") is not None for name in _job_names(str(folder)))


def tree_of(path: Path) -> Mapping[str, object]:
    """Read a YAML file that holds a mapping; an empty one where it is missing or damaged."""
    try:
        tree = yaml_file(path) if path.is_file() else None
    except UnreadableSourceError:
        return {}
    return tree if isinstance(tree, Mapping) else {}


def _entries(data: bytes) -> object:
    """Read a list of overrides; one whose entries are plain words needs no parser."""
    text = data.decode("utf-8", errors="replace")
    lines = text.splitlines()
    if lines and all(_PLAIN.fullmatch(line) for line in lines):
        return [line[2:] for line in lines]
    return load_yaml(text)


def _overrides(data: bytes | None) -> dict[str, object] | None:
    """Read a job's overrides; None where they cannot be read."""
    try:
        entries = _entries(data) if data is not None else None
    except UnreadableSourceError:
        return None
    if data is None:
        return None
    found: dict[str, object] = {}
    for entry in entries if isinstance(entries, list) else []:
        name, sign, text = str(entry).partition("=")
        if sign:
            found[key_of(name)] = value_of(text)
        elif name.startswith("~"):
            found[key_of(name[1:])] = None
    return found


def read_jobs(folder: Path, seen: Digest) -> tuple[list[Job], list[str]]:
    """Read all jobs of a sweep.

    Parameters
    ----------
    folder : Path
        The sweep's folder.
    seen : Digest
        Takes the bytes read of every job.

    Returns
    -------
    tuple of (list of Job, list of str)
        In the order of their numbers; and those whose overrides could not be read. What only some jobs override has in the
        others the value of their configuration.
    """
    jobs, broken = [], []
    for name in _job_names(str(folder)):
        place = f"{folder}/{name}"
        held = _overrides_of(place)
        if held is None:
            continue
        settings = _overrides(held[1])
        if settings is None:
            broken.append(name)
        seen.taken(held[1] or b"")
        results, files = results_in(place, seen)
        jobs.append(Job(name, held[0], settings or {}, results, files))
    names = dict.fromkeys(name for job in jobs for name in job.settings)
    for job in jobs:
        lacking = [name for name in names if name not in job.settings]
        if lacking:
            config = flatten(tree_of(Path(job.kept, "config.yaml")))
            job.settings.update({name: config[name] for name in lacking if name in config})
    return jobs, broken
