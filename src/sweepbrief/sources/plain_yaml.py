"""YAML as plain data: limited in depth and repetition, and never run."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from sweepbrief.errors import UnreadableSourceError

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


def _refused(found: str) -> UnreadableSourceError:
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
                raise _refused("A part of it holds itself.")
            total += sizes[event.anchor]
        elif isinstance(event, yaml.NodeEvent):
            total += 1
            if isinstance(event, yaml.ScalarEvent):
                sizes[event.anchor] = 1
            else:
                opened.append((event.anchor, total))
        if len(opened) > DEPTH or total > NODES:
            raise _refused(f"It nests more than {DEPTH} levels, or holds more than {NODES} values.")


def parse(text: str, limit: int) -> object:
    """Parse one YAML document as plain data.

    Parameters
    ----------
    text : str
        YAML; tags of Python objects and of any other kind are passed over.
    limit : int
        Letters at most.

    Returns
    -------
    object
        None, bool, int, float, str, list or dict.

    Raises
    ------
    UnreadableSourceError
        If it is no YAML, too large, nested too deeply, or expands into itself.
    """
    if len(text) > limit:
        raise _refused(f"It has more than {limit // 1024**2} MiB.")
    try:
        if "*" in text or text.count("[") + text.count("{") + text.count("- - ") > DEPTH or _indent(text) > DEPTH:
            _check(text)
        return yaml.load(text, Loader=_Plain)  # noqa: S506 - the loader builds plain data only
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise _refused(" ".join(str(error).split())[:200]) from error


def _indent(text: str) -> int:
    return max((len(line) - len(line.lstrip(" ")) for line in text.splitlines()), default=0)
