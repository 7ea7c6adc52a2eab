"""Ray Tune: experiment folders of every generation, read from JSON and CSV; its pickles are never touched."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.ray_state import STATUSES, TrialState, read_state
from sweepbrief.sources.ray_trials import TrialFolder, looks_like_trial, read_folder, reports_of, trial_folders
from sweepbrief.sources.reached import LaterCurves, curves_of
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sweep import Note, Source, Study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sweepbrief.sweep import Status

SOURCE: Final = SourceKind(
    "ray-tune",
    "Ray Tune",
    "an experiment folder (experiment_state-*.json, trial folders) of any version; its pickles are not read",
)
_STATE: Final = "experiment_state-*.json"
_ITERATION: Final = "training_iteration"
_AUTOMATIC: Final = frozenset(
    [
        "trial_id",
        "experiment_id",
        "experiment_tag",
        "date",
        "timestamp",
        "time_this_iter_s",
        "time_total_s",
        "time_since_restore",
        "pid",
        "hostname",
        "node_ip",
        "done",
        "should_checkpoint",
        "checkpoint_dir_name",
        "training_iteration",
        "iterations_since_restore",
        "timesteps_since_restore",
        "timesteps_total",
        "timesteps_this_iter",
        "episodes_total",
        "episodes_this_iter",
        "neg_mean_loss_",
        "warmup_time",
        "trial_log_path",
        "config",
    ]
)
_BOOKKEEPING: Final = ("trial_id", "experiment_tag", "hostname", _ITERATION)
_PERTURBED: Final = "pbt_policy_*.txt"
_MOST: Final = 200_000
_LOOKED: Final = 20
_SHARE: Final = 0.05


def _states(folder: Path) -> list[Path]:
    """Give the state files, the newest last: a resumed experiment has several."""
    return sorted((path for path in folder.glob(_STATE) if path.is_file()), key=lambda path: path.name)


def recognises(source: object) -> bool:
    """Tell whether a folder is a Ray Tune experiment: it has a state file, or folders of trials."""
    if not isinstance(source, Path) or not source.is_dir():
        return False
    if _states(source):
        return True
    return any(looks_like_trial(path, files) for path, _, files in trial_folders(str(source))[:_LOOKED])


def _key(folder: TrialFolder, by_folder: Mapping[str, TrialState], states: Mapping[str, TrialState]) -> str:
    """Find which trial a folder is: by its name in the state, its own results, or an id within its name."""
    if folder.name in by_folder:
        return by_folder[folder.name].trial
    said = folder.last.get("trial_id")
    if isinstance(said, str) and said:
        return said
    return next((trial for trial in states if f"_{trial}_" in f"_{folder.name}_"), folder.name)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _start(state: TrialState | None, last: Mapping[str, object]) -> float | None:
    if state is not None and state.start is not None:
        return state.start
    end, spent = _number(last.get("timestamp")), _number(last.get("time_total_s"))
    return None if end is None else end - (spent or 0.0)


def _status(state: TrialState | None, folder: TrialFolder | None) -> Status:
    if state is not None and state.status in STATUSES:
        return STATUSES[state.status]
    return "failed" if folder is not None and folder.error else "complete"


def _run(trial: str, state: TrialState | None, folder: TrialFolder | None) -> Run:
    last = folder.last if folder is not None and folder.last else state.last if state is not None else {}
    logged = last.get("config")
    config = (folder.params if folder is not None else {}) or (state.config if state is not None else {})
    if not config and isinstance(logged, Mapping):
        config = dict(logged)
    flat = flatten(last, separator="/")
    other = {name: last[name] for name in _BOOKKEEPING if last.get(name) is not None and name != "trial_id"}
    return Run(
        trial,
        flatten(config, separator="/"),
        {name: value for name, value in flat.items() if name.split("/", 1)[0] not in _AUTOMATIC},
        _status(state, folder),
        _start(state, last),
        _number(last.get("time_total_s")),
        other,
    )


def _stopped_early(runs: Sequence[Run]) -> tuple[Note, ...]:
    """Take trials for stopped early that ended before an iteration at which many others ended; Ray calls both terminated."""
    ended = [run for run in runs if run.status == "complete"]
    spent = [n for run in ended if (n := _number(run.other.get(_ITERATION))) is not None]
    if not spent or min(spent) == max(spent):
        return ()
    top = max(spent)
    if Counter(spent)[top] < max(2.0, _SHARE * len(spent)):
        return ()  # trials end when they like: no common budget that some were denied
    early = [run for run in ended if (_number(run.other.get(_ITERATION)) or 0.0) < top and run.metrics]
    for run in early:
        run.status = "pruned"
    return (Note("stopped_early", {"runs": len(early), "budget": int(top), "name": _ITERATION}),) if early else ()


def _changed(folder: Path) -> tuple[Note, ...]:
    """Say that settings changed while trials ran: population-based training leaves a log of whom it copied."""
    copied = sum(1 for path in folder.glob(_PERTURBED) if path.is_file())
    return (Note("settings_changed", {"runs": copied}),) if copied else ()


def _runs(folder: Path, states: list[TrialState], seen: hashlib._Hash) -> tuple[list[Run], dict[str, str], tuple[Note, ...]]:
    """Join the state file's trials with their folders (named by trial, too); either may lack some."""
    listed = trial_folders(str(folder))
    if len(listed) > _MOST:
        raise UnreadableSourceError(f"An experiment has at most {_MOST} trials.", f"{folder} has {len(listed)}.")
    by_folder = {state.folder: state for state in states if state.folder}
    by_trial = {state.trial: state for state in states}
    folders: dict[str, TrialFolder] = {}
    paths: dict[str, str] = {}
    broken: dict[str, list[str]] = {}
    for path, name, files in listed:
        found = read_folder(path, name, files, seen)
        key = _key(found, by_folder, by_trial)
        key = key if key not in folders else name
        folders[key], paths[key] = found, path
        for part in found.broken:
            broken.setdefault(part, []).append(key)
    trials = dict.fromkeys((*by_trial, *folders))
    runs = [_run(trial, by_trial.get(trial), folders.get(trial)) for trial in trials]
    runs.sort(key=lambda run: (run.order is None, run.order or 0.0, run.name))
    notes = tuple(Note("parts_unreadable", {"part": part, "runs": names}) for part, names in sorted(broken.items()))
    return runs, paths, notes


def _curves(paths: Mapping[str, str], metrics: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Read what trials had reached at every iteration."""
    wanted = (_ITERATION, *metrics)
    rows = [
        {"run": trial, **{name: row.get(name) for name in wanted}} for trial, path in paths.items() for row in reports_of(path)
    ]
    return curves_of(pd.DataFrame(rows, columns=["run", *wanted]), "run", _ITERATION, metrics)


def read(source: object) -> tuple[Study, ...]:
    """Read an experiment folder.

    Raises
    ------
    UnreadableSourceError
        If it is none, or holds no trial.
    """
    if not isinstance(source, Path) or not source.is_dir():
        raise UnreadableSourceError("A Ray Tune experiment is a folder.", f"Found {source}.")
    seen = hashlib.sha256()
    states: list[TrialState] | None = None
    notes: tuple[Note, ...] = ()
    for path in reversed(_states(source)):
        states = read_state(path)
        if states is not None:
            seen.update(path.read_bytes())
            break
        notes = (*notes, Note("parts_unreadable", {"part": path.name, "runs": [source.name]}))
    runs, paths, more = _runs(source, states or [], seen)
    if not runs:
        raise UnreadableSourceError("A Ray Tune experiment holds trials.", f"{source} holds none that can be read.")
    changed = _changed(source)
    early = () if changed else _stopped_early(runs)
    notes = (*notes, *more, *early, *changed, *((Note("no_status"),) if states is None else ()))
    study = study_of_runs(source.resolve().name, Source(SOURCE.name, str(source), seen.hexdigest()), runs, notes=notes)
    metrics = [str(name) for name in study.metrics.columns]
    return (replace(study, curves=LaterCurves(lambda: _curves(paths, metrics))) if early else study,)
