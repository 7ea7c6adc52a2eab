"""The report's typefaces, as rules that carry the font files inside them."""

from __future__ import annotations

import base64
from functools import cache

from sweepbrief.templates_root import templates_root

FACES = (
    ("Sweepbrief Serif", "serif-400", 400, "normal"),
    ("Sweepbrief Serif", "serif-400-italic", 400, "italic"),
    ("Sweepbrief Serif", "serif-600", 600, "normal"),
    ("Sweepbrief Sans", "sans-400", 400, "normal"),
    ("Sweepbrief Sans", "sans-600", 600, "normal"),
    ("Sweepbrief Mono", "mono-400", 400, "normal"),
)
"""Family, file, weight and style."""


@cache
def font_faces() -> str:
    """Write the ``@font-face`` rules with their fonts as data addresses."""
    return "\n".join(_face(*face) for face in FACES)


def _face(family: str, file: str, weight: int, style: str) -> str:
    content = base64.b64encode((templates_root() / "fonts" / f"{file}.woff2").read_bytes()).decode()
    source = f'url(data:font/woff2;base64,{content}) format("woff2")'
    return f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:swap;src:{source}}}'
