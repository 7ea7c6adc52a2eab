"""Masking: text that tells who ran something, on which machine or in which folder, replaced by a number of its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLACE: Final = re.compile(
    r"(?i)^(?:[a-z][a-z0-9+.-]*://.*"  # addresses
    r"|(?:~|\.{1,2})?[/\\](?=.*\w).*"  # from the root, from home, from here
    r"|~\w[\w.-]*[/\\].*"
    r"|[a-z]:[/\\].*"
    r"|(?=.*[/\\].*[/\\]).*[/\\]\S*\.\w{1,8}"  # folders that end in a file
    r")$",
    re.DOTALL,
)
_PERSON: Final = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")
_MACHINE: Final = re.compile(
    r"(?i)^(?:\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}|[\w-]+(?:\.[\w-]+)+:\d+"
    r"|(?:[\w-]+\.)+(?:local|lan|internal|intranet|corp|cluster|com|org|net|edu|io))$"
)
_KINDS: Final = {"path": _PLACE, "person": _PERSON, "host": _MACHINE}


class Masks:
    """Gives every private text one stand-in, the same wherever it occurs, so that levels stay apart.

    Parameters
    ----------
    runs : mapping of str to str
        Stand-ins of the runs' names.
    private : iterable of object
        Texts that are private whatever they look like: the values of columns of users and machines.
    """

    def __init__(self, runs: Mapping[str, str], private: Iterable[object] = ()) -> None:
        self.runs = runs
        self.known: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        for text in private:
            self._number(str(text), "name")

    def value(self, value: object) -> object:
        """Mask a setting, a level or a fact, and what lists and mappings hold; numbers pass."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self._runs(item) if key == "runs" else self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.value(item) for item in value)
        return value

    def text(self, text: str) -> str:
        """Give the stand-in of a private text; another text as it is."""
        if text in self.known:
            return self.known[text]
        kind = next((kind for kind, pattern in _KINDS.items() if pattern.match(text.strip())), None)
        return text if kind is None else self._number(text, kind)

    def _runs(self, value: object) -> object:
        """Mask a fact that counts runs or lists their names."""
        if not isinstance(value, list | tuple):
            return value
        return type(value)(self.runs.get(str(item), self.value(item)) for item in value)

    def _number(self, text: str, kind: str) -> str:
        if text not in self.known:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            self.known[text] = f"{kind} {self.counts[kind]}"
        return self.known[text]
