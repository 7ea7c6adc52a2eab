"""What TensorBoard's event files say of one session: its hyperparameters, how it ended, and the last of every scalar."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.protobuf_wire import WireError, double, fields, message, submessage, text, whole
from sweepbrief.sources.tfrecord import records

if TYPE_CHECKING:
    from pathlib import Path

_WALL, _STEP, _SUMMARY = 1, 2, 5
_TAG, _SIMPLE, _TENSOR, _METADATA = 1, 2, 8, 9
_HPARAMS: Final = b"hparams"
_FLOAT, _DOUBLE = 1, 2


@dataclass(slots=True)
class Session:
    """One folder of event files while it is read.

    Attributes
    ----------
    hparams : dict of str to object or None
        Hyperparameters; None where the folder states none.
    status : int or None
        How it ended: 0 unknown, 1 success, 2 failure, 3 running; None where it does not say.
    start, end : float or None
        Moments in seconds.
    group : str
        The trial it belongs to, where it says so.
    scalars : dict of str to tuple of (int, float)
        Step and value of the last one of every tag.
    counts : dict of str to int
        How many there were of every tag.
    experiment : bytes or None
        The experiment's own description, as it stands in the file.
    first : float or None
        When the first event was written.
    """

    hparams: dict[str, object] | None = None
    status: int | None = None
    start: float | None = None
    end: float | None = None
    group: str = ""
    scalars: dict[str, tuple[int, float]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    experiment: bytes | None = None
    first: float | None = None


def plain_value(data: bytes) -> object:
    """Read a value of a hyperparameter; whole numbers, which the format stores as fractions, become whole again."""
    parts = message(data)
    number = double(parts, 2)
    if number is not None:
        return int(number) if number.is_integer() else number
    if 3 in parts:  # noqa: PLR2004 - text, in the format's own numbering
        return text(parts, 3)
    return bool(whole(parts, 4)) if 4 in parts else None  # noqa: PLR2004 - a truth value, likewise


def _take_start(session: Session, data: bytes) -> None:
    parts = message(data)
    session.start, session.group = double(parts, 5), text(parts, 4)
    session.hparams = {} if session.hparams is None else session.hparams
    for entry in parts.get(1, ()):
        if isinstance(entry, bytes):
            pair = message(entry)
            session.hparams[text(pair, 1)] = plain_value(submessage(pair, 2) or b"")


def _take_plugin(session: Session, content: bytes) -> None:
    parts = message(content)
    start, end, experiment = submessage(parts, 3), submessage(parts, 4), submessage(parts, 2)
    if start is not None:
        _take_start(session, start)
    if end is not None:
        ending = message(end)
        session.status, session.end = whole(ending, 1), double(ending, 2)
    if experiment is not None:
        session.experiment = experiment


def _tensor(data: bytes) -> float | None:
    """Read the one number in a tensor, None where it holds something else."""
    parts = message(data)
    kind, content = whole(parts, 1), submessage(parts, 4)
    for number, size, letter in ((5, 4, "f"), (6, 8, "d")):
        value = submessage(parts, number)
        if value is not None and len(value) == size:
            return float(struct.unpack(f"<{letter}", value)[0])
    if content is not None and (kind, len(content)) in {(_FLOAT, 4), (_DOUBLE, 8)}:
        return float(struct.unpack("<f" if kind == _FLOAT else "<d", content)[0])
    return None


def _take_value(session: Session, data: bytes, step: int) -> None:
    """Take one value of a summary: a scalar, or what the plugin for hyperparameters keeps."""
    parts = message(data)
    metadata = submessage(parts, _METADATA)
    if metadata is not None and _HPARAMS in metadata:
        plugin = message(submessage(message(metadata), 1) or b"")
        if submessage(plugin, 1) == _HPARAMS:
            _take_plugin(session, submessage(plugin, 2) or b"")
            return
    simple = submessage(parts, _SIMPLE)
    number = float(struct.unpack("<f", simple)[0]) if simple is not None and len(simple) == 4 else None  # noqa: PLR2004 - its size
    tensor = submessage(parts, _TENSOR)
    if number is None and tensor is not None and len(tensor) < 64:  # noqa: PLR2004 - one number, its type and its shape
        number = _tensor(tensor)
    if number is None:
        return
    tag = text(parts, _TAG)
    session.counts[tag] = session.counts.get(tag, 0) + 1
    before = session.scalars.get(tag)
    if before is None or (step >= before[0] and not (math.isnan(number) and not math.isnan(before[1]))):
        session.scalars[tag] = (step, number)


def read_events(path: Path, session: Session) -> bool:
    """Add what an event file says to a session.

    Parameters
    ----------
    path : Path
        The file; a record that is cut off ends it.
    session : Session
        What is known of its folder.

    Returns
    -------
    bool
        False where something in it was no event.
    """
    whole_file = True
    for record in records(path):
        try:
            step, summaries = 0, []
            for number, value in fields(record):
                if number == _STEP and isinstance(value, int):
                    step = value
                elif number == _WALL and session.first is None and isinstance(value, bytes) and len(value) == 8:  # noqa: PLR2004 - its size
                    session.first = float(struct.unpack("<d", value)[0])
                elif number == _SUMMARY and isinstance(value, bytes):
                    summaries.append(value)
            for summary in summaries:
                for number, value in fields(summary):
                    if number == 1 and isinstance(value, bytes):
                        _take_value(session, value, step)
        except WireError:
            whole_file = False
    return whole_file
