"""TensorBoard's event files written by hand, in the wire format of protocol buffers."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def varint(number: int) -> bytes:
    """Write a whole number."""
    data = b""
    while number > 0x7F:
        data += bytes([number & 0x7F | 0x80])
        number >>= 7
    return data + bytes([number])


def field(number: int, value: float | str | bytes | bool) -> bytes:  # noqa: FBT001 - one of the kinds of values
    """Write a field: whole numbers as such, fractions in eight bytes, all else with its length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(int(value))
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def record(data: bytes) -> bytes:
    """Write a record; its checksums are not looked at."""
    return struct.pack("<Q", len(data)) + b"sums" + data + b"sums"


def event(value: bytes, step: int = 0, wall: float = 1000.0) -> bytes:
    """Write an event with one value of a summary."""
    return record(field(1, wall) + field(2, step) + field(5, field(1, value)))


def plugin(tag: str, content: bytes) -> bytes:
    """Write what the plugin for hyperparameters keeps."""
    metadata = field(1, field(1, "hparams") + field(2, content))
    return event(field(1, tag) + field(9, metadata))


def start(hparams: dict[str, float | str | bool], at: float = 100.0) -> bytes:
    """Write the start of a session."""
    entries = b""
    for name, value in hparams.items():
        kind = (
            field(4, value)
            if isinstance(value, bool)
            else field(3, value)
            if isinstance(value, str)
            else field(2, float(value))
        )
        entries += field(1, field(1, name) + field(2, kind))
    return plugin("_hparams_/session_start_info", field(3, entries + field(5, at)))


def end(status: int, at: float = 160.0) -> bytes:
    """Write the end of a session."""
    return plugin("_hparams_/session_end_info", field(4, field(1, status) + field(2, at)))


def scalar(tag: str, value: float, step: int = 0, *, tensor: bool = False) -> bytes:
    """Write a scalar, as a simple value or as a tensor of one number."""
    if tensor:
        return event(field(1, tag) + field(8, field(1, 1) + field(4, struct.pack("<f", value))), step)
    return event(field(1, tag) + varint(2 << 3 | 5) + struct.pack("<f", value), step)


def experiment(intervals: dict[str, tuple[float, float]], choices: dict[str, list[str]], metrics: list[str]) -> bytes:
    """Write what an experiment declares."""
    infos = [field(4, field(1, n) + field(6, field(1, low) + field(2, high))) for n, (low, high) in intervals.items()]
    infos += [field(4, field(1, n) + field(5, b"".join(field(1, field(3, c)) for c in cs))) for n, cs in choices.items()]
    infos += [field(5, field(1, field(2, tag))) for tag in metrics]
    return plugin("_hparams_/experiment", field(2, b"".join(infos)))


def write(folder: Path, *events: bytes) -> Path:
    """Write an event file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "events.out.tfevents.1700000000.host"
    path.write_bytes(record(field(3, "brain.Event:2")) + b"".join(events))
    return path
