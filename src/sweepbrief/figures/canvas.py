"""The canvas: shapes and texts, given out as one SVG element."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from sweepbrief.figures.inline import element, number
from sweepbrief.figures.lettering import clean, width
from sweepbrief.figures.outline import boxes
from sweepbrief.figures.style import COLUMN, FAMILY, INK, PAPER, POINTS_PER_MM, SIZE, SOFT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.path import Path

Anchor = Literal["start", "middle", "end"]

_CAPS: Final = {"round": "round", "projecting": "square"}
"""How SVG names the ends of lines; butt is its own default."""


class Box(NamedTuple):
    """A rectangle on the page, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Pen:
    """How a shape is drawn.

    Attributes
    ----------
    stroke, fill : str
        Colours of the palette; empty for none.
    width : float
        Of the stroke, in points.
    opacity : float
        Of stroke and fill.
    dash : tuple of float
        Lengths of dashes and gaps in points; empty for a full line.
    cap : {"round", "butt", "projecting"}
        How lines end; a line of no length is a dot with the first, a square with the last.
    """

    stroke: str = ""
    width: float = 0.0
    fill: str = ""
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    cap: Literal["round", "butt", "projecting"] = "round"


@dataclass(frozen=True, slots=True)
class Hand:
    """How a text is set.

    Attributes
    ----------
    color : str
        A colour of the palette.
    strong : bool
        Semibold or not.
    anchor : {"start", "middle", "end"}
        Which part of the text stands at the given place.
    size : float
        Points.
    veiled : bool
        Whether what lies beneath is dimmed, so that the text stays readable.
    """

    color: str = SOFT
    strong: bool = False
    anchor: Anchor = "start"
    size: float = SIZE
    veiled: bool = False


NOTE: Final = Hand()
CLAIM: Final = Hand(color=INK, strong=True)


class Canvas:
    """A picture in the making; later shapes cover earlier ones, texts stand above all.

    Parameters
    ----------
    height, breadth : float
        Size on paper in millimetres.
    """

    def __init__(self, height: float, breadth: float = COLUMN) -> None:
        self._millimetres = (breadth, height)
        self.width, self.height = breadth * POINTS_PER_MM, height * POINTS_PER_MM
        self._shapes: list[str] = []
        self._texts: list[str] = []

    @property
    def region(self) -> Box:
        """All of it."""
        return Box(0.0, 0.0, self.width, self.height)

    def draw(self, name: str, path: Path, pen: Pen, members: Sequence[int] = ()) -> None:
        """Draw a shape.

        Parameters
        ----------
        name : str
            What it shows, such as ``runs``: letters and hyphens; becomes the class of the element.
        path : matplotlib.path.Path
            In points from the upper left corner; an empty path draws nothing.
        pen : Pen
            How.
        members : sequence of int
            Which runs the parts of the path stand for, in their order; the element carries them as ``data-runs``.
        """
        if len(np.asarray(path.vertices)):
            self._shapes.append(element(name, path, _paint(pen), members))

    def write(self, x: float, y: float, text: str, hand: Hand = NOTE) -> None:
        """Set a line of text.

        Parameters
        ----------
        x, y : float
            Where it begins, has its middle or ends, on its baseline; points from the upper left corner.
        text : str
            Anything: it is cleaned and escaped.
        hand : Hand
            How.
        """
        text = clean(text)
        if not text:
            return
        if hand.veiled:
            self.draw("veil", boxes([extent(x, y, text, hand)]), Pen(fill=PAPER, opacity=0.78))
        anchor = "" if hand.anchor == "start" else f' text-anchor="{hand.anchor}"'
        weight = ' font-weight="600"' if hand.strong else ""
        size = "" if hand.size == SIZE else f' font-size="{hand.size:g}"'
        self._texts.append(f'<text x="{x:.1f}" y="{y:.1f}"{anchor}{weight}{size} fill="{hand.color}">{escape(text)}</text>')

    def svg(self) -> str:
        """Give the picture as an SVG element to stand inside a page.

        Returns
        -------
        str
            One ``svg`` element without ids, styles or scripts; it scales with its width.
        """
        drawn = "".join(self._shapes)
        breadth, height = self._millimetres
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{breadth:g}mm" height="{height:g}mm" '
            f'viewBox="0 0 {self.width:.1f} {self.height:.1f}">{drawn}'
            f'<g font-family="{FAMILY}" font-size="{SIZE:g}">{"".join(self._texts)}</g></svg>'
        )


def _paint(pen: Pen) -> list[tuple[str, str]]:
    """Write a pen as presentation attributes, the defaults of SVG left out."""
    said = [("fill", pen.fill or "none")]
    if pen.fill and pen.opacity < 1:
        said.append(("fill-opacity", number(pen.opacity)))
    if pen.dash:
        said += [("stroke-dasharray", ",".join(number(part * pen.width) for part in pen.dash)), ("stroke-dashoffset", "0")]
    if not (pen.stroke and pen.width):
        return said
    said.append(("stroke", pen.stroke))
    if pen.opacity < 1:
        said.append(("stroke-opacity", number(pen.opacity)))
    if pen.width != 1:
        said.append(("stroke-width", number(pen.width)))
    return [*said, ("stroke-linecap", _CAPS[pen.cap])] if pen.cap in _CAPS else said


def extent(x: float, y: float, text: str, hand: Hand = NOTE) -> Box:
    """Give the box that a text will fill.

    Parameters
    ----------
    x, y : float
        Its place, as for ``Canvas.write``.
    text : str
        Cleaned.
    hand : Hand
        How it is set.

    Returns
    -------
    Box
        A little wider than the letters.
    """
    breadth = width(text, hand.size, strong=hand.strong)
    left = x - breadth * {"start": 0.0, "middle": 0.5, "end": 1.0}[hand.anchor]
    return Box(left - 1.0, y - 0.78 * hand.size, left + breadth + 1.0, y + 0.26 * hand.size)
