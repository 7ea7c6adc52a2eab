"""A shape as an SVG element to stand inside a page, written with few characters."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.path import Path

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSE: Final = int(Path.CLOSEPOLY)
_CLOSED: Final = "z"
_LETTERS: Final = {int(Path.MOVETO): "M", int(Path.LINETO): "L"}
_LYING: Final = re.compile(r"M(\S+) (\S+)L(\S+) \2(?=[ML]|$)")
_DOT: Final = re.compile(r"M(\S+) (\S+)L\1 \2(?=[ML]|$)")
_MOST_DECIMALS: Final = 6


def element(name: str, path: Path, paint: Sequence[tuple[str, str]], members: Sequence[int] = ()) -> str:
    """Write a shape.

    Presentation attributes hold where a page's policy forbids styles and where a renderer ignores them; coordinates are rounded
    to a tenth of a point; nothing has an id, so that any number of pictures can share a page.

    Parameters
    ----------
    name : str
        What it shows; its class.
    path : matplotlib.path.Path
        Straight lines and closed shapes, in points from the upper left corner.
    paint : sequence of (str, str)
        Attributes that say how it is drawn, in order.
    members : sequence of int
        Which runs the parts of the path stand for, in their order.

    Returns
    -------
    str
        One ``path`` element.
    """
    runs = f' data-runs="{",".join(map(str, members))}"' if len(members) else ""
    written = "".join(f' {key}="{escape(value)}"' for key, value in paint)
    return f'<path class="{escape(name)}"{runs} d="{_outline(path)}"{written}/>'


def number(value: float, digits: int = 2) -> str:
    """Write a number as short as it can be."""
    return f"{round(round(value, _MOST_DECIMALS), digits) + 0.0:g}"


def _outline(path: Path) -> str:
    """Write a path in tenths, dots and lying lines by one number."""
    places = np.round(np.round(np.asarray(path.vertices, dtype=np.float64), _MOST_DECIMALS), 1) + 0.0
    steps = zip(np.asarray(path.codes).tolist(), places.tolist(), strict=True)
    written = "".join(_CLOSED if code == _CLOSE else f"{_LETTERS[code]}{x:g} {y:g}" for code, (x, y) in steps)
    return _LYING.sub(r"M\1 \2H\3", _DOT.sub(r"M\1 \2h0", written))
