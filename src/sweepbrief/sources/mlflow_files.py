"""MLflow's folders (``mlruns``) of every version, read file by file, without MLflow."""

from __future__ import annotations

import hashlib
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.kind import SourceKind
from sweepbrief.sources.mlflow_runs import Recorded, moment, study_of_experiment, with_runs
from sweepbrief.sources.trees import load_yaml
from sweepbrief.sweep import Note, Source, Study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class _Hash(Protocol):
        def update(self, data: bytes, /) -> None: ...


SOURCE: Final = SourceKind("mlflow-files", "MLflow, folder", "mlruns/ or one experiment in it, of any MLflow version")
_META: Final = "meta.yaml"
_TAIL: Final = 1024 * 1024
_SMALL: Final = 16 * 1024
_DEEPEST: Final = 12
_MOST: Final = 200_000
_LOOKED: Final = 50
_PARTS: Final = frozenset({"params", "metrics"})
_METRIC_FIELDS: Final = 3
_QUOTES: Final = frozenset("'\"\\")


def _folders(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.path for entry in entries if entry.is_dir())
    except OSError:
        return []


def _tail(path: str) -> bytes:
    """Give the end of a file: all of it, unless it is a very long history."""
    handle = os.open(path, os.O_RDONLY)  # tens of thousands of small files: a file object each would double the time
    try:
        data = os.read(handle, _SMALL)
        if len(data) < _SMALL:
            return data
        os.lseek(handle, max(0, os.fstat(handle).st_size - _TAIL), os.SEEK_SET)
        data = os.read(handle, _TAIL)
        return data.partition(b"\n")[2] if len(data) == _TAIL else data
    finally:
        os.close(handle)


def _meta(folder: str, seen: _Hash | None = None) -> dict[str, str] | None:
    """Read ``meta.yaml``, one name and value a line; None where it is missing or broken."""
    try:
        data = _tail(f"{folder}/{_META}")
    except OSError:
        return None
    if seen is not None:
        seen.update(data)
    found = {}
    text = data.decode("utf-8", errors="replace")
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and name and not name[0].isspace():
            value = value.strip()
            if value[:1] == value[-1:] and value[:1] in _QUOTES and not _QUOTES.intersection(value[1:-1]):
                value = value[1:-1]
            elif value[:1] in {'"', "'", "|", ">", "{", "["} and value != "[]":
                return _yaml_meta(text)
            found[name.strip()] = "" if value in {"null", "[]", "~"} else value
    return found


def _yaml_meta(text: str) -> dict[str, str] | None:
    """Read ``meta.yaml`` as YAML: names with quotes, colons or several lines."""
    try:
        tree = load_yaml(text)
    except UnreadableSourceError:
        return None
    return {str(key): "" if value is None else str(value) for key, value in tree.items()} if isinstance(tree, dict) else None


def _files(folder: str, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, bytes | None]]:
    """Give names and contents of a folder's files (None where one cannot be read); a slash in a name has made a folder."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - see _tail
    except OSError:
        return
    for name in names:
        try:
            yield f"{prefix}{name}", _tail(f"{folder}/{name}")
        except IsADirectoryError:
            if depth < _DEEPEST and not Path(folder, name).is_symlink():
                yield from _files(f"{folder}/{name}", f"{prefix}{name}/", depth + 1)
        except OSError:
            yield f"{prefix}{name}", None


def _last_value(data: bytes) -> tuple[float, int] | None:
    """Give the last value of a metric by step, then by time, and how many there are; None where no line can be read."""
    lines = data.splitlines()
    try:
        steps = list(map(int, [line.split()[2] for line in lines]))
        if steps and max(steps) == steps[-1] and (len(steps) == 1 or steps[-2] < steps[-1]):
            return float(lines[-1].split()[1]), len(steps)  # written in order, as most are
    except (ValueError, IndexError):
        pass
    found: list[tuple[float, float, int, float]] = []
    for place, line in enumerate(lines):
        parts = line.split()
        try:
            step = float(parts[2]) if len(parts) >= _METRIC_FIELDS else 0.0  # the first versions knew no steps
            found.append((step, float(parts[0]), place, float(parts[1])))
        except (ValueError, IndexError):
            continue
    return (max(found)[3], len(found)) if found else None


def _read_run(folder: str, seen: _Hash) -> Recorded | None:
    """Read one run's folder; parts that cannot be read are named in ``broken``; None where it is no run."""
    seen.update(os.path.basename(folder).encode("utf-8", "surrogateescape"))  # noqa: PTH119 - see _tail
    meta = _meta(folder, seen)
    known = meta or {}
    if meta is None and not any(Path(folder, part).is_dir() for part in _PARTS):
        return None
    if meta is not None and not {"run_id", "run_uuid"}.intersection(meta):
        return None
    record = Recorded(
        known.get("run_id") or known.get("run_uuid") or os.path.basename(folder),  # noqa: PTH119 - same
        known.get("run_name") or known.get("name", ""),
        known.get("status", ""),
        moment(known.get("start_time")),
        moment(known.get("end_time")),
        known.get("lifecycle_stage") == "deleted",
        broken=[] if meta else [_META],
    )
    for part, place in (("params", record.params), ("tags", record.tags)):
        for name, data in _files(f"{folder}/{part}"):
            if data is None:
                record.broken.append(f"{part}/{name}")
            else:
                seen.update(data)
                place[name] = data.decode("utf-8", errors="replace").strip("\n\r")
    for name, data in _files(f"{folder}/metrics"):
        seen.update(data or b"")
        _take_metric(name, data or b"", record)
    return record


def _take_metric(name: str, data: bytes, record: Recorded) -> None:
    found = _last_value(data)
    if found is None:
        record.broken.append(f"metrics/{name}")
        return
    value, count = found
    record.metrics[name] = value if math.isfinite(value) or math.isnan(value) else math.copysign(math.inf, value)
    if count > 1:
        record.repeated.add(name)


def _is_experiment(folder: str) -> bool:
    """Tell whether a folder is an experiment: it says so, or holds runs that say so."""
    meta = _meta(folder)
    if meta is not None:
        return "experiment_id" in meta and "run_id" not in meta and "run_uuid" not in meta
    inside = _folders(folder)[:_LOOKED]
    return any("run_id" in meta or "run_uuid" in meta for inner in inside if (meta := _meta(inner)) is not None)


def _experiments(folder: str) -> list[str]:
    """Give the experiments in a folder: itself, or the folders in it."""
    if _is_experiment(folder):
        return [folder]
    return [inner for inner in _folders(folder) if not os.path.basename(inner).startswith(".") and _is_experiment(inner)]  # noqa: PTH119 - see _tail


def recognises(source: object) -> bool:
    """Tell whether a folder is an MLflow store or an experiment in one."""
    if not isinstance(source, Path) or not source.is_dir():
        return False
    return _is_experiment(str(source)) or any(_is_experiment(inner) for inner in _folders(str(source))[:_LOOKED])


def _read_experiment(folder: str, location: str, notes: tuple[Note, ...]) -> Study:
    seen = hashlib.sha256()
    meta = _meta(folder, seen) or {}
    runs = [inner for inner in _folders(folder) if not os.path.basename(inner).startswith(".")]  # noqa: PTH119 - see _tail
    if len(runs) > _MOST:
        raise UnreadableSourceError(f"An experiment has at most {_MOST} runs.", f"{folder} has {len(runs)}.")
    records = [record for run in runs if (record := _read_run(run, seen)) is not None]
    name = meta.get("name") or os.path.basename(folder)  # noqa: PTH119 - same
    return study_of_experiment(name, Source(SOURCE.name, location, seen.hexdigest()), records, notes)


def _deleted(folder: str) -> tuple[Note, ...]:
    """Name the experiments in MLflow's bin."""
    names = [(_meta(inner) or {}).get("name", "") or Path(inner).name for inner in _folders(f"{folder}/.trash")]
    return (Note("deleted_studies", {"studies": names}),) if names else ()


def read(source: object) -> tuple[Study, ...]:
    """Read the experiments of an MLflow folder, those in its bin left out.

    Raises
    ------
    UnreadableSourceError
        If it is no such folder, or an experiment has too many runs.
    """
    if not isinstance(source, Path) or not source.is_dir():
        raise UnreadableSourceError("An MLflow store is a folder.", f"Found {source}.")
    folders = _experiments(str(source))
    if not folders:
        raise UnreadableSourceError("An MLflow folder holds experiments.", f"{source} holds none.")
    notes = _deleted(str(source))
    live = [folder for folder in folders if (_meta(folder) or {}).get("lifecycle_stage") != "deleted"]
    return with_runs([_read_experiment(folder, str(source), notes) for folder in live or folders])
