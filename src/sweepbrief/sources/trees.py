"""JSON and YAML files as plain data: limited in size, depth and repetition, and never run."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 512 * 1024**2
"""Bytes of one JSON file that are parsed."""

LARGEST_YAML: Final = 16 * 1024**2
"""Bytes of one YAML file that are parsed: settings are small."""

DEPTH: Final = 100
"""Levels of nesting in YAML."""

NODES: Final = 1_000_000
"""Values in a YAML file, each reference to another part of it counted as all that it stands for."""

_FLOAT: Final = re.compile(r"^[-+]?(?:[0-9][0-9_]*)(?:\.[0-9_]*)?[eE][-+]?[0-9]+$|^[-+]?\.[0-9]+[eE][-+]?[0-9]+$")
_BASE: Final[type[yaml.SafeLoader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Plain(_BASE):  # type: ignore[valid-type, misc] # the C loader where it is built, else the same in Python
    """Reads every tag as plain data: text, lists and mappings; numbers as JSON writes them too."""


def _plain_node(loader: Any, _: str, node: yaml.Node) -> object:  # noqa: ANN401 - the C and the Python loader share no type
    """Give a node with an unknown tag as what it is written as."""
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


_Plain.add_implicit_resolver("tag:yaml.org,2002:float", _FLOAT, list("-+.0123456789"))
_Plain.add_constructor("tag:yaml.org,2002:timestamp", _Plain.construct_scalar)
_Plain.add_multi_constructor("", _plain_node)


def _refuse(found: str) -> UnreadableSourceError:
    return UnreadableSourceError("The file must hold JSON or YAML within limits.", found)


def _check(text: str) -> None:
    """Count values and nesting before anything is built.

    Raises
    ------
    UnreadableSourceError
        If there are too many.
    """
    sizes: dict[str | None, int] = {}
    opened: list[tuple[str | None, int]] = []
    total = 0
    for event in yaml.parse(text, Loader=_Plain):
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            anchor, before = opened.pop()
            sizes[anchor] = total - before
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in sizes:
                raise _refuse("A part of it holds itself.")
            total += sizes[event.anchor]
        elif isinstance(event, yaml.NodeEvent):
            total += 1
            if isinstance(event, yaml.ScalarEvent):
                sizes[event.anchor] = 1
            else:
                opened.append((event.anchor, total))
        if len(opened) > DEPTH or total > NODES:
            raise _refuse(f"It nests more than {DEPTH} levels, or holds more than {NODES} values.")


def load_yaml(text: str) -> object:
    """Parse one YAML document as plain data.

    Parameters
    ----------
    text : str
        YAML; tags of Python objects and of any other kind are passed over.

    Returns
    -------
    object
        None, bool, int, float, str, list or dict.

    Raises
    ------
    UnreadableSourceError
        If it is no YAML, too large, nested too deeply, or expands into itself.
    """
    if len(text) > LARGEST_YAML:
        raise _refuse(f"It has more than {LARGEST_YAML // 1024**2} MiB.")
    try:
        if "*" in text or text.count("[") + text.count("{") + text.count("- - ") > DEPTH or _indent(text) > DEPTH:
            _check(text)
        return yaml.load(text, Loader=_Plain)  # noqa: S506 - the loader builds plain data only
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise _refuse(" ".join(str(error).split())[:200]) from error


def _indent(text: str) -> int:
    return max((len(line) - len(line.lstrip(" ")) for line in text.splitlines()), default=0)


def _text(path: Path, limit: int) -> str:
    try:
        if path.stat().st_size > limit:
            raise UnreadableSourceError(f"{path} must have at most {limit // 1024**2} MiB.", "It is larger.")
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UnreadableSourceError(f"{path} must be readable.", error.strerror or str(error)) from error


def yaml_file(path: Path) -> object:
    """Read a YAML file; see `load_yaml`."""
    try:
        return load_yaml(_text(path, LARGEST_YAML))
    except UnreadableSourceError as error:
        raise UnreadableSourceError(f"{path} must be readable as YAML.", error.found) from error


def json_file(path: Path, limit: int = LARGEST) -> object:
    """Read a JSON file, with NaN and infinities as Python writes them.

    Parameters
    ----------
    path : Path
        The file.
    limit : int
        Bytes at most.

    Raises
    ------
    UnreadableSourceError
        If it cannot be read, is too large, or no JSON.
    """
    try:
        return json.loads(_text(path, limit))
    except (ValueError, RecursionError) as error:
        raise UnreadableSourceError(f"{path} must hold JSON.", " ".join(str(error).split())[:200]) from error


def json_lines_file(path: Path, limit: int = LARGEST) -> tuple[list[object], tuple[Note, ...]]:
    """Read one JSON value a line; what cannot be parsed is noted.

    Parameters
    ----------
    path : Path
        The file.
    limit : int
        Bytes at most.

    Returns
    -------
    tuple of (list of object, tuple of Note)
        The values, and ``half_written`` for a broken last line or ``bad_lines`` for others.

    Raises
    ------
    UnreadableSourceError
        If the file cannot be read or is too large.
    """
    values: list[object] = []
    broken: list[int] = []
    lines = [(number, line) for number, line in enumerate(_text(path, limit).splitlines(), 1) if line.strip()]
    for number, line in lines:
        try:
            values.append(json.loads(line))
        except (ValueError, RecursionError):
            broken.append(number)
    last = lines[-1][0] if lines else 0
    notes = [Note("half_written", {"line": last})] if last in broken else []
    damaged = [number for number in broken if number != last]
    return values, (*notes, Note("bad_lines", {"lines": len(damaged)})) if damaged else tuple(notes)
