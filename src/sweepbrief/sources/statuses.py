"""The words in which tools say how a run ended, in one vocabulary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from sweepbrief.sources.values import Values
    from sweepbrief.sweep import Status

_GROUPS: Final[dict[Status, str]] = {
    "complete": "complete completed finished finish success successful succeeded done ok terminated passed",
    "pruned": "pruned stopped earlystopped early_stopped early_stop early_stopping stopped_early stopping",
    "failed": "fail failed failure error errored invalid timeout timedout timed_out nan diverged",
    "crashed": "crash crashed memout memoryout oom out_of_memory exception abnormal",
    "killed": "killed preempted aborted abort abandoned cancelled canceled interrupted",
    "running": "running in_progress inprogress started active paused resumed",
    "waiting": "waiting queued pending scheduled candidate idle staged created new",
    "unknown": "unknown stale",
}
_WORDS: Final[dict[str, Status]] = {word: status for status, words in _GROUPS.items() for word in words.split()}
_KNOWN: Final = 0.5


def status_of(word: object) -> Status | None:
    """Give the status that a tool's word means; None where the word is not known."""
    if word is None:
        return "unknown"
    text = str(word).strip().lower()
    return _WORDS.get(re.sub(r"[\s\-]+", "_", text.rsplit(".", 1)[-1]))


def reads_as_statuses(values: Values) -> bool:
    """Tell whether most cells of a column are words for how a run ended."""
    if values.kind != "categorical":
        return False
    present = values.data.dropna()
    return len(present) > 0 and sum(status_of(word) is not None for word in present) > _KNOWN * len(present)


def read_statuses(column: str, data: pd.Series) -> tuple[pd.Series, tuple[Note, ...]]:
    """Bring a status column to the one vocabulary; words that are not known become ``unknown`` and a note."""
    found = {word: status_of(word) for word in data.unique()}
    strange = sorted(str(word) for word, status in found.items() if status is None)
    statuses = data.map(lambda word: found[word] or "unknown").astype(object)
    notes = (Note("status_words", {"column": column, "words": strange}),) if strange else ()
    return statuses, notes


def running_note(statuses: pd.Series) -> tuple[Note, ...]:
    """Note the runs that had not ended when the source was read."""
    count = int(statuses.isin(["running", "waiting"]).sum())
    return (Note("still_running", {"runs": count}),) if count else ()


def all_complete(index: pd.Index) -> pd.Series:
    """Give statuses for a table that has none."""
    return pd.Series(["complete"] * len(index), index=index, dtype=object)
