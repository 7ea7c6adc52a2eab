"""The PCS text format of configuration spaces, in its old and its new spelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.configuration_space import ConfigurationSpace
from sweepbrief.sweep import Note

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST: Final = 16 * 1024**2
_NEW: Final = re.compile(
    r"^(?P<name>\S+)\s+(?P<kind>real|integer|categorical|ordinal)\s*(?P<domain>[\[{].*?[\]}])\s*(?:\[[^\]]*\])?\s*(?P<rest>.*)$"
)
_OLD: Final = re.compile(r"^(?P<name>\S+)\s*(?P<domain>[\[{].*?[\]}])\s*\[[^\]]*\]\s*(?P<rest>[il]*)\s*$")
_CONDITION: Final = re.compile(
    r"^(?P<child>\S+)\s*\|\s*(?P<parent>\S+?)\s*(?P<test>==|!=|<|>|\bin\b)\s*(?P<operand>\{[^}]*\}|[^&|]+)"
)
_TESTS: Final = {"==": "EQ", "!=": "NEQ", "<": "LT", ">": "GT", "in": "IN"}


def _value(text: str) -> object:
    """Give a number where the text is one."""
    cleaned = text.strip().strip("'\"")
    try:
        return int(cleaned)
    except ValueError:
        pass
    try:
        return float(cleaned)
    except ValueError:
        return cleaned


def _members(domain: str) -> list[object]:
    return [_value(part) for part in domain.strip()[1:-1].split(",")]


def _declare(space: ConfigurationSpace, line: str) -> bool:
    """Read one line that declares a parameter; tell whether it does."""
    found = _NEW.match(line) or _OLD.match(line)
    if not found:
        return False
    name, members, rest = found["name"], _members(found["domain"]), found["rest"]
    kind = found.groupdict().get("kind")
    if found["domain"].startswith("{"):
        space.add_choices(name, members)
    elif len(members) == 2:  # noqa: PLR2004 - a range has two ends
        whole = kind == "integer" or (kind is None and "i" in rest)
        space.add_range(name, (members[0], members[1]), log="log" in rest or (kind is None and "l" in rest), whole=whole)
    return True


def space_of_pcs(path: Path) -> ConfigurationSpace:
    """Read a configuration space in the PCS format.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    UnreadableSourceError
        If it cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableSourceError(f"{path} has at most {_LARGEST // 1024**2} MiB.", "It is larger.")
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UnreadableSourceError(f"{path} must be readable.", error.strerror or str(error)) from error
    space, forbidden = ConfigurationSpace(), 0
    lines = [line.split("#", 1)[0].strip() for line in text.splitlines()]
    conditions = [line for line in lines if line and not _declare(space, line)]
    for line in conditions:
        found = _CONDITION.match(line)
        if found:
            test = _TESTS[found["test"]]
            operand: object = _members(found["operand"]) if test == "IN" else _value(found["operand"])
            space.activate(found["child"], found["parent"], test, operand)
        elif line.startswith("{"):
            forbidden += 1
    if forbidden:
        space.notes.append(Note("forbidden", {"clauses": forbidden}))
    return space
