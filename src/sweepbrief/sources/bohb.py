"""BOHB's result folders, as hpbandster writes them: one line an evaluation, one line a configuration."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import head_of
from sweepbrief.sources.configuration_space import as_float
from sweepbrief.sources.evaluations import Evaluation, study_of_evaluations
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.space_files import find_space
from sweepbrief.sources.trees import json_lines_file
from sweepbrief.sweep import Exclusion, Note, Objective, Source

if TYPE_CHECKING:
    from sweepbrief.sweep import Sampler, Study

SOURCE: Final = SourceKind("bohb", "BOHB (hpbandster)", "a folder with results.json and configs.json, one record a line")
_RESULTS: Final = "results.json"
_CONFIGS: Final = "configs.json"
_ID: Final = 3
_ENTRY: Final = 5
_Entry = Sequence[object]


def _folder_of(source: object) -> Path | None:
    if not isinstance(source, Path):
        return None
    folder = source if source.is_dir() else source.parent
    named = source.is_dir() or source.name == _RESULTS
    return folder if named and (folder / _RESULTS).is_file() else None


def recognises(source: object) -> bool:
    """Tell whether a folder holds results that begin with a configuration's three numbers."""
    folder = _folder_of(source)
    if folder is None:
        return False
    first = head_of(folder / _RESULTS).lstrip().split(b"\n", 1)[0]
    try:
        entry = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(entry, list) and len(entry) == _ENTRY and isinstance(entry[0], list) and len(entry[0]) == _ID


def _name(identifier: object) -> str:
    return "-".join(str(part) for part in identifier) if isinstance(identifier, list) else str(identifier)


def _metrics(result: object) -> dict[str, object]:
    """Give the loss, and the numbers that were reported beside it."""
    if not isinstance(result, Mapping):
        return {}
    info, loss = result.get("info"), result.get("loss")
    extra = flatten(info) if isinstance(info, Mapping) else {} if info == loss else {"info": info}
    numbers = {name: v for name, v in extra.items() if isinstance(v, (int, float)) and not isinstance(v, bool)}
    return {"loss": loss, **{f"info.{name}" if name == "loss" else name: value for name, value in numbers.items()}}


def _evaluation(entry: _Entry, configs: Mapping[str, Mapping[str, object]], place: int) -> Evaluation:
    name, times = _name(entry[0]), entry[2] if isinstance(entry[2], Mapping) else {}
    started, finished = as_float(times.get("started")), as_float(times.get("finished"))
    broken = bool(entry[4]) or not isinstance(entry[3], Mapping)
    return Evaluation(
        name,
        configs.get(name, {}),
        {} if broken else _metrics(entry[3]),
        "crashed" if broken else "complete",
        as_float(entry[1]),
        order=as_float(times.get("submitted")) or started or float(place),
        seconds=finished - started if started is not None and finished is not None and finished >= started else None,
        other={"exception": str(entry[4]).strip().rsplit("\n", 1)[-1]} if entry[4] else {},
    )


def _sampler(picks: Sequence[object]) -> Sampler:
    """Tell whether a model picked any configuration."""
    said = [pick for pick in picks if isinstance(pick, bool)]
    return "unknown" if not said else "adaptive" if any(said) else "random"


def _configs(folder: Path) -> tuple[dict[str, Mapping[str, object]], Sampler, tuple[Note, ...]]:
    """Give every configuration by name, how they were picked, and what could not be read."""
    path = folder / _CONFIGS
    if not path.is_file():
        return {}, "unknown", (Note("part_missing", {"part": _CONFIGS}),)
    entries, notes = json_lines_file(path)
    found: dict[str, Mapping[str, object]] = {}
    picks = []
    for entry in entries:
        if isinstance(entry, list) and len(entry) > 1 and isinstance(entry[1], Mapping):
            found[_name(entry[0])] = entry[1]
            info = entry[2] if len(entry) > 2 else None  # noqa: PLR2004 - identifier, configuration, what is known of it
            picks.append(info.get("model_based_pick") if isinstance(info, Mapping) else None)
    return found, _sampler(picks), notes


def read(source: object) -> tuple[Study, ...]:
    """Read a result folder of BOHB or another optimizer of hpbandster.

    Raises
    ------
    UnreadableSourceError
        If it holds no results.
    """
    folder = _folder_of(source)
    if folder is None:
        raise UnreadableSourceError(f"A result folder of BOHB holds {_RESULTS}.", f"{source} does not.")
    lines, notes = json_lines_file(folder / _RESULTS)
    entries = [entry for entry in lines if isinstance(entry, list) and len(entry) == _ENTRY]
    configs, sampler, config_notes = _configs(folder)
    space, files = find_space(folder)
    evaluations = [_evaluation(entry, configs, place) for place, entry in enumerate(entries)]
    lost = tuple(
        Exclusion("run", e.configuration, "unreadable", {"part": _CONFIGS})
        for e in evaluations
        if e.configuration not in configs
    )
    study = study_of_evaluations(
        folder.name,
        Source(SOURCE.name, str(folder), digest_of((folder / _RESULTS, folder / _CONFIGS, *files))),
        evaluations,
        space=space,
        objectives=(Objective("loss", "minimize", "source"),),
        sampler=sampler,
        excluded=lost,
        notes=(*notes, *config_notes),
    )
    return (study,)
