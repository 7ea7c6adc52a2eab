"""What DeepCAVE's recorder leaves: one line a trial, with configurations, objectives and space in files beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.configuration_space import as_float
from sweepbrief.sources.evaluations import Evaluation, study_of_evaluations
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.space_files import find_space
from sweepbrief.sources.trees import json_file, json_lines_file
from sweepbrief.sweep import Exclusion, Note, Objective, Source

if TYPE_CHECKING:
    from pathlib import Path

    from sweepbrief.sweep import Status, Study

HISTORY: Final = "history.jsonl"
META: Final = "meta.json"
CONFIGS: Final = "configs.json"
_STATUSES: Final[tuple[Status, ...]] = ("unknown", "complete", "failed", "crashed", "crashed", "killed", "waiting")
_OLD: Final = ("config", "budget", "costs", "start", "end", "status")
_NEW: Final = ("config", "budget", "seed", "costs", "start", "end", "status")
_TIME: Final = "time"


def _tree(folder: Path, name: str) -> tuple[Mapping[str, object], tuple[Note, ...]]:
    if not (folder / name).is_file():
        return {}, (Note("part_missing", {"part": name}),)
    try:
        tree = json_file(folder / name)
    except UnreadableSourceError:
        return {}, (Note("part_unreadable", {"part": name}),)
    return (tree, ()) if isinstance(tree, Mapping) else ({}, (Note("part_unreadable", {"part": name}),))


def _objectives(meta: Mapping[str, object], count: int) -> tuple[Objective, ...]:
    """Give the objectives as declared; the time that the recorder measures itself comes last."""
    declared = meta.get("objectives")
    entries = [entry for entry in declared if isinstance(entry, Mapping)] if isinstance(declared, list) else []
    if len(entries) != count:
        return tuple(Objective(f"cost{place}" if count > 1 else "cost") for place in range(count))
    return tuple(
        Objective(str(entry.get("name")), "maximize" if entry.get("optimize") == "upper" else "minimize", "source")
        for entry in entries
    )


def _evaluation(entry: Sequence[object], configs: Mapping[str, object], names: Sequence[str], place: int) -> Evaluation:
    fields = dict(zip(_OLD if isinstance(entry[2], list) else _NEW, entry, strict=False))
    number, costs = fields.get("status"), fields.get("costs")
    known = isinstance(number, int) and 0 <= number < len(_STATUSES)
    status: Status = _STATUSES[number] if known and isinstance(number, int) else "unknown"
    config = configs.get(str(fields.get("config")))
    start, end = as_float(fields.get("start")), as_float(fields.get("end"))
    return Evaluation(
        str(fields.get("config")),
        config if isinstance(config, Mapping) else {},
        dict(zip(names, costs, strict=False)) if isinstance(costs, list) else {},
        status,
        as_float(fields.get("budget")),
        fields.get("seed"),
        order=start if start is not None else float(place),
        seconds=end - start if start is not None and end is not None and end >= start else None,
    )


def read_recording(folder: Path, kind: str) -> Study:
    """Read what the recorder left in a folder.

    Parameters
    ----------
    folder : Path
        With ``history.jsonl``.
    kind : str
        Name of the reader.
    """
    lines, notes = json_lines_file(folder / HISTORY)
    entries = [entry for entry in lines if isinstance(entry, list) and len(entry) >= len(_OLD)]
    configs, config_notes = _tree(folder, CONFIGS)
    meta, meta_notes = _tree(folder, META)
    count = max((len(part) for entry in entries for part in entry[2:4] if isinstance(part, list)), default=1)
    objectives = _objectives(meta, count)
    names = [objective.name for objective in objectives]
    evaluations = [_evaluation(entry, configs, names, place) for place, entry in enumerate(entries)]
    lost = tuple(
        Exclusion("run", e.configuration, "unreadable", {"part": CONFIGS})
        for e in evaluations
        if e.configuration not in configs
    )
    space, files = find_space(folder)
    return study_of_evaluations(
        folder.name,
        Source(kind, str(folder), digest_of((folder / HISTORY, folder / CONFIGS, folder / META, *files))),
        evaluations,
        space=space,
        objectives=tuple(sorted(objectives, key=lambda objective: objective.name == _TIME)),
        excluded=lost,
        notes=(*notes, *config_notes, *meta_notes),
    )
