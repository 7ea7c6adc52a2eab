"""KerasTuner: project folders of every tuner and version, and a live tuner."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import digest
from sweepbrief.sources.keras_tuner_trials import Project, study_of_project
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sweep import Objective, Source, Study

if TYPE_CHECKING:
    from sweepbrief.sweep import Direction, Sampler

SOURCE: Final = SourceKind(
    "keras-tuner", "KerasTuner", "a project folder (oracle.json, trial_*/trial.json) of any tuner; a live keras_tuner.Tuner"
)
_ORACLE: Final = "oracle.json"
_TRIAL: Final = "trial.json"
_LIMIT: Final = 64 * 1024**2
_MOST: Final = 200_000
_PACKAGES: Final = ("keras_tuner.", "kerastuner.")
_DIRECTIONS: Final[dict[str, Direction]] = {"min": "minimize", "max": "maximize"}
_SAMPLERS: Final[dict[str, Sampler]] = {
    "GridSearchOracle": "grid",
    "RandomSearchOracle": "random",
    "BayesianOptimizationOracle": "adaptive",
    "HyperbandOracle": "adaptive",
}


def _is_tuner(source: object) -> bool:
    return hasattr(source, "oracle") and any(
        f"{base.__module__}.".startswith(_PACKAGES) and base.__name__ == "BaseTuner" for base in type(source).__mro__
    )


def _trial_folders(folder: Path) -> list[Path]:
    """Give the folders of trials, by name."""
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(entry.path) for entry in entries if entry.name.startswith("trial_") and entry.is_dir())
    except OSError:
        return []


def _load(path: Path, seen: Any = None) -> Mapping[str, object] | None:  # noqa: ANN401 - hashlib's type has no public name
    """Read a JSON file; None where it is missing, half-written or too large."""
    try:
        if path.stat().st_size > _LIMIT:
            return None
        data = path.read_bytes()
        tree = json.loads(data)
    except (OSError, ValueError, RecursionError):
        return None
    if seen is not None:
        seen.update(path.parent.name.encode("utf-8", "surrogateescape") + data)
    return tree if isinstance(tree, Mapping) else None


def _is_oracle(tree: Mapping[str, object] | None) -> bool:
    space = tree.get("hyperparameters") if tree else None
    return isinstance(space, Mapping) and "space" in space


def recognises(source: object) -> bool:
    """Tell whether a source is a live tuner, or a folder with an oracle or trials."""
    if isinstance(source, Path):
        if not source.is_dir():
            return False
        if _is_oracle(_load(source / _ORACLE)):
            return True
        trial = next((found for inner in _trial_folders(source)[:20] if (found := _load(inner / _TRIAL))), None)
        return trial is not None and "hyperparameters" in trial and "score" in trial
    return _is_tuner(source)


def _of_folder(folder: Path) -> Study:
    seen = hashlib.sha256()
    folders = _trial_folders(folder)
    if len(folders) > _MOST:
        raise UnreadableSourceError(f"A project has at most {_MOST} trials.", f"{folder} has {len(folders)}.")
    oracle = _load(folder / _ORACLE, seen)
    trials: dict[str, Mapping[str, object] | None] = {}
    for inner in folders:
        trials[inner.name.removeprefix("trial_")] = _load(inner / _TRIAL, seen)
    if not any(trials.values()):
        raise UnreadableSourceError(
            "A KerasTuner project holds trials.",
            f"{folder} has {_ORACLE} but no readable trial_*/{_TRIAL}.",
            "Copy the whole project folder; checkpoints are not needed.",
        )
    project = Project(folder.resolve().name, oracle or {}, trials, oracle_broken=oracle is None)
    return study_of_project(project, Source(SOURCE.name, str(folder), seen.hexdigest()))


def _objective(found: object) -> Objective | None:
    """Give a live oracle's objective; a sum of several is called as KerasTuner calls it."""
    name, direction = getattr(found, "name", None), getattr(found, "direction", None)
    return Objective(str(name), _DIRECTIONS.get(str(direction)), "source") if name else None


def _of_tuner(tuner: Any) -> Study:  # noqa: ANN401 - KerasTuner is optional, its types unknown
    oracle = getattr(tuner.oracle, "oracle", tuner.oracle)
    state = json.loads(json.dumps(oracle.get_state(), default=str))
    trials = {str(name): json.loads(json.dumps(trial.get_state(), default=str)) for name, trial in oracle.trials.items()}
    if not trials:
        raise UnreadableSourceError("A tuner holds trials.", "This one has none.", "Call its search() first, or reload().")
    sampler: Sampler = next(
        (_SAMPLERS[base.__name__] for base in type(oracle).__mro__ if base.__name__ in _SAMPLERS), "unknown"
    )
    name = str(getattr(tuner, "project_name", "") or type(tuner).__name__)
    project = Project(name, state, trials, _objective(oracle.objective), sampler)
    sha256 = digest(json.dumps([state, trials], sort_keys=True).encode())
    return study_of_project(project, Source(SOURCE.name, "keras_tuner.Tuner", sha256))


def read(source: object) -> tuple[Study, ...]:
    """Read a project folder or a live tuner.

    Raises
    ------
    UnreadableSourceError
        If there is no trial in it.
    """
    return (_of_folder(source) if isinstance(source, Path) else _of_tuner(source),)
