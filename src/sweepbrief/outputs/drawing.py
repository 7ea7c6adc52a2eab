"""Pictures drawn straight into a PDF: the few kinds of shape that ours are made of, and whole lines of text."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
TITLE = f"{SVG}title"
SHAPES = frozenset(f"{SVG}{name}" for name in ("path", "rect", "circle"))
STEP = re.compile(r"([MLCHVhvz])([^MLCHVhvzA-Za-z]*)")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
COLOR = re.compile(r"none|#[0-9a-f]{6}")
KNOWN = {
    "viewBox": re.compile(r"(-?[0-9.]+ ?){4}"),
    "d": re.compile(r"[MLCHVhvz0-9.,\s-]*"),
    "fill": COLOR,
    "stroke": COLOR,
    "stroke-linecap": re.compile("butt|round|square"),
    "stroke-dasharray": re.compile(r"[0-9., ]+"),
    "text-anchor": re.compile("start|middle|end"),
    "transform": re.compile("none"),
}
"""What the attributes of ours hold; all others are numbers."""
SILENT = frozenset({"class", "data-runs"})
CAPS = {"butt": 0, "round": 1, "square": 2}
ROUND = 0.5522847498
"""How far the handles of a Bézier curve reach that stands for a quarter of a circle."""


class Lettering(NamedTuple):
    """How texts are set.

    Attributes
    ----------
    family : str
        Names of typefaces, as SVG lists them.
    size : float
        In units of the picture.
    """

    family: str
    size: float


def drawable(picture: ET.Element) -> bool:
    """Tell whether a picture is made only of what is drawn here: others are left to the library, which takes its time."""
    if not KNOWN["viewBox"].fullmatch(picture.get("viewBox", "")):
        return False
    return all(node is picture or _known(node) for node in picture.iter())


def _known(node: ET.Element) -> bool:
    """Tell whether a shape, text or group says only what is understood here."""
    if node.tag == TITLE:
        return True
    if node.tag == f"{SVG}g":
        return set(node.attrib) <= {"font-family", "font-size"}
    if node.tag not in SHAPES and not (node.tag == f"{SVG}text" and node.text):
        return False
    return all(KNOWN.get(name, NUMBER).fullmatch(value) for name, value in node.attrib.items() if name not in SILENT)


class Drawing:
    """A picture in place of the library's own; shapes in the order of the picture.

    Parameters
    ----------
    view : str
        The picture's ``viewBox``.
    children : list of Element
        What it is made of.
    fonts : weasyprint.text.fonts.FontConfiguration
        The typefaces that the page is set in.
    """

    def __init__(self, view: str, children: list[ET.Element], fonts: Any) -> None:  # noqa: ANN401 - the library carries no types
        self._view = [float(number) for number in view.split()]
        self._children = children
        self._fonts = fonts
        self._styles: dict[tuple[str, float, int], Any] = {}

    def in_place_of(self, picture: Any) -> Drawing:  # noqa: ANN401 - see above
        """Take the size that the library has found for the picture."""
        self.get_intrinsic_size = picture.get_intrinsic_size
        return self

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:  # noqa: ANN401 - the library carries no types
        """Draw the picture at the given size, as the library draws an image."""
        left, top, breadth, depth = self._view
        scale = min(width / breadth, height / depth)
        stream.transform(
            a=scale, d=scale, e=(width - scale * breadth) / 2 - scale * left, f=(height - scale * depth) / 2 - scale * top
        )
        self._all(stream, self._children, Lettering("sans-serif", 16.0))

    def _all(self, stream: Any, nodes: list[ET.Element], hand: Lettering) -> None:  # noqa: ANN401 - see above
        for node in nodes:
            if node.tag in SHAPES:
                _shape(stream, node)
            elif node.tag == f"{SVG}text":
                self._text(stream, node, hand)
            elif node.tag == f"{SVG}g":
                size = float(node.get("font-size", hand.size))
                self._all(stream, list(node), Lettering(node.get("font-family", hand.family), size))

    def _text(self, stream: Any, node: ET.Element, hand: Lettering) -> None:  # noqa: ANN401 - see above
        """Set a line of text, whole: its letters stand as close as their typeface wants them."""
        from weasyprint.draw.text import draw_first_line  # noqa: PLC0415 - loads Pango
        from weasyprint.matrix import Matrix  # noqa: PLC0415 - see above
        from weasyprint.svg.text import TextBox  # noqa: PLC0415 - see above
        from weasyprint.text.line_break import split_first_line  # noqa: PLC0415 - see above

        style = self._style(hand.family, float(node.get("font-size", hand.size)), int(node.get("font-weight", "400")))
        layout, _, _, width, _, _ = split_first_line(node.text, style, None, inf, 0)
        x = float(node.get("x", "0")) - width * {"middle": 0.5, "end": 1.0}.get(node.get("text-anchor", ""), 0.0)
        layout.reactivate(style)
        with stream.stacked():
            _paint(stream, node.get("fill", "#000000"), 1.0, stroke=False)
            stream.begin_text()
            draw_first_line(stream, TextBox(layout, style), "none", "none", Matrix(a=1, d=-1, e=x, f=float(node.get("y", "0"))))
            stream.end_text()
        layout.deactivate()

    def _style(self, family: str, size: float, weight: int) -> Any:  # noqa: ANN401 - see above
        from weasyprint.css.properties import INITIAL_VALUES  # noqa: PLC0415 - see above
        from weasyprint.svg.text import Style  # noqa: PLC0415 - see above

        key = (family, size, weight)
        if key not in self._styles:
            made = self._styles[key] = Style(INITIAL_VALUES)
            made.font_config = self._fonts
            made["font_family"] = [name.strip().strip("\"'") for name in family.split(",")]
            made["font_size"], made["font_weight"] = size, weight
        return self._styles[key]


def _shape(stream: Any, node: ET.Element) -> None:  # noqa: ANN401 - the library carries no types
    fill, pen = node.get("fill", "#000000"), node.get("stroke", "none")
    if fill == pen == "none":
        return
    with stream.stacked():
        if fill != "none":
            _paint(stream, fill, float(node.get("fill-opacity", "1")), stroke=False)
        if pen != "none":
            _paint(stream, pen, float(node.get("stroke-opacity", "1")), stroke=True)
            stream.set_line_width(float(node.get("stroke-width", "1")))
            stream.set_line_cap(CAPS[node.get("stroke-linecap", "butt")])
            if dashes := node.get("stroke-dasharray", ""):
                lengths = [float(length) for length in dashes.replace(",", " ").split()]
                stream.set_dash(lengths, float(node.get("stroke-dashoffset", "0")))
        stream.stream.append(outline(node).encode())
        stream.stream.append(b"B" if "none" not in {fill, pen} else b"S" if fill == "none" else b"f")


def _paint(stream: Any, color: str, opacity: float, *, stroke: bool) -> None:  # noqa: ANN401 - the library carries no types
    stream.set_alpha(opacity, stroke)
    stream.set_color_rgb(*(int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)), stroke)


def outline(node: ET.Element) -> str:
    """Write a shape's outline in the operators of PDF."""
    if node.tag == f"{SVG}rect":
        return " ".join(node.get(name, "0") for name in ("x", "y", "width", "height")) + " re"
    if node.tag == f"{SVG}circle":
        return _circle(*(float(node.get(name, "0")) for name in ("cx", "cy", "r")))
    return _path(node.get("d", ""))


def _circle(x: float, y: float, r: float) -> str:
    k = ROUND * r
    corners = ((r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0))
    curves = (" ".join(f"{(x, y)[place % 2] + step:g}" for place, step in enumerate(corner)) + " c" for corner in corners)
    return f"{x + r:g} {y:g} m " + " ".join(curves)


def _path(outline: str) -> str:
    """Translate a path letter by letter; lying and standing lines get the coordinate that they leave out."""
    written, x, y = [], 0.0, 0.0
    for letter, found in STEP.findall(outline):
        numbers = found.replace(",", " ").split()
        if letter == "z":
            written.append("h")
            continue
        if letter in "Hh":
            x = float(numbers[0]) + (x if letter == "h" else 0.0)
        elif letter in "Vv":
            y = float(numbers[0]) + (y if letter == "v" else 0.0)
        if letter in "HhVv":
            written.append(f"{x:g} {y:g} l")
            continue
        x, y = float(numbers[-2]), float(numbers[-1])
        written.append(f"{' '.join(numbers)} {'mlc'['MLC'.index(letter)]}")
    return " ".join(written)
