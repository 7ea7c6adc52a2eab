"""What a report says about its own input: where it came from, what was left out, what had to be assumed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Source:
    """Where the runs were read.

    Attributes
    ----------
    kind : str
        The reader's name, such as ``optuna-sqlite`` or ``table``.
    location : str
        Path or address as given by the caller, without credentials.
    sha256 : str
        Digest of the bytes read, or of the values where there is no file.
    """

    kind: str
    location: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Something left out of the analysis, with the reason.

    Attributes
    ----------
    what : {"parameter", "run", "metric"}
        ``parameter`` also stands for a column that was not taken for one.
    name : str
        Column or run, as the source spells it.
    reason : str
        A word of the vocabulary: each has a macro ``left_out_<reason>`` in every language.
    facts : mapping of str to object
        Named facts for that macro.
    """

    what: Literal["parameter", "run", "metric"]
    name: str
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of a source assumed or noticed.

    Attributes
    ----------
    code : str
        A word of the vocabulary: each has a macro ``note_<code>`` in every language.
    facts : mapping of str to object
        Named facts for that macro.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
