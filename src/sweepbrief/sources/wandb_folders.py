"""The folders that W&B leaves: which of them are runs, and what the files of a run say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.small_files import content, inside
from sweepbrief.sources.trees import json_file, yaml_file
from sweepbrief.sources.wandb_log import MARK
from sweepbrief.sources.wandb_record import read_log
from sweepbrief.sources.wandb_study import WandbRun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sweepbrief.sweep import Status

_RUN: Final = re.compile(r"(?:offline-|dry)?run-\d{8}_\d{6}-(?P<id>.+)")
_LARGEST_LOG: Final = 2 * 1024**3
_LARGEST_FILE: Final = 64 * 1024**2
_KILLED: Final = frozenset({255, 130, 137, 143, -1, -2, -9, -15})
_STATES: Final[dict[str, Status]] = {
    "finished": "complete",
    "failed": "failed",
    "crashed": "crashed",
    "killed": "killed",
    "preempted": "killed",
    "preempting": "running",
    "running": "running",
    "pending": "waiting",
}


@dataclass(slots=True)
class Found:
    """A run, with the bytes in which it was found.

    Attributes
    ----------
    run : WandbRun
        What is known of it.
    parts : list of bytes
        What was read.
    """

    run: WandbRun
    parts: list[bytes]


def state_of(word: object) -> Status:
    """Give the status for a state as W&B names it."""
    return _STATES.get(str(word).lower(), "unknown")


def is_run_folder(path: Path) -> bool:
    """Tell whether a folder is that of one run."""
    return bool(_RUN.fullmatch(path.name)) and path.is_dir() and not path.is_symlink()


def _inside(folder: Path) -> list[str]:
    """Name the folders in a folder; none where it cannot be listed."""
    try:
        return inside(str(folder))[0]
    except OSError:
        return []


def _runs_in(folder: Path) -> list[Path]:
    return [folder / name for name in _inside(folder) if _RUN.fullmatch(name)]


def run_folders(folder: Path) -> list[Path]:
    """Find the folders of runs: in a folder, in its ``wandb``, or in the ``wandb`` of each of several folders in it.

    Parameters
    ----------
    folder : Path
        An existing folder.

    Returns
    -------
    list of Path
        Sorted; empty where there are none.
    """
    found = _runs_in(folder)
    if found:
        return found
    many = [_runs_in(folder / name / "wandb") for name in _inside(folder)]
    return [path for paths in many for path in paths] if sum(bool(paths) for paths in many) > 1 else []


def log_of(folder: Path) -> Path | None:
    """Find the log of a run."""
    try:
        logs = [name for name in inside(str(folder))[1] if name.startswith("run-") and name.endswith(".wandb")]
    except OSError:
        return None
    return folder / logs[0] if logs else None


def _status(code: int | None) -> Status:
    if code is None:
        return "crashed"
    return "complete" if code == 0 else "killed" if code in _KILLED else "failed"


def run_of_log(path: Path) -> Found:
    """Read the log of a run.

    Raises
    ------
    UnreadableSourceError
        If it cannot be read, or is no log.
    """
    try:
        data = content(str(path), _LARGEST_LOG)
    except OSError as error:
        raise UnreadableSourceError(f"{path} must be readable.", error.strerror or str(error)) from error
    if data and not data.startswith(MARK):
        raise UnreadableSourceError("The log of a run begins with :W&B.", f"{path} does not.")
    record = read_log(data)
    about = {name: str(value) for name, value in record.about.items()}
    start = record.about.get("start_time")
    run = WandbRun(
        about.get("run_id") or path.stem.removeprefix("run-"),
        about.get("display_name", ""),
        about.get("project", ""),
        about.get("sweep_id", ""),
        record.config,
        record.summary,
        _status(record.exit_code),
        float(start) if isinstance(start, (int, float)) else None,
        record.seconds or _runtime(record.summary),
        {name: about[name] for name in ("run_group", "job_type", "tags", "host") if name in about},
        "" if record.about and not record.truncated else "cut" if record.about else "empty",
    )
    return Found(run, [data])


def _runtime(summary: Mapping[str, object]) -> float | None:
    inner = summary.get("_wandb")
    told = [summary.get("_runtime"), inner.get("runtime") if isinstance(inner, Mapping) else None]
    return next((float(value) for value in told if isinstance(value, (int, float)) and value > 0), None)


def _values(tree: object) -> dict[str, object]:
    """Take ``{"desc": null, "value": 0.1}`` for 0.1 throughout a configuration."""
    if not isinstance(tree, Mapping):
        return {}
    return {
        str(name): entry["value"]
        if isinstance(entry, Mapping) and "value" in entry and set(entry) <= {"desc", "value"}
        else entry
        for name, entry in tree.items()
        if name not in {"wandb_version", "_wandb"}
    }


def _mapping(path: Path) -> dict[str, object]:
    """Read a file of a run as a mapping; nothing where it is missing or broken."""
    try:
        tree = yaml_file(path) if path.suffix == ".yaml" else json_file(path, _LARGEST_FILE)
    except UnreadableSourceError:
        return {}
    return {str(name): value for name, value in tree.items()} if isinstance(tree, Mapping) else {}


def config_values(path: Path) -> dict[str, object]:
    """Read a ``config.yaml`` as W&B writes it, without its internal keys."""
    return _values(_mapping(path))


def _of_files(folder: Path, found: Found | None) -> Found:
    """Complete what the log says by the files beside it."""
    match = _RUN.fullmatch(folder.name)
    run = found.run if found else WandbRun(match["id"] if match else folder.name, problem="untold")
    files = folder / "files" if (folder / "files").is_dir() else folder
    parts = [path for name in ("config.yaml", "wandb-summary.json") if (path := files / name).is_file()]
    about = _mapping(files / "wandb-metadata.json") if (files / "wandb-metadata.json").is_file() else {}
    run.config = run.config or config_values(files / "config.yaml")
    summary = _mapping(files / "wandb-summary.json")
    run.summary = {**run.summary, **summary} if run.problem else run.summary or summary
    run.seconds = run.seconds or _runtime(run.summary)
    if found is None:
        run.status = state_of(about["state"]) if "state" in about else "complete" if run.summary else "unknown"
    data = [path.read_bytes() for path in parts]
    return Found(run, [*(found.parts if found else []), *data])


def run_of_folder(folder: Path) -> Found:
    """Read one run: its log, and the files beside it where the log is missing or breaks off.

    Parameters
    ----------
    folder : Path
        As `is_run_folder` accepts it, or one that holds such files.
    """
    log = log_of(folder)
    found = None
    if log is not None:
        try:
            found = run_of_log(log)
        except UnreadableSourceError:
            found = None
    if found is not None and not found.run.problem:
        return found
    return _of_files(folder, found)


def sweep_of_runs(home: Path) -> Iterator[tuple[str, Path]]:
    """Give the sweeps whose agents ran in a folder, each with the folder of the settings it handed out."""
    for name in _inside(home):
        if name.startswith("sweep-"):
            yield name.removeprefix("sweep-"), home / name
