"""Ray Tune's experiment state, of every generation of the file, as plain records."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.trees import LARGEST

if TYPE_CHECKING:
    from pathlib import Path

    from sweepbrief.sweep import Status

STATUSES: Final[dict[str, Status]] = {
    "TERMINATED": "complete",
    "ERROR": "failed",
    "RUNNING": "running",
    "PAUSED": "running",
    "PENDING": "waiting",
}
"""Ray's statuses; trials that a scheduler stopped are TERMINATED as well."""

_PICKLED: Final = "CLOUDPICKLE_FALLBACK"
_MARK: Final = 8


@dataclass(slots=True)
class TrialState:
    """What the state file says of one trial.

    Attributes
    ----------
    trial : str
        Its id.
    status : str
        Ray's word, else empty.
    folder : str
        Name of its folder, else empty.
    config : dict of str to object
        Settings.
    last : dict of str to object
        The last result.
    start : float or None
        Seconds since 1970.
    """

    trial: str
    status: str = ""
    folder: str = ""
    config: dict[str, object] = field(default_factory=dict)
    last: dict[str, object] = field(default_factory=dict)
    start: float | None = None


def opaque(value: object) -> object:
    """Give a value without what is pickled inside it: that is never loaded, only told apart by a digest."""
    if isinstance(value, dict):
        if value.get("_type") == _PICKLED:
            return f"object {hashlib.sha256(str(value.get('value')).encode()).hexdigest()[:_MARK]}"
        return {str(key): opaque(inner) for key, inner in value.items()}
    return value


def _mapping(value: object) -> dict[str, object]:
    """Give a mapping, decoded where it is stored as text within the file; anything else is empty."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    found = opaque(value) if isinstance(value, Mapping) else {}
    return found if isinstance(found, dict) else {}


def _entry(item: object) -> TrialState | None:
    """Read one trial: a pair of texts (2.x), a text (1.x) or a mapping (before)."""
    parts = [_mapping(part) for part in item] if isinstance(item, (list, tuple)) else [_mapping(item)]
    merged = {key: value for part in parts for key, value in part.items()}
    trial = merged.get("trial_id")
    if not isinstance(trial, str):
        return None
    place = next((str(merged[key]) for key in ("relative_logdir", "logdir", "_logdir") if merged.get(key)), "")
    start = merged.get("start_time")
    return TrialState(
        trial,
        str(merged.get("status") or ""),
        place.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1],
        _mapping(merged.get("config")),
        _mapping(merged.get("last_result") or merged.get("_last_result")),
        float(start) if isinstance(start, (int, float)) and math.isfinite(start) else None,
    )


def read_state(path: Path) -> list[TrialState] | None:
    """Read an experiment state.

    Parameters
    ----------
    path : Path
        ``experiment_state-<moment>.json``.

    Returns
    -------
    list of TrialState or None
        In the file's order; None where it cannot be parsed or holds no trials.
    """
    try:
        if path.stat().st_size > LARGEST:
            return None
        tree = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    listed = tree.get("trial_data", tree.get("checkpoints")) if isinstance(tree, Mapping) else None
    if not isinstance(listed, list):
        return None
    return [entry for item in listed if (entry := _entry(item)) is not None]
