"""Hydra's multirun folders: overrides as settings, results from the files that the jobs wrote."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import bytes_of, head_of
from sweepbrief.sources.configuration_space import as_float
from sweepbrief.sources.hydra_jobs import OVERRIDES, has_jobs, read_jobs, tree_of
from sweepbrief.sources.hydra_space import sampler_of_config, space_of_config
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.metric_names import is_result
from sweepbrief.sources.run_table import Run, study_of_runs
from sweepbrief.sources.small_files import Digest
from sweepbrief.sweep import Exclusion, Note, Objective, Source

if TYPE_CHECKING:
    from sweepbrief.sources.hydra_jobs import Job
    from sweepbrief.sweep import Direction, Status, Study

SOURCE: Final = SourceKind("hydra", "Hydra", "a multirun folder whose jobs wrote their results (metrics.json, .yaml or .csv)")
_SWEEP: Final = "multirun.yaml"
_RESULTS: Final = "optimization_results.yaml"
_REMEDY: Final = (
    "Let every job write its results, such as metrics.json, into its own folder (HydraConfig.get().runtime.output_dir), "
    "and name the multirun folder."
)
_BEST: Final = ("best_value", "best_evaluated_result")


def _is_sweep_file(path: Path) -> bool:
    return path.name == _SWEEP and head_of(path).lstrip().startswith(b"hydra:")


def recognises(source: object) -> bool:
    """Tell whether a folder holds jobs of Hydra or the configuration of a sweep, or a file is such a configuration."""
    if not isinstance(source, Path):
        return False
    if source.is_file():
        return _is_sweep_file(source)
    return _is_sweep_file(source / _SWEEP) or has_jobs(source) or (source / ".hydra" / OVERRIDES).is_file()


def _refuse(source: Path, jobs: list[Job]) -> UnreadableSourceError:
    """Say why a folder of Hydra holds no sweep: Hydra itself records settings, never results."""
    if not jobs:
        found = f"{source} holds the configuration of a sweep and none of its jobs."
        if (source / ".hydra").is_dir():
            found = f"{source} is one run, not a sweep."
    elif (source / _RESULTS).is_file():
        found = f"The {len(jobs)} jobs in {source} wrote none; {_RESULTS} keeps the best value alone."
    else:
        found = f"The {len(jobs)} jobs in {source} wrote none: Hydra records settings, not results."
    return UnreadableSourceError("A sweep of Hydra has jobs that wrote their results.", found, _REMEDY)


def _hydra(folder: Path, jobs: list[Job]) -> Mapping[str, object]:
    """Give what Hydra itself was told: for the whole sweep, else for its first job."""
    tree = tree_of(folder / _SWEEP) or tree_of(Path(jobs[0].kept, "hydra.yaml"))
    inner = tree.get("hydra")
    return inner if isinstance(inner, Mapping) else {}


def _direction(hydra: Mapping[str, object]) -> Direction | None:
    """Give the one direction in which the sweeper searched."""
    sweeper = hydra.get("sweeper")
    word = sweeper.get("direction") if isinstance(sweeper, Mapping) else None
    words = {"minimize": "minimize", "maximize": "maximize"}
    return words.get(str(word[0] if isinstance(word, list) and len(word) == 1 else word).lower())  # type: ignore[return-value] # of two


def _objectives(folder: Path, jobs: list[Job], direction: Direction | None) -> tuple[tuple[Objective, ...], tuple[Note, ...]]:
    """Find the metric that the sweeper optimised: the one that reaches its best value, and never a better one."""
    results = tree_of(folder / _RESULTS)
    best = next((value for name in _BEST if (value := as_float(results.get(name))) is not None), None)
    if best is None:
        return (), ()
    columns: dict[str, list[float]] = {}
    for job in jobs:
        for name, value in job.results.items():
            columns.setdefault(name, []).append(value)
    for name, values in columns.items():
        ends = {"minimize": [min(values)], "maximize": [max(values)]}.get(direction or "", [min(values), max(values)])
        if any(math.isclose(end, best, rel_tol=1e-6) for end in ends):
            objective = Objective(name, direction, "source" if direction else "unknown")
            return (objective,), (Note("objective_inferred", {"metric": name}),)
    return (), ()


def _constants(jobs: list[Job]) -> set[str]:
    """Find the numbers that are the same in every job and not called like a result: settings that were written along."""
    values: dict[str, set[float]] = {}
    for job in jobs:
        for name, value in job.results.items():
            values.setdefault(name, set()).add(value)
    return {name for name, seen in values.items() if len(seen) == 1 and not is_result(name)}


def _run(place: int, jobs: list[Job], last: int, constants: set[str]) -> Run:
    job = jobs[place]
    metrics = {name: value for name, value in job.results.items() if name not in constants}
    other = {name: value for name, value in job.results.items() if name in constants}
    return Run(job.name, job.settings, metrics, _status(place, jobs, last), order=float(place), other=other)


def _status(place: int, jobs: list[Job], last: int) -> Status:
    """Tell how a job ended: one without results failed where later ones have some."""
    return "complete" if jobs[place].results else "failed" if place < last else "unknown"


def read(source: object) -> tuple[Study, ...]:
    """Read a multirun folder.

    Raises
    ------
    UnreadableSourceError
        If there are no jobs, or none wrote a result.
    """
    if not isinstance(source, Path):
        raise UnreadableSourceError("A sweep of Hydra is a folder.", f"Found {type(source).__name__}.")
    folder = source if source.is_dir() else source.parent
    seen = Digest()
    seen.taken_all([bytes_of(folder / name) for name in (_SWEEP, _RESULTS) if (folder / name).is_file()])
    jobs, broken = read_jobs(folder, seen)
    if not any(job.results for job in jobs):
        raise _refuse(folder, jobs)
    hydra = _hydra(folder, jobs)
    objectives, notes = _objectives(folder, jobs, _direction(hydra))
    last = max(place for place, job in enumerate(jobs) if job.results)
    files = sorted({file for job in jobs for file in job.files})
    space, constants = space_of_config(hydra), _constants(jobs)
    study = study_of_runs(
        folder.name,
        Source(SOURCE.name, str(source), seen.hexadecimal),
        [_run(place, jobs, last, constants) for place in range(len(jobs))],
        space=space.parameters,
        objectives=objectives,
        sampler=sampler_of_config(hydra),
        excluded=tuple(Exclusion("run", name, "unreadable", {"part": OVERRIDES}) for name in broken),
        notes=(*space.notes, Note("result_files", {"files": files}), *notes),
    )
    return (study,)
