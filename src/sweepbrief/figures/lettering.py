"""Letters: how wide a text will be, and how to make it fit."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from sweepbrief.figures.style import SIZE
from sweepbrief.templates_root import templates_root

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

ELLIPSIS: Final = "…"
_REFERENCE: Final = 64
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})


def clean(text: str) -> str:
    """Give a text on one line, without characters that XML forbids or that reorder what stands beside them.

    Parameters
    ----------
    text : str
        Anything, such as a run's name.

    Returns
    -------
    str
        Single spaces for white space and control characters; bidirectional controls removed.
    """
    kept = (" " if unicodedata.category(char) in _UNPRINTABLE else char for char in text if char not in _BIDI)
    return " ".join("".join(kept).split())


def width(text: str, size: float = SIZE, *, strong: bool = False) -> float:
    """Measure a text as it will stand on the page.

    Letters of the page's own typeface are measured; others, which the reader's system will supply, are estimated, so that the
    result does not depend on the machine.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Points.
    strong : bool
        Whether it is set in semibold.

    Returns
    -------
    float
        Points.
    """
    return size * sum(_advance(char, strong) for char in text)


def shorten(text: str, room: float, size: float = SIZE, *, strong: bool = False) -> str:
    """Take letters from the middle of a text, where names differ least, until it fits.

    Parameters
    ----------
    text : str
        Anything; it is cleaned first.
    room : float
        Points.
    size : float
        Points.
    strong : bool
        Whether it is set in semibold.

    Returns
    -------
    str
        The cleaned text, or its beginning and end around an ellipsis; at the least the ellipsis.
    """
    text = clean(text)
    if width(text, size, strong=strong) <= room:
        return text
    room -= width(ELLIPSIS, size, strong=strong)
    head = _fitting(text, 0.6 * room, size, strong=strong)
    tail = _fitting(text[::-1], room - width(head, size, strong=strong), size, strong=strong)[::-1]
    return f"{head.rstrip()}{ELLIPSIS}{tail.lstrip()}"


def _fitting(text: str, room: float, size: float, *, strong: bool) -> str:
    """Give the longest beginning of a text that fits."""
    for count, char in enumerate(text):
        room -= size * _advance(char, strong)
        if room < 0:
            return text[:count]
    return text


@cache
def _advance(char: str, strong: bool) -> float:  # noqa: FBT001 - a cached function of two values, never called from elsewhere
    """Give the width of a letter in units of its size."""
    face = _face("sans-600.ttf" if strong else "sans-400.ttf")
    if face.get_char_index(ord(char)):
        return float(face.load_char(ord(char)).linearHoriAdvance) / 65536 / _REFERENCE
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.65


@cache
def _face(name: str) -> FT2Font:
    """Open one of the shipped typefaces."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - slow to import, and needed only once there is something to draw

    face = FT2Font(str(templates_root() / "fonts" / name))
    face.set_size(_REFERENCE, 72)
    return face
