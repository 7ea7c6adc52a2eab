"""What a reader of one tool's sweeps says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sweepbrief.sweep import Study


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of source.

    Attributes
    ----------
    name : str
        As ``--source-kind`` and ``findings.json`` spell it.
    title : str
        The tool or format in a few words.
    reads : str
        What it reads: files, folders, addresses, objects.
    suffixes : tuple of str
        File names in a folder that may be of this kind (lower case, with the dot); empty: none is looked at.
    """

    name: str
    title: str
    reads: str
    suffixes: tuple[str, ...] = ()


class Reader(Protocol):
    """A module of this folder (or a third party's object) that reads one kind of source.

    A source reaches it as ``Path`` (a file or folder that exists), ``Blob`` (bytes without a file), ``str`` (an address with
    ``://``) or any live object.
    """

    SOURCE: SourceKind

    def recognises(self, source: object) -> bool:
        """Tell by content whether this reader understands the source; never raises, never runs anything in it."""

    def read(self, source: object) -> tuple[Study, ...]:
        """Read all studies in the source."""
