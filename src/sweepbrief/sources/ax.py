"""Ax's files: clients' snapshots, experiments and benchmark results as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.ax_experiment import study_of_experiment
from sweepbrief.sources.blob import head_of
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.trees import json_file
from sweepbrief.sweep import Source

if TYPE_CHECKING:
    from sweepbrief.sweep import Study

SOURCE: Final = SourceKind(
    "ax", "Ax", "a client's snapshot, an experiment or a benchmark with its experiments, as JSON", (".json",)
)
_MARK: Final = re.compile(
    rb'^\s*\{\s*"_type":\s*"(Ax)?Client"|^\s*\{\s*"__type":\s*"\w*(Experiment|BenchmarkResult)"|"experiment":\s*\{\s*"__type":\s*"\w*Experiment"'
)


def recognises(source: object) -> bool:
    """Tell whether a file is JSON that begins as Ax's clients, experiments or benchmark results do."""
    return isinstance(source, Path) and source.is_file() and bool(_MARK.search(head_of(source)[:4096]))


def _experiments(tree: object) -> list[Mapping[str, object]]:
    """Find the experiments in a file: itself, a client's, or those of a benchmark's results."""
    if not isinstance(tree, Mapping):
        return []
    if str(tree.get("__type", "")).endswith("Experiment"):
        return [tree]
    results = tree.get("results")
    inner = [*(results if isinstance(results, list) else []), tree.get("experiment")]
    return [found for part in inner for found in _experiments(part)]


def read(source: object) -> tuple[Study, ...]:
    """Read a file of Ax.

    Raises
    ------
    UnreadableSourceError
        If it holds no experiment: a benchmark's results may keep traces without the settings that led to them.
    """
    if not isinstance(source, Path):
        raise UnreadableSourceError("An experiment of Ax is a file.", f"Found {type(source).__name__}.")
    experiments = _experiments(json_file(source))
    if not experiments:
        raise UnreadableSourceError(
            "A file of Ax holds an experiment with its trials.",
            f"{source} holds none: results without the settings that led to them.",
            "Save the experiment itself (client.save_to_json_file, or save_experiment of ax.storage.json_store).",
        )
    origin = Source(SOURCE.name, str(source), digest_of((source,)))
    studies = [study_of_experiment(experiment, origin, source.stem) for experiment in experiments]
    return tuple(studies)
