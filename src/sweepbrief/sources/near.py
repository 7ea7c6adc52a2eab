"""Names that are close to one that does not exist, for errors that help."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from sweepbrief.sources.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHOWN: Final = 8


def listed(names: Iterable[str]) -> str:
    """List names for an error: at most eight, then how many more."""
    found = list(names)
    text = ", ".join(found[:_SHOWN])
    return text if len(found) <= _SHOWN else f"{text} and {len(found) - _SHOWN} more"


def suggest(wanted: str, names: Iterable[str]) -> str:
    """Write a remedy that names what is close to a wanted name, else what there is.

    Parameters
    ----------
    wanted : str
        What was asked for.
    names : iterable of str
        What exists.

    Returns
    -------
    str
        A sentence.
    """
    known = list(dict.fromkeys(names))
    folded = {plain(name): name for name in reversed(known)}
    close = difflib.get_close_matches(plain(wanted), list(folded), n=3, cutoff=0.5)
    close += [
        key for key in folded if key not in close and (plain(wanted) in key.split("_") or key in plain(wanted).split("_"))
    ]
    if close:
        return f"Did you mean {listed(folded[key] for key in close)}?"
    return f"There are: {listed(known)}." if known else "There are none."
