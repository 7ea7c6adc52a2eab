"""What the log of a W&B run says in the end: its settings, summary, history and exit code."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass, field
from typing import Final

from sweepbrief.sources.wandb_log import DamagedLogError, fields, payloads

_HISTORY, _SUMMARY, _CONFIG, _METRIC, _RUN, _EXIT = 2, 3, 5, 12, 17, 18
_UPDATE, _REMOVE = 1, 2
_KEY, _NESTED, _JSON = 1, 2, 16
_ABOUT: Final = {
    1: "run_id",
    2: "entity",
    3: "project",
    6: "run_group",
    7: "job_type",
    8: "display_name",
    9: "notes",
    10: "tags",
    12: "sweep_id",
    13: "host",
}
_RUN_CONFIG, _RUN_SUMMARY, _RUN_START = 4, 5, 17
_METRIC_NAME, _METRIC_SUMMARY, _METRIC_FOLDS = 1, 7, {1: "min", 2: "max", 3: "mean", 8: "first"}
_EXIT_CODE, _EXIT_RUNTIME, _EXIT_OPEN = 1, 2, 3
_NONE, _BOOLEAN, _INTEGER, _NUMBER, _TEXT, _TREE = 3, 4, 5, 6, 7, 8
_SIGN: Final = 1 << 63
_WORDS: Final = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_DEEPEST: Final = 50
_SHORT: Final = 0x80
_DOUBLE: Final = struct.Struct("<d")
_UPDATE_TAG: Final = 0x0A
_KEY_TAGS: Final = frozenset({0x0A, 0x12})
_JSON_TAG: Final = b"\x82\x01"

Key = tuple[str, ...]


@dataclass(slots=True)
class Record:
    """What one log says of its run.

    Attributes
    ----------
    about : dict of str to object
        ``run_id``, ``project``, ``run_group``, ``display_name``, ``sweep_id``, ``host``, ``tags``, ``start_time`` (seconds).
    config, summary : dict of str to object
        As they stood in the end; nested keys are mappings.
    exit_code : int or None
        None where the run never said that it ended.
    seconds : float or None
        How long it ran, where the log tells.
    steps : int
        Rows of history.
    truncated : bool
        Whether the log breaks off.
    """

    about: dict[str, object] = field(default_factory=dict)
    config: dict[str, object] = field(default_factory=dict)
    summary: dict[str, object] = field(default_factory=dict)
    exit_code: int | None = None
    seconds: float | None = None
    steps: int = 0
    truncated: bool = False


def _text(value: int | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _plain(value: object) -> object:
    """Give the words that stand for numbers without digits as such."""
    return _WORDS.get(value, value) if isinstance(value, str) else value


def parse(text: bytes) -> object:
    """Read a value as the log writes it: JSON, with NaN and infinities."""
    try:
        return _plain(json.loads(text.decode("utf-8", "replace")))  # of bytes, the coding would be guessed each time
    except (ValueError, RecursionError):
        return text.decode("utf-8", "replace")


def _typed(number: int, value: int | bytes) -> bytes | None:
    """Give a value that recent versions write without JSON, as JSON."""
    if number in {_JSON, _TREE}:
        return value if isinstance(value, bytes) else None
    if number == _INTEGER and isinstance(value, int):
        return str((value >> 1) ^ -(value & 1)).encode()
    if number == _NUMBER and isinstance(value, bytes) and len(value) == _DOUBLE.size:
        return json.dumps(_DOUBLE.unpack(value)[0]).encode()
    if number == _TEXT:
        return json.dumps(_text(value)).encode()
    if number == _BOOLEAN:
        return b"true" if value else b"false"
    return b"null" if number == _NONE else None


def _item(data: bytes) -> tuple[Key, bytes]:
    """Read one key with its value."""
    key: list[str] = []
    text = b"null"
    for number, value in fields(data):
        if number in {_KEY, _NESTED}:
            key.append(_text(value))
        else:
            text = _typed(number, value) or text
    return tuple(key[:_DEEPEST]), text


class _Reading:
    """The values of a log while it is read: the last of each key, as written."""

    def __init__(self) -> None:
        self.record = Record()
        self.config: dict[Key, bytes] = {}
        self.summary: dict[Key, bytes] = {}
        self.history: list[bytes] = []
        self.folds: dict[str, tuple[str, ...]] = {}
        self._actions = {
            _SUMMARY: lambda data: _update(self.summary, data),
            _CONFIG: lambda data: _update(self.config, data),
            _HISTORY: self.history.append,
            _METRIC: self._define,
            _RUN: self._begin,
            _EXIT: self._end,
        }

    def take(self, payload: bytes) -> None:
        """Take one record of the log."""
        for number, value in fields(payload):
            action = self._actions.get(number)
            if action is not None and isinstance(value, bytes):
                action(value)

    def _begin(self, data: bytes) -> None:
        about = self.record.about
        for number, value in fields(data):
            if number in _ABOUT:
                name, text = _ABOUT[number], _text(value)
                about[name] = f"{about[name]}, {text}" if name == "tags" and name in about else text
            elif isinstance(value, bytes) and number in {_RUN_CONFIG, _RUN_SUMMARY}:
                _update(self.config if number == _RUN_CONFIG else self.summary, value)
            elif isinstance(value, bytes) and number == _RUN_START:
                moment = {n: v for n, v in fields(value) if isinstance(v, int)}
                about.setdefault("start_time", moment.get(1, 0) + moment.get(2, 0) / 1e9)

    def _define(self, data: bytes) -> None:
        found = dict(fields(data))
        name, wish = found.get(_METRIC_NAME), found.get(_METRIC_SUMMARY)
        if name is not None and isinstance(wish, bytes):
            asked = {number for number, value in fields(wish) if value}
            self.folds[_text(name)] = tuple(word for number, word in _METRIC_FOLDS.items() if number in asked)

    def _end(self, data: bytes) -> None:
        found = {number: value for number, value in fields(data) if isinstance(value, int)}
        code = found.get(_EXIT_CODE, 0)
        self.record.exit_code = None if found.get(_EXIT_OPEN) else code - 2 * _SIGN if code >= _SIGN else code
        if found.get(_EXIT_RUNTIME):
            self.record.seconds = float(found[_EXIT_RUNTIME])

    def closed(self) -> Record:
        """Give what was read; where the summary is missing, the history stands in for it."""
        record = self.record
        record.config = _tree(self.config)
        record.summary = _tree(self.summary)
        record.steps = len(self.history)
        if record.exit_code is None or not any(not name.startswith("_") for name in record.summary):
            try:
                for name, value in self._folded().items():
                    record.summary.setdefault(name, value)
            except DamagedLogError:
                record.truncated = True
        return record

    def _folded(self) -> dict[str, object]:
        """Give the last value of everything logged, and the minimum and the like where the run asked for it."""
        last: dict[Key, bytes] = {}
        for row in self.history:
            _update(last, row)
        folded = _tree(last)
        for name, words in self.folds.items():
            if name in folded and words:
                folded[name] = self._extremes(name, words)
        return folded

    def _extremes(self, name: str, words: tuple[str, ...]) -> object:
        numbers = []
        for row in self.history:
            for number, value in fields(row):
                if number == _UPDATE and isinstance(value, bytes):
                    key, text = _item(value)
                    found = parse(text) if key == (name,) else None
                    numbers += [float(found)] if isinstance(found, (int, float)) and math.isfinite(found) else []
        if not numbers:
            return None
        known = {"min": min(numbers), "max": max(numbers), "mean": math.fsum(numbers) / len(numbers), "first": numbers[0]}
        return {word: known[word] for word in words}


def _quick(data: bytes, place: int) -> tuple[Key, bytes, int] | None:
    """Read an update that is written in the usual way, all lengths in one byte: long histories consist of these."""
    size = data[place + 1]
    start, end = place + 2, place + 2 + size
    width = data[start + 1]
    value = start + 2 + width
    usual = size < _SHORT and width < _SHORT and data[start] in _KEY_TAGS and data[value : value + 2] == _JSON_TAG
    if usual and data[value + 2] == end - value - 3:
        return (data[start + 2 : value].decode("utf-8", "replace"),), data[value + 3 : end], end
    return None


def _update(values: dict[Key, bytes], data: bytes) -> None:
    """Take the updates and removals of one record."""
    place = 0
    try:
        while data[place] == _UPDATE_TAG and (found := _quick(data, place)):
            key, text, place = found
            values.pop(key, None)
            values[key] = text
    except IndexError:
        pass  # the end of the record, or an update that is written otherwise
    for number, value in fields(data[place:]):
        if isinstance(value, bytes) and number == _UPDATE:
            key, text = _item(value)
            values.pop(key, None)
            values[key] = text
        elif isinstance(value, bytes) and number == _REMOVE:
            values.pop(_item(value)[0], None)


def _tree(values: dict[Key, bytes]) -> dict[str, object]:
    """Put keys with several parts into mappings; what was written last stands."""
    tree: dict[str, object] = {}
    for key, text in values.items():
        place = tree
        for part in key[:-1]:
            inner = place.get(part)
            if not isinstance(inner, dict):
                inner = place[part] = {}
            place = inner
        if key:
            place[key[-1]] = parse(text)
    return tree


def read_log(data: bytes) -> Record:
    """Read the log of a run to its end, or to where it breaks off.

    Parameters
    ----------
    data : bytes
        The file; only its header where the run was killed at once.

    Returns
    -------
    Record
        What is known of the run.
    """
    reading = _Reading()
    try:
        for payload in payloads(data):
            reading.take(payload)
    except DamagedLogError:
        reading.record.truncated = True
    return reading.closed()
