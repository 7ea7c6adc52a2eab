"""Optuna's journal files: the log of operations is replayed, without Optuna."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import Blob, bytes_of, digest, head_of, location_of
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.optuna_records import DIRECTIONS, STATE_NUMBERS, StudyRecord, Trial
from sweepbrief.sources.optuna_space import outer_value, parse_distribution
from sweepbrief.sources.optuna_study import study_of_record
from sweepbrief.sweep import Note, Source, Study

if TYPE_CHECKING:
    from sweepbrief.sources.optuna_records import Distribution

SOURCE: Final = SourceKind(
    "optuna-journal", "Optuna, journal storage", "journal.log as JournalStorage writes it", (".log", ".journal", ".jsonl")
)
_FINISHED: Final = frozenset({"COMPLETE", "PRUNED", "FAIL"})
_Entry = Mapping[str, object]


def recognises(source: object) -> bool:
    """Tell whether a file begins with an operation of Optuna's journal."""
    first = head_of(source).lstrip().split(b"\n", 1)[0]
    if not first.startswith(b"{") or b'"op_code"' not in first:
        return False
    try:
        entry = json.loads(first)
    except (ValueError, RecursionError):
        return b'"worker_id"' in first
    return isinstance(entry, Mapping) and "worker_id" in entry


class _Replay:
    """The studies and trials as the log builds them up."""

    def __init__(self) -> None:
        self.studies: list[StudyRecord | None] = []
        self.unknown: list[int] = []
        self._trials: list[Trial] = []
        self._parsed: dict[str, Distribution | None] = {}

    def apply(self, entry: _Entry) -> None:
        """Apply one operation; those that later versions add are counted and skipped."""
        told = entry.get("op_code")
        code = told if isinstance(told, int) else -1
        actions = {0: self._create_study, 1: self._delete_study, 3: self._study_attribute, 4: self._create_trial}
        if code in actions:
            actions[code](entry)
        elif code in {5, 6, 7, 8, 9}:
            self._update_trial(code, entry)
        elif code not in {2, 10}:
            self.unknown.append(code)

    def _create_study(self, entry: _Entry) -> None:
        directions = entry.get("directions")
        known = [DIRECTIONS.get(direction) for direction in directions] if isinstance(directions, list) else []
        self.studies.append(StudyRecord(str(entry.get("study_name", "")), known))

    def _delete_study(self, entry: _Entry) -> None:
        place = entry.get("study_id")
        if isinstance(place, int) and 0 <= place < len(self.studies):
            self.studies[place] = None

    def _study_attribute(self, entry: _Entry) -> None:
        study, attribute = self._study(entry), entry.get("system_attr")
        if study and isinstance(attribute, Mapping) and isinstance(attribute.get("study:metric_names"), list):
            study.metric_names = [str(name) for name in attribute["study:metric_names"]]

    def _study(self, entry: _Entry) -> StudyRecord | None:
        place = entry.get("study_id")
        return self.studies[place] if isinstance(place, int) and 0 <= place < len(self.studies) else None

    def _create_trial(self, entry: _Entry) -> None:
        study = self._study(entry)
        trial = Trial(len(study.trials) if study else 0, start=entry.get("datetime_start"))
        self._trials.append(trial)
        if study:
            study.trials.append(trial)
        state = entry.get("state")
        if isinstance(state, int):
            trial.state = _state(state, trial.state)
        trial.complete = entry.get("datetime_complete")
        _take_values(trial, entry.get("values", entry.get("value")))
        reports = entry.get("intermediate_values")
        for step, value in reports.items() if isinstance(reports, Mapping) else ():
            _take_report(trial, int(step) if str(step).isdigit() else step, value)
        params, distributions = entry.get("params"), entry.get("distributions")
        if isinstance(params, Mapping) and isinstance(distributions, Mapping):
            for name, value in params.items():
                self._take_param(trial, str(name), value, distributions.get(name))
        for key, place in (("user_attrs", trial.user_attrs), ("system_attrs", trial.system_attrs)):
            attributes = entry.get(key)
            if isinstance(attributes, Mapping):
                place.update(attributes)

    def _take_param(self, trial: Trial, name: str, value: object, text: object) -> None:
        key = text if isinstance(text, str) else json.dumps(text)
        if key not in self._parsed:
            self._parsed[key] = parse_distribution(text)
        distribution = self._parsed[key]
        trial.params[name] = outer_value(value, distribution)
        if distribution is not None:
            trial.distributions[name] = distribution

    def _update_trial(self, code: int, entry: _Entry) -> None:
        place = entry.get("trial_id")
        if not isinstance(place, int) or not 0 <= place < len(self._trials):
            return
        trial = self._trials[place]
        if trial.state in _FINISHED:
            return  # a finished trial no longer changes: late writers are ignored, as Optuna does
        if code == 5:  # noqa: PLR2004 - operations are numbers in the log
            self._take_param(trial, str(entry.get("param_name")), entry.get("param_value_internal"), entry.get("distribution"))
        elif code == 6:  # noqa: PLR2004 - same
            _end(trial, entry)
        elif code == 7:  # noqa: PLR2004 - same
            _take_report(trial, entry.get("step"), entry.get("intermediate_value"))
        else:
            attribute = entry.get("user_attr" if code == 8 else "system_attr")  # noqa: PLR2004 - same
            if isinstance(attribute, Mapping):
                (trial.user_attrs if code == 8 else trial.system_attrs).update(attribute)  # noqa: PLR2004 - same


def _state(number: int, otherwise: str) -> str:
    return STATE_NUMBERS[number] if 0 <= number < len(STATE_NUMBERS) else otherwise


def _take_report(trial: Trial, step: object, value: object) -> None:
    if isinstance(step, (int, float)) and isinstance(value, (int, float)):
        trial.reports[float(step)] = float(value)


def _take_values(trial: Trial, values: object) -> None:
    numbers = values if isinstance(values, list) else [values]
    trial.outcomes.update({place: float(value) for place, value in enumerate(numbers) if isinstance(value, (int, float))})


def _end(trial: Trial, entry: _Entry) -> None:
    state = entry.get("state")
    if isinstance(state, int):
        trial.state = _state(state, trial.state)
    _take_values(trial, entry.get("values"))
    trial.start = entry.get("datetime_start") or trial.start
    trial.complete = entry.get("datetime_complete") or trial.complete


def replay(text: str) -> tuple[list[StudyRecord], tuple[Note, ...]]:
    """Replay a journal.

    Parameters
    ----------
    text : str
        One operation a line; the last line may be half-written.

    Returns
    -------
    tuple of (list of StudyRecord, tuple of Note)
        The studies that were not deleted, and what could not be read.
    """
    log, broken = _Replay(), []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                broken.append(number)
                continue
            if isinstance(entry, Mapping):
                log.apply(entry)
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=0)
    notes = [Note("half_written", {"line": last})] if last in broken else []
    damaged = [number for number in broken if number != last]
    if damaged:
        notes.append(Note("bad_lines", {"lines": len(damaged)}))
    if log.unknown:
        notes.append(Note("unknown_operations", {"codes": sorted(set(log.unknown)), "lines": len(log.unknown)}))
    return [study for study in log.studies if study is not None], tuple(notes)


def read(source: object) -> tuple[Study, ...]:
    """Read a journal.

    Raises
    ------
    UnreadableSourceError
        If it is no file, or no study is left in it.
    """
    if not isinstance(source, (Path, Blob)):
        raise UnreadableSourceError("A journal is a file.", f"Found {type(source).__name__}.")
    data = bytes_of(source)
    records, notes = replay(data.decode("utf-8", errors="replace"))
    if not records:
        raise UnreadableSourceError("A journal holds at least one study.", f"{location_of(source)} holds none.")
    origin = Source(SOURCE.name, location_of(source), digest(data))
    return tuple(study_of_record(record, origin, notes) for record in records)
