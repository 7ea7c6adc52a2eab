"""What SMAC3's scenario says of a run: its name, its objectives and how it chose configurations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.trees import json_file
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from pathlib import Path

    from sweepbrief.sweep import Sampler

_HASH: Final = re.compile(r"[0-9a-f]{32}")
_RANDOM: Final = frozenset({"RandomFacade", "HyperbandFacade"})
_LARGEST: Final = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a scenario says.

    Attributes
    ----------
    name : str
        As the user gave it; empty where it is only a digest.
    objectives : tuple of str
        Names of the costs; empty where it names none.
    sampler : {"random", "adaptive", "unknown"}
        How configurations were chosen.
    files : tuple of Path
        Where it was read.
    notes : tuple of Note
        What was noticed.
    """

    name: str = ""
    objectives: tuple[str, ...] = ()
    sampler: Sampler = "unknown"
    files: tuple[Path, ...] = ()
    notes: tuple[Note, ...] = ()

    def objectives_for(self, count: int) -> list[str]:
        """Name that many costs: as the scenario does, else ``cost`` or ``cost0``, ``cost1``, ..."""
        if len(self.objectives) == count:
            return list(self.objectives)
        return ["cost"] if count == 1 else [f"cost{number}" for number in range(count)]


def _names(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    return tuple(str(name) for name in names if name)


def _of_json(path: Path) -> Scenario:
    tree = json_file(path, _LARGEST)
    if not isinstance(tree, Mapping):
        return Scenario(files=(path,))
    name, meta = str(tree.get("name") or ""), tree.get("_meta")
    facade = meta.get("facade") if isinstance(meta, Mapping) else None
    title = facade.get("name") if isinstance(facade, Mapping) else None
    sampler: Sampler = "unknown" if not title else "random" if title in _RANDOM else "adaptive"
    return Scenario("" if _HASH.fullmatch(name) else name, _names(tree.get("objectives")), sampler, (path,))


def _of_text(path: Path) -> Scenario:
    """Read SMAC 1's ``scenario.txt``: ``name = value`` a line."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")[:_LARGEST]
    except OSError:
        return Scenario()
    pairs = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    found = {key.strip(): value.strip() for key, value in pairs.items()}
    names = re.findall(r"[^\s,\[\]'\"]+", found.get("multi_objectives", ""))
    return Scenario(objectives=tuple(names), files=(path,))


def find_scenario(folder: Path) -> Scenario:
    """Read the scenario in an output folder, ``scenario.json`` or ``scenario.txt``; an empty one where there is none."""
    if (folder / "scenario.json").is_file():
        try:
            return _of_json(folder / "scenario.json")
        except UnreadableSourceError:
            return Scenario(notes=(Note("part_unreadable", {"part": "scenario.json"}),))
    return _of_text(folder / "scenario.txt") if (folder / "scenario.txt").is_file() else Scenario()


def sampler_of_origins(origins: object) -> Sampler:
    """Tell from where configurations came how they were chosen."""
    words = {str(word).lower() for word in origins.values() if word} if isinstance(origins, Mapping) else set()
    if any("local search" in word or "sorted" in word or "acquisition" in word for word in words):
        return "adaptive"
    plain = ("random", "sobol", "lhd", "latin", "factorial", "default", "initial", "unknown")
    return "random" if words and all(any(mark in word for mark in plain) for word in words) else "unknown"
