"""An SVG element to stand inside a page, from the file that matplotlib writes."""

from __future__ import annotations

import re
from html import escape
from typing import Final

MEMBERS: Final = "|"
"""Stands between the name of a shape and the runs that its parts stand for."""

_SHAPE: Final = re.compile(r'<g id="([^"]*)">\s*<path d="([^"]*)"[^>]*? style="([^"]*)"/>\s*</g>')
_NUMBER: Final = re.compile(r"-?\d+\.\d+")
_LETTER: Final = re.compile(r"\s*([MLCQz])\s*")
_LYING: Final = re.compile(r"M(\S+) (\S+)L(\S+) \2(?=[ML\"]|$)")
_DOT: Final = re.compile(r"M(\S+) (\S+)L\1 \2(?=[ML\"]|$)")


def shapes(file: str) -> list[str]:
    """Take the shapes out of an SVG file, in the order they were drawn.

    Styles become presentation attributes, which hold where a page's policy forbids styles and where a renderer ignores them;
    coordinates are rounded to a tenth of a point; nothing keeps an id, so that any number of pictures can share a page.

    Parameters
    ----------
    file : str
        What matplotlib's SVG backend wrote; every shape a path of its own whose group is named by what it shows.

    Returns
    -------
    list of str
        One ``path`` element a shape, its class the name of its group.
    """
    return [_shape(*match.groups()) for match in _SHAPE.finditer(file)]


def _shape(name: str, outline: str, style: str) -> str:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    attributes = {key.strip(): _rounded(value.strip(), 2) for key, value in pairs}
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    what, _, members = name.partition(MEMBERS)
    runs = f' data-runs="{escape(members)}"' if members else ""
    return f'<path class="{escape(what)}"{runs} d="{_compact(outline)}"{written}/>'


def _compact(outline: str) -> str:
    """Write a path with fewer characters: tenths, no spaces around letters, dots and lying lines by one number."""
    short = _LETTER.sub(r"\1", _rounded(outline.strip(), 1))
    return _LYING.sub(r"M\1 \2H\3", _DOT.sub(r"M\1 \2h0", short))


def _rounded(text: str, digits: int) -> str:
    """Round every number in a text, written as short as it can be."""
    return _NUMBER.sub(lambda found: f"{round(float(found.group()), digits) + 0.0:g}", text)
