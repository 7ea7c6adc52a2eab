"""The canvas: shapes drawn by matplotlib and texts set by us, given out as one SVG element."""

from __future__ import annotations

import io
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.transforms import Affine2D

from sweepbrief.figures.inline import MEMBERS, shapes
from sweepbrief.figures.lettering import clean, width
from sweepbrief.figures.outline import boxes
from sweepbrief.figures.style import COLUMN, FAMILY, INK, PAPER, POINTS_PER_MM, SIZE, SOFT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.path import Path

Anchor = Literal["start", "middle", "end"]

_SETTINGS: Final[dict[Any, Any]] = {
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
    "lines.scale_dashes": True,
    "path.effects": [],
    "path.simplify": False,
    "path.sketch": None,
    "svg.fonttype": "none",
    "svg.hashsalt": "sweepbrief",
}
_NO_METADATA: Final = dict.fromkeys(("Date", "Creator", "Format", "Type"))


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
        self._shapes: list[tuple[str, Path, Pen]] = []
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
            told = f"{MEMBERS}{','.join(map(str, members))}" if len(members) else ""
            self._shapes.append((name + told, path, pen))

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
        with mpl.rc_context(_SETTINGS):
            drawn = "".join(shapes(self._file()))
        breadth, height = self._millimetres
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{breadth:g}mm" height="{height:g}mm" '
            f'viewBox="0 0 {self.width:.1f} {self.height:.1f}">{drawn}'
            f'<g font-family="{FAMILY}" font-size="{SIZE:g}">{"".join(self._texts)}</g></svg>'
        )

    def _file(self) -> str:
        """Let matplotlib draw the shapes."""
        figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72)
        figure.patch.set_visible(False)
        from_top = Affine2D().scale(1, -1).translate(0, self.height)
        for name, path, pen in self._shapes:
            shape = _patch(path, pen)
            shape.set(gid=name, transform=from_top, zorder=1)
            figure.add_artist(shape)
        file = io.StringIO()
        FigureCanvasSVG(figure).print_svg(file, metadata=_NO_METADATA)  # type: ignore[no-untyped-call]
        return file.getvalue()


def _patch(path: Path, pen: Pen) -> PathPatch:
    path.should_simplify = False
    stroke = to_rgba(pen.stroke, pen.opacity) if pen.stroke else "none"
    fill = to_rgba(pen.fill, pen.opacity) if pen.fill else "none"
    dashes = (0, pen.dash) if pen.dash else "solid"
    shape = PathPatch(path, facecolor=fill, edgecolor=stroke, linewidth=pen.width, linestyle=dashes, joinstyle="round")
    shape.set_capstyle(pen.cap)
    return shape


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
