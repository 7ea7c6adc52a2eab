"""What TensorBoard's event files say of one session: its hyperparameters, how it ended, and the last of every scalar."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.protobuf_wire import WireError, double, fields, message, submessage, text, whole
from sweepbrief.sources.tfrecord import records

if TYPE_CHECKING:
    from sweepbrief.sources.small_files import Digest

_WALL, _STEP, _SUMMARY = 1, 2, 5
_TAG, _SIMPLE, _TENSOR, _METADATA = 1, 2, 8, 9
_HPARAMS: Final = b"hparams"
_FLOAT, _DOUBLE = 1, 2
_MORE: Final = 0x80
_WALL_KEY: Final = b"\x09"
_STEP_KEY, _SUMMARY_KEY, _VALUE_KEY, _TAG_KEY = 0x10, 0x2A, 0x0A, 0x0A
_SIMPLE_KEY, _TENSOR_KEY, _METADATA_KEY = 0x15, 0x42, 0x4A
_ONE_FLOAT: Final = frozenset({b"\x08\x01\x12\x00\x22\x04", b"\x08\x01\x12\x00\x2a\x04"})
_SINGLE: Final = struct.Struct("<f")


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
    _take_scalar(session, text(parts, _TAG), number, step)


def _take_scalar(session: Session, tag: str, number: float, step: int) -> None:
    """Take a scalar: the last by step stands, but for one that is no number after one that is."""
    session.counts[tag] = session.counts.get(tag, 0) + 1
    before = session.scalars.get(tag)
    if before is None or (step >= before[0] and not (math.isnan(number) and not math.isnan(before[1]))):
        session.scalars[tag] = (step, number)


def _count(data: bytes, place: int) -> tuple[int, int]:
    """Read a number of variable length, as it stands in a record that is written in the usual way."""
    number = shift = 0
    while (byte := data[place]) >= _MORE:
        number |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
    return number | byte << shift, place + 1


def _quick_number(data: bytes, place: int) -> float | None:
    """Read the number after a tag: at the end of the record, or as a tensor without a shape, before the plugin's name."""
    kind = data[place]
    if kind == _SIMPLE_KEY and place + 5 == len(data):
        return _SINGLE.unpack_from(data, place + 1)[0]  # type: ignore[no-any-return] # a float by its format
    if kind == _TENSOR_KEY and data[place + 2 : place + 8] in _ONE_FLOAT and data[place + 12] == _METADATA_KEY:
        return _SINGLE.unpack_from(data, place + 8)[0]  # type: ignore[no-any-return] # same
    return None


def _held(data: bytes, place: int, key: int) -> int:
    """Give where a message begins that fills the rest of the record.

    Raises
    ------
    LookupError
        If no such message stands there.
    """
    size, start = _count(data, place + 1)
    if data[place] != key or start + size != len(data):
        raise LookupError
    return start


def _quick(record: bytes, session: Session) -> bool:
    """Take an event with one scalar, written in the usual way: of these, logs consist. False where it is written otherwise."""
    if record[:1] != _WALL_KEY or _HPARAMS in record:
        return False
    try:
        step, place = _count(record, 10) if record[9] == _STEP_KEY else (0, 9)
        place = _held(record, _held(record, place, _SUMMARY_KEY), _VALUE_KEY)
        size, start = _count(record, place + 1)
        number = _quick_number(record, start + size) if record[place] == _TAG_KEY else None
    except (LookupError, struct.error):
        return False
    if number is None:
        return False
    if session.first is None:
        session.first = float(struct.unpack_from("<d", record, 1)[0])
    _take_scalar(session, record[start : start + size].decode("utf-8", errors="replace"), number, step)
    return True


def _take_event(session: Session, record: bytes) -> None:
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


def read_events(path: str, session: Session, seen: Digest) -> bool:
    """Add what an event file says to a session.

    Parameters
    ----------
    path : str
        The file; a record that is cut off ends it.
    session : Session
        What is known of its folder.
    seen : Digest
        Takes the bytes read.

    Returns
    -------
    bool
        False where something in it was no event.
    """
    whole_file = True
    for record in records(path, seen):
        try:
            if not _quick(record, session):
                _take_event(session, record)
        except WireError:
            whole_file = False
    return whole_file
