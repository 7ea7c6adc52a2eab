"""MLflow's experiments and runs as plain records, the same for folders, databases and servers, and the studies they make."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.cells import parse_cell
from sweepbrief.sources.roles_by_name import is_seed
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sweep import Exclusion, Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sweep import Source, Status, Study

STATUSES: Final[dict[str, Status]] = {
    "1": "running",
    "2": "waiting",
    "3": "complete",
    "4": "failed",
    "5": "killed",
    "RUNNING": "running",
    "SCHEDULED": "waiting",
    "FINISHED": "complete",
    "FAILED": "failed",
    "KILLED": "killed",
}
"""MLflow's statuses, by the number that folders and the word that databases hold."""

LARGEST: Final = 1.7976931348623157e308
"""What MLflow's databases hold for an infinity."""

_PARENT: Final = "mlflow.parentRunId"
_NAME: Final = "mlflow.runName"
_TELEMETRY: Final = "system/"
_SEVERAL: Final = 2


@dataclass(slots=True)
class Recorded:
    """One run as MLflow keeps it.

    Attributes
    ----------
    uuid : str
        Its id.
    name : str
        As shown in MLflow; may be empty.
    status : str
        A number or word of ``STATUSES``.
    start, end : float or None
        Milliseconds since 1970.
    deleted : bool
        Deleted in MLflow, though still stored.
    params : dict of str to object
        Text.
    metrics : dict of str to float
        Last values.
    tags : dict of str to str
        Tags, MLflow's own among them.
    broken : list of str
        Parts that could not be read.
    repeated : set of str
        Metrics with several values.
    """

    uuid: str
    name: str = ""
    status: str = ""
    start: float | None = None
    end: float | None = None
    deleted: bool = False
    params: dict[str, object] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    repeated: set[str] = field(default_factory=set)


def moment(value: object) -> float | None:
    """Read a moment in milliseconds; None where there is none."""
    try:
        return float(str(value)) if value not in {None, "", "null", "None"} else None
    except ValueError:
        return None


def infinite(value: float) -> float:
    """Give back the infinity for which MLflow stores the largest number."""
    return math.copysign(math.inf, value) if abs(value) >= LARGEST else value


def _setting(value: object) -> object:
    """Give a parameter's text; a mapping written as text is spread over columns."""
    mapping = parse_cell(value) if isinstance(value, str) and value.startswith("{") else None
    return mapping or value


def _names(records: Sequence[Recorded]) -> list[str]:
    """Name the runs as MLflow shows them where that tells them apart, else by id."""
    names = [record.name or record.tags.get(_NAME, "") for record in records]
    counts = Counter(names)
    return [name if name and counts[name] == 1 else record.uuid for name, record in zip(names, records, strict=True)]


def _run(record: Recorded, name: str, parents: dict[str, str], *, holds: bool) -> Run:
    """Give one run; the settings of one that only holds others are not those of the search."""
    seconds = (record.end - record.start) / 1000.0 if record.start is not None and record.end is not None else None
    tags = {key: value for key, value in record.tags.items() if not key.startswith("mlflow.")}
    telemetry = {key: value for key, value in record.metrics.items() if key.startswith(_TELEMETRY)}
    parent = parents.get(record.tags.get(_PARENT, ""))
    return Run(
        name,
        {} if holds else {key: _setting(value) for key, value in record.params.items()},
        {key: value for key, value in record.metrics.items() if key not in telemetry},
        STATUSES.get(record.status, "unknown"),
        record.start,
        seconds if seconds is None or seconds >= 0 else None,
        {**({"parent run": parent} if parent else {}), **tags, **telemetry},
    )


def _varied(children: Sequence[Recorded]) -> set[str]:
    """Name the parameters in which the children of one run differ."""
    names = {name for child in children for name in child.params}
    return {name for name in names if len({str(child.params.get(name)) for child in children}) > 1}


def _repeats(records: Sequence[Recorded]) -> dict[str, Recorded]:
    """Find the runs that repeat their parent (the folds of a cross-validation): run's id to its parent.

    Children are repeats where they differ in no parameter but a fold or a seed, and several parents were given something.
    """
    by_uuid = {record.uuid: record for record in records if not record.deleted}
    families: dict[str, list[Recorded]] = {}
    for record in by_uuid.values():
        if record.tags.get(_PARENT) in by_uuid:
            families.setdefault(record.tags[_PARENT], []).append(record)
    repeated = {
        uuid: children
        for uuid, children in families.items()
        if len(children) > 1
        and by_uuid[uuid].params.keys() - children[0].params.keys()
        and not any(child.uuid in families for child in children)
        and all(is_seed(name) for name in _varied(children))
    }
    if len(repeated) < _SEVERAL:
        return {}
    return {child.uuid: by_uuid[uuid] for uuid, children in repeated.items() for child in children}


def _with_parents(records: Sequence[Recorded], repeats: dict[str, Recorded]) -> list[Recorded]:
    """Give repeats the settings of their parents, which MLflow keeps only there."""
    return [
        replace(record, params={**repeats[record.uuid].params, **record.params}) if record.uuid in repeats else record
        for record in records
    ]


def _set_aside(records: Sequence[Recorded], names: Sequence[str]) -> list[Exclusion]:
    """List the runs that are deleted, and those that only hold others."""
    children = Counter(record.tags[_PARENT] for record in records if _PARENT in record.tags and not record.deleted)
    excluded = []
    for record, name in zip(records, names, strict=True):
        if record.deleted:
            excluded.append(Exclusion("run", name, "deleted"))
        elif children[record.uuid]:
            excluded.append(Exclusion("run", name, "parent_run", {"children": children[record.uuid]}))
    return excluded


def _notes(records: Sequence[Recorded], names: Sequence[str]) -> list[Note]:
    broken: dict[str, list[str]] = {}
    for record, name in zip(records, names, strict=True):
        for part in record.broken:
            broken.setdefault(part, []).append(name)
    repeated = sorted(set().union(*(record.repeated for record in records)))
    repeated = [name for name in repeated if not name.startswith(_TELEMETRY)]
    notes = [Note("parts_unreadable", {"part": part, "runs": runs}) for part, runs in sorted(broken.items())]
    return [*notes, Note("last_value", {"metrics": repeated})] if repeated else notes


def study_of_experiment(name: str, source: Source, records: Sequence[Recorded], notes: tuple[Note, ...] = ()) -> Study:
    """Turn an experiment into a ``Study``.

    Parameters
    ----------
    name : str
        The experiment's name.
    source : Source
        Where it was read.
    records : sequence of Recorded
        Its runs, in any order.
    notes : tuple of Note
        What was noticed while reading.

    Returns
    -------
    Study
        Runs in the order in which they were started. Deleted runs, and parents of nested runs, are there with an exclusion;
        telemetry and tags are bookkeeping.
    """
    ordered = sorted(records, key=lambda record: (math.inf if record.start is None else record.start, record.uuid))
    repeats = _repeats(ordered)
    ordered = _with_parents(ordered, repeats)
    if repeats:
        held = len({record.uuid for record in repeats.values()})
        notes = (*notes, Note("repeats_of_parents", {"runs": len(repeats), "parents": held}))
    names = _names(ordered)
    parents = {record.uuid: label for record, label in zip(ordered, names, strict=True)}
    aside = _set_aside(ordered, names)
    holders = {item.name for item in aside if item.reason == "parent_run"}
    return study_of_runs(
        name,
        source,
        [_run(record, label, parents, holds=label in holders) for record, label in zip(ordered, names, strict=True)],
        excluded=tuple(aside),
        notes=(*notes, *_notes(ordered, names)),
    )


def with_runs(studies: Sequence[Study]) -> tuple[Study, ...]:
    """Leave out experiments without runs, such as MLflow's own "Default", unless there are no others."""
    return tuple(study for study in studies if len(study.statuses)) or tuple(studies)
