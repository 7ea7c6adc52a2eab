"""Runs that W&B left on disk, offline or synchronised: a ``wandb`` folder, one run's folder, or its log."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.blob import head_of
from sweepbrief.sources.flatten import flatten
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.wandb_folders import (
    Found,
    config_values,
    is_run_folder,
    log_of,
    run_folders,
    run_of_folder,
    run_of_log,
    sweep_of_runs,
)
from sweepbrief.sources.wandb_log import MARK
from sweepbrief.sources.wandb_space import find_configs, matching
from sweepbrief.sources.wandb_study import WandbRun, studies_of_wandb
from sweepbrief.sweep import Note, Source, Study

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sweepbrief.sources.wandb_space import SweepConfig

SOURCE: Final = SourceKind(
    "wandb",
    "Weights & Biases, runs on disk",
    "a wandb/ folder with its runs (offline or synchronised), one run's folder, run-<id>.wandb",
    (".wandb",),
)
_TRIED: Final = 20


def recognises(source: object) -> bool:
    """Tell whether a source is the log of a run, a run's folder, or a folder of runs."""
    if not isinstance(source, Path):
        return False
    if source.is_dir():
        return is_run_folder(source) or log_of(source) is not None or bool(run_folders(source))
    return head_of(source).startswith(MARK)


def _found(source: Path) -> list[Found]:
    if source.is_file():
        return [run_of_log(source)]
    if is_run_folder(source) or log_of(source) is not None:
        logs = sorted(source.glob("run-*.wandb"))
        return [run_of_log(path) for path in logs] if len(logs) > 1 else [run_of_folder(source)]
    return [run_of_folder(folder) for folder in run_folders(source)]


def _homes(source: Path) -> list[Path]:
    """Give the folders beside which a sweep's configuration may lie, the nearest first."""
    home = source if source.is_dir() and not is_run_folder(source) else source.parent
    home = home.parent if is_run_folder(home) else home
    return [home, home.parent]


def _merged(found: Sequence[Found]) -> tuple[list[WandbRun], tuple[Note, ...]]:
    """Put together the folders of runs that were resumed: what was written last stands."""
    runs: dict[str, WandbRun] = {}
    resumed = set()
    for item in sorted(found, key=lambda item: item.run.start or 0.0):
        run, earlier = item.run, runs.get(item.run.run_id)
        if earlier is not None and (run.config or run.summary):
            resumed.add(run.run_id)
            run = replace(
                run,
                name=run.name or earlier.name,
                config={**earlier.config, **run.config},
                summary={**earlier.summary, **run.summary},
                start=earlier.start,
                seconds=(earlier.seconds or 0) + (run.seconds or 0) or None,
            )
        runs[run.run_id] = run if earlier is None or run.config or run.summary else earlier
    return list(runs.values()), (Note("resumed_runs", {"runs": len(resumed)}),) if resumed else ()


class _Sweeps:
    """What the folders say of the sweeps that were run in them."""

    def __init__(self, source: Path) -> None:
        homes = _homes(source)
        self._handed = {sweep: folder for home in homes for sweep, folder in sweep_of_runs(home)}
        self._configs = find_configs([*homes, *self._handed.values()])
        self.of_run = {
            path.stem.removeprefix("config-"): sweep
            for sweep, folder in self._handed.items()
            for path in folder.glob("config-*.yaml")
        }

    def find(self, sweep: str, runs: Sequence[WandbRun]) -> tuple[tuple[Path | str, SweepConfig] | None, Collection[str]]:
        """Find the configuration of a sweep, and the settings it handed out."""
        names = {name for run in runs for name in flatten(run.config)}
        swept: set[str] = set()
        if sweep in self._handed:
            for path in sorted(self._handed[sweep].glob("config-*.yaml"))[:_TRIED]:
                swept.update(flatten(config_values(path)))
        return matching(self._configs, names), swept & names


def read(source: object) -> tuple[Study, ...]:
    """Read the runs that W&B left.

    Raises
    ------
    UnreadableSourceError
        If there is no run, or none says what it was given.
    """
    if not isinstance(source, Path):
        raise UnreadableSourceError("Runs of W&B are a folder or a log.", f"Found {type(source).__name__}.")
    found = _found(source)
    if not any(item.run.config or item.run.summary for item in found):
        raise UnreadableSourceError(
            "A run of W&B says what it was given or what it reached.",
            f"In {source} none of {len(found)} runs does: they were killed before anything was written.",
        )
    total = hashlib.sha256()
    for item in found:
        for part in item.parts:
            total.update(part)
    sweeps = _Sweeps(source)
    runs, notes = _merged(found)
    for run in runs:
        run.sweep_id = run.sweep_id or sweeps.of_run.get(run.run_id, "")
    home = _homes(source)[0]
    name = home.resolve().parent.name if home.name == "wandb" else home.name
    origin = Source(SOURCE.name, str(source), total.hexdigest())
    return studies_of_wandb(runs, origin, name or "wandb", sweeps.find, notes)
