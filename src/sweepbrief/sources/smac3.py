"""SMAC3's output folders: the run history of every version since 0.8, with its configuration space and scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import head_of
from sweepbrief.sources.configuration_space import as_float
from sweepbrief.sources.evaluations import Evaluation, study_of_evaluations
from sweepbrief.sources.file_digest import digest_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.smac3_scenario import find_scenario, sampler_of_origins
from sweepbrief.sources.space_files import find_space
from sweepbrief.sources.trees import json_file
from sweepbrief.sweep import Exclusion, Objective, Source

if TYPE_CHECKING:
    from sweepbrief.sources.smac3_scenario import Scenario
    from sweepbrief.sweep import Status, Study

SOURCE: Final = SourceKind("smac3", "SMAC3", "an output folder with runhistory.json, of SMAC 0.8 to 2.x")
_HISTORY: Final = "runhistory.json"
_STATUSES: Final[dict[str, Status]] = {
    "RUNNING": "running",
    "SUCCESS": "complete",
    "DONOTADVANCE": "complete",
    "CRASHED": "crashed",
    "TIMEOUT": "failed",
    "MEMORYOUT": "crashed",
    "MEMOUT": "crashed",
    "CAPPED": "pruned",
    "ABORT": "killed",
    "STOP": "killed",
}
_NUMBERS: Final = ("RUNNING", "SUCCESS", "CRASHED", "TIMEOUT", "MEMORYOUT")
_NAMES: Final[tuple[str, ...]] = (
    "config_id",
    "instance",
    "seed",
    "budget",
    "cost",
    "time",
    "status",
    "starttime",
    "endtime",
    "additional_info",
)
_NAMES_CPU: Final[tuple[str, ...]] = (*_NAMES[:6], "cpu_time", *_NAMES[6:])
_OLDEST_VALUES: Final[tuple[str, ...]] = ("cost", "time", "status", "additional_info")
_Record = Mapping[str, object]


def _history_of(source: object) -> Path | None:
    if not isinstance(source, Path):
        return None
    path = source / _HISTORY if source.is_dir() else source
    return path if path.name == _HISTORY and path.is_file() else None


def recognises(source: object) -> bool:
    """Tell whether a folder holds a run history of SMAC, or a file is one."""
    path = _history_of(source)
    head = head_of(path) if path else b""
    return head.lstrip().startswith(b"{") and any(mark in head for mark in (b'"data"', b'"stats"', b'"configs"'))


def _record(entry: object) -> _Record | None:
    """Give one entry of the history by name, whichever version wrote it."""
    if isinstance(entry, Mapping):
        return entry
    if not isinstance(entry, list) or not entry:
        return None
    if isinstance(entry[0], list) and len(entry) > 1 and isinstance(entry[1], list):  # SMAC 1: key and value
        key = dict(zip(_NAMES, entry[0], strict=False))
        values = _OLDEST_VALUES if len(entry[1]) == len(_OLDEST_VALUES) else _NAMES[4:]
        return {**key, **dict(zip(values, entry[1], strict=False))}
    names = _NAMES_CPU if len(entry) == len(_NAMES_CPU) else _NAMES
    return dict(zip(names, entry, strict=False)) if len(entry) == len(names) else None


def _status(value: object) -> Status:
    """Read a status: a number in SMAC 2, the name of an enumeration's member before."""
    if isinstance(value, Mapping):
        value = value.get("__enum__")
    if isinstance(value, int) and 0 <= value < len(_NUMBERS):
        value = _NUMBERS[value]
    return _STATUSES.get(str(value).rsplit(".", 1)[-1].upper(), "unknown")


def _budget(value: object) -> float | None:
    """Give a budget; SMAC 1 writes 0 where there is none."""
    return as_float(value) or None


def _metrics(record: _Record, names: Sequence[str], status: Status) -> dict[str, object]:
    """Give the costs of a run that ended well: those of others are placeholders; and the numbers it reported beside."""
    extra = record.get("additional_info")
    found: dict[str, object] = {}
    if isinstance(extra, Mapping):
        found = {str(k): v for k, v in extra.items() if isinstance(v, (int, float)) and not isinstance(v, bool)}
    cost = record.get("cost")
    costs = cost if isinstance(cost, list) else [cost]
    if status == "complete":
        found.update(zip(names, costs, strict=False))
    return found


def _evaluation(record: _Record, configs: _Record, names: Sequence[str], place: int) -> Evaluation:
    status = _status(record.get("status"))
    settings = configs.get(str(record.get("config_id")))
    started = as_float(record.get("starttime"))
    return Evaluation(
        str(record.get("config_id")),
        settings if isinstance(settings, Mapping) else {},
        _metrics(record, names, status),
        status,
        _budget(record.get("budget")),
        record.get("seed"),
        record.get("instance"),
        order=started or float(place),
        seconds=as_float(record.get("time")) if status != "running" else None,
    )


def _configs(tree: Mapping[str, object]) -> dict[str, object]:
    configs = tree.get("configs")
    return {str(key): value for key, value in configs.items()} if isinstance(configs, Mapping) else {}


def _count(records: Sequence[_Record]) -> int:
    """Count the objectives."""
    return max((len(cost) for record in records if isinstance(cost := record.get("cost"), list)), default=1)


def _read(path: Path, tree: Mapping[str, object], scenario: Scenario) -> Study:
    entries = tree.get("data")
    found = [_record(entry) for entry in entries] if isinstance(entries, list) else []
    records = [record for record in found if record is not None]
    configs, names = _configs(tree), scenario.objectives_for(_count(records))
    evaluations = [_evaluation(record, configs, names, place) for place, record in enumerate(records)]
    lost = tuple(
        Exclusion("run", evaluation.configuration, "unreadable", {"part": "configs"})
        for evaluation in evaluations
        if evaluation.configuration not in configs
    )
    space, files = find_space(path.parent)
    return study_of_evaluations(
        scenario.name or path.parent.name,
        Source(SOURCE.name, str(path.parent), digest_of((path, *files, *scenario.files))),
        evaluations,
        space=space,
        objectives=tuple(Objective(name, "minimize", "source") for name in names),
        sampler=scenario.sampler if scenario.sampler != "unknown" else sampler_of_origins(tree.get("config_origins")),
        excluded=lost,
        notes=scenario.notes,
    )


def read(source: object) -> tuple[Study, ...]:
    """Read an output folder of SMAC.

    Raises
    ------
    UnreadableSourceError
        If it holds no run history, or one without runs.
    """
    path = _history_of(source)
    if path is None:
        raise UnreadableSourceError(f"An output folder of SMAC holds {_HISTORY}.", f"{source} does not.")
    tree = json_file(path)
    if not isinstance(tree, Mapping) or not isinstance(tree.get("data"), list):
        raise UnreadableSourceError("A run history of SMAC holds the runs under data.", f"{path} does not.")
    return (_read(path, tree, find_scenario(path.parent)),)
