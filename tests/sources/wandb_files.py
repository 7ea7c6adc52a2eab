"""Logs and folders as W&B writes them, made byte by byte."""

from __future__ import annotations

import json
import math
import struct
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

BLOCK = 32768
HISTORY, SUMMARY, CONFIG, METRIC, RUN, EXIT = 2, 3, 5, 12, 17, 18


def varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number: int, value: int | bytes | str) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def item(key: str | tuple[str, ...], value: object) -> bytes:
    name = field(1, key) if isinstance(key, str) else b"".join(field(2, part) for part in key)
    return name + field(16, json.dumps(value))


def typed_item(key: str, value: object) -> bytes:
    """Give an item as recent versions may write it: without JSON."""
    name = field(2, key)
    if value is None:
        return name + field(3, 1)
    if isinstance(value, bool):
        return name + field(4, int(value))
    if isinstance(value, int):
        return name + field(5, value << 1 ^ value >> 63)
    if isinstance(value, float):
        return name + varint(6 << 3 | 1) + struct.pack("<d", value)
    return name + field(7, str(value))


def update(values: Mapping[Any, object]) -> bytes:
    return b"".join(field(1, item(key, value)) for key, value in values.items())


def run_record(config: Mapping[str, object], start: float = 0.0, **about: str) -> bytes:
    numbers = {"run_id": 1, "entity": 2, "project": 3, "run_group": 6, "display_name": 8, "sweep_id": 12, "host": 13}
    body = b"".join(field(numbers[name], text) for name, text in about.items())
    body += field(4, update(dict(config))) + field(17, field(1, int(start)) + field(2, int(start % 1 * 1e9)))
    return field(RUN, body)


def ended(code: int | None, seconds: int = 0) -> bytes:
    return field(EXIT, (field(1, code) if code else b"") + (field(2, seconds) if seconds else b""))


def framed(payloads: Iterable[bytes]) -> bytes:
    """Give a log: records cut into blocks that are counted from the first byte of the file."""
    data = bytearray(b":W&B" + struct.pack("<HB", 0xBEE1, 0))
    for payload in payloads:
        rest, first = payload, True
        while True:
            left = BLOCK - len(data) % BLOCK
            if left < 7:
                data += bytes(left)
                continue
            piece, rest = rest[: left - 7], rest[left - 7 :]
            kind = (1 if first else 4) if not rest else (2 if first else 3)
            data += struct.pack("<IHB", zlib.crc32(bytes([kind]) + piece), len(piece), kind) + piece
            first = False
            if not rest:
                break
    return bytes(data)


def log(  # noqa: PLR0913 - a run has that many sides
    run_id: str,
    config: Mapping[str, object],
    history: Iterable[Mapping[str, object]] = (),
    summary: Mapping[Any, object] | None = None,
    *,
    code: int | None = 0,
    start: float = 0.0,
    seconds: int = 0,
    **about: str,
) -> bytes:
    """Give the log of a run; ``code`` None: it never ended."""
    records = [field(21, b""), run_record(config, start, run_id=run_id, **about)]
    records += [field(HISTORY, update(dict(row)) + field(2, field(1, step))) for step, row in enumerate(history)]
    records += [field(SUMMARY, update(summary))] if summary is not None else []
    records += [ended(code, seconds)] if code is not None else []
    return framed(records)


def folder(home: Path, run_id: str, data: bytes | None, number: int = 0, *, offline: bool = True) -> Path:
    """Write a run's folder with its log."""
    prefix = "offline-run" if offline else "run"
    path = home / f"{prefix}-20240102_{number // 60:04d}{number % 60:02d}-{run_id}"
    (path / "files").mkdir(parents=True)
    if data is not None:
        (path / f"run-{run_id}.wandb").write_bytes(data)
    return path


def sweep(home: Path, runs: int = 24, sweep_id: str = "s4p8", project: str = "vision") -> Path:
    """Write the folder of a sweep over lr and width; the loss is best at lr = 0.01."""
    for n in range(runs):
        lr, width = 10 ** (-4 + 3 * (n * 7 % runs) / runs), 16 * (1 + n % 4)
        loss = (math.log10(lr) + 2) ** 2 + 0.01 * (n % 5)
        data = log(
            f"r{n:03d}",
            {"lr": lr, "width": width, "out": f"/tmp/{n}", "epochs": 5, "_wandb": {}},  # noqa: S108 - a text, no file
            [{"val_loss": loss + 1 / (e + 1), "epoch": e, "_step": e} for e in range(5)],
            {"val_loss": loss, "epoch": 4, "_step": 4, "_runtime": 60 + n},
            start=1.7e9 + 100 * n,
            seconds=60 + n,
            project=project,
            sweep_id=sweep_id,
            display_name=f"sunny-sweep-{n}",
        )
        folder(home, f"r{n:03d}", data, n)
    return home
